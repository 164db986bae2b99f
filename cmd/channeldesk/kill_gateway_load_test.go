package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/time/rate"

	"channeldesk/app"
)

// killHook is one webhook until it is answered with 200.
type killHook struct {
	channel *killChannel
	body    string
	taken   atomic.Bool
}

// killSend is one request to send until it is answered with 202.
type killSend struct {
	channel *killChannel
	n       int
	mark    string
}

// gatewayProcess is "channeldesk serve" as a process of its own.
type gatewayProcess struct {
	t    *testing.T
	cmd  *exec.Cmd
	out  *bufio.Reader
	said strings.Builder
	base string
	http *http.Client
	// gone ends when the process was killed or ended.
	gone context.Context
	end  context.CancelFunc
}

// startGateway starts the program: this test, which is the whole program too, or
// the one that CHANNELDESK_BINARY names.
func (b *bench) startGateway() *gatewayProcess {
	t := b.t
	t.Helper()
	binary := os.Args[0]
	if named := os.Getenv("CHANNELDESK_BINARY"); named != "" {
		binary = named
	}
	p := &gatewayProcess{t: t, cmd: exec.Command(binary, "--data", b.data, "--secrets", "file", "--json", "serve", "--listen", "127.0.0.1:0")}
	p.cmd.Env = append(os.Environ(), childVar+"=program")
	p.cmd.Stderr = &p.said
	out, err := p.cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, p.cmd.Start())
	p.gone, p.end = context.WithCancel(t.Context())
	t.Cleanup(func() { p.end(); _ = p.cmd.Process.Kill(); _ = p.cmd.Wait() })
	p.out = bufio.NewReader(out)
	line, err := p.out.ReadString('\n')
	require.NoError(t, err, "the gateway does not start: %s", p.said.String())
	var started serveLine
	require.NoError(t, json.Unmarshal([]byte(line), &started))
	p.base = "http://" + started.Listen
	p.http = &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 128}, Timeout: 30 * time.Second}
	return p
}

// kill ends the process as a power cut would.
func (p *gatewayProcess) kill() {
	_ = p.cmd.Process.Signal(syscall.SIGKILL)
	p.end()
}

// wait waits for the end of a killed process.
func (p *gatewayProcess) wait() {
	p.t.Helper()
	_, _ = io.Copy(io.Discard, p.out)
	_ = p.cmd.Wait()
	p.http.CloseIdleConnections()
	assert.Empty(p.t, p.said.String(), "it says nothing when it is killed")
}

// stop ends the process as a service manager does.
func (p *gatewayProcess) stop() {
	p.t.Helper()
	require.NoError(p.t, p.cmd.Process.Signal(syscall.SIGTERM))
	_, _ = io.Copy(io.Discard, p.out)
	assert.NoError(p.t, p.cmd.Wait(), p.said.String())
	p.end()
}

// ask sends one request; status 0 is for no answer at all.
func (p *gatewayProcess) ask(method, path, body string, headers ...string) (int, string) {
	req, err := http.NewRequestWithContext(p.gone, method, p.base+path, strings.NewReader(body))
	if err != nil {
		p.t.Error(err)
		return 0, ""
	}
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	res, err := p.http.Do(req)
	if err != nil {
		return 0, ""
	}
	defer func() { _ = res.Body.Close() }()
	data, err := io.ReadAll(res.Body)
	if err != nil {
		return 0, ""
	}
	return res.StatusCode, string(data)
}

// killLoad is what goes to the gateway: webhooks and requests to send.
type killLoad struct {
	*killWorld
	secret string // the App Secret
	// hooks and sends are all there ever were.
	hooks    []*killHook
	inbound  int // customers' messages among the hooks
	sends    []*killSend
	answered atomic.Int64 // webhooks with 200
	accepted atomic.Int64 // sends with 202
	// seenMu guards seen, which is how far each message was, as anybody saw it.
	seenMu sync.Mutex
	seen   map[string]app.MessageStatus
}

// fresh adds webhooks and requests to send.
func (l *killLoad) fresh(messages, sends int) {
	for range messages {
		c := l.channels[rand.IntN(len(l.channels))]
		h := &killHook{channel: c, body: killMessage(c, l.inbound)}
		l.inbound++
		l.hooks = append(l.hooks, h)
	}
	for range sends {
		l.sends = append(l.sends, &killSend{channel: l.channels[rand.IntN(len(l.channels))], n: len(l.sends)})
	}
}

