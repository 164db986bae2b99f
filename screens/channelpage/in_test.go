package channelpage

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/inbox"
	"channeldesk/app/outside"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// incomingBench is a page on the tab, whose timers the test moves.
type incomingBench struct {
	*bench
	waits []*func()
}

func startIncoming(t *testing.T, mode kit.Mode, deps *fakeDeps, size fyne.Size) *incomingBench {
	t.Helper()
	b := &incomingBench{bench: start(t, mode, deps)}
	b.page.later = func(_ time.Duration, do func()) func() {
		b.waits = append(b.waits, &do)
		return func() { do = nil }
	}
	b.shell.win.Resize(size)
	b.enter(frame.PartIncoming)
	return b
}

// pass lets every timer that waits go off once.
func (b *incomingBench) pass() {
	waits := b.waits
	b.waits = nil
	for _, do := range waits {
		if *do != nil {
			(*do)()
		}
	}
	b.settle()
}

// choose presses a row.
func (b *incomingBench) choose(row int) {
	b.page.incoming.get().list.table.SetSelected(row)
	b.page.incoming.get().list.table.OnSelect(row)
}

// news lets the window tell that something changed.
func (b *incomingBench) news() {
	b.page.Reload()
	b.settle()
	b.pass()
}

func message(who string) app.Text {
	return app.Say("Message ({{.Type}}) of {{.Who}}", "Type", "text", "Who", who)
}

// busy has had some traffic.
func busy() *fakeDeps {
	d := draft()
	d.view.Channel.Forward.URL = "https://agent.example/in"
	state := app.Say("Delivery state: {{.State}}, to {{.Who}}", "State", "read", "Who", "+62 812-****-1423")
	for i := range 14 {
		d.come(app.ArrivalApplied, 1, clock(8, i), message("+62 812-****-1423"))
	}
	d.come(app.ArrivalApplied, 120, clock(9, 2), app.Say("{{.N}} delivery states", "N", 120))
	d.come(app.ArrivalRepeated, 1, clock(9, 3), state)
	d.come(app.ArrivalForeign, 1, clock(9, 12), app.Say("For another number or channel: {{.What}}", "What", message("+62 813-****-7710")))
	d.come(app.ArrivalNotPlain, 1, clock(9, 20), app.Say("Not understood: {{.Word}}", "Word", "flows"))
	d.come(app.ArrivalHadProblem, 3, clock(9, 31), app.Say("{{.Failed}} of these could not be applied: {{.What}}", "Failed", 1, "What", app.Say("{{.N}} messages", "N", 3)))
	d.come(app.ArrivalApplied, 1, clock(9, 38), message("+62 812-****-1423"))
	d.in.sessions = inbox.Sessions{Running: 4, Ended: []inbox.EndedSession{
		{Who: "+62 812-****-1423", At: clock(9, 25), Reason: app.Say("Session ended by the customer.")},
		{Who: "+62 813-****-7710", At: clock(8, 50), Reason: app.Say("Session ended: the customer did not answer.")},
	}}
	d.in.check = func(context.Context, func(outside.Step)) (outside.Report, error) { return goodOutside(), nil }
	d.in.secret = "fwd_0123456789abcdef"
	return d
}

func outsideStep(id string, state app.StepState, detail string) outside.Step {
	for _, s := range outside.Titles() {
		if s.ID == id {
			s.State, s.Detail = state, app.Say(detail)
			return s
		}
	}
	return outside.Step{}
}

func goodOutside() outside.Report {
	return outside.Report{At: clock(9, 39), Took: 2 * time.Second, Host: "wa.nusantara.example",
		Note: app.Say("This was asked from this computer. The provider asks from the internet and may see another network: a firewall or a name that only works in your office shows a difference."),
		Steps: []outside.Step{
			outsideStep("name", app.StepPassed, "wa.nusantara.example is known"), outsideStep("certificate", app.StepPassed, "Valid for 61 more days, and for this name"),
			outsideStep("reach", app.StepPassed, "Channel Desk answered in 41 ms"), outsideStep("handshake", app.StepPassed, "Right secret answered, wrong one refused"),
			outsideStep("signature", app.StepPassed, "Signed message taken, unsigned one refused"),
		}}
}

