package handoff_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/handoff"
	"channeldesk/app/protocol"
)

func TestNewNeedsEverything(t *testing.T) {
	b := newBench(t)
	whole := handoff.Params{
		Store: b.store, Secrets: b.secrets, Protocols: protocol.NewRegistry(), Guard: roleGuard{}, Bus: b.bus,
		Clock: app.SystemClock, Fonts: fonts(t),
	}
	for name, spoil := range map[string]func(*handoff.Params){
		"Store": func(p *handoff.Params) { p.Store = nil }, "Secrets": func(p *handoff.Params) { p.Secrets = nil },
		"Protocols": func(p *handoff.Params) { p.Protocols = nil }, "Guard": func(p *handoff.Params) { p.Guard = nil },
		"Bus": func(p *handoff.Params) { p.Bus = nil }, "Clock": func(p *handoff.Params) { p.Clock = nil },
		"Mono": func(p *handoff.Params) { p.Fonts.Mono = nil }, "Regular": func(p *handoff.Params) { p.Fonts.Regular = []byte("no font") },
	} {
		p := whole
		spoil(&p)
		func() {
			defer func() { assert.Contains(t, fmt.Sprint(recover()), name) }()
			handoff.New(p)
		}()
	}
	assert.NotNil(t, handoff.New(whole))
}

func TestPermissions(t *testing.T) {
	b := newBench(t)
	_, err := b.service.Sheet(as(app.Viewer), 1, app.Published, handoff.Request{})
	require.NoError(t, err)
	_, err = b.service.Log(as(app.Viewer), 1, app.Published)
	require.NoError(t, err)
	assert.Empty(t, b.secrets.asked)
	h, err := b.service.Record(as(app.Contributor), 1, app.Published, handoff.Request{}, app.HandoffFullScreen)
	require.NoError(t, err)
	for name, call := range map[string]func() error{
		"secret": func() error {
			_, err := b.service.Sheet(as(app.Viewer), 1, app.Published, handoff.Request{IncludeSecret: true})
			return err
		},
		"record": func() error {
			_, err := b.service.Record(as(app.Viewer), 1, app.Published, handoff.Request{}, app.HandoffPDF)
			return err
		},
		"export": func() error {
			_, err := b.service.Export(as(app.Viewer), 1, app.Published, handoff.Request{}, app.HandoffPDF, io.Discard)
			return err
		},
		"confirm": func() error { return b.service.Confirm(as(app.Viewer), h.ID) },
		"note":    func() error { return b.service.AddNote(as(app.Viewer), 1, app.Published, "x", "y") },
	} {
		assert.Equal(t, app.CodeForbidden, app.ErrorCode(call()), name)
	}
	assert.Empty(t, b.secrets.asked)
	assert.Len(t, b.store.state.handoffs, 1)
}

func TestSheetCannotGiveItselfAway(t *testing.T) {
	s := newBench(t).sheet(t, app.Draft, handoff.Request{IncludeSecret: true})
	require.Contains(t, s.WebhookURL, webhookSecret)
	var b bytes.Buffer
	slog.New(slog.NewJSONHandler(&b, nil)).Info("made", "sheet", s)
	data, err := json.Marshal(map[string]any{"sheet": s})
	require.NoError(t, err)
	b.Write(data)
	_, err = fmt.Fprintf(&b, "%v %+v %#v %s", s, s, s, &s)
	require.NoError(t, err)
	assert.NotContains(t, b.String(), webhookSecret)
	assert.Contains(t, b.String(), "NB-0007")
}

func TestWhatIsMissing(t *testing.T) {
	b := newBench(t)
	b.store.state.settings = map[string]string{}
	b.change(func(c *app.Channel) { c.Protocol, c.AccountCode, c.Webhook = "", "", app.Webhook{} })
	s := b.sheet(t, app.Published, handoff.Request{IncludeSecret: true})
	var what []string
	for i, m := range s.Missing {
		what = append(what, m.What)
		assert.Equal(t, m.Why, s.MissingReasons()[i])
		assert.Contains(t, m.Why.String(), ". ", "says what to do")
	}
	assert.Equal(t, []string{"protocol", "account_code", "public_address", "webhook_secret"}, what)
	for _, way := range ways {
		assert.Equal(t, app.CodeIncomplete, app.ErrorCode(s.Render(way, io.Discard)), way)
	}
	_, err := b.service.Record(as(app.Owner), 1, app.Published, handoff.Request{}, app.HandoffFullScreen)
	assert.Equal(t, app.CodeIncomplete, app.ErrorCode(err))
	assert.Empty(t, b.store.state.handoffs)
}