// round lets everything that is open go to the gateway until it is gone, or
// everything was answered.
func (l *killLoad) round(p *gatewayProcess, perSecond rate.Limit) {
	l.hooks = append(l.hooks, l.newStates()...)
	open := slices.DeleteFunc(slices.Clone(l.hooks), func(h *killHook) bool { return h.taken.Load() })
	rand.Shuffle(len(open), func(i, j int) { open[i], open[j] = open[j], open[i] })
	var wg sync.WaitGroup
	limit := rate.NewLimiter(perSecond, 64)
	each(&wg, 64, len(open), func(i int) bool {
		if limit.Wait(p.gone) != nil {
			return false
		}
		l.post(p, open[i])
		return true
	})
	waiting := slices.DeleteFunc(slices.Clone(l.sends), func(s *killSend) bool { return s.mark != "" })
	pace := rate.NewLimiter(240, 8)
	each(&wg, 8, len(waiting), func(i int) bool {
		if pace.Wait(p.gone) != nil {
			return false
		}
		l.send(p, waiting[i])
		return true
	})
	watching, stop := context.WithCancel(p.gone)
	var watch sync.WaitGroup
	watch.Go(func() { l.watch(watching, p) })
	wg.Wait()
	stop()
	watch.Wait()
}

// each runs do for 0 to n-1 on several goroutines, until it says false.
func each(wg *sync.WaitGroup, workers, n int, do func(int) bool) {
	var next atomic.Int64
	for range workers {
		wg.Go(func() {
			for i := next.Add(1) - 1; int(i) < n && do(int(i)); i = next.Add(1) - 1 {
			}
		})
	}
}

// post sends a webhook, now and then twice at the same moment, as providers do.
func (l *killLoad) post(p *gatewayProcess, h *killHook) {
	once := func() {
		switch status, answer := p.ask("POST", "/hooks/meta/"+h.channel.key, h.body, "X-Hub-Signature-256", signature(l.secret, h.body)); status {
		case http.StatusOK:
			h.taken.Store(true)
			l.answered.Add(1)
		case 0, http.StatusServiceUnavailable: // it comes again
		default:
			l.t.Errorf("a webhook was answered %d %s", status, answer)
		}
	}
	if rand.IntN(20) == 0 {
		var other sync.WaitGroup
		other.Go(once)
		defer other.Wait()
	}
	once()
}

// send asks for a message. The same request is repeated until it is answered.
func (l *killLoad) send(p *gatewayProcess, s *killSend) {
	body := fmt.Sprintf(`{"to":"+62813%07d","template":{"name":"hello_world","language":"en_US"}}`, 1_000_000+s.n)
	status, answer := p.ask("POST", "/v1/messages", body, "Authorization", "Bearer "+s.channel.sendKey, "Content-Type", "application/json",
		"Idempotency-Key", fmt.Sprint("order-", s.n))
	switch status {
	case http.StatusAccepted:
		var m struct{ ID string }
		if err := json.Unmarshal([]byte(answer), &m); err != nil || m.ID == "" {
			l.t.Errorf("accepted with %q", answer)
			return
		}
		s.mark = m.ID
		l.accepted.Add(1)
		l.know(m.ID)
	case 0, http.StatusTooManyRequests, http.StatusServiceUnavailable, http.StatusConflict: // it comes again
	default:
		l.t.Errorf("a request to send was answered %d %s", status, answer)
	}
}

// know begins to watch a message that was accepted.
func (l *killLoad) know(mark string) {
	l.seenMu.Lock()
	defer l.seenMu.Unlock()
	if _, known := l.seen[mark]; !known {
		l.seen[mark] = app.MessageQueued
	}
}

// saw notes how far a message is; it must never be less than before.
func (l *killLoad) saw(mark string, now app.MessageStatus) {
	l.seenMu.Lock()
	defer l.seenMu.Unlock()
	before, known := l.seen[mark]
	if known && now.Rank() < before.Rank() {
		l.t.Errorf("message %s went back from %s to %s", mark, before, now)
	}
	l.seen[mark] = now
}

// watch reads messages through the API while all this goes on.
func (l *killLoad) watch(ctx context.Context, p *gatewayProcess) {
	for pace := rate.NewLimiter(100, 1); pace.Wait(ctx) == nil; {
		mark := ""
		l.seenMu.Lock()
		for mark = range l.seen { // any
			break
		}
		l.seenMu.Unlock()
		if strings.HasPrefix(mark, "msg_") {
			if m, ok := l.read(p, mark); ok {
				l.saw(mark, m.Status)
			}
		}
	}
}

// read reads one message through the API.
func (l *killLoad) read(p *gatewayProcess, mark string) (m app.Message, ok bool) {
	for _, c := range l.channels {
		status, answer := p.ask("GET", "/v1/messages/"+mark, "", "Authorization", "Bearer "+c.readKey)
		if status == http.StatusOK {
			var a struct{ Status app.MessageStatus }
			if err := json.Unmarshal([]byte(answer), &a); err != nil {
				l.t.Error(errors.Join(err, errors.New(answer)))
			}
			return app.Message{Mark: mark, Status: a.Status}, true
		}
	}
	return m, false
}
