package channel_test

import (
	"context"
	"reflect"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/app/protocol"
	"channeldesk/storage/storagetest"
)

// guarded are all calls that need a role, with the permission they need.
var guarded = map[string]struct {
	needs app.Permission
	call  func(*desk, context.Context, app.AgentID) error
}{
	"Get": {app.MaySee, func(d *desk, ctx context.Context, id app.AgentID) error {
		_, err := d.Get(ctx, id, app.Draft)
		return err
	}},
	"ReviewDraft": {app.MaySee, func(d *desk, ctx context.Context, id app.AgentID) error {
		_, err := d.ReviewDraft(ctx, id)
		return err
	}},
	"ReviewEdits": {app.MaySee, func(d *desk, ctx context.Context, id app.AgentID) error {
		_, err := d.ReviewEdits(ctx, id, channel.SetField("note", "x"))
		return err
	}},
	"ReadWebhook": {app.MayEdit, func(d *desk, ctx context.Context, id app.AgentID) error {
		_, err := d.ReadWebhook(ctx, id, app.Draft)
		return err
	}},
	"Recognise by shape": {app.MaySee, func(d *desk, ctx context.Context, id app.AgentID) error {
		_, _, err := d.Recognise(ctx, id, app.Draft, "id", "1", false)
		return err
	}},
	"Recognise": {app.MayEdit, func(d *desk, ctx context.Context, id app.AgentID) error {
		_, _, err := d.Recognise(ctx, id, app.Draft, "id", "1", true)
		return err
	}},
	"CreateAgent": {app.MayEdit, func(d *desk, ctx context.Context, _ app.AgentID) error {
		_, err := d.CreateAgent(ctx, channel.NewAgent{Name: "New"})
		return err
	}},
	"UpdateAgent": {app.MayEdit, func(d *desk, ctx context.Context, id app.AgentID) error {
		return d.UpdateAgent(ctx, app.Agent{ID: id, Name: "Renamed"})
	}},
	"DeleteAgent": {app.MayManage, func(d *desk, ctx context.Context, id app.AgentID) error { return d.DeleteAgent(ctx, id) }},
	"CreateDraft": {app.MayEdit, func(d *desk, ctx context.Context, id app.AgentID) error {
		err := d.CreateDraft(ctx, id)
		if app.ErrorCode(err) == app.CodeConflict { // allowed, but there is one
			return nil
		}
		return err
	}},
	"DeleteDraft": {app.MayEdit, func(d *desk, ctx context.Context, id app.AgentID) error { return d.DeleteDraft(ctx, id) }},
	"Save draft": {app.MayEdit, func(d *desk, ctx context.Context, id app.AgentID) error {
		return d.Save(ctx, id, app.Draft, channel.SetSecret("token", tokenTwo), "")
	}},
	"Save published": {app.MayEdit, func(d *desk, ctx context.Context, id app.AgentID) error {
		return d.Save(ctx, id, app.Published, channel.Edits{Fields: map[string]string{"note": "x"}, BaseVersion: 1}, "")
	}},
	"Publish": {app.MayEdit, func(d *desk, ctx context.Context, id app.AgentID) error {
		return d.Publish(ctx, id, channel.Publication{Names: []string{"mode"}, BaseVersion: 1})
	}},
	"Check": {app.MayEdit, func(d *desk, ctx context.Context, id app.AgentID) error {
		_, err := d.Check(ctx, id, app.Draft, nil)
		return err
	}},
	"Numbers": {app.MayEdit, func(d *desk, ctx context.Context, id app.AgentID) error {
		_, err := d.Numbers(ctx, id, app.Draft)
		return err
	}},
	"Subscribe": {app.MayEdit, func(d *desk, ctx context.Context, id app.AgentID) error { return d.Subscribe(ctx, id, app.Draft) }},
	"SetWebhook": {app.MayEdit, func(d *desk, ctx context.Context, id app.AgentID) error {
		_, err := d.SetWebhook(ctx, id, app.Draft, "number")
		return err
	}},
	"RemoveWebhook": {app.MayEdit, func(d *desk, ctx context.Context, id app.AgentID) error {
		_, err := d.RemoveWebhook(ctx, id, app.Draft, "number")
		return err
	}},
	"RegenerateWebhookSecret": {app.MayEdit, func(d *desk, ctx context.Context, id app.AgentID) error {
		return d.RegenerateWebhookSecret(ctx, id, app.Draft, time.Hour)
	}},
	"StopWebhookSecret": {app.MayEdit, func(d *desk, ctx context.Context, id app.AgentID) error {
		return d.StopWebhookSecret(ctx, id, app.Draft)
	}},
	"Reveal": {app.MayEdit, func(d *desk, ctx context.Context, id app.AgentID) error {
		_, err := d.Reveal(ctx, id, app.Draft, "token")
		return err
	}},
	"WholeAddress without a secret in it": {app.MaySee, func(d *desk, ctx context.Context, id app.AgentID) error {
		_, err := d.WholeAddress(ctx, id, app.Draft)
		return noAddress(err)
	}},
	"CopySecret": {app.MayEdit, func(d *desk, ctx context.Context, id app.AgentID) error {
		_, err := d.CopySecret(ctx, id, app.Draft, "token")
		return err
	}},
	"Versions": {app.MaySee, func(d *desk, ctx context.Context, id app.AgentID) error {
		_, err := d.Versions(ctx, id)
		return err
	}},
	"ReviewRestore": {app.MaySee, func(d *desk, ctx context.Context, id app.AgentID) error {
		_, err := d.ReviewRestore(ctx, id, 1)
		return err
	}},
	"Restore": {app.MayEdit, func(d *desk, ctx context.Context, id app.AgentID) error {
		err := d.Restore(ctx, id, 1, 1, "")
		if app.ErrorCode(err) == app.CodeIncomplete { // allowed, but it is the present one
			return nil
		}
		return err
	}},
	"ReadEndpoint": {app.MayEdit, func(d *desk, ctx context.Context, id app.AgentID) error {
		_, err := d.ReadEndpoint(ctx, id, app.Draft)
		return err
	}},
	"RegisterEndpoint": {app.MayEdit, func(d *desk, ctx context.Context, id app.AgentID) error {
		_, err := d.RegisterEndpoint(ctx, id, app.Draft, "")
		return noAddress(err)
	}},
	"UnregisterEndpoint": {app.MayEdit, func(d *desk, ctx context.Context, id app.AgentID) error {
		return d.UnregisterEndpoint(ctx, id, app.Draft)
	}},
	"SendTest": {app.MayEdit, func(d *desk, ctx context.Context, id app.AgentID) error {
		_, err := d.SendTest(ctx, id, app.Draft, protocol.TestMessage{To: "0811-5550-0001", Text: "x"})
		return err
	}},
	"SetPublicAddress": {app.MayEdit, func(d *desk, ctx context.Context, _ app.AgentID) error {
		return d.SetPublicAddress(ctx, "https://wa.example")
	}},
}

