package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
)

// hostile is a gateway in a process of its own, with a channel of each protocol,
// that strangers attack.
type hostile struct {
	*bench
	s *served
	// hooks and secrets are by agent, which has the name of its protocol.
	hooks, secrets map[string]string
	keys           map[string]string
	genuine        map[string]int
}

// strangers are the numbers that come up; none may stand in a log.
var strangers = []string{"628123456789", "8123456789", "6281255507001"}

func newHostile(t *testing.T) *hostile {
	h := &hostile{bench: newBench(t), hooks: map[string]string{}, secrets: map[string]string{}, keys: map[string]string{}, genuine: map[string]int{}}
	h.useFileStore()
	h.command("settings", "set", "public-address", "https://wa.example")
	for name, settings := range map[string]string{"meta": "", "qontak": h.qontakSettings(false), "coster": h.costerSettings()} {
		file := h.file(name+".yaml", "agent: "+name+"\nenvironments:\n  published: "+settings+"\n")
		if settings == "" {
			file = h.file("meta.yaml", strings.Replace(h.good(), "Nusantara Bank Assistant", "meta", 1))
		}
		h.command("apply", "-f", file)
		h.secrets[name] = h.webhookSecret(name)
	}
	h.command("--agent", "meta", "draft", "create")
	for name, args := range map[string][]string{
		"all": {}, "read": {"--scope", "read"}, "send": {"--scope", "send"}, "revoked": {}, "rotated": {}, "expired": {"--expires", "1d"},
	} {
		h.keys[name] = h.makeKey("published", name, args...)
	}
	h.keys["draft"] = h.makeKey("draft", "draft")
	h.command("--agent", "meta", "keys", "revoke", "revoked")
	h.command("--agent", "meta", "keys", "rotate", "rotated", "--overlap", "none")
	h.expire("expired")
	h.s = h.serveProcess(t)
	for _, c := range h.s.started.Channels {
		if c.Environment == app.Published {
			h.hooks[c.Agent] = strings.TrimSuffix(c.WebhookURL[strings.Index(c.WebhookURL, "/hooks/"):], "/…")
		}
	}
	return h
}

func (h *hostile) webhookSecret(agent string) string {
	h.t.Helper()
	before := h.printed.String()
	secret := strings.TrimSpace(h.command("--agent", agent, "webhook-secret", "show"))
	h.printed.Reset() // what it prints is meant to be secret
	h.printed.WriteString(before)
	return secret
}

func (h *hostile) makeKey(env, name string, args ...string) string {
	h.t.Helper()
	before := h.printed.String()
	var k keyJSON
	out := h.command(append([]string{"--json", "--agent", "meta", "--env", env, "keys", "create", name}, args...)...)
	h.printed.Reset()
	h.printed.WriteString(before)
	require.NoError(h.t, json.Unmarshal([]byte(out), &k))
	return k.Key
}

// look opens the workspace as another process would.
func (h *hostile) look(fn func(w *workspace)) {
	h.t.Helper()
	s := &session{ctx: h.t.Context(), console: console{out: io.Discard, err: io.Discard}, flags: globals{Data: h.data, Secrets: "file"}}
	w, err := openWorkspace(s)
	require.NoError(h.t, err)
	defer w.Close()
	fn(w)
}

// expire lets a key be one that ended an hour ago.
func (h *hostile) expire(name string) {
	h.look(func(w *workspace) {
		require.NoError(h.t, w.Store.Update(context.Background(), func(tx app.Tx) error {
			agent, err := tx.FindAgent("meta")
			require.NoError(h.t, err)
			keys, err := tx.ListKeys(agent.ID, app.Published)
			require.NoError(h.t, err)
			for _, k := range keys {
				if k.Name == name {
					k.ExpiresAt = time.Now().Add(-time.Hour)
					return tx.UpdateKey(k)
				}
			}
			return fmt.Errorf("no key %s", name)
		}))
	})
}

// post sends a body to a path, with headers in pairs.
func (h *hostile) post(path, body string, headers ...string) int {
	status, _ := h.s.ask("POST", path, body, headers...)
	return status
}

