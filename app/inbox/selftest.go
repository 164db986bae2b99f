package inbox

import (
	"sync"
	"time"

	"channeldesk/app/protocol"
)

// selfTestsMost bounds what is remembered of self-tests. Only who knows the
// webhook secret makes one that counts.
const selfTestsMost = 1024

// selfTests remembers which self-tests were answered. The zero value is ready.
// Safe for concurrent use.
type selfTests struct {
	mu   sync.Mutex
	seen map[string]time.Time
}

// takeOnce reports whether a self-test comes for the first time.
func (t *selfTests) takeOnce(id string, now time.Time) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.seen) >= selfTestsMost {
		for old, at := range t.seen {
			if now.Sub(at) > protocol.SelfTestMemory {
				delete(t.seen, old)
			}
		}
	}
	if _, known := t.seen[id]; known || len(t.seen) >= selfTestsMost {
		return false
	}
	if t.seen == nil {
		t.seen = map[string]time.Time{}
	}
	t.seen[id] = now
	return true
}

// selfTest answers a webhook that we sent to ourselves. It passed the check that
// every webhook passes; nothing of it is kept, counted as a sign of life or
// applied, and one that is not right is refused, because no provider sends such a
// thing.
func (s *Service) selfTest(live Live, body []byte) Answer {
	id, proof, refusal := protocol.ReadSelfTest(body, live.Config.WebhookSecret, live.Channel.Key, s.now())
	if refusal == "" && !s.tests.takeOnce(id, s.now()) {
		refusal = protocol.SelfTestRepeated
	}
	if refusal != "" {
		s.p.Log.Warn("a self-test was refused", "channel", live.Channel.Key, "cause", refusal)
		a := plain(statusForbidden, refusal)
		a.SelfTest = true
		return a
	}
	s.p.Log.Info("a self-test came in", "channel", live.Channel.Key)
	return Answer{Status: statusOK, Body: proof, ContentType: plainText, SelfTest: true}
}
