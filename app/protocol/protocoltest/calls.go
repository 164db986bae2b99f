package protocoltest

import (
	"context"

	"channeldesk/app"
	"channeldesk/app/protocol"

	"github.com/stretchr/testify/require"
)

// call is one ability's call, without the connection check.
type call struct {
	name string
	do   func(ctx context.Context, c protocol.Config) error
}

// calls are all calls that the protocol claims.
func (b *bench) calls() []call {
	var out []call
	add := func(name string, do func(ctx context.Context, c protocol.Config) error) {
		out = append(out, call{name, do})
	}
	if l, ok := b.p.(protocol.NumberLister); ok {
		add("list numbers", func(ctx context.Context, c protocol.Config) error {
			_, err := l.ListNumbers(ctx, c)
			return err
		})
	}
	if w, ok := b.p.(protocol.WebhookSubscriber); ok {
		add("subscribe", w.Subscribe)
		add("read webhook", func(ctx context.Context, c protocol.Config) error {
			_, err := w.ReadWebhook(ctx, c)
			return err
		})
	}
	if w, ok := b.p.(protocol.WebhookOverrider); ok {
		for _, scope := range w.Scopes() {
			add("set webhook "+scope.ID, func(ctx context.Context, c protocol.Config) error {
				_, err := w.SetWebhook(ctx, c, scope.ID)
				return err
			})
			add("remove webhook "+scope.ID, func(ctx context.Context, c protocol.Config) error {
				_, err := w.RemoveWebhook(ctx, c, scope.ID)
				return err
			})
		}
	}
	return append(out, endpointCalls(b.p)...)
}

// askers are calls that may also end without error and without a result.
func (b *bench) askers() []call {
	r, ok := b.p.(protocol.Recogniser)
	if !ok || !b.suite.asksAnything(b.p.Declaration()) {
		return nil
	}
	var out []call
	for _, f := range b.p.Declaration().Fields {
		switch f.Kind {
		case protocol.Digits, protocol.UUID, protocol.Hex:
		default:
			continue
		}
		out = append(out, call{"recognise " + f.Name, func(ctx context.Context, c protocol.Config) error {
			_, _, err := r.RecogniseByAsking(ctx, c, f.Name, c.Channel.Fields[f.Name])
			return err
		}})
	}
	return out
}

// check runs the connection check and holds its form: each declared step once
// and in order, each with words, each told while running and when done.
func (b *bench) check(ctx context.Context, c protocol.Config) app.CheckReport {
	b.t.Helper()
	var told []app.CheckStep
	report, err := b.p.Check(ctx, c, func(s app.CheckStep) { told = append(told, s) })
	require.NoError(b.t, err)
	decl := b.p.Declaration()
	require.Len(b.t, report.Steps, len(decl.Steps))
	for i, s := range report.Steps {
		require.Equal(b.t, decl.Steps[i].ID, s.ID, "the order of the steps")
		require.NotEmpty(b.t, s.Title.String())
		require.NotEmpty(b.t, s.Detail.String(), "step %s has no words", s.ID)
		require.NotEqual(b.t, app.StepRunning, s.State)
		if s.State == app.StepFailed {
			require.NotEmpty(b.t, s.Fix.String(), "the failed step %s says nothing about what to do", s.ID)
		}
		b.noSecretIn(s.Title.String(), s.Detail.String(), s.Fix.String(), s.Code, s.Field, s.Action)
		require.Contains(b.t, told, s, "a step that was not told")
	}
	for name, value := range report.Facts {
		b.noSecretIn(name, value)
	}
	return report
}
