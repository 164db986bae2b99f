package inbox

import (
	"context"
	"errors"
	"sync"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// found is the channel of an address, with its ability to take webhooks.
type found struct {
	live     Live
	receiver protocol.WebhookReceiver
	// declaration is that of its protocol.
	declaration protocol.Declaration
	// mark is the store's ConfigMark of when it was read, where it is remembered; 0
	// where it was just read.
	mark int64
}

// errChanged says that a remembered channel is not what it was.
var errChanged = errors.New("inbox: the channel was changed")

// find reads the channel of an address; nil when there is none, with the answer.
func (s *Service) find(ctx context.Context, h Hook) (*found, Answer) {
	var mark int64
	if err := s.p.Store.View(ctx, func(tx app.Tx) (err error) { mark, err = tx.ConfigMark(); return err }); err != nil {
		return nil, s.failed(app.Channel{Key: h.Key}, err)
	}
	live, err := s.p.Channels.LiveByKey(ctx, h.HookPath, h.Key)
	switch app.ErrorCode(err) {
	case "":
	case app.CodeNotFound, app.CodeInvalid, app.CodeIncomplete:
		return nil, answerUnknown
	case app.CodeSecretsUnavailable:
		s.p.Log.Error("a webhook cannot be checked", "channel", h.Key, "cause", err)
		return nil, answerClosed
	default:
		return nil, s.failed(app.Channel{Key: h.Key}, err)
	}
	receiver, ok := live.Protocol.(protocol.WebhookReceiver)
	if !ok {
		return nil, answerUnknown
	}
	f := &found{live: live, receiver: receiver, declaration: live.Protocol.Declaration()}
	if !f.inAddress() && h.Secret != "" {
		return nil, answerUnknown
	}
	s.memory.keep(h, *f, mark)
	return f, Answer{}
}

// recall gives the channel of an address as it was read before. What is done with
// it counts only when the transaction finds its mark unchanged, and nobody is
// refused because of it. Nil when it was not read before.
func (s *Service) recall(h Hook) *found {
	f := s.memory.get(h)
	if f == nil || !f.live.PreviousSecret.IsEmpty() && !s.now().Before(f.live.Channel.Webhook.PreviousUntil) || !f.inAddress() && h.Secret != "" {
		return nil
	}
	return f
}

// memoryMax bounds how many channels are remembered.
const memoryMax = 4096

// memory remembers channels, so that not every webhook reads its channel with its
// agent, its secrets and settings. Safe for concurrent use.
type memory struct {
	mu sync.RWMutex
	of map[address]*found // never changed once they are here
}

type address struct{ path, key string }

func (m *memory) get(h Hook) *found {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return m.of[address{h.HookPath, h.Key}]
}

// keep remembers a channel that was read after its mark.
func (m *memory) keep(h Hook, f found, mark int64) {
	if mark == 0 {
		return
	}
	f.mark = mark
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.of == nil || len(m.of) >= memoryMax {
		m.of = map[address]*found{}
	}
	m.of[address{h.HookPath, h.Key}] = &f
}
