package apikey

// pythonWriter writes for Python 3.8 or later and its standard library.
var pythonWriter = writer{
	extension: ".py", command: "python3 %s", quote: quotePython,
	body: func(o object) string {
		return style{
			indent: "    ", openObject: "{", closeObject: "}", openList: "[", closeList: "]", quote: quotePython,
			key: func(name string) string { return quotePython(name) + ": " }, commaAtEnd: true, inlineShortLists: true,
		}.render(o, 0)
	},
	text: parse(`
[[if .Sends]]import json
[[end]]import os
import sys
import urllib.error
import urllib.request

key = os.environ.get("[[.Variable]]")
if not key:
    sys.exit("[[.Missing]]")
[[if .Sends]]
message = [[.Body]]
[[end]]
request = urllib.request.Request(
    [[.URL]],
    method="[[.Method]]",
    headers={
        "Authorization": "Bearer " + key,
        "Accept": "application/json",
[[- if .Sends]]
        "Content-Type": "application/json",
        # [[.IdempotencyIs]]
        "Idempotency-Key": [[.Idempotency]],
[[- end]]
    },
[[- if .Sends]]
    data=json.dumps(message).encode(),
[[- end]]
)
try:
    with urllib.request.urlopen(request, timeout=30) as response:
        print(response.status)
        print(response.read().decode())
except urllib.error.HTTPError as refused:
    print(refused.code)
    print(refused.read().decode())
    sys.exit(1)
`),
}
