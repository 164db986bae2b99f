package main

import (
	"context"
	"html"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// posted is one event as it came to the agent's own address.
type posted struct{ header, body string }

// What the guide says about the signature is true: its own program takes what the
// gateway forwards, and nothing else.
func TestTheGuideVerifiesWhatIsForwarded(t *testing.T) {
	came := make(chan posted, 4)
	agent := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		assert.NoError(t, err)
		came <- posted{r.Header.Get("X-ChannelDesk-Signature"), string(body)}
	}))
	t.Cleanup(agent.Close)
	b := newBench(t)
	b.must("settings", "set", "public-address", "https://wa.example")
	b.must("apply", "-f", b.file("channel.yaml", strings.Replace(b.good(), "https://agent.example/in", agent.URL, 1)))
	s := b.serve()
	_, page := s.ask("GET", "/docs", "")
	program := ""
	for _, m := range regexp.MustCompile(`(?s)<pre><code>(.*?)</code></pre>`).FindAllStringSubmatch(page, -1) {
		if strings.Contains(m[1], "def is_ours") {
			program = html.UnescapeString(m[1])
		}
	}
	require.NotEmpty(t, program, "the guide has the program")

	secret := func() string { return strings.TrimSpace(b.must("--yes", "forward", "secret")) }
	next := func() posted {
		b.serveInbound(s)
		select {
		case p := <-came:
			return p
		case <-time.After(20 * time.Second):
			require.FailNow(t, "nothing was forwarded")
			return posted{}
		}
	}
	first, old := next(), secret()
	assert.Equal(t, "True", isOurs(t, program, old, first.header, first.body))
	assert.Equal(t, "False", isOurs(t, program, old, first.header, first.body+" "), "another body")
	assert.Equal(t, "False", isOurs(t, program, old+"0", first.header, first.body), "another secret")
	stale := regexp.MustCompile(`t=[0-9]+`).ReplaceAllString(first.header, "t="+itoa(int(time.Now().Add(-time.Hour).Unix())))
	assert.Equal(t, "False", isOurs(t, program, old, stale, first.body), "another time")

	b.must("webhook-secret", "regenerate", "--overlap", "1h")
	second, fresh := next(), secret()
	require.NotEqual(t, old, fresh)
	assert.Equal(t, 2, strings.Count(second.header, "v1="), "both, for as long as the old one counts")
	for _, s := range []string{old, fresh} {
		assert.Equal(t, "True", isOurs(t, program, s, second.header, second.body))
	}
	assert.Equal(t, "False", isOurs(t, program, fresh, first.header, first.body), "signed before it was made")
	s.stop()
	for _, secret := range []string{old, fresh} {
		b.notWritten(secret)
	}
}

// serveInbound is a customer who writes once more.
func (b *bench) serveInbound(s *served) {
	b.t.Helper()
	body := metaInbound(b.values.WABAID, b.values.PhoneNumberID, "wamid.in"+itoa(int(time.Now().UnixNano())), "halo")
	hook := strings.TrimPrefix(s.started.Channels[0].WebhookURL, s.started.Public)
	status, answer := s.ask("POST", hook, body, "X-Hub-Signature-256", signature(b.values.AppSecret, body))
	require.Equal(b.t, 200, status, answer)
}

// isOurs runs the guide's program over an event and gives what it says. Where
// there is no Python, the same is computed here, so that the event is looked at in
// any case.
func isOurs(t *testing.T, program, secret, header, body string) string {
	t.Helper()
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Log("the guide's program was not run: there is no python3 on this computer")
		return isOursHere(secret, header, body)
	}
	dir := t.TempDir()
	for name, text := range map[string]string{"secret": secret, "header": header, "body": body, "p.py": program + `
read = lambda name: open(name, "rb").read()
print(is_ours(read("secret").decode(), read("header").decode(), read("body")))
`} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, python, "p.py")
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", out)
	return strings.TrimSpace(string(out))
}

func isOursHere(secret, header, body string) string {
	at, fits := "", false
	for part := range strings.SplitSeq(header, ",") {
		switch name, value, _ := strings.Cut(part, "="); name {
		case "t":
			at = value
		case "v1":
			fits = fits || "sha256="+value == signature(secret, at+"."+body)
		}
	}
	if n, err := strconv.ParseInt(at, 10, 64); fits && err == nil && time.Since(time.Unix(n, 0)).Abs() < 5*time.Minute {
		return "True"
	}
	return "False"
}
