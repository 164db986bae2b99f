package access_test

import (
	"context"
	"time"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/app/protocol"
)

var channelRows = map[string]row{
	"Get": {needs: app.MaySee, call: func(o *office, ctx context.Context) error { return does(o.channel.Get(ctx, o.agent, app.Draft)) }},
	"ReviewDraft": {needs: app.MaySee, call: func(o *office, ctx context.Context) error {
		return does(o.channel.ReviewDraft(ctx, o.agent))
	}},
	"ReviewEdits": {needs: app.MaySee, call: func(o *office, ctx context.Context) error {
		return does(o.channel.ReviewEdits(ctx, o.agent, channel.SetField("note", "x")))
	}},
	"ReviewRestore": {needs: app.MaySee, call: func(o *office, ctx context.Context) error {
		return does(o.channel.ReviewRestore(ctx, o.agent, 1))
	}},
	"Versions": {needs: app.MaySee, call: func(o *office, ctx context.Context) error { return does(o.channel.Versions(ctx, o.agent)) }},
	"Recognise by shape": {needs: app.MaySee, call: func(o *office, ctx context.Context) error {
		_, _, err := o.channel.Recognise(ctx, o.agent, app.Draft, "id", "1", false)
		return err
	}},
	"ReadWebhook": {needs: app.MayEdit, call: func(o *office, ctx context.Context) error {
		return does(o.channel.ReadWebhook(ctx, o.agent, app.Draft))
	}},
	"Recognise": {needs: app.MayEdit, call: func(o *office, ctx context.Context) error {
		_, _, err := o.channel.Recognise(ctx, o.agent, app.Draft, "id", "1", true)
		return err
	}},
	"CreateAgent": {needs: app.MayEdit, about: onWorkspace, ends: true, call: func(o *office, ctx context.Context) error {
		return does(o.channel.CreateAgent(ctx, channel.NewAgent{Name: "New"}))
	}},
	"SetPublicAddress": {needs: app.MayEdit, about: onWorkspace, call: func(o *office, ctx context.Context) error {
		return o.channel.SetPublicAddress(ctx, "https://other.example")
	}},
	"UpdateAgent": {needs: app.MayEdit, call: func(o *office, ctx context.Context) error {
		return o.channel.UpdateAgent(ctx, app.Agent{ID: o.agent, Name: "Renamed"})
	}},
	"DeleteAgent": {needs: app.MayManage, ends: true, call: func(o *office, ctx context.Context) error {
		return o.channel.DeleteAgent(ctx, o.agent)
	}},
	"CreateDraft": {needs: app.MayEdit, ends: true, call: func(o *office, ctx context.Context) error {
		if err := o.channel.CreateDraft(ctx, o.agent); app.ErrorCode(err) != app.CodeConflict {
			return err
		}
		return nil // allowed, and there is one
	}},
	"DeleteDraft": {needs: app.MayEdit, ends: true, call: func(o *office, ctx context.Context) error {
		return o.channel.DeleteDraft(ctx, o.agent)
	}},
	"Save draft": {needs: app.MayEdit, call: func(o *office, ctx context.Context) error {
		return o.channel.Save(ctx, o.agent, app.Draft, channel.SetSecret("token", "another-token-0123456789"), "")
	}},
	"Save published": {needs: app.MayEdit, call: func(o *office, ctx context.Context) error {
		return o.channel.Save(ctx, o.agent, app.Published, channel.Edits{Fields: map[string]string{"note": "x"}, BaseVersion: 2}, "")
	}},
	"Publish": {needs: app.MayEdit, call: func(o *office, ctx context.Context) error {
		return o.channel.Publish(ctx, o.agent, channel.Publication{Names: []string{"note"}, BaseVersion: 2})
	}},
	"Restore": {needs: app.MayEdit, call: func(o *office, ctx context.Context) error {
		return o.channel.Restore(ctx, o.agent, 1, 2, "")
	}},
	"Check": {needs: app.MayEdit, call: func(o *office, ctx context.Context) error {
		return does(o.channel.Check(ctx, o.agent, app.Draft, nil))
	}},
	"Numbers":   {needs: app.MayEdit, call: func(o *office, ctx context.Context) error { return does(o.channel.Numbers(ctx, o.agent, app.Draft)) }},
	"Subscribe": {needs: app.MayEdit, call: func(o *office, ctx context.Context) error { return o.channel.Subscribe(ctx, o.agent, app.Draft) }},
	"SetWebhook": {needs: app.MayEdit, call: func(o *office, ctx context.Context) error {
		return does(o.channel.SetWebhook(ctx, o.agent, app.Draft, "number"))
	}},
	"RemoveWebhook": {needs: app.MayEdit, call: func(o *office, ctx context.Context) error {
		return does(o.channel.RemoveWebhook(ctx, o.agent, app.Draft, "number"))
	}},
	"ReadEndpoint": {needs: app.MayEdit, call: func(o *office, ctx context.Context) error {
		return does(o.channel.ReadEndpoint(ctx, o.agent, app.Published))
	}},
	"RegisterEndpoint": {needs: app.MayEdit, call: func(o *office, ctx context.Context) error {
		return does(o.channel.RegisterEndpoint(ctx, o.agent, app.Published, ""))
	}},
	"UnregisterEndpoint": {needs: app.MayEdit, call: func(o *office, ctx context.Context) error {
		return o.channel.UnregisterEndpoint(ctx, o.agent, app.Published)
	}},
	"SendTest": {needs: app.MayEdit, call: func(o *office, ctx context.Context) error {
		return does(o.channel.SendTest(ctx, o.agent, app.Published, protocol.TestMessage{ID: "t1", To: "+6281155500199", Text: "Hello"}))
	}},
	"RegenerateWebhookSecret": {needs: app.MayEdit, call: func(o *office, ctx context.Context) error {
		return o.channel.RegenerateWebhookSecret(ctx, o.agent, app.Published, time.Hour)
	}},
	"StopWebhookSecret": {needs: app.MayEdit, call: func(o *office, ctx context.Context) error {
		return o.channel.StopWebhookSecret(ctx, o.agent, app.Published)
	}},
	"Reveal": {needs: app.MayEdit, call: func(o *office, ctx context.Context) error {
		return does(o.channel.Reveal(ctx, o.agent, app.Published, "token"))
	}},
	"CopySecret": {needs: app.MayEdit, call: func(o *office, ctx context.Context) error {
		return does(o.channel.CopySecret(ctx, o.agent, app.Published, "token"))
	}},
}
