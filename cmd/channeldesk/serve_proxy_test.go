package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// webServer is a web server with the configuration of the README in front of a
// gateway.
type webServer struct {
	t      *testing.T
	dir    string
	listen string
	client *http.Client
	// said is what it printed; its log files are in dir.
	said lines
}

// The configurations that the README shows for Caddy and nginx do what it says of
// them: what is meant for others gets through, whole, with the caller's address;
// the rest stays inside; and no log of theirs gets a secret.
func TestWebServersOfTheReadme(t *testing.T) {
	for name, prepare := range map[string]func(w *webServer, config, gateway string) *exec.Cmd{"caddy": caddy, "nginx": nginx} {
		t.Run(name, func(t *testing.T) {
			if _, err := exec.LookPath(name); err != nil {
				t.Logf("the configuration for %s was not run: it is not on this computer", name)
				return
			}
			b := readyBench(t)
			b.put("draft", b.qontakSettings(false))
			s := b.serve("--trusted-proxy", "127.0.0.1")
			w := newWebServer(t, name, s.started.Listen, prepare)
			w.passesOn(b, s)
			s.stop()
			w.keepsSecrets(b, s)
		})
	}
}

// readmeBlock is the indented text below a heading of the README.
func readmeBlock(t *testing.T, heading string) string {
	t.Helper()
	readme, err := os.ReadFile("../../README.md")
	require.NoError(t, err)
	_, rest, ok := strings.Cut(string(readme), "\n### "+heading+"\n")
	require.True(t, ok, heading)
	var out strings.Builder
	for line := range strings.Lines(rest) {
		inside := strings.HasPrefix(line, "    ")
		if !inside && strings.TrimSpace(line) != "" && out.Len() > 0 {
			break
		}
		if inside {
			out.WriteString(line[4:])
		}
	}
	return out.String()
}

func newWebServer(t *testing.T, name, gateway string, prepare func(*webServer, string, string) *exec.Cmd) *webServer {
	t.Helper()
	w := &webServer{t: t, dir: t.TempDir(), listen: freeAddress(t)}
	pool := w.certificate("wa.example")
	w.client = &http.Client{Timeout: 20 * time.Second, Transport: &http.Transport{
		TLSClientConfig: &tls.Config{RootCAs: pool},
		DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			// Another computer, as far as one computer can play it.
			d := &net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, 9)}}
			return d.DialContext(ctx, network, w.listen)
		},
	}, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	config := strings.NewReplacer("wa.example.com", "wa.example", "127.0.0.1:8080", gateway).Replace(readmeBlock(t, map[string]string{"caddy": "Caddy", "nginx": "nginx"}[name]))
	require.Contains(t, config, gateway)
	cmd := prepare(w, config, gateway)
	cmd.Stdout, cmd.Stderr, cmd.Dir = &w.said, &w.said, w.dir
	require.NoError(t, cmd.Start())
	done := make(chan struct{})
	go func() { _ = cmd.Wait(); close(done) }()
	t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		<-done
	})
	require.Eventually(t, func() bool {
		select {
		case <-done:
			require.FailNow(t, name+" ended", w.said.String())
		default:
		}
		c, err := net.Dial("tcp", w.listen)
		if err == nil {
			_ = c.Close()
		}
		return err == nil
	}, 30*time.Second, 20*time.Millisecond)
	return w
}

// caddy is Caddy with a certificate of the test in the place of its own.
func caddy(w *webServer, config, _ string) *exec.Cmd {
	_, port, _ := net.SplitHostPort(w.listen)
	config = strings.Replace(config, "{\n", "{\n    admin off\n    auto_https off\n", 1)
	config = strings.Replace(config, "wa.example {\n", "https://wa.example:"+port+" {\n    tls cert.pem key.pem\n", 1)
	w.write("Caddyfile", config)
	cmd := exec.Command("caddy", "run", "--config", "Caddyfile", "--adapter", "caddyfile") //nolint:noctx // it ends by a signal
	cmd.Env = append(os.Environ(), "HOME="+w.dir, "XDG_DATA_HOME="+w.dir, "XDG_CONFIG_HOME="+w.dir)
	return cmd
}

// nginx is nginx with all of its files in the test's folder.
func nginx(w *webServer, config, _ string) *exec.Cmd {
	config = strings.NewReplacer("listen 443 ssl", "listen "+w.listen+" ssl", "/etc/letsencrypt/live/wa.example/fullchain.pem", w.dir+"/cert.pem",
		"/etc/letsencrypt/live/wa.example/privkey.pem", w.dir+"/key.pem", "/var/log/nginx/channeldesk.log", w.dir+"/channeldesk.log").Replace(config)
	user := ""
	if os.Geteuid() == 0 {
		user = "user root;\n" // the test's folder is open to nobody else
	}
	w.write("nginx.conf", user+"pid "+w.dir+"/pid; error_log "+w.dir+"/error.log warn;\nevents {}\nhttp {\n"+
		"client_body_temp_path "+w.dir+"/body; proxy_temp_path "+w.dir+"/proxy; fastcgi_temp_path "+w.dir+"/f; uwsgi_temp_path "+w.dir+"/u; scgi_temp_path "+w.dir+"/s;\n"+
		config+"}\n")
	return exec.Command("nginx", "-p", w.dir, "-c", filepath.Join(w.dir, "nginx.conf"), "-g", "daemon off;") //nolint:noctx // it ends by a signal
}

