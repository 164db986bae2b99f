package apikey

// curlWriter writes for a POSIX shell and curl 7.76 or later.
var curlWriter = writer{
	extension: ".sh", command: "sh %s", quote: quoteShell,
	body: func(o object) string { return quoteShell(jsonText.render(o, 0)) },
	text: parse(`
[[if .Sends]]# [[.IdempotencyIs]]
[[end]]curl --silent --show-error --fail-with-body --max-time 30 \
  --request [[.Method]] [[.URL]] \
  --header "Authorization: Bearer ${[[.Variable]]:?[[.Missing]]}" \
  --header 'Accept: application/json' \
[[- if .Sends]]
  --header 'Content-Type: application/json' \
  --header [[.IdempotencyHeader]] \
  --data [[.Body]] \
[[- end]]
  --write-out '\n%{http_code}\n'
`),
}
