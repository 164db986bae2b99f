package apikey

// javaScriptWriter writes for Node 18 or later, without packages.
var javaScriptWriter = writer{
	extension: ".mjs", command: "node %s", quote: quoteJavaScript,
	body: func(o object) string {
		return style{
			indent: "  ", openObject: "{", closeObject: "}", openList: "[", closeList: "]", quote: quoteJavaScript,
			key: func(name string) string { return name + ": " }, commaAtEnd: true, inlineShortLists: true,
		}.render(o, 0)
	},
	text: parse(`
const key = process.env.[[.Variable]];
if (!key) {
  console.error("[[.Missing]]");
  process.exit(1);
}
[[if .Sends]]
const message = [[.Body]];
[[end]]
const response = await fetch([[.URL]], {
  method: "[[.Method]]",
  headers: {
    Authorization: "Bearer " + key,
    Accept: "application/json",
[[- if .Sends]]
    "Content-Type": "application/json",
    // [[.IdempotencyIs]]
    "Idempotency-Key": [[.Idempotency]],
[[- end]]
  },
[[- if .Sends]]
  body: JSON.stringify(message),
[[- end]]
  redirect: "error",
  signal: AbortSignal.timeout(30_000),
});
console.log(response.status);
console.log(await response.text());
if (!response.ok) {
  process.exitCode = 1;
}
`),
}
