package notify_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// BenchmarkSending sends 10,000 messages by HTTP to a provider on loopback, and
// compares with the same number of calls without any bookkeeping, made in turn.
func BenchmarkSending(b *testing.B) {
	const messages, workers = 10_000, 64
	for _, delay := range []time.Duration{0, 80 * time.Millisecond} {
		b.Run(fmt.Sprintf("delay=%v", delay), func(b *testing.B) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				mark, _ := io.ReadAll(r.Body)
				time.Sleep(delay) // the provider's own time
				_, _ = fmt.Fprintf(w, "w-%s", mark)
			}))
			b.Cleanup(server.Close)
			p := newPost(server.URL)
			var bare, ours time.Duration
			for b.Loop() {
				bare += bareLoop(b, p, messages, workers)
				ours += queueLoop(b, p, messages)
			}
			b.ReportMetric(bare.Seconds()/ours.Seconds(), "of-bare-loop")
			b.ReportMetric(float64(messages*b.N)/ours.Seconds(), "messages/s")
			b.ReportMetric(float64(messages*b.N)/bare.Seconds(), "bare/s")
		})
	}
}

func bareLoop(b *testing.B, p *post, n, workers int) time.Duration {
	marks := make(chan int, workers)
	var wg sync.WaitGroup
	begin := time.Now()
	for range workers {
		wg.Go(func() {
			for i := range marks {
				if _, err := p.Send(context.Background(), protocol.Config{}, protocol.Outgoing{ID: itoa(i)}); err != nil {
					b.Error(err)
				}
			}
		})
	}
	for i := range n {
		marks <- i
	}
	close(marks)
	wg.Wait()
	return time.Since(begin)
}

// counted calls done after so many messages; what runs then still ends well.
type counted struct {
	*post
	mu   sync.Mutex
	left int
	done func()
}

func (c *counted) Send(ctx context.Context, cfg protocol.Config, m protocol.Outgoing) (protocol.Sent, error) {
	sent, err := c.post.Send(ctx, cfg, m)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.left--; c.left == 0 {
		c.done()
	}
	return sent, err
}

func queueLoop(b *testing.B, p *post, n int) time.Duration {
	o := newOffice(b)
	o.add(0, n, nil)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	s := postService(o.db, &counted{post: p, left: n, done: cancel})
	begin := time.Now()
	s.Run(ctx)
	took := time.Since(begin)
	require.Equal(b, n, o.count()[app.MessageAccepted])
	return took
}
