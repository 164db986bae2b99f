package access_test

import (
	"context"
	"fmt"
	"reflect"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/access"
	"channeldesk/app/handoff"
	"channeldesk/app/radar"
	"channeldesk/storage/storagetest"
)

// scope is what a call is about.
type scope int

const (
	// onAgent is about one agent: the role for that agent decides.
	onAgent scope = iota
	// onWorkspace is about the workspace: the member's own role decides.
	onWorkspace
	// onAnything shows what the member may look at, and is refused only to those
	// who may look at nothing.
	onAnything
)

// row is one call with what it takes.
type row struct {
	needs app.Permission
	about scope
	call  func(*office, context.Context) error
	// ends is true when the call cannot be made twice on the same workspace.
	ends bool
	// program is true when the program itself may make the call, with nobody
	// acting.
	program bool
}

// does leaves out what a call gives besides its error.
func does[T any](_ T, err error) error { return err }

// allowed is the table of the product: what each role may do.
var allowed = map[app.Role][]app.Permission{
	app.Owner:       {app.MaySee, app.MayEdit, app.MaySend, app.MayManage},
	app.Contributor: {app.MaySee, app.MayEdit, app.MaySend},
	app.Viewer:      {app.MaySee},
	app.NoRole:      {},
}

func may(r app.Role, p app.Permission) bool {
	for _, has := range allowed[r] {
		if has == p {
			return true
		}
	}
	return false
}

// person is a combination of roles.
type person struct {
	role app.Role
	// own is the role for the agent that the calls are about; "" for none.
	own app.Role
}

func (p person) String() string { return fmt.Sprintf("%s, agent %q", p.role, p.own) }

// everybody are all combinations of a role in the workspace and one for the agent.
func everybody() (all []person) {
	for _, r := range app.Roles {
		all = append(all, person{r, ""})
		for _, own := range app.Roles {
			all = append(all, person{r, own})
		}
	}
	return all
}

func (p person) may(r row) bool {
	own := p.own
	if own == "" {
		own = p.role
	}
	switch r.about {
	case onAgent:
		return may(own, r.needs)
	case onWorkspace:
		return may(p.role, r.needs)
	}
	return may(p.role, r.needs) || may(own, r.needs)
}

// roles are those for single agents. The role for another agent is the opposite
// of what is expected: it must not matter.
func (p person) roles(o *office, r row) map[app.AgentID]app.Role {
	roles := map[app.AgentID]app.Role{}
	if p.own != "" {
		roles[o.agent] = p.own
	}
	switch {
	case r.about == onAnything:
	case p.may(r):
		roles[o.other] = app.NoRole
	default:
		roles[o.other] = app.Owner
	}
	return roles
}

// rows are the calls of all services, by their names.
func rows() map[string]row {
	all := map[string]row{}
	for _, part := range []map[string]row{guardRows, accessRows, handoffRows, radarRows, channelRows} {
		for name, r := range part {
			all[name] = r
		}
	}
	return all
}

// guardRows are the table itself, also for what has no service yet.
var guardRows = func() map[string]row {
	all := map[string]row{}
	for _, p := range allowed[app.Owner] {
		all["guard: agent, "+string(p)] = row{needs: p, about: onAgent, call: func(o *office, ctx context.Context) error {
			return does(o.access.Require(ctx, o.agent, p))
		}}
		all["guard: workspace, "+string(p)] = row{needs: p, about: onWorkspace, call: func(o *office, ctx context.Context) error {
			return does(o.access.Require(ctx, 0, p))
		}}
	}
	return all
}()

