package sandbox

import (
	"html/template"
	"net/http"
)

var pageTemplate = template.Must(template.New("page").Parse(`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Channel Desk sandbox</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 3rem auto; padding: 0 1rem; color: #1d2430; }
code, pre { font: 14px/1.5 ui-monospace, monospace; background: #f1f3f6; border-radius: 6px; }
code { padding: 1px 5px; } pre { padding: 12px; overflow-x: auto; }
</style>
</head>
<body>
<h1>Channel Desk sandbox</h1>
<p>This is a simulator. It answers as Meta's Graph interface does, for trying out Channel Desk without an account and
without a network. It runs on this computer, nothing here is real, and no message reaches anybody.</p>
<p>API address to use: <code>{{.Meta}}</code></p>
<table>
<tr><td>App ID</td><td><code>{{.Sample.AppID}}</code></td></tr>
<tr><td>WABA ID</td><td><code>{{.Sample.WABAID}}</code></td></tr>
<tr><td>Phone number ID</td><td><code>{{.Sample.PhoneNumberID}}</code></td></tr>
<tr><td>Account code</td><td><code>{{.Sample.AccountCode}}</code></td></tr>
</table>
<p>The access token and the App Secret to go with them, the values for odd cases, and what was set up so far:</p>
<pre>curl {{.URL}}/_sandbox/state</pre>
<p>Make something go wrong, for instance a rate limit twice, or answers that take 20 seconds; then stop it:</p>
<pre>curl -d '{"kind":"graph","code":4,"times":2}' {{.URL}}/_sandbox/faults
curl -d '{"kind":"slow","delay":"20s","path":"/debug_token"}' {{.URL}}/_sandbox/faults
curl -X DELETE {{.URL}}/_sandbox/faults</pre>
<p>Kinds of fault: {{range $i, $k := .Kinds}}{{if $i}}, {{end}}<code>{{$k}}</code>{{end}}.</p>
<p>What was asked of it: <code>{{.URL}}/_sandbox/requests</code></p>
</body>
</html>
`))

func (s *Sandbox) page(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_ = pageTemplate.Execute(w, map[string]any{
		"URL": s.url, "Meta": s.MetaURL(), "Sample": s.Sample(), "Kinds": faultKinds,
	})
}
