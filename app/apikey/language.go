package apikey

import (
	"bytes"
	"strings"
	"text/template"

	"channeldesk/app"
)

// Language is a programming language of the examples.
type Language string

// The languages, in the order of the screen.
const (
	CURL       Language = "curl"
	JavaScript Language = "javascript"
	Python     Language = "python"
	Go         Language = "go"
	PHP        Language = "php"
	Java       Language = "java"
	CSharp     Language = "csharp"
	Ruby       Language = "ruby"
)

// Languages are all languages, in the order of the screen.
var Languages = []Language{CURL, JavaScript, Python, Go, PHP, Java, CSharp, Ruby}

// Label is the language's own name.
func (l Language) Label() string {
	switch l {
	case CURL:
		return "cURL"
	case JavaScript:
		return "JavaScript"
	case Python:
		return "Python"
	case Go:
		return "Go"
	case PHP:
		return "PHP"
	case Java:
		return "Java"
	case CSharp:
		return "C#"
	case Ruby:
		return "Ruby"
	}
	return string(l)
}

// ParseLanguage reads a language as people write it: "C#", "js", "cURL".
func ParseLanguage(typed string) (Language, error) {
	word := strings.ToLower(strings.TrimSpace(typed))
	if long, ok := map[string]Language{"js": JavaScript, "node": JavaScript, "py": Python, "golang": Go, "c#": CSharp, "cs": CSharp, "rb": Ruby, "sh": CURL, "bash": CURL}[word]; ok {
		return long, nil
	}
	var names []string
	for _, l := range Languages {
		if word == string(l) {
			return l, nil
		}
		names = append(names, string(l))
	}
	return "", app.Invalid("language", "There are no examples in {{.Word}}. Choose one of: {{.Names}}.", "Word", typed, "Names", strings.Join(names, ", "))
}

// writer writes the examples of one language.
type writer struct {
	// extension of the file, and the command with %s for it.
	extension, command string
	text               *template.Template
	// body writes the body as it stands in the text.
	body  func(object) string
	quote func(string) string
	// tidy is done at the end; nil for nothing.
	tidy func(string) (string, error)
}

var writers = map[Language]writer{
	CURL: curlWriter, JavaScript: javaScriptWriter, Python: pythonWriter, Go: goWriter,
	PHP: phpWriter, Java: javaWriter, CSharp: csharpWriter, Ruby: rubyWriter,
}

// parse makes a template in which [[ and ]] stand around what is filled in.
func parse(text string) *template.Template {
	return template.Must(template.New("example").Delims("[[", "]]").Parse(strings.TrimLeft(text, "\n")))
}

func (w writer) file(o Operation) string { return string(o) + w.extension }

func (w writer) write(r request) (string, error) {
	data := struct {
		Sends                            bool
		Method, URL, Body                string
		Idempotency, IdempotencyHeader   string
		Variable, Missing, IdempotencyIs string
	}{
		Sends: r.body != nil, Method: r.method, URL: w.quote(r.url), Variable: KeyVariable,
		Idempotency: w.quote(r.idempotency), IdempotencyHeader: w.quote("Idempotency-Key: " + r.idempotency),
		Missing:       "Set " + KeyVariable + " first.",
		IdempotencyIs: "The same Idempotency-Key never sends twice: repeating after a timeout is safe.",
	}
	if r.body != nil {
		data.Body = w.body(r.body)
	}
	var b bytes.Buffer
	if err := w.text.Execute(&b, data); err != nil {
		return "", err
	}
	if w.tidy == nil {
		return b.String(), nil
	}
	return w.tidy(b.String())
}