var accessRows = map[string]row{
	"Activity of an agent": {needs: app.MaySee, call: func(o *office, ctx context.Context) error {
		return does(o.access.Activity(ctx, app.ActivityFilter{Agent: o.agent}))
	}},
	"Activity": {needs: app.MaySee, about: onAnything, call: func(o *office, ctx context.Context) error {
		return does(o.access.Activity(ctx, app.ActivityFilter{}))
	}},
	"Recent of an agent": {needs: app.MaySee, call: func(o *office, ctx context.Context) error { return does(o.access.Recent(ctx, o.agent, 5)) }},
	"Recent":             {needs: app.MaySee, about: onAnything, call: func(o *office, ctx context.Context) error { return does(o.access.Recent(ctx, 0, 5)) }},
	"ExportActivity of an agent": {needs: app.MaySee, call: func(o *office, ctx context.Context) error {
		return o.access.ExportActivity(ctx, app.ActivityFilter{Agent: o.agent}, access.ExportOptions{}, o.out(), nil)
	}},
	"ExportActivity": {needs: app.MaySee, about: onAnything, call: func(o *office, ctx context.Context) error {
		return o.access.ExportActivity(ctx, app.ActivityFilter{}, access.ExportOptions{}, o.out(), nil)
	}},
	"Actors":         {needs: app.MaySee, about: onAnything, call: func(o *office, ctx context.Context) error { return does(o.access.Actors(ctx)) }},
	"Visible":        {needs: app.MaySee, about: onAnything, call: func(o *office, ctx context.Context) error { return does(o.access.Visible(ctx)) }},
	"VerifyActivity": {needs: app.MaySee, about: onWorkspace, call: func(o *office, ctx context.Context) error { return does(o.access.VerifyActivity(ctx)) }},
	"AddMember": {needs: app.MayManage, about: onWorkspace, ends: true, call: func(o *office, ctx context.Context) error {
		return does(o.access.AddMember(ctx, access.NewMember{Name: "New", Role: app.Viewer}))
	}},
	"UpdateMember": {needs: app.MayManage, about: onWorkspace, call: func(o *office, ctx context.Context) error {
		return o.access.UpdateMember(ctx, app.Member{ID: o.target.ID, Name: "Renamed", Role: app.Owner})
	}},
	"RemoveMember": {needs: app.MayManage, about: onWorkspace, ends: true, call: func(o *office, ctx context.Context) error {
		return o.access.RemoveMember(ctx, o.target.ID)
	}},
	"SetPassphrase of another": {needs: app.MayManage, about: onWorkspace, call: func(o *office, ctx context.Context) error {
		return o.access.SetPassphrase(ctx, o.target.ID, app.Secret{}, app.NewSecret("a long enough one"))
	}},
}

var radarRows = map[string]row{
	"Ahead": {needs: app.MaySee, about: onAnything, call: func(o *office, ctx context.Context) error { return does(o.radar.Ahead(ctx)) }},
	"Due": {needs: app.MaySee, about: onAnything, program: true, call: func(o *office, ctx context.Context) error {
		_, _, err := o.radar.Due(ctx)
		return err
	}},
}

var handoffRows = map[string]row{
	"Sheet": {needs: app.MaySee, call: func(o *office, ctx context.Context) error {
		return does(o.handoff().Sheet(ctx, o.agent, app.Published, handoff.Request{}))
	}},
	"Sheet with secret": {needs: app.MayEdit, call: func(o *office, ctx context.Context) error {
		return does(o.handoff().Sheet(ctx, o.agent, app.Published, handoff.Request{IncludeSecret: true}))
	}},
	"Log": {needs: app.MaySee, call: func(o *office, ctx context.Context) error { return does(o.handoff().Log(ctx, o.agent, app.Published)) }},
	"Record": {needs: app.MayEdit, call: func(o *office, ctx context.Context) error {
		return does(o.handoff().Record(ctx, o.agent, app.Published, handoff.Request{}, app.HandoffClipboard))
	}},
	"Export": {needs: app.MayEdit, call: func(o *office, ctx context.Context) error {
		return does(o.handoff().Export(ctx, o.agent, app.Published, handoff.Request{}, app.HandoffText, o.out()))
	}},
	"ExportFile": {needs: app.MayEdit, call: func(o *office, ctx context.Context) error {
		return does(o.handoff().ExportFile(ctx, o.agent, app.Published, handoff.Request{}, app.HandoffText, o.file))
	}},
	"Confirm": {needs: app.MayEdit, call: func(o *office, ctx context.Context) error { return o.handoff().Confirm(ctx, o.sheet) }},
	"AddNote": {needs: app.MayEdit, call: func(o *office, ctx context.Context) error {
		return o.handoff().AddNote(ctx, o.agent, app.Published, "Budi", "Phoned")
	}},
}

// unguarded are the methods that take no permission, and why.
var unguarded = map[string][]string{
	"access": {
		"Members", "EnsureOwner", "SignIn", // before anybody is there
		"Require", // is the guard
		"SetCost", // of these tests
	},
	"handoff": {"SawWebhook"}, // the gateway's
	"radar":   {},
}