// badOutside stops at a tunnel's page.
func badOutside() outside.Report {
	r := goodOutside()
	reach := outsideStep("reach", app.StepFailed, "The tunnel of ngrok answers, but the gateway is not connected to it.")
	reach.Fix, reach.Actor, reach.Code = app.Say("Start the tunnel and the gateway, and see that the tunnel leads to the address at which the gateway listens."), outside.Server, "HTTP 404 · ERR_NGROK_3200"
	reach.Who = app.Say("Whoever runs the server, its name or its tunnel")
	waits := "Waits for the gateway. Secrets are sent to nobody else"
	r.Steps = append(r.Steps[:2:2], reach, outsideStep("handshake", app.StepSkipped, waits), outsideStep("signature", app.StepSkipped, waits))
	return r
}

func dead() *fakeDeps {
	d := busy()
	d.in.waiting = make([]app.Forwarding, 2)
	d.in.dead = []app.Forwarding{
		{ID: 7, Kind: "message", CreatedAt: clock(9, 1).AddDate(0, 0, -1), Problem: app.Say("The address answered 500.")},
		{ID: 6, Kind: "status", CreatedAt: clock(8, 40).AddDate(0, 0, -1), Problem: app.Say("The address answered 500.")},
	}
	d.in.check = func(context.Context, func(outside.Step)) (outside.Report, error) { return badOutside(), nil }
	return d
}

func TestIncomingLooks(t *testing.T) {
	small := fyne.NewSize(960, 641)
	waiting := func() *fakeDeps {
		d := draft()
		d.in.handed = clock(9, 27)
		return d
	}
	for _, p := range []struct {
		name string
		mode kit.Mode
		size fyne.Size
		deps func() *fakeDeps
		then func(b *incomingBench)
	}{
		{"incoming-light", kit.ModeLight, pageSize, busy, func(b *incomingBench) { b.press("Run check") }},
		{"incoming-dark", kit.ModeDark, pageSize, busy, func(b *incomingBench) { b.press("Run check") }},
		{"incoming-small-light", kit.ModeLight, small, busy, nil},
		{"incoming-waiting-light", kit.ModeLight, pageSize, waiting, nil},
		{"incoming-waiting-dark", kit.ModeDark, small, waiting, nil},
		{"incoming-problems-light", kit.ModeLight, fyne.NewSize(1060, 1010), dead, func(b *incomingBench) {
			b.press("Run check")
			b.page.incoming.get().list.filter.OnChanged(filterProblems)
			b.page.incoming.get().list.filter.SetValue(filterProblems)
			b.settle()
		}},
		{"incoming-detail-light", kit.ModeLight, pageSize, busy, func(b *incomingBench) {
			b.deps.in.bodies = map[app.ArrivalID]string{19: `{"object":"whatsapp_business_account","entry":[{"id":"118204417730915","changes":[{"field":"messages","value":{"messages":[{"from":"628125550142"}]}}]}]}`}
			b.choose(1)
			b.press("Show what was sent")
		}},
		{"incoming-detail-dark", kit.ModeDark, small, busy, func(b *incomingBench) { b.choose(3) }},
		{"incoming-off-light", kit.ModeLight, pageSize, func() *fakeDeps {
			d := busy()
			d.in.off = true
			return d
		}, nil},
		{"incoming-viewer-light", kit.ModeLight, pageSize, func() *fakeDeps { return viewer(dead()) }, func(b *incomingBench) { b.choose(1) }},
		{"incoming-failed-light", kit.ModeLight, pageSize, func() *fakeDeps {
			d := draft()
			d.in.err = app.NewError(app.CodeInternal, app.Say("The database is busy.")).WithFix(app.Say("Try again."))
			return d
		}, nil},
	} {
		t.Run(p.name, func(t *testing.T) {
			b := startIncoming(t, p.mode, p.deps(), p.size)
			if p.then != nil {
				p.then(b)
			}
			b.shell.win.Canvas().Unfocus()
			b.golden(p.name)
		})
	}
}

