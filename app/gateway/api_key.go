package gateway

import (
	"context"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"channeldesk/app"
)

// register adds an operation that needs a key with a scope. The order of the
// refusals is: key, rate, request.
func register[I, O any](a *api, op huma.Operation, scope app.KeyScope, handler func(context.Context, *I) (*O, error)) {
	op.Middlewares = append(op.Middlewares, func(ctx huma.Context, next func(huma.Context)) { a.let(ctx, scope, next) })
	op.Extensions = map[string]any{"x-scope": string(scope)}
	huma.Register(a.huma, op, handler)
}

type callerKey struct{}

func callerOf(ctx context.Context) Caller {
	c, _ := ctx.Value(callerKey{}).(Caller)
	return c
}

// let checks the key and its rate, and goes on when both allow it.
func (a *api) let(ctx huma.Context, scope app.KeyScope, next func(huma.Context)) {
	a.r.counted.requests.Add(1)
	ctx.SetHeader("Cache-Control", "no-store")
	ctx = &noted{humaContext: ctx, done: func(status int) { a.answered(ctx.Operation().OperationID, status) }}
	caller, problem := a.caller(ctx, scope)
	if problem == nil {
		problem = a.pace.ask(caller.Key.ID, ctx.SetHeader)
	}
	if problem != nil {
		for name, values := range problem.header {
			ctx.SetHeader(name, values[0])
		}
		_ = huma.WriteErr(a.huma, ctx, problem.Status, problem.Detail, problem)
		return
	}
	next(huma.WithValue(ctx, callerKey{}, caller))
}

// answered counts an answer of the notification API.
func (a *api) answered(operation string, status int) {
	a.r.s.p.Meter.request(operation, status)
	if status >= http.StatusBadRequest {
		a.r.counted.refused.Add(1)
	}
}

func (a *api) caller(ctx huma.Context, scope app.KeyScope) (Caller, *Problem) {
	value := bearer(ctx.Header("Authorization"))
	from := visitOf(ctx.Context()).client.address
	caller, refused := a.r.s.p.Keys.Check(ctx.Context(), value, scope, from.String())
	if refused == nil {
		return caller, nil
	}
	info := infoOf(ctx.Context(), ctx.Operation().OperationID)
	code := string(refused.Code)
	if !strings.HasPrefix(code, "key_") {
		return caller, withID(a.r.problemOf(info, refused), info)
	}
	status := http.StatusUnauthorized
	switch code {
	case "key_scope", "key_environment", "key_no_channel":
		status = http.StatusForbidden
	}
	p := newProblem(status, code, refused.What.String(), refused.Fix.String())
	if status == http.StatusUnauthorized {
		p = p.with("WWW-Authenticate", `Bearer realm="Channel Desk"`)
	}
	return caller, withID(p, info)
}

func withID(p *Problem, q requestInfo) *Problem {
	p.answers(q.visit)
	return p
}

// bearer gives the key of an Authorization header; empty when there is none.
func bearer(header string) app.Secret {
	scheme, value, ok := strings.Cut(header, " ")
	if !ok || !strings.EqualFold(scheme, "Bearer") {
		return app.Secret{}
	}
	return app.NewSecret(strings.TrimSpace(value))
}

type humaContext = huma.Context

// noted tells the status of an answer when it is written.
type noted struct {
	humaContext
	done func(status int)
}

// SetStatus writes the status.
func (n *noted) SetStatus(status int) {
	n.done(status)
	n.humaContext.SetStatus(status)
}

// Unwrap gives the context inside.
func (n *noted) Unwrap() huma.Context { return n.humaContext }
