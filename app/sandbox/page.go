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
:root { color-scheme: light; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 3rem auto; padding: 0 1rem; color: #1d2430; }
code, pre { font: 14px/1.5 ui-monospace, monospace; background: #f1f3f6; border-radius: 6px; }
code { padding: 1px 5px; } pre { padding: 12px; overflow-x: auto; }
</style>
</head>
<body>
<h1>Channel Desk sandbox</h1>
<p>This is a simulator. It answers as Meta's Graph interface, Qontak and Coster do, for trying out Channel Desk without an
account and without a network. It runs on this computer, nothing here is real, and no message reaches anybody.</p>
<p>The customer's phone, on which sent messages appear and from which you can answer: <a href="/phone">{{.URL}}/phone</a></p>
<h2>Meta Cloud</h2>
<p>API address to use: <code>{{.Meta}}</code></p>
<table>
<tr><td>App ID</td><td><code>{{.Sample.AppID}}</code></td></tr>
<tr><td>WABA ID</td><td><code>{{.Sample.WABAID}}</code></td></tr>
<tr><td>Phone number ID</td><td><code>{{.Sample.PhoneNumberID}}</code></td></tr>
<tr><td>Account code</td><td><code>{{.Sample.AccountCode}}</code></td></tr>
</table>
<h2>Qontak</h2>
<p>API address to use with an access token: <code>{{.Bearer}}</code><br>
with HMAC: <code>{{.HMAC}}</code></p>
<table>
<tr><td>Channel Integration ID</td><td><code>{{.Qontak.ChannelIntegrationID}}</code></td></tr>
<tr><td>Account code</td><td><code>{{.Qontak.AccountCode}}</code></td></tr>
<tr><td>Template</td><td><code>{{.Qontak.Template}}</code> ({{.Qontak.TemplateLanguage}})</td></tr>
</table>
<h2>Coster</h2>
<p>Conversation address to use: <code>{{.Conversation}}</code><br>
push address: <code>{{.Push}}</code></p>
<table>
<tr><td>Account ID</td><td><code>{{.Coster.AccountID}}</code></td></tr>
<tr><td>Division ID</td><td><code>{{.Coster.DivisionID}}</code></td></tr>
<tr><td>Account code</td><td><code>{{.Coster.AccountCode}}</code></td></tr>
<tr><td>Template</td><td><code>{{.Coster.Template}}</code> ({{.Coster.TemplateLanguage}})</td></tr>
</table>
<h2>Looking and meddling</h2>
<p>The tokens and secrets to go with them, the values for odd cases, and what was set up so far:</p>
<pre>curl {{.URL}}/_sandbox/state</pre>
<p>Make something go wrong, for instance a rate limit twice, or answers that take 20 seconds; then stop it:</p>
<pre>curl -d '{"kind":"graph","code":4,"times":2}' {{.URL}}/_sandbox/faults
curl -d '{"kind":"slow","delay":"20s","path":"/debug_token"}' {{.URL}}/_sandbox/faults
curl -d '{"provider":"qontak","kind":"error","code":500,"path":"/message_interactions"}' {{.URL}}/_sandbox/faults
curl -X DELETE {{.URL}}/_sandbox/faults</pre>
<p>Kinds of fault: {{range $i, $k := .Kinds}}{{if $i}}, {{end}}<code>{{$k}}</code>{{end}}.</p>
<p>What was asked of it: <code>{{.URL}}/_sandbox/requests</code>, and the messages that it accepted:
<code>{{.URL}}/_sandbox/messages</code>, and the webhooks that it sent: <code>{{.URL}}/_sandbox/posted</code></p>
<p>Send webhooks to a gateway on this computer, tell Coster its address, and let a customer write:</p>
<pre>curl -d '{"gateway":"http://127.0.0.1:8080"}' {{.URL}}/_sandbox/webhooks
curl -d '{"coster_callback":"http://127.0.0.1:8080/hooks/coster/KEY/SECRET"}' {{.URL}}/_sandbox/webhooks
curl -d '{"customer":"+6281255507001","text":"Halo"}' {{.URL}}/_sandbox/phone/write</pre>
</body>
</html>
`))

func (s *Sandbox) page(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_ = pageTemplate.Execute(w, map[string]any{
		"URL": s.url, "Meta": s.MetaURL(), "Sample": s.Sample(), "Kinds": faultKinds,
		"Bearer": s.QontakBearerURL(), "HMAC": s.QontakHMACURL(), "Qontak": s.SampleQontak(),
		"Conversation": s.CosterConversationURL(), "Push": s.CosterPushURL(), "Coster": s.SampleCoster(),
	})
}
