package apikey

import "strings"

// javaWriter writes for Java 11 or later. Java has no JSON of its own, so the
// body is text.
var javaWriter = writer{
	extension: ".java", command: "java %s", quote: quoteJava,
	body: func(o object) string { return textLines(o, quoteJava, "            ") },
	text: parse(`
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

public class Example {
    public static void main(String[] args) throws Exception {
        String key = System.getenv("[[.Variable]]");
        if (key == null || key.isEmpty()) {
            System.err.println("[[.Missing]]");
            System.exit(1);
        }
[[- if .Sends]]
        // With values of your own, let a JSON library write this.
        String message =
            [[.Body]];
[[- end]]
        HttpRequest request = HttpRequest.newBuilder(URI.create([[.URL]]))
            .timeout(Duration.ofSeconds(30))
            .header("Authorization", "Bearer " + key)
            .header("Accept", "application/json")
[[- if .Sends]]
            .header("Content-Type", "application/json")
            // [[.IdempotencyIs]]
            .header("Idempotency-Key", [[.Idempotency]])
            .POST(HttpRequest.BodyPublishers.ofString(message))
[[- else]]
            .GET()
[[- end]]
            .build();
        HttpResponse<String> response = HttpClient.newHttpClient()
            .send(request, HttpResponse.BodyHandlers.ofString());
        System.out.println(response.statusCode());
        System.out.println(response.body());
        if (response.statusCode() >= 300) {
            System.exit(1);
        }
    }
}
`),
}

// textLines writes the body as text, one literal a line.
func textLines(o object, quote func(string) string, indent string) string {
	lines := strings.Split(jsonText.render(o, 0), "\n")
	for i, line := range lines {
		if i < len(lines)-1 {
			line += "\n"
		}
		lines[i] = quote(line)
	}
	return strings.Join(lines, "\n"+indent+"+ ")
}