// proven sends a body as the provider does, which is then one more that is kept.
func (h *hostile) proven(name, body string) int {
	h.genuine[name]++
	if name == "meta" {
		return h.post(h.hooks[name], body, "X-Hub-Signature-256", signature(h.values.AppSecret, body))
	}
	return h.post(h.hooks[name]+"/"+h.secrets[name], body)
}

// raw writes bytes as they are and gives the status of what comes back. Safe for
// concurrent use.
func (h *hostile) raw(request string) string {
	conn, err := net.Dial("tcp", h.s.started.Listen)
	if err != nil {
		return err.Error()
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(40 * time.Second))
	_, _ = io.WriteString(conn, request) // it may be cut off before the end
	answer, _ := io.ReadAll(conn)
	if m := regexp.MustCompile(`^HTTP/1\.1 ([0-9]{3}) `).FindSubmatch(answer); m != nil {
		return string(m[1])
	}
	return "nothing"
}

// inbound is a customer's text as each provider tells it.
func (h *hostile) inbound(name, text string) string {
	switch name {
	case "meta":
		return metaInbound(h.values.WABAID, h.values.PhoneNumberID, "wamid."+text, text)
	case "coster":
		return strings.NewReplacer("<account>", h.coster.AccountID, "<text>", text, "<at>", itoa(int(time.Now().Unix()))).Replace(
			`{"object":"whatsapp_business_account","entry":[{"id":"<account>","changes":[{"field":"messages","value":{"messaging_product":"whatsapp","metadata":{},
			"contacts":[{"profile":{"name":"Budi"},"wa_id":"6281255507001"}],
			"messages":[{"from":"6281255507001","id":"wamid.<text>","timestamp":"<at>","type":"text","text":{"body":"<text>"}}]}}]}]}`)
	}
	return `{"webhook_event":"message_interaction","data_event":"receive_message_from_customer","id":"` + text + `","type":"text","text":"` + text +
		`","channel_integration_id":"` + h.qontak.ChannelIntegrationID + `","room":{"id":"r-1","account_uniq_id":"6281255507001"}}`
}

// Whatever strangers send, each gets a documented answer, and nothing of it counts.
func TestStrangersAtTheGateway(t *testing.T) {
	h := newHostile(t)
	slow := h.slow()
	for name := range h.hooks {
		h.webhookTable(t, name)
	}
	h.metaProofs(t)
	h.replacedSecrets(t)
	h.provenNonsense(t)
	h.pathTable(t)
	h.apiTable(t)
	slow()
	h.nothingCounted()
	h.nothingWritten("while it runs")
	assert.Equal(t, exitDone, h.s.stop())
	h.nothingWritten("at the end")
}

// webhookTable is what needs no knowledge of the protocol.
func (h *hostile) webhookTable(t *testing.T, name string) {
	hook, body := h.hooks[name], h.inbound(name, "forged")
	mine, other := h.hooks[name], map[string]string{"meta": "qontak", "qontak": "coster", "coster": "meta"}[name]
	address := hook
	proof := []string{"X-Hub-Signature-256", signature(h.values.AppSecret, body)}
	if name != "meta" {
		address, proof = hook+"/"+h.secrets[name], nil
	}
	headers := func(more ...string) []string { return append(append([]string{}, proof...), more...) }
	unproven := 403
	if name == "meta" {
		unproven = 401
	}
	assert.Equal(t, unproven, h.post(hook, body), "without any proof")
	assert.Equal(t, 404, h.post(mine+"x", body, headers()...), "unknown channel")
	assert.Equal(t, 404, h.post(strings.Replace(address, "/"+name+"/", "/"+other+"/", 1), body, headers()...), "another protocol")
	assert.Equal(t, 404, h.post(strings.Replace(address, "/"+name+"/", "/signal/", 1), body, headers()...), "unknown protocol")
	assert.Equal(t, 404, h.post(address+"/more/more", body, headers()...), "one part too many")
	if name != "meta" {
		for _, wrong := range []string{h.secrets[other], h.secrets[name][1:], h.secrets[name] + "x", strings.ToUpper(h.secrets[name]), strangers[0]} {
			assert.Equal(t, 403, h.post(hook+"/"+wrong, body), "wrong secret")
		}
	} else {
		assert.Equal(t, 404, h.post(hook+"/"+h.secrets[name], body, headers()...), "its secret does not belong here")
	}
	for _, method := range []string{"PUT", "DELETE", "PATCH", "OPTIONS", "BREW"} {
		status, _ := h.s.ask(method, address, body, headers()...)
		assert.Equal(t, 405, status, method)
	}
	assert.Equal(t, 415, h.post(address, packed(t, body), headers("Content-Encoding", "gzip")...), "compressed")
	assert.Equal(t, 413, h.post(address, strings.Repeat("x", 4<<20+1), headers()...), "too large")
	assert.Equal(t, "413", h.raw("POST "+address+" HTTP/1.1\r\nHost: wa.example\r\nContent-Length: 99999999999\r\n\r\n{}"))
	assert.Equal(t, "421", h.raw("POST "+address+" HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"), "wrong host")
	assert.Equal(t, "400", h.raw("POST "+address+" HTTP/1.1\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"), "no host")
	assert.Equal(t, "400", h.raw("POST "+address+" HTTP/1.1\r\nHost: wa.example\r\nContent-Length: 2\r\nContent-Length: 3\r\nConnection: close\r\n\r\n{}"), "two lengths")
	assert.Equal(t, "431", h.raw("POST "+address+" HTTP/1.1\r\nHost: wa.example\r\nX: "+strings.Repeat("x", 64<<10)+"\r\n\r\n"))
}

