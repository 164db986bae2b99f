package apipage

import (
	"context"
	"fmt"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"channeldesk/app"
	"channeldesk/app/apikey"
	"channeldesk/app/channel"
	"channeldesk/app/notify"
	"channeldesk/app/protocol"
	"channeldesk/screens/frame"
	"channeldesk/screens/frame/frametest"
)

func TestMain(m *testing.M) { frametest.Main(m) }

var now = frametest.Now

// The room of the page in windows of 1280 x 800 and of 1000 in width.
var (
	pageSize  = fyne.NewSize(1012, 741)
	pageSmall = fyne.NewSize(780, 900)
)

const sampleValue = "cdk_pub_4kQ9vX2mB7nL0pR5sT8wZ1cF6hJ3dG9yA4eU7iO2qE53b7TN0"

// fakeDeps are services that answer from memory. hold, when it is set, is what
// making a key waits for.
type fakeDeps struct {
	view    channel.View
	keys    []app.APIKey
	values  apikey.Values
	role    app.Role
	err     error // of reading
	failing error // of changing
	hold    chan struct{}
	asked   []frame.Place
	created []apikey.NewKey
	rotated []string
	revoked []app.KeyID
	reached error
	sent    []notify.NewMessage
}

func (d *fakeDeps) List(_ context.Context, agent app.AgentID, env app.Environment) (out []app.APIKey, err error) {
	d.asked = append(d.asked, frame.Place{Agent: agent, Environment: env})
	for _, k := range d.keys {
		if k.Environment == env {
			out = append(out, k)
		}
	}
	return out, d.err
}

func (d *fakeDeps) Create(_ context.Context, agent app.AgentID, env app.Environment, wish apikey.NewKey) (app.APIKey, app.Secret, error) {
	if d.hold != nil {
		<-d.hold
	}
	if d.failing != nil {
		return app.APIKey{}, app.Secret{}, d.failing
	}
	d.created = append(d.created, wish)
	k := app.APIKey{ID: app.KeyID(100 + len(d.created)), AgentID: agent, Environment: env, Name: wish.Name, Hint: "cdk_pub_4k…N0", Scopes: wish.Scopes, CreatedAt: now, CreatedBy: "Dewi Kartika", ExpiresAt: wish.ExpiresAt}
	d.keys = append([]app.APIKey{k}, d.keys...)
	return k, app.NewSecret(sampleValue), nil
}

func (d *fakeDeps) Rotate(_ context.Context, id app.KeyID, overlap time.Duration) (app.APIKey, app.Secret, error) {
	if d.failing != nil {
		return app.APIKey{}, app.Secret{}, d.failing
	}
	d.rotated = append(d.rotated, fmt.Sprintf("%d %s", id, overlap))
	for _, k := range d.keys {
		if k.ID == id {
			k.ID, k.Hint = 100, "cdk_pub_4k…N0"
			return k, app.NewSecret(sampleValue), nil
		}
	}
	return app.APIKey{}, app.Secret{}, app.NewError(app.CodeNotFound, app.Say("There is no such key."))
}

func (d *fakeDeps) Revoke(_ context.Context, id app.KeyID) error {
	if d.failing != nil {
		return d.failing
	}
	d.revoked = append(d.revoked, id)
	for i := range d.keys {
		if d.keys[i].ID == id {
			d.keys[i].RevokedAt = now
		}
	}
	return nil
}

// deps are the services with everything that may be missing too.
func (d *fakeDeps) deps() Deps {
	return Deps{
		Keys: d,
		Get: func(_ context.Context, _ app.AgentID, env app.Environment) (channel.View, error) {
			v := d.view
			v.Channel.Environment = env
			return v, d.err
		},
		Role: func(app.AgentID) app.Role { return d.role }, Owners: func() []string { return []string{"Dewi Kartika"} },
		Examples: apikey.Examples,
		Values: func(context.Context, app.AgentID, app.Environment) (apikey.Values, error) {
			return d.values, nil
		},
		Reach: func(context.Context, string) (time.Duration, error) { return 42 * time.Millisecond, d.reached },
		SendNow: func(_ context.Context, n notify.NewMessage) (app.Message, error) {
			if d.failing != nil {
				return app.Message{}, d.failing
			}
			d.sent = append(d.sent, n)
			return app.Message{Mark: "msg_01", To: n.To}, nil
		},
	}
}

