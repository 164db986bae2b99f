package apikey

// csharpWriter writes for .NET 6 or later; .NET Framework takes it too. The body
// is text, so that no JSON library is asked for.
var csharpWriter = writer{
	extension: ".cs", command: "dotnet run %s", quote: quoteCSharp,
	body: func(o object) string { return textLines(o, quoteCSharp, "            ") },
	text: parse(`
// .NET 10 runs this file as it is. For older ones make it the Program.cs of a
// console project.
using System;
using System.Net.Http;
using System.Text;
using System.Threading.Tasks;

public static class Example
{
    public static int Main()
    {
        return Run().GetAwaiter().GetResult();
    }

    private static async Task<int> Run()
    {
        string key = Environment.GetEnvironmentVariable("[[.Variable]]");
        if (string.IsNullOrEmpty(key))
        {
            Console.Error.WriteLine("[[.Missing]]");
            return 1;
        }
[[- if .Sends]]
        // With values of your own, let a JSON library write this.
        string message =
            [[.Body]];
[[- end]]
        using (var client = new HttpClient { Timeout = TimeSpan.FromSeconds(30) })
        using (var request = new HttpRequestMessage(HttpMethod.[[if .Sends]]Post[[else]]Get[[end]], [[.URL]]))
        {
            request.Headers.Add("Authorization", "Bearer " + key);
            request.Headers.Add("Accept", "application/json");
[[- if .Sends]]
            // [[.IdempotencyIs]]
            request.Headers.Add("Idempotency-Key", [[.Idempotency]]);
            request.Content = new StringContent(message, Encoding.UTF8, "application/json");
[[- end]]
            using (HttpResponseMessage response = await client.SendAsync(request))
            {
                Console.WriteLine((int)response.StatusCode);
                Console.WriteLine(await response.Content.ReadAsStringAsync());
                return response.IsSuccessStatusCode ? 0 : 1;
            }
        }
    }
}
`),
}