func TestEveryMethodStandsInTheTable(t *testing.T) {
	for name, service := range map[string]struct {
		of   reflect.Type
		rows map[string]row
	}{
		"access":  {reflect.TypeFor[*access.Service](), accessRows},
		"handoff": {reflect.TypeFor[*handoff.Service](), handoffRows},
		"radar":   {reflect.TypeFor[*radar.Service](), radarRows},
	} {
		known := map[string]bool{}
		for _, m := range unguarded[name] {
			known[m] = true
		}
		for m := range service.rows {
			var first string
			_, _ = fmt.Sscan(m, &first)
			known[first] = true
		}
		for m := range service.of.Methods() {
			assert.True(t, known[m.Name], "%s.%s needs a row in the table of permissions", name, m.Name)
		}
	}
}

// TestTheTable makes every call as everybody: it is allowed or refused exactly
// as the table says, and a refusal is written down and changes nothing else.
func TestTheTable(t *testing.T) {
	for name, r := range rows() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t)
			for _, p := range everybody() {
				if !p.may(r) {
					o.requireRefused(r, p)
				}
			}
			o.requireNobody(r)
			first := true
			for _, p := range everybody() {
				if !p.may(r) {
					continue
				}
				if r.ends && !first {
					o = newOffice(t)
				}
				o.requireAllowed(r, p, first || r.ends)
				first = false
			}
		})
	}
}

func (o *office) hire(r row, p person) app.Member {
	o.t.Helper()
	o.hired++
	m := app.Member{Name: fmt.Sprintf("Member %d", o.hired), Role: p.role, Roles: p.roles(o, r), CreatedAt: storagetest.Now}
	o.make.Update(func(tx app.Tx) (err error) { m.ID, err = tx.AddMember(m); return err })
	return m
}

// as is a context in which the member claims to be an Owner.
func (o *office) as(m app.Member) context.Context {
	return app.WithMember(o.t.Context(), app.Member{ID: m.ID, Name: m.Name, Role: app.Owner})
}

func (r row) agent(o *office) app.AgentID {
	if r.about == onAgent {
		return o.agent
	}
	return 0
}

func (o *office) requireRefused(r row, p person) {
	o.t.Helper()
	m := o.hire(r, p)
	before := o.state()
	err := r.call(o, o.as(m))
	require.Equal(o.t, app.CodeForbidden, app.ErrorCode(err), "%v: %v", p, err)
	require.NotEmpty(o.t, app.AsError(err).Fix.String())
	after := o.state()
	last := after.lines[0]
	require.Equal(o.t, before.lines[0].ID+1, last.ID, "%v", p)
	require.Equal(o.t, []any{app.ActRefused, m.Name, r.agent(o)}, []any{last.Kind, last.By, last.AgentID}, "%v", p)
	after.lines = before.lines
	require.Equal(o.t, before, after, "%v changed something", p)
}

// requireNobody demands that nobody, and who is no member any more, is refused.
func (o *office) requireNobody(r row) {
	o.t.Helper()
	before := o.state()
	gone := app.Member{ID: 4711, Name: "Gone", Role: app.Owner}
	require.Equal(o.t, app.CodeForbidden, app.ErrorCode(r.call(o, o.as(gone))))
	after := o.state()
	require.Equal(o.t, []any{app.ActRefused, "Gone", r.agent(o)}, []any{after.lines[0].Kind, after.lines[0].By, after.lines[0].AgentID})
	if !r.program {
		require.Equal(o.t, app.CodeForbidden, app.ErrorCode(r.call(o, o.t.Context())))
	}
	after = o.state()
	after.lines = before.lines
	require.Equal(o.t, before, after)
}

func (o *office) requireAllowed(r row, p person, works bool) {
	o.t.Helper()
	m := o.hire(r, p)
	before := o.state().lines[0].ID
	err := r.call(o, o.as(m))
	require.NotEqual(o.t, app.CodeForbidden, app.ErrorCode(err), "%v: %v", p, err)
	if works {
		require.NoError(o.t, err, "%v", p)
	}
	for _, line := range o.state().lines {
		require.False(o.t, line.ID > before && line.Kind == app.ActRefused, "%v", p)
	}
}

var _ app.Guard = (*access.Service)(nil)
var _ radar.Sight = (*access.Service)(nil)
