package activitypage

import (
	"context"
	"io"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"channeldesk/app"
	"channeldesk/app/access"
	"channeldesk/app/channel"
	"channeldesk/screens/frame/frametest"
)

func TestMain(m *testing.M) { frametest.Main(m) }

var now = frametest.Now

// The room of the page in windows of 1280 x 800 and of 1000 in width.
var (
	pageSize  = fyne.NewSize(1012, 741)
	pageSmall = fyne.NewSize(780, 641)
)

// fakeDeps are services made of functions; the log is newest first.
type fakeDeps struct {
	log      []app.Activity
	err      error
	asked    []app.ActivityFilter
	versions []channel.VersionLine
	verErr   error
	proof    app.ActivityProof
	proofErr error
	export   func(ctx context.Context, w io.Writer, progress func(int)) error
	exported []app.ActivityFilter
	excel    []bool
}

func (d *fakeDeps) Activity(_ context.Context, f app.ActivityFilter) (out []app.Activity, err error) {
	d.asked = append(d.asked, f)
	for _, a := range d.log {
		switch {
		case f.Agent != 0 && a.AgentID != f.Agent, f.Environment != "" && a.Environment != f.Environment, f.By != "" && a.By != f.By,
			f.Kinds != nil && !slices.Contains(f.Kinds, a.Kind), f.Before != 0 && a.ID >= f.Before,
			!f.From.IsZero() && a.At.Before(f.From), !f.To.IsZero() && !a.At.Before(f.To):
			continue
		}
		if len(out) < f.Limit {
			out = append(out, a)
		}
	}
	return out, d.err
}

func (d *fakeDeps) Actors(context.Context) ([]string, error) {
	return []string{"Dewi Kartika", "Raka Pratama"}, nil
}

func (d *fakeDeps) ListAgents(context.Context) ([]app.Agent, error) {
	return []app.Agent{{ID: 1, Name: "Nusantara Bank Assistant"}, {ID: 2, Name: "Toko Melati"}}, nil
}

func (d *fakeDeps) VerifyActivity(context.Context) (app.ActivityProof, error) {
	return d.proof, d.proofErr
}

func (d *fakeDeps) Versions(context.Context, app.AgentID) ([]channel.VersionLine, error) {
	return d.versions, d.verErr
}

func (d *fakeDeps) ExportActivity(ctx context.Context, f app.ActivityFilter, o access.ExportOptions, w io.Writer, progress func(int)) error {
	d.exported, d.excel = append(d.exported, f), append(d.excel, o.ForExcel)
	return d.export(ctx, w, progress)
}

// sample is what a real day looks like, newest first.
func sample() []app.Activity {
	at := func(ago time.Duration) time.Time { return now.Add(-ago) }
	const dewi, raka = "Dewi Kartika", "Raka Pratama"
	list := []app.Activity{
		{At: at(2 * time.Minute), By: dewi, AgentID: 1, Environment: app.Published, Kind: app.ActSecretRevealed, Text: app.Say("Access token revealed")},
		{At: at(9 * time.Minute), By: dewi, AgentID: 1, Environment: app.Draft, Kind: app.ActSettingChanged, Text: app.Say("Delay before ask more changed"), Before: "10 minutes", After: "15 minutes"},
		{At: at(40 * time.Minute), By: dewi, AgentID: 1, Environment: app.Published, Kind: app.ActPublished, Text: app.Say("Draft published as version {{.N}}", "N", 4)},
		{At: at(55 * time.Minute), By: raka, AgentID: 1, Environment: app.Published, Kind: app.ActRefused, Text: app.Say("Raka Pratama tried to change this agent's channel and was refused")},
		{At: at(3 * time.Hour), By: raka, AgentID: 1, Environment: app.Published, Kind: app.ActHandedOff, Text: app.Say("Sheet NB-0007 handed to Surya Digital, as PDF, with the webhook secret")},
		{At: at(26 * time.Hour), By: dewi, AgentID: 2, Environment: app.Published, Kind: app.ActChecked, Text: app.Say("Connection checked: all passed")},
		{At: at(27 * time.Hour), By: dewi, Kind: app.ActMemberAdded, Text: app.Say("Dewi Kartika added Raka Pratama to this workspace as Contributor"), After: "Contributor"},
		{At: at(50 * time.Hour), By: "", AgentID: 1, Environment: app.Published, Kind: app.ActExpiryWarned, Text: app.Say("Access token ends in 14 days")},
		{At: at(51 * time.Hour), By: dewi, AgentID: 1, Environment: app.Draft, Kind: app.ActDraftCreated, Text: app.Say("Draft created from Published")},
	}
	for i := range list {
		list[i].ID = int64(1204 - i)
	}
	return list
}

func longLog(n int) []app.Activity {
	list := make([]app.Activity, n)
	for i := range list {
		list[i] = app.Activity{ID: int64(n - i), At: now.Add(-time.Duration(i) * time.Minute), By: "Dewi Kartika", AgentID: 1, Environment: app.Draft,
			Kind: app.ActSettingChanged, Text: app.Say("Change {{.N}}", "N", n-i)}
	}
	return list
}

func sampleVersions() []channel.VersionLine {
	v := func(n int, days int, by, note string, changes ...app.Text) channel.VersionLine {
		return channel.VersionLine{Version: app.Version{Number: n, At: now.AddDate(0, 0, -days), By: by, Note: note, Changes: changes}, Restorable: true}
	}
	list := []channel.VersionLine{
		v(4, 0, "Dewi Kartika", "Longer pauses for the holiday season", app.Say("Delay before ask more: 10 minutes becomes 15 minutes"), app.Say("Closing text changed"), app.Say("Access token changed")),
		v(3, 12, "Raka Pratama", "", app.Say("Forwarding switched on")),
		v(2, 20, "Dewi Kartika", "New number", app.Say("Account code: +62 811-5550-0100 becomes +62 811-5550-0188"), app.Say("Phone number ID changed")),
		v(1, 400, "Dewi Kartika", "", app.Say("First version")),
	}
	list[0].Current, list[0].Restorable = true, false
	list[3].Restorable, list[3].Why = false, app.Say("Its access token is not kept any more.")
	return list
}

// opened is the page in a window, entered by a member of a role.
func opened(ui *frametest.UI, size fyne.Size, deps *fakeDeps, role app.Role, part string) (*Screen, *frametest.Shell) {
	shell := &frametest.Shell{}
	s := New(deps, shell, frametest.At(now))
	ui.Put(s, shell, size)
	ui.Enter(frametest.As(role), s, app.Published, part)
	return s, shell
}