// packed is a body that was compressed.
func packed(t *testing.T, body string) string {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, err := io.WriteString(w, body)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return b.String()
}

// metaProofs are signatures that prove nothing.
func (h *hostile) metaProofs(t *testing.T) {
	body := h.inbound("meta", "forged")
	good := signature(h.values.AppSecret, body)
	for _, wrong := range []string{
		"", "sha256=", "sha256=00", strings.TrimPrefix(good, "sha256="), good[:len(good)-1], good + "0", " " + good[:20], "sha1=" + good[7:47], "sha512=" + good[7:],
		signature(h.secrets["meta"], body), signature("", body), signature(h.values.AppSecret, body+" "), good + "," + good, strangers[0], strings.Repeat("a", 8000),
	} {
		assert.Equal(t, 401, h.post(h.hooks["meta"], body, "X-Hub-Signature-256", wrong), "%.60q", wrong)
	}
	assert.Equal(t, 401, h.post(h.hooks["meta"], body, "X-Hub-Signature", "sha1=00"), "the old header")
	assert.Equal(t, 401, h.post(h.hooks["meta"], strings.Replace(body, "forged", "Forged", 1), "X-Hub-Signature-256", good), "changed on the way")

	ask := func(query string) (int, string) { return h.s.ask("GET", h.hooks["meta"]+"?"+query, "") }
	right := "hub.mode=subscribe&hub.challenge=4242&hub.verify_token=" + h.secrets["meta"]
	for range 2 { // asked again by whoever overheard it: it tells nothing new and changes nothing
		status, answer := ask(right)
		assert.Equal(t, []any{200, "4242"}, []any{status, answer})
	}
	for _, query := range []string{
		"hub.mode=subscribe&hub.challenge=4242", "hub.mode=subscribe&hub.challenge=4242&hub.verify_token=", "hub.mode=subscribe&hub.challenge=4242&hub.verify_token=" + strangers[0],
		"hub.mode=unsubscribe&hub.challenge=4242&hub.verify_token=" + h.secrets["meta"], "hub.challenge=4242&hub.verify_token=" + h.secrets["meta"],
		"hub.mode=subscribe&hub.challenge=4242&hub.verify_token=x&hub.verify_token=" + h.secrets["meta"],
	} {
		status, answer := ask(query)
		assert.Equal(t, 403, status, query[:20])
		assert.NotContains(t, answer, "4242")
	}
}