func TestTheClockCountsWhileItIsSeen(t *testing.T) {
	d := draft()
	d.in.handed = clock(9, 27)
	b := startIncoming(t, kit.ModeLight, d, pageSize)
	assert.Contains(t, b.texts(), "0:13:00")
	assert.Contains(t, b.texts(), "since the address was handed over")
	require.NotNil(t, b.page.incoming.get().stopTick)
	b.page.tabs.OnSelected(frame.PartAccount)
	assert.Nil(t, b.page.incoming.get().stopTick, "nobody sees it")

	b.page.tabs.Select(frame.PartIncoming)
	b.page.tabs.OnSelected(frame.PartIncoming)
	b.settle()
	d.come(app.ArrivalApplied, 1, clock(9, 40), message("+62 812-****-1423"))
	b.news()
	assert.Nil(t, b.page.incoming.get().stopTick, "something came")
	assert.Contains(t, b.texts(), "Last webhook came today 09:40")
}

func TestElapsed(t *testing.T) {
	newApp(t, kit.ModeLight)
	for d, want := range map[time.Duration]string{
		-time.Second: "0:00:00", 7 * time.Second: "0:00:07", 12*time.Minute + 45*time.Second: "0:12:45", 3*time.Hour + 12*time.Minute: "3 h 12 min",
		26 * time.Hour: "26 h 0 min", 50 * time.Hour: "2 days",
	} {
		assert.Equal(t, want, elapsed(d))
	}
	assert.Equal(t, time.Second, nextTick(7*time.Second))
	assert.Equal(t, 48*time.Second, nextTick(time.Hour+12*time.Second))
}

func TestBurstsAreOneReading(t *testing.T) {
	b := startIncoming(t, kit.ModeLight, busy(), pageSize)
	before := b.deps.called("arrivals")
	for range 20 {
		b.page.Reload()
		b.settle()
	}
	assert.Equal(t, before, b.deps.called("arrivals"), "the last one was a moment ago")
	b.pass()
	assert.Equal(t, before+1, b.deps.called("arrivals"))
	b.page.Reload()
	b.press("Webhook and session")
	b.pass()
	b.page.Reload()
	b.settle()
	b.pass()
	assert.Equal(t, before+1, b.deps.called("arrivals"), "nobody sees it")
}

func TestTheListDoesNotJumpUnderAReader(t *testing.T) {
	b := startIncoming(t, kit.ModeLight, busy(), pageSize)
	rows := b.page.incoming.get().list.table.Len()
	b.choose(2)
	b.deps.come(app.ArrivalApplied, 1, clock(9, 40), message("+62 815-****-0001"))
	b.deps.come(app.ArrivalApplied, 1, clock(9, 40), message("+62 815-****-0002"))
	b.news()
	assert.Equal(t, rows, b.page.incoming.get().list.table.Len())
	assert.Contains(t, b.texts(), "2 new")
	assert.Contains(t, b.texts(), "Last webhook came today 09:40", "also while it is held back")
	b.press("2 new")
	assert.Equal(t, rows+2, b.page.incoming.get().list.table.Len())
	assert.NotContains(t, b.texts(), "2 new")
	assert.False(t, b.page.incoming.get().detail.isOpen())

	b.deps.come(app.ArrivalApplied, 1, clock(9, 40), message("+62 815-****-0003"))
	b.news()
	assert.Equal(t, rows+3, b.page.incoming.get().list.table.Len(), "nobody reads: it shows at once")
}

func TestMoreIsReadWhenItIsNeeded(t *testing.T) {
	d := draft()
	for i := range 180 {
		d.come(app.ArrivalApplied, 1, clock(8, 0).Add(time.Duration(i)*time.Second), message(fmt.Sprint("+62 812-****-", 1000+i)))
	}
	b := startIncoming(t, kit.ModeLight, d, pageSize)
	table := b.page.incoming.get().list.table
	require.Equal(t, arrivalsAtOnce, table.Len())
	for range 5 {
		table.SetSelected(table.Len() - 1)
		b.settle()
	}
	assert.Equal(t, 180, table.Len())
	d.come(app.ArrivalApplied, 1, clock(9, 0), message("+62 812-****-9999"))
	b.news()
	assert.Equal(t, 180, table.Len(), "the reader is far below")
	assert.Contains(t, b.texts(), "1 new")
}