// sample is an agent that is set up, with keys in every state.
func sample() *fakeDeps {
	day := func(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 12, 0, 0, 0, time.Local) }
	const dewi, raka = "Dewi Kartika", "Raka Pratama"
	key := func(id app.KeyID, name, hint, by string, made, end time.Time, scopes ...app.KeyScope) app.APIKey {
		return app.APIKey{ID: id, AgentID: 1, Environment: app.Published, Name: name, Hint: hint, Scopes: scopes, CreatedAt: made, CreatedBy: by, ExpiresAt: end}
	}
	core := key(7, "Core banking", "cdk_pub_7F…q2", dewi, day(2026, 10, 28), day(2027, 10, 28), app.ScopeSend)
	core.LastUsedAt, core.LastUsedFrom = now.Add(-12*time.Second), "10.20.4.17"
	crm := key(6, "CRM nightly job", "cdk_pub_Lm…8x", raka, day(2026, 11, 13), day(2027, 11, 13), app.ScopeSend, app.ScopeRead)
	crm.LastUsedAt, crm.LastUsedFrom = time.Date(2026, 11, 17, 2, 0, 0, 0, time.Local), "10.20.4.31"
	kiosk := key(5, "Branch kiosk", "cdk_pub_a1…Vd", raka, day(2025, 11, 23), now.Add(6*24*time.Hour+time.Hour), app.ScopeSend)
	kiosk.LastUsedAt, kiosk.LastUsedFrom = time.Date(2026, 11, 16, 16, 40, 0, 0, time.Local), "2001:db8:85a3:10::8a2e:370:7334"
	old := key(4, "CRM nightly job", "cdk_pub_Zp…3k", raka, day(2025, 11, 13), now.Add(20*time.Hour), app.ScopeSend, app.ScopeRead)
	old.ReplacedBy = 6
	gone := key(3, "Test of Surya Digital", "cdk_pub_9s…Te", dewi, day(2026, 8, 3), day(2026, 11, 3), app.ScopeSend, app.ScopeRead)
	revoked := key(2, "Loan reminder service", "cdk_pub_Qw…0a", dewi, day(2026, 9, 2), time.Time{}, app.ScopeSend)
	revoked.RevokedAt = day(2026, 11, 12)
	draft := key(8, "Integration test", "cdk_drf_9s…Te", dewi, day(2026, 11, 3), time.Time{}, app.ScopeSend, app.ScopeRead)
	draft.Environment = app.Draft

	d := &fakeDeps{role: app.Owner, keys: []app.APIKey{draft, core, crm, kiosk, old, gone, revoked}}
	d.view.Agent = app.Agent{ID: 1, Name: "Nusantara Bank Assistant", Country: "ID"}
	d.view.Declaration = protocol.Declaration{ID: "meta_cloud", Name: "Meta Cloud"}
	d.view.Channel = app.Channel{ID: 1, AgentID: 1, Protocol: "meta_cloud", AccountCode: "+6281155500188"}
	d.view.PublicAddress = "https://wa.banknusantara.example"
	return d
}

// opened is the page in a window, entered in Published.
func opened(ui *frametest.UI, size fyne.Size, d *fakeDeps, change ...func(*Deps)) (*Screen, *frametest.Shell) {
	shell := &frametest.Shell{}
	deps := d.deps()
	for _, c := range change {
		c(&deps)
	}
	s := New(deps, shell, frametest.At(now))
	ui.Open(s, shell, size, "")
	return s, shell
}

type getter = func(context.Context, app.AgentID, app.Environment) (channel.View, error)

// slowly makes reading wait.
func slowly(get getter, wait <-chan struct{}) getter {
	return func(ctx context.Context, agent app.AgentID, env app.Environment) (channel.View, error) {
		<-wait
		return get(ctx, agent, env)
	}
}
