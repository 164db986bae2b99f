package gateway

import (
	_ "embed"
	"io"
	"net/http"
)

// hookPage is what a person sees who opens a webhook address in a browser.
//
//go:embed page/hook.html
var hookPage string

const hookText = `This is a webhook address of Channel Desk.

A WhatsApp provider sends messages and delivery states here. There is nothing to
see in a browser. If you were asked to enter this address at the provider, copy
it whole from the hand-off sheet.
`

// pagePolicy lets a page of ours show itself and its own style, nothing else.
const pagePolicy = "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// writeHookPage says what the address is for. It is the same for every address,
// so that it does not tell which ones exist.
func writeHookPage(w http.ResponseWriter, r *http.Request) {
	if wantsHTML(r) {
		writePage(w, "text/html; charset=utf-8", hookPage)
		return
	}
	writePage(w, "text/plain; charset=utf-8", hookText)
}

func writePage(w http.ResponseWriter, kind, text string) {
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Security-Policy", pagePolicy)
	h.Set("Cache-Control", "no-store")
	h.Set("X-Robots-Tag", "noindex")
	_, _ = io.WriteString(w, text)
}