func TestBadRequests(t *testing.T) {
	b := newBench(t)
	for field, r := range map[string]handoff.Request{
		"audience": {Audience: "everybody"}, "language": {Language: "fr"}, "to": {To: strings.Repeat("x", handoff.ToMax+1)},
	} {
		_, err := b.service.Sheet(as(app.Owner), 1, app.Published, r)
		require.Equal(t, app.CodeInvalid, app.ErrorCode(err))
		assert.Equal(t, field, app.AsError(err).Field)
	}
	for _, way := range []app.HandoffWay{app.HandoffNote, "fax"} {
		_, err := b.service.Record(as(app.Owner), 1, app.Published, handoff.Request{}, way)
		assert.Equal(t, app.CodeInvalid, app.ErrorCode(err))
	}
	_, err := b.service.Export(as(app.Owner), 1, app.Published, handoff.Request{}, app.HandoffFullScreen, io.Discard)
	assert.Equal(t, app.CodeInvalid, app.ErrorCode(err))
	assert.Equal(t, app.CodeInvalid, app.ErrorCode(b.service.AddNote(as(app.Owner), 1, app.Published, "x", " \n ")))
	assert.Equal(t, app.CodeInvalid, app.ErrorCode(b.service.AddNote(as(app.Owner), 1, app.Published, "x", strings.Repeat("é", handoff.NoteMax+1))))
	delete(b.secrets.values, "r-hook")
	_, err = b.service.Export(as(app.Owner), 1, app.Published, handoff.Request{IncludeSecret: true}, app.HandoffText, io.Discard)
	assert.Equal(t, app.CodeSecretMissing, app.ErrorCode(err))
	assert.Empty(t, b.store.state.handoffs)
}

func TestRecordIsOneStory(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		var events []app.Event
		sub := b.bus.Subscribe(func(e app.Event) { events = append(events, e) })
		h, err := b.service.Record(as(app.Owner), 1, app.Published, handoff.Request{To: " Surya \n Digital ", IncludeSecret: true}, app.HandoffFullScreen)
		require.NoError(t, err)
		assert.Equal(t, "NB-0007", h.Sheet)
		assert.Equal(t, "Surya Digital", h.To)
		assert.Equal(t, "Dewi Kartika", h.By)
		assert.True(t, h.WithSecret)
		require.Len(t, b.store.state.activities, 1)
		a := b.store.state.activities[0]
		assert.Equal(t, app.ActHandedOff, a.Kind)
		assert.Equal(t, "Dewi Kartika showed hand-off sheet NB-0007 full screen, with the webhook secret", a.Text.String())
		assert.Equal(t, "Surya Digital, provider team", a.After)
		require.NoError(t, b.service.Confirm(as(app.Owner), h.ID))
		require.NoError(t, b.service.Confirm(as(app.Owner), h.ID))
		assert.Len(t, b.store.state.activities, 2, "confirming twice is confirming once")
		synctest.Wait()
		sub.Close()
		assert.Contains(t, events, app.Event{Kind: app.HandoffsChanged, AgentID: 1, Environment: app.Published})
		data, err := json.Marshal(b.store.state.handoffs)
		require.NoError(t, err)
		acts, err := json.Marshal(b.store.state.activities)
		require.NoError(t, err)
		assert.NotContains(t, string(data)+string(acts), webhookSecret)
	})
}

func TestLogStates(t *testing.T) {
	b := newBench(t)
	hand := func(r handoff.Request) app.Handoff {
		h, err := b.service.Record(as(app.Owner), 1, app.Published, r, app.HandoffPDF)
		require.NoError(t, err)
		return h
	}
	hand(handoff.Request{To: "A"})
	seen := hand(handoff.Request{To: "B", Language: handoff.Indonesian, Audience: app.ForClientIT})
	confirmed := hand(handoff.Request{To: "C", IncludeSecret: true})
	require.NoError(t, b.service.Confirm(as(app.Owner), confirmed.ID))
	b.store.state.handoffs[seen.ID-1].FirstSignAt = b.now
	require.NoError(t, b.service.AddNote(as(app.Owner), 1, app.Published, "D", "Told by phone"))
	b.now = b.now.Add(20*24*time.Hour + time.Hour)
	states := func() (out []handoff.State) {
		entries, err := b.service.Log(as(app.Viewer), 1, app.Published)
		require.NoError(t, err)
		for _, e := range entries {
			out = append(out, e.State)
		}
		return out
	}
	entries, err := b.service.Log(as(app.Viewer), 1, app.Published)
	require.NoError(t, err)
	assert.Equal(t, []handoff.State{handoff.Noted, handoff.Confirmed, handoff.SignSeen, handoff.Waiting}, states())
	assert.Equal(t, 20, entries[3].WaitingDays)
	assert.Empty(t, entries[0].Sheet)
	next, err := b.service.Record(as(app.Owner), 1, app.Published, handoff.Request{}, app.HandoffPDF)
	require.NoError(t, err)
	assert.Equal(t, "NB-0010", next.Sheet, "a note uses up no number")
	assert.Equal(t, app.CodeInvalid, app.ErrorCode(b.service.Confirm(as(app.Owner), 4)))
	assert.Equal(t, app.CodeNotFound, app.ErrorCode(b.service.Confirm(as(app.Owner), 99)))
}