// noAddress forgives that there is no public address yet.
func noAddress(err error) error {
	if app.ErrorCode(err) == app.CodeIncomplete {
		return nil
	}
	return err
}

// unguarded ask nobody: they show names only, or belong to the program itself.
var unguarded = []string{
	"ListAgents", "FindAgent", "PublicAddress", "Abilities", "Validate", "Registerable", // names and declarations
	"Lost", "Sweep", "RetireDue", "PointSandbox", // the program's own housekeeping
	"LiveByKey", "LiveByID", "Sending", // the gateway and the queue, which act for nobody
}

func TestEveryMethodStandsInOneOfTheTables(t *testing.T) {
	known := map[string]bool{}
	for _, name := range unguarded {
		known[name] = true
	}
	for name := range guarded {
		known[name] = true
	}
	known["Save"], known["WholeAddress"] = true, true
	for m := range reflect.TypeFor[*channel.Service]().Methods() {
		assert.True(t, known[m.Name], "%s needs a row in the table of permissions", m.Name)
	}
}

func TestPermissions(t *testing.T) {
	may := map[app.Role][]app.Permission{
		app.Owner:       {app.MaySee, app.MayEdit, app.MaySend, app.MayManage},
		app.Contributor: {app.MaySee, app.MayEdit, app.MaySend},
		app.Viewer:      {app.MaySee},
	}
	for name, c := range guarded {
		for role, permissions := range may {
			t.Run(name+"/"+string(role), func(t *testing.T) {
				d := newDesk(t)
				id := d.drafted("One")
				changedDraft(d, id)
				before, stored, lines := d.state(t), d.secrets.stored(), len(d.activity(0, 100))
				err := c.call(d, d.as(role), id)
				allowed := false
				for _, p := range permissions {
					allowed = allowed || p == c.needs
				}
				if allowed {
					require.NoError(t, err)
					return
				}
				storagetest.RequireCode(t, app.CodeForbidden, err)
				require.Equal(t, before, d.state(t))
				require.Equal(t, stored, d.secrets.stored())
				log := d.activity(0, 100)
				require.Len(t, log, lines+1)
				require.Equal(t, app.ActRefused, log[0].Kind)
				require.Equal(t, d.members[role].Name, log[0].By)
			})
		}
	}
}

func TestNobodyMayDoAnything(t *testing.T) {
	d := newDesk(t)
	id := d.drafted("One")
	stranger := app.WithMember(context.Background(), app.Member{ID: 99, Name: "Stranger", Role: app.Owner})
	for name, c := range guarded {
		storagetest.RequireCode(t, app.CodeForbidden, c.call(d, context.Background(), id))
		e := storagetest.RequireCode(t, app.CodeForbidden, c.call(d, stranger, id))
		assert.Contains(t, e.Error(), "Stranger", name)
		assert.Equal(t, app.ActRefused, d.kinds(0, 1)[0])
	}
}