// replacedSecrets: the old one counts while the overlap lasts, and not afterwards.
func (h *hostile) replacedSecrets(t *testing.T) {
	for _, name := range []string{"qontak", "coster", "meta"} {
		old := h.secrets[name]
		h.command("--agent", name, "webhook-secret", "regenerate", "--overlap", "1h")
		h.secrets[name] = h.webhookSecret(name)
		check := func(secret string) int {
			if name == "meta" {
				status, _ := h.s.ask("GET", h.hooks[name]+"?hub.mode=subscribe&hub.challenge=1&hub.verify_token="+secret, "")
				return status
			}
			status := h.post(h.hooks[name]+"/"+secret, h.inbound(name, "overlap"))
			if status == 200 {
				h.genuine[name]++
			}
			return status
		}
		assert.Equal(t, []int{200, 200}, []int{check(old), check(h.secrets[name])}, "%s: both in the overlap", name)
		h.command("--agent", name, "webhook-secret", "regenerate", "--leaked")
		leaked := h.secrets[name]
		h.secrets[name] = h.webhookSecret(name)
		assert.Equal(t, []int{403, 403, 200}, []int{check(old), check(leaked), check(h.secrets[name])}, "%s: stopped at once", name)
		h.notWritten(old)
		h.notWritten(leaked)
	}
}

// provenNonsense comes from the provider and is kept, as not understood.
func (h *hostile) provenNonsense(t *testing.T) {
	for name := range h.hooks {
		for what, body := range map[string]string{
			"deep": strings.Repeat(`{"entry":[`, 50_000), "deep and closed": strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000),
			"wrong types":  `{"object":7,"entry":{"a":[{"changes":"x"}]},"webhook_event":[],"data_event":{},"id":{},"room":3}`,
			"wrong inside": `{"object":"whatsapp_business_account","entry":[{"id":5,"changes":[{"field":{},"value":[1]},7,null]},"x",null]}`,
			"no JSON":      "<html>\x00\xff\xfe", "empty": "", "number": "1e999", "text": `"` + strings.Repeat("a", 100_000) + `"`, "null": "null", "huge": strings.Repeat(" ", 3<<20),
			"same member twice": `{"object":"whatsapp_business_account","object":"x","entry":[],"entry":5}`, "surrogate": `{"object":"\ud800\u0000"}`,
		} {
			assert.Equal(t, 200, h.proven(name, body), "%s: %s", name, what)
		}
		body := h.inbound(name, "large")
		body = body[:len(body)-1] + `,"more":"` + strings.Repeat("x", 3<<20-len(body)-12) + `"}`
		assert.Equal(t, 200, h.proven(name, body), "%s: 3 MB", name)
	}
}

// pathTable: each address has one spelling.
func (h *hostile) pathTable(t *testing.T) {
	key := h.hooks["qontak"]
	whole := key + "/" + h.secrets["qontak"]
	for _, path := range []string{
		"/hooks/qontak/.." + strings.TrimPrefix(whole, "/hooks/qontak"), "/x/.." + whole, "//" + whole[1:], strings.Replace(whole, "/hooks/", "/hooks//", 1), whole + "/",
		strings.Replace(whole, "/hooks/", "/hooks/./", 1), strings.Replace(whole, "/hooks/", "/%68ooks/", 1), strings.Replace(whole, "-", "%2d", 1), whole + "%00", whole + "%2f",
		strings.Replace(whole, "/hooks/", "/hooks/%2e%2e/hooks/", 1), strings.Replace(whole, "/hooks/", "/hooks/%252e%252e/", 1), strings.ToUpper(whole), whole + "\\..",
		"/" + strings.Repeat("a", 12_000), "/hooks/qontak/" + strings.Repeat("a", 4000), strings.Repeat("/..", 1000), "/hooks", "/hooks/", "/hooks/qontak", "/v1/../metrics", "/docs/%2e%2e/metrics",
		"/v1/messages/../channel", "/V1/channel", "/v1//channel", "/v1/channel/", "/" + h.keys["all"], "/hooks/" + strangers[0],
	} {
		for _, method := range []string{"POST", "GET"} {
			status := h.raw(method + " " + path + " HTTP/1.1\r\nHost: wa.example\r\nAuthorization: Bearer " + h.keys["all"] + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
			assert.Contains(t, []string{"400", "404", "414", "431"}, status, "%s %.80q", method, path)
		}
	}
	for _, line := range []string{"GET /\x00 HTTP/1.1", "GET /hooks/\x00/a HTTP/1.1", "GET /a b HTTP/1.1", "GET", "\x16\x03\x01\x02", "POST /v1/messages HTTP/9.9", "GET http://evil.example/metrics HTTP/1.1"} {
		status := h.raw(line + "\r\nHost: wa.example\r\nConnection: close\r\n\r\n")
		assert.Contains(t, []string{"400", "404", "421", "505"}, status, "%q", line)
	}
}