func TestOutOfDate(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*bench)
		out    bool
	}{
		"nothing": {func(*bench) {}, false},
		"access token": {func(b *bench) {
			b.change(func(c *app.Channel) { c.Secrets["access_token"] = app.SecretInfo{Ref: "new"} })
		}, false},
		"version":        {func(b *bench) { b.change(func(c *app.Channel) { c.Version++ }) }, false},
		"draft":          {func(b *bench) { b.store.state.channels[1].AccountCode = "+6281111111111" }, false},
		"webhook secret": {func(b *bench) { b.change(func(c *app.Channel) { c.Webhook.Secret.Ref = "r-hook2" }) }, true},
		"account code":   {func(b *bench) { b.change(func(c *app.Channel) { c.AccountCode = "+6281111111111" }) }, true},
		"protocol":       {func(b *bench) { b.change(func(c *app.Channel) { c.Protocol = "qontak" }) }, true},
		"address":        {func(b *bench) { b.store.state.settings[app.SettingPublicAddress] = "https://new.example" }, true},
		"name":           {func(b *bench) { b.rename("Another") }, true},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			for _, r := range requests() {
				_, err := b.service.Record(as(app.Owner), 1, app.Published, r, app.HandoffPDF)
				require.NoError(t, err)
			}
			c.change(b)
			entries, err := b.service.Log(as(app.Viewer), 1, app.Published)
			require.NoError(t, err)
			for _, e := range entries {
				assert.Equal(t, c.out, e.State == handoff.OutOfDate, "%+v", e.Handoff)
			}
		})
	}
}

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestExportRecordsOnlyWhatWasWritten(t *testing.T) {
	b := newBench(t)
	_, err := b.service.Export(as(app.Owner), 1, app.Published, handoff.Request{}, app.HandoffText, brokenWriter{})
	require.Error(t, err)
	_, err = b.service.ExportFile(as(app.Owner), 1, app.Published, handoff.Request{}, app.HandoffPNG, filepath.Join(t.TempDir(), "no", "such", "x.png"))
	require.Equal(t, app.CodeInvalid, app.ErrorCode(err))
	assert.Empty(t, b.store.state.handoffs)
	assert.Empty(t, b.store.state.activities)
	var out bytes.Buffer
	h, err := b.service.Export(as(app.Owner), 1, app.Published, handoff.Request{}, app.HandoffText, &out)
	require.NoError(t, err)
	assert.Contains(t, out.String(), "Sheet "+h.Sheet)
}

// Another hand-off takes the number while this one is being made.
func TestNumberOnPaperIsNumberInLog(t *testing.T) {
	b := newBench(t)
	once := false
	b.secrets.onGet = func() {
		if !once {
			once = true
			_, err := b.service.Record(as(app.Owner), 1, app.Published, handoff.Request{}, app.HandoffClipboard)
			require.NoError(t, err)
		}
	}
	path := filepath.Join(t.TempDir(), "sheet.txt")
	h, err := b.service.ExportFile(as(app.Owner), 1, app.Published, handoff.Request{IncludeSecret: true}, app.HandoffText, path)
	require.NoError(t, err)
	assert.Equal(t, "NB-0008", h.Sheet)
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Contains(t, string(data), "Sheet NB-0008")
	left, err := os.ReadDir(filepath.Dir(path))
	require.NoError(t, err)
	assert.Len(t, left, 1, "no temporary file stays")

	b.secrets.onGet = func() {
		b.change(func(c *app.Channel) { c.AccountCode = fmt.Sprintf("+62811%08d", len(b.secrets.asked)) })
	}
	_, err = b.service.ExportFile(as(app.Owner), 1, app.Published, handoff.Request{IncludeSecret: true}, app.HandoffText, path)
	assert.Equal(t, app.CodeConflict, app.ErrorCode(err), "details that never rest are not handed off")
}

func TestWriteFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "sheet.txt")
	write := func(s string, fail error) error {
		return handoff.WriteFile(path, func(w io.Writer) error {
			_, err := io.WriteString(w, s)
			return errors.Join(err, fail)
		})
	}
	require.NoError(t, write("first", nil))
	require.Error(t, write("half", errors.New("broke off")))
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, "first", string(data))
	require.NoError(t, write("second", nil))
	info, err := os.Stat(path)
	require.NoError(t, err)
	assert.Zero(t, info.Mode().Perm()&0o077, "others cannot read it")
	assert.Equal(t, app.CodeInvalid, app.ErrorCode(handoff.WriteFile(dir, func(io.Writer) error { return nil })))
	require.NoError(t, handoff.WriteFile(os.DevNull, func(w io.Writer) error { _, err := w.Write([]byte("x")); return err }))
	left, err := os.ReadDir(dir)
	require.NoError(t, err)
	assert.Len(t, left, 1)
}