func (w *webServer) write(name, text string) {
	w.t.Helper()
	require.NoError(w.t, os.WriteFile(filepath.Join(w.dir, name), []byte(text), 0o600))
}

// certificate makes one for a name, and gives who trusts it.
func (w *webServer) certificate(name string) *x509.CertPool {
	w.t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(w.t, err)
	c := &x509.Certificate{SerialNumber: big.NewInt(1), DNSNames: []string{name}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(rand.Reader, c, c, &key.PublicKey, key)
	require.NoError(w.t, err)
	private, err := x509.MarshalPKCS8PrivateKey(key)
	require.NoError(w.t, err)
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	w.write("cert.pem", string(text))
	w.write("key.pem", string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private})))
	pool := x509.NewCertPool()
	require.True(w.t, pool.AppendCertsFromPEM(text))
	return pool
}

// ask sends a request from outside; headers are pairs.
func (w *webServer) ask(method, path, body string, headers ...string) (int, string) {
	w.t.Helper()
	req, err := http.NewRequestWithContext(w.t.Context(), method, "https://wa.example"+path, strings.NewReader(body))
	require.NoError(w.t, err)
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	res, err := w.client.Do(req)
	require.NoError(w.t, err, w.said.String())
	defer func() { _ = res.Body.Close() }()
	data, err := io.ReadAll(res.Body)
	require.NoError(w.t, err)
	return res.StatusCode, string(data)
}

// hooksOf are the paths of the signed webhook and of the one with a secret.
func hooksOf(b *bench, s *served) (meta, qontak string) {
	for _, c := range s.started.Channels {
		path := strings.TrimSuffix(c.WebhookURL[strings.Index(c.WebhookURL, "/hooks/"):], "/…")
		if c.Protocol == "qontak" {
			qontak = path + "/" + strings.TrimSpace(b.must("--yes", "--env", "draft", "webhook-secret", "show"))
		} else {
			meta = path
		}
	}
	return meta, qontak
}

func (w *webServer) passesOn(b *bench, s *served) {
	t := w.t
	t.Helper()
	meta, qontak := hooksOf(b, s)
	key := b.newKey("published", "Billing")
	large := metaInbound(b.values.WABAID, b.values.PhoneNumberID, "wamid.large", "halo")
	large = large[:len(large)-1] + `,"more":"` + strings.Repeat("x", 3<<20) + `"}`
	status, answer := w.ask("POST", meta, large, "X-Hub-Signature-256", signature(b.values.AppSecret, large))
	assert.Equal(t, 200, status, "3 MB, signed: %s", answer)
	status, _ = w.ask("POST", meta, large, "X-Hub-Signature-256", signature("wrong", large))
	assert.Equal(t, 401, status)
	status, _ = w.ask("POST", qontak, `{"webhook_event":"x"}`)
	assert.Equal(t, 200, status, "the secret in the address")
	status, answer = w.ask("GET", meta+"?hub.mode=subscribe&hub.challenge=4242&hub.verify_token="+strings.TrimSpace(b.must("--yes", "webhook-secret", "show")), "")
	assert.Equal(t, []any{200, "4242"}, []any{status, answer})
	status, answer = w.ask("GET", meta, "", "Accept", "text/html")
	assert.Equal(t, 200, status)
	assert.Contains(t, answer, "This is a webhook address")
	for path, want := range map[string]string{"/docs": "Notification API", "/docs/style.css": "{", "/openapi.json": `"url": "https://wa.example"`, "/healthz": "ok"} {
		status, answer = w.ask("GET", path, "")
		assert.Equal(t, 200, status, path)
		assert.Contains(t, answer, want, path)
	}
	for _, path := range []string{"/", "/metrics", "/readyz", "/docsx", "/hooks", "/openapi.json/x", "/.env", "/V1/channel"} {
		status, _ = w.ask("GET", path, "")
		assert.Equal(t, 404, status, path)
	}
	status, answer = w.ask("GET", "/v1/channel", "", "Authorization", "Bearer "+key, "X-Forwarded-For", "203.0.113.7")
	assert.Equal(t, 200, status, answer)
	list := b.must("keys", "list")
	require.Eventually(t, func() bool { list = b.must("keys", "list"); return strings.Contains(list, " from ") }, 5*time.Second, 20*time.Millisecond)
	assert.Contains(t, list, "from 127.0.0.9", "where the caller really is, whatever it says")
}

// keepsSecrets asks while the gateway is away, and looks at what was written down.
func (w *webServer) keepsSecrets(b *bench, s *served) {
	t := w.t
	t.Helper()
	_, qontak := hooksOf(b, s)
	for range 3 {
		status, _ := w.ask("POST", qontak, `{"webhook_event":"x"}`)
		assert.Equal(t, 502, status)
	}
	secret := qontak[strings.LastIndex(qontak, "/")+1:]
	require.Greater(t, len(secret), 20)
	assert.NotContains(t, w.said.String(), secret)
	require.NoError(t, filepath.WalkDir(w.dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		assert.NotContains(t, string(data), secret, path)
		return err
	}))
}
