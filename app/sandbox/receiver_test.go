package sandbox

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// received is a post that came to a receiver.
type received struct {
	header http.Header
	path   string
	raw    string
}

// receiver is a gateway as the simulated providers see it.
type receiver struct {
	t      *testing.T
	url    string
	posts  chan received
	mu     sync.Mutex
	refuse int
}

func newReceiver(t *testing.T) *receiver {
	t.Helper()
	r := &receiver{t: t, posts: make(chan received, 10_000)}
	server := httptest.NewServer(r)
	t.Cleanup(server.Close)
	r.url = server.URL
	return r
}

func (r *receiver) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	if q.Method == http.MethodGet {
		_, _ = io.WriteString(w, q.URL.Query().Get("hub.challenge"))
		return
	}
	body, _ := io.ReadAll(q.Body)
	r.mu.Lock()
	refuse := r.refuse > 0
	if refuse {
		r.refuse--
	}
	r.mu.Unlock()
	if refuse {
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	r.posts <- received{q.Header, q.URL.Path, string(body)}
}

// next waits for a post.
func (r *receiver) next() received {
	r.t.Helper()
	select {
	case p := <-r.posts:
		return p
	case <-time.After(20 * time.Second):
		require.FailNow(r.t, "no webhook came")
	}
	return received{}
}

// cloudValue is the value of a change in Meta's shape.
type cloudValue struct {
	Metadata struct {
		Number string `json:"phone_number_id"`
	} `json:"metadata"`
	Contacts []struct {
		Profile struct{ Name string }
		WAID    string `json:"wa_id"`
	}
	Messages []map[string]any
	Statuses []struct {
		ID, Status, Timestamp string
		To                    string `json:"recipient_id"`
		OurID                 string `json:"biz_opaque_callback_data"`
		Errors                []struct{ Code int }
		Pricing               struct{ Category, Type string }
	}
	Preferences []map[string]any `json:"user_preferences"`
	Event       string           `json:"event"`
	TemplateID  json.Number      `json:"message_template_id"`
	Reason      string           `json:"reason"`
}

type cloudPost struct {
	Object string
	Entry  []struct {
		ID      string
		Changes []struct {
			Field string
			Value cloudValue
		}
	}
}

func (p received) cloud(t *testing.T) cloudPost {
	t.Helper()
	var out cloudPost
	require.NoError(t, json.Unmarshal([]byte(p.raw), &out), p.raw)
	return out
}

// value is that of a post with one change.
func (p received) value(t *testing.T) cloudValue {
	t.Helper()
	c := p.cloud(t)
	require.Len(t, c.Entry, 1)
	require.Len(t, c.Entry[0].Changes, 1, p.raw)
	return c.Entry[0].Changes[0].Value
}

// quick is QuickDelivery for Options.
func quick() *Delivery {
	d := QuickDelivery()
	return &d
}