func TestProcessAgain(t *testing.T) {
	b := startIncoming(t, kit.ModeLight, busy(), pageSize)
	b.deps.in.again = func(app.ArrivalID) (app.ArrivalState, error) { return app.ArrivalApplied, nil }
	b.choose(1)
	assert.Contains(t, b.texts(), "by a mistake of this program")
	assert.Zero(t, b.deps.called("body"), "what people wrote is only read when asked for")
	b.press("Process again")
	assert.Contains(t, b.texts(), "Processed again: applied, 3 new.")
	assert.Equal(t, app.ArrivalApplied, b.page.incoming.get().m.list[1].State)

	b.deps.in.again = func(app.ArrivalID) (app.ArrivalState, error) {
		return "", app.NewError(app.CodeNotFound, app.Say("This webhook is not kept any more."))
	}
	b.press("Process again")
	assert.Contains(t, b.texts(), "This webhook is not kept any more.")
	b.deps.in.bodies = map[app.ArrivalID]string{19: `{"a":1}`}
	b.press("Show what was sent")
	assert.Contains(t, b.texts(), `"a": 1`)
	test.Tap(b.page.incoming.get().detail.shut)
	b.choose(1)
	assert.NotContains(t, b.texts(), `"a": 1`, "it is asked for each time")
	assert.True(t, b.page.Escape())
	assert.True(t, b.page.incoming.get().side.Visible())
	assert.False(t, b.page.Escape(), "nothing is open")
}

func TestForwardingOnThePage(t *testing.T) {
	d := dead()
	b := startIncoming(t, kit.ModeLight, d, fyne.NewSize(1060, 1200))
	assert.Contains(t, b.texts(), "2 given up · 2 waiting")
	b.press("Send again")
	assert.Equal(t, 1, d.called("forward again"))
	assert.Contains(t, b.texts(), "1 given up · 3 waiting")
	b.press("Send all again")
	assert.Contains(t, b.texts(), "4 waiting")
	assert.NotContains(t, b.texts(), "given up")

	assert.NotContains(t, b.texts(), "fwd_")
	b.page.incoming.get().forward.secret.OnReveal()
	b.settle()
	assert.Contains(t, b.texts(), "fwd_0123456789abcdef")
	b.page.Leave()
	assert.NotContains(t, b.texts(), "fwd_")
}

func TestTheForwardingAddress(t *testing.T) {
	d := draft()
	b := startIncoming(t, kit.ModeLight, d, fyne.NewSize(1060, 1000))
	f := b.page.incoming.get().forward
	assert.Contains(t, strings.ReplaceAll(b.texts(), "\n", " "), "Give the agent's own address")
	typeInto(b.bench, f.address, "agent")
	assert.NotEmpty(t, f.address.ErrorText())
	assert.Empty(t, d.edits())
	typeInto(b.bench, f.address, "https://agent.example/in")
	assert.Empty(t, f.address.ErrorText())
	require.Len(t, d.edits(), 1)
	assert.Equal(t, "https://agent.example/in", d.edits()[0].Forward.URL)
	assert.True(t, f.secret.Visible())

	p := published()
	b = startIncoming(t, kit.ModeLight, p, fyne.NewSize(1060, 1000))
	b.press("Edit published settings")
	typeInto(b.bench, b.page.incoming.get().forward.address, "https://agent.example/in")
	assert.Empty(t, p.edits(), "held back until it is reviewed")
	assert.Equal(t, 1, b.page.Held())
	assert.Contains(t, b.texts(), "Not live yet")
	assert.False(t, b.page.incoming.get().forward.secret.Visible(), "nothing is forwarded yet")
}

func TestManyAtOnceLeaveNoGap(t *testing.T) {
	d := draft()
	come := func(n int) {
		for range n {
			d.come(app.ArrivalApplied, 1, clock(9, 0), message("+62 812-****-1423"))
		}
	}
	come(10)
	b := startIncoming(t, kit.ModeLight, d, pageSize)
	come(120)
	b.news()
	list := b.page.incoming.get().m.list
	for i := 1; i < len(list); i++ {
		require.Equal(t, list[i-1].ID-1, list[i].ID)
	}
	b.choose(3)
	come(120)
	b.news()
	assert.Contains(t, b.texts(), "50 or more new")
	assert.Equal(t, list[3].ID, b.page.incoming.get().m.list[3].ID)
}
