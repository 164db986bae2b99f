package gateway

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"sync"
	"time"

	"channeldesk/app"
)

const sendDescription = `Stores a message to be sent and answers 202 once it is on the disk; what becomes of it shows in the message.

With the header Idempotency-Key a request can be repeated safely: for 24 hours the same request gets the same answer, and nothing is sent twice. A request that was refused stored nothing and is looked at anew.`

// replayFor is how long an answer to an Idempotency-Key is remembered.
const replayFor = 24 * time.Hour

type sendInput struct {
	IdempotencyKey string `header:"Idempotency-Key" maxLength:"255" doc:"Any text of your own that stands for this message, as an order number." example:"order-1042-paid"`
	Body           messageRequest
}

type sendOutput struct {
	Location string `header:"Location" doc:"Where the message is read."`
	Replayed string `header:"Idempotent-Replayed" doc:"true when this is the answer that was given before."`
	Body     messageAnswer
}

// sendMessage stores a message, or repeats the answer to an earlier request.
func (a *api) sendMessage(ctx context.Context, in *sendInput) (*sendOutput, error) {
	info, caller := infoOf(ctx, "send-message"), callerOf(ctx)
	if p := wrongEnvironment(caller, in.Body.Env); p != nil {
		return nil, withID(p, info)
	}
	if p := oneContent(in.Body); p != nil {
		return nil, withID(p, info)
	}
	if in.IdempotencyKey == "" {
		out, err := a.accept(ctx, caller, in.Body, nil)
		if err != nil {
			return nil, withID(a.problemOfMessage(info, err, in.Body), info)
		}
		return out, nil
	}
	end, ok := a.flights.begin(caller.Key.ID, in.IdempotencyKey)
	if !ok {
		return nil, withID(newProblem(http.StatusConflict, "request_in_flight", "A request with this Idempotency-Key is being worked on.",
			"Wait a second and repeat it.").retryAfter(time.Second), info)
	}
	defer end()
	out, err := a.acceptOnce(ctx, caller, in)
	if err != nil {
		return nil, withID(a.problemOfMessage(info, err, in.Body), info)
	}
	return out, nil
}

// oneContent makes sure that a message is a template or a text.
func oneContent(m messageRequest) *Problem {
	p := newProblem(http.StatusUnprocessableEntity, "invalid", "The request is not as it must be.", "Mend what is listed in errors. The guide shows examples.")
	switch {
	case m.Template == nil && m.Text == "":
		p.Errors = []ProblemPlace{{"body", "needs a template or a text"}}
	case m.Template != nil && m.Text != "":
		p.Errors = []ProblemPlace{{"body.text", "cannot stand beside a template"}}
	case m.Template != nil && len(m.Buttons) > 0:
		p.Errors = []ProblemPlace{{"body.buttons", "belong to a text; those of a template stand in body.template.buttons"}}
	default:
		return nil
	}
	return p
}

// wrongEnvironment refuses a request that expects another environment than the
// key's.
func wrongEnvironment(c Caller, expected app.Environment) *Problem {
	if expected == "" || expected == c.Environment {
		return nil
	}
	begins := "cdk_pub_"
	if expected == app.Draft {
		begins = "cdk_drf_"
	}
	return newProblem(http.StatusForbidden, "key_environment",
		"This API key is for "+c.Environment.Label()+", and the request asks for "+expected.Label()+".", "Use a key that begins with "+begins+".")
}

// acceptOnce stores a message unless its Idempotency-Key was answered before.
func (a *api) acceptOnce(ctx context.Context, caller Caller, in *sendInput) (*sendOutput, error) {
	hash, err := hashOf(in.Body)
	if err != nil {
		return nil, err
	}
	var before app.Replay
	var known bool
	now := a.r.s.p.Clock.Now()
	err = a.r.s.p.Store.View(ctx, func(tx app.Tx) error {
		before, known, err = tx.Replay(caller.Key.ID, in.IdempotencyKey, now.Add(-replayFor))
		return err
	})
	switch {
	case err != nil:
		return nil, err
	case known && before.BodyHash != hash:
		return nil, newProblem(http.StatusConflict, "idempotency_conflict", "This Idempotency-Key was used for another request.",
			"Use a new one for each message, and the same one only to repeat a request.")
	case known:
		return a.replayed(before)
	}
	return a.accept(ctx, caller, in.Body, func(tx app.Tx, answer []byte) error {
		return tx.SaveReplay(caller.Key.ID, in.IdempotencyKey, app.Replay{BodyHash: hash, Status: http.StatusAccepted, Answer: answer, At: now})
	})
}

// hashOf stands for what a request asks, however it was written.
func hashOf(m messageRequest) (string, error) {
	data, err := json.Marshal(m)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:]), nil
}

func (a *api) replayed(r app.Replay) (*sendOutput, error) {
	out := &sendOutput{Replayed: "true"}
	if err := json.Unmarshal(r.Answer, &out.Body); err != nil {
		return nil, err
	}
	out.Location = a.messagePath(out.Body.ID)
	return out, nil
}

// accept stores a message; remember, if any, is given the answer within the same
// transaction.
func (a *api) accept(ctx context.Context, caller Caller, body messageRequest, remember func(app.Tx, []byte) error) (*sendOutput, error) {
	out := &sendOutput{}
	wish := NewMessage{Caller: caller, To: body.To, Name: body.Name, Content: body.content(), DueAt: body.DueAt, BestBefore: body.Until}
	// A caller that hangs up must not leave it open whether it was stored.
	_, err := a.r.s.p.Messages.Accept(context.WithoutCancel(ctx), wish, func(tx app.Tx, m app.Message) error {
		out.Body = answerOf(m)
		out.Location = a.messagePath(m.Mark)
		if remember == nil {
			return nil
		}
		answer, err := json.Marshal(out.Body)
		if err != nil {
			return err
		}
		return remember(tx, answer)
	})
	return out, err
}

// messagePath is where a message is read, below the path of the public address.
func (a *api) messagePath(mark string) string { return a.r.public.Load().path + "/v1/messages/" + mark }

// flights are the requests with an Idempotency-Key that are being worked on. The
// zero value is ready. Safe for concurrent use.
type flights struct {
	mu  sync.Mutex
	now map[flight]struct{}
}

type flight struct {
	key         app.KeyID
	idempotency string
}

// begin reports false when one with the same key is under way.
func (f *flights) begin(key app.KeyID, idempotency string) (end func(), ok bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	one := flight{key, idempotency}
	if _, ok := f.now[one]; ok {
		return nil, false
	}
	if f.now == nil {
		f.now = map[flight]struct{}{}
	}
	f.now[one] = struct{}{}
	return func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		delete(f.now, one)
	}, true
}
