package gateway

import (
	"context"
	"net/http"
	"time"

	"channeldesk/app"
)

const listDescription = `Gives the messages of the key's agent and environment, the newest first, with what asked for them. A page that is not the last one has next_cursor; the next page is asked with the same filters and this cursor.`

type listInput struct {
	Limit    int             `query:"limit" minimum:"1" maximum:"200" default:"50" doc:"How many messages a page has."`
	Cursor   string          `query:"cursor" maxLength:"64" doc:"next_cursor of the page before."`
	Status   string          `query:"status" enum:"queued,sending,unknown,accepted,sent,delivered,read,failed,cancelled" doc:"Only messages that stand here."`
	To       string          `query:"to" maxLength:"40" doc:"Only messages to this phone number."`
	Source   string          `query:"source" enum:"api,window,bulk,session,command" doc:"Only messages that this asked for."`
	Template string          `query:"template" maxLength:"512" doc:"Only messages from this template."`
	From     time.Time       `query:"from" doc:"Only messages created at this time or later."`
	Until    time.Time       `query:"until" doc:"Only messages created before this time."`
	Env      app.Environment `query:"environment" enum:"draft,published" doc:"The environment that you expect; a key of the other one is refused."`
}

type listOutput struct {
	Body messageList
}

// messageList is one page.
type messageList struct {
	Messages   []messageAnswer `json:"messages" nullable:"false"`
	NextCursor string          `json:"next_cursor,omitempty" doc:"Where the next page begins; absent on the last one."`
}

// listMessages gives a page of messages.
func (a *api) listMessages(ctx context.Context, in *listInput) (*listOutput, error) {
	info, caller := infoOf(ctx, "list-messages"), callerOf(ctx)
	if p := wrongEnvironment(caller, in.Env); p != nil {
		return nil, withID(p, info)
	}
	f := app.MessageFilter{
		Agent: caller.Agent.ID, Environment: caller.Environment, Status: app.MessageStatus(in.Status), Source: app.MessageSource(in.Source),
		Template: in.Template, From: in.From, Until: in.Until, Limit: in.Limit + 1,
	}
	if in.To != "" {
		to, err := app.ParseAccountCode(in.To, caller.Agent.Country)
		if err != nil {
			return nil, withID(invalidQuery("query.to", "is not a phone number"), info)
		}
		f.To = to
	}
	var page []app.Message
	err := a.r.s.p.Store.View(ctx, func(tx app.Tx) (err error) {
		if in.Cursor != "" {
			last, err := ownMessage(tx, caller, in.Cursor)
			if err != nil {
				return err
			}
			f.Before = last.ID
		}
		page, err = tx.ListMessages(f)
		return err
	})
	if app.ErrorCode(err) == app.CodeNotFound {
		return nil, withID(invalidQuery("query.cursor", "is none that was given out"), info)
	}
	if err != nil {
		return nil, withID(a.r.problemOf(info, err), info)
	}
	out := &listOutput{Body: messageList{Messages: []messageAnswer{}}}
	for i, m := range page {
		if i == in.Limit {
			out.Body.NextCursor = page[i-1].Mark
			break
		}
		out.Body.Messages = append(out.Body.Messages, answerOf(m))
	}
	return out, nil
}

func invalidQuery(where, message string) *Problem {
	p := newProblem(http.StatusUnprocessableEntity, "invalid", "The request is not as it must be.", "Mend what is listed in errors. The guide shows examples.")
	p.Errors = []ProblemPlace{{where, message}}
	return p
}

type getInput struct {
	ID string `path:"id" maxLength:"64" doc:"The message's id." example:"msg_01jd9x3v7k2m4n6p8q0r5s1t3w"`
}

type getOutput struct {
	Body wholeAnswer
}

// getMessage gives one message with its attempts.
func (a *api) getMessage(ctx context.Context, in *getInput) (*getOutput, error) {
	info, caller := infoOf(ctx, "get-message"), callerOf(ctx)
	out := &getOutput{}
	err := a.r.s.p.Store.View(ctx, func(tx app.Tx) error {
		m, err := ownMessage(tx, caller, in.ID)
		if err != nil {
			return err
		}
		attempts, err := tx.ListAttempts(m.ID)
		out.Body = wholeAnswer{messageAnswer: answerOf(m), Attempts: attemptsOf(attempts)}
		return err
	})
	if app.ErrorCode(err) == app.CodeNotFound {
		return nil, withID(newProblem(http.StatusNotFound, "no_such_message", "There is no such message in this agent's "+caller.Environment.Label()+" environment.",
			"Use the id that sending answered, with a key of the same environment."), info)
	}
	if err != nil {
		return nil, withID(a.r.problemOf(info, err), info)
	}
	return out, nil
}

// ownMessage finds a message of the caller; one of anybody else's is not there.
func ownMessage(tx app.Tx, c Caller, mark string) (app.Message, error) {
	m, err := tx.FindMessage(mark)
	if err == nil && (m.AgentID != c.Agent.ID || m.Environment != c.Environment) {
		return app.Message{}, app.NewError(app.CodeNotFound, app.Say("There is no such message."))
	}
	return m, err
}

type channelOutput struct {
	Body channelAnswer
}

// channelAnswer is what a key stands for.
type channelAnswer struct {
	Agent        string          `json:"agent" example:"Nusantara Bank Assistant"`
	Environment  app.Environment `json:"environment" enum:"draft,published"`
	Protocol     string          `json:"protocol" doc:"How messages go out; empty while it was not chosen." example:"meta_cloud"`
	ProtocolName string          `json:"protocol_name" example:"Meta Cloud"`
	AccountCode  string          `json:"account_code" doc:"The channel's own phone number in E.164." example:"+628115550188"`
	WebhookURL   string          `json:"webhook_url" doc:"Where the provider reports to, without a secret; empty while it is not known."`
	Version      int             `json:"version" doc:"The published version; 0 in Draft."`
	Revision     int64           `json:"revision" doc:"Grows with each change of a setting or a secret of the channel. A change counts from the next request on."`
	Key          keyAnswer       `json:"key" doc:"The key that asked."`
}

// keyAnswer is what a program may know of its key.
type keyAnswer struct {
	Name      string     `json:"name" example:"Billing"`
	Scopes    []string   `json:"scopes" nullable:"false" enum:"send,read" doc:"What it may do."`
	ExpiresAt *time.Time `json:"expires_at,omitempty" doc:"When it ends; absent for never."`
}

// getChannel tells what the key stands for.
func (a *api) getChannel(ctx context.Context, _ *struct{}) (*channelOutput, error) {
	c := callerOf(ctx)
	d := a.r.s.p.Protocols.Declaration(c.Channel.Protocol)
	out := &channelOutput{Body: channelAnswer{
		Agent: c.Agent.Name, Environment: c.Environment, Protocol: string(c.Channel.Protocol), ProtocolName: d.Name, AccountCode: c.Channel.AccountCode,
		WebhookURL: ShownWebhookURL(c.Agent.PublicAddress(a.r.public.Load().text), d, c.Channel), Version: c.Channel.Version, Revision: c.Channel.Revision,
		Key: keyAnswer{Name: c.Key.Name, Scopes: []string{}, ExpiresAt: timeOrNil(c.Key.ExpiresAt)},
	}}
	for _, s := range c.Key.Scopes {
		out.Body.Key.Scopes = append(out.Body.Key.Scopes, string(s))
	}
	return out, nil
}
