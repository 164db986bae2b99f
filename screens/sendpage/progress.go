package sendpage

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/protocol"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

const (
	listAll    = "all"
	listFailed = "failed"

	// latestMost is how many of the latest messages are shown.
	latestMost = 50
	// drawEvery is the least time between two readings that events ask for.
	drawEvery = 250 * time.Millisecond
	// countEvery is how often a countdown is written again.
	countEvery = 20 * time.Second
)

// state is a bulk send as it was read.
type state struct {
	bulk     app.BulkSend
	counts   app.BulkCounts
	failures []app.BulkFailure
	latest   []app.Message
	names    func(code string) app.Text // the short names of failures; nil when there are none
	failed   bool                       // latest are only those that failed
	gateway  bool
	sending  protocol.Sending
}

// passed are the messages that left, or failed.
func (s state) passed() int {
	c := s.counts
	return c.Unknown + c.Accepted + c.Sent + c.Delivered + c.Read + c.Failed
}

// waiting are the messages that may still go.
func (s state) waiting() int {
	c := s.counts
	if left := s.bulk.Total - s.passed() - c.Cancelled; left > 0 {
		return left
	}
	return 0
}

// Progress is the page of one bulk send. UI thread only.
type Progress struct {
	deps  Deps
	shell frame.Shell
	clock app.Clock
	later func(time.Duration, func()) (stop func())

	ctx  context.Context //nolint:containedctx // the visit's own life, from Enter to Leave
	at   frame.Place
	id   app.BulkID
	got  state
	may  bool
	read time.Time // when reading began last
	came bool      // nothing was shown yet since Enter
	due  func()    // stops a reading that is put off; nil while none is
	tick func()    // stops the countdown; nil while none runs

	head    *progressHead
	latest  *latest
	why     *why
	stage   *frame.Stage
	ready   *fyne.Container
	content *fyne.Container
	act     kit.Task
}

var (
	_ frame.Page      = (*Progress)(nil)
	_ frame.SubPage   = (*Progress)(nil)
	_ frame.Reloader  = (*Progress)(nil)
	_ frame.MainActor = (*Progress)(nil)
)

// NewProgress builds the page; it reads nothing before Enter. It panics when
// something that is needed is missing from deps.
func NewProgress(deps Deps, shell frame.Shell, clock app.Clock) *Progress {
	deps.check()
	p := &Progress{deps: deps, shell: shell, clock: clock, ctx: context.Background(), later: laterOnScreen}
	p.stage = frame.NewStage(shell, lang.L("The bulk send could not be read"), progressSkeleton, p.readNow)
	p.head = newProgressHead(p)
	p.latest = newLatest(p)
	p.why = newWhy(p)
	below := &fyne.Container{Layout: &asideLayout{}, Objects: []fyne.CanvasObject{p.latest.card, p.why.card}}
	p.ready = kit.Col(16, p.head.card, kit.Grow(below))
	p.content = kit.Page(kit.Col(0, kit.Grow(p.stage)))
	return p
}

// laterOnScreen calls a function on the UI thread after some time.
func laterOnScreen(wait time.Duration, do func()) (stop func()) {
	t := time.AfterFunc(wait, func() { kit.Do(do) })
	return func() { t.Stop() }
}

// Title implements frame.Page.
func (p *Progress) Title() string {
	if p.got.bulk.Name == "" {
		return lang.L("Bulk send")
	}
	return p.got.bulk.Name
}

// Parent implements frame.SubPage.
func (p *Progress) Parent() string { return frame.Send }

// Content implements frame.Page.
func (p *Progress) Content() fyne.CanvasObject { return p.content }

// Enter implements frame.Page; part is a frame.BulkPart.
func (p *Progress) Enter(ctx context.Context, at frame.Place, part string) {
	p.ctx = ctx
	id, ok := frame.PartBulk(part)
	if ok && (id != p.id || at != p.at) {
		p.id, p.at, p.got = id, at, state{}
		p.latest.forget()
		p.stage.Forget()
	}
	p.came = true
	p.readNow()
}

// Leave implements frame.Page.
func (p *Progress) Leave() {
	p.stage.Cancel()
	p.stopTimers()
}

func (p *Progress) stopTimers() {
	if p.due != nil {
		p.due()
		p.due = nil
	}
	if p.tick != nil {
		p.tick()
		p.tick = nil
	}
}

// Reload implements frame.Reloader: at most four times a second, however many
// events come.
func (p *Progress) Reload() {
	if p.due != nil {
		return
	}
	if wait := drawEvery - p.clock.Now().Sub(p.read); wait > 0 {
		p.due = p.later(wait, func() {
			p.due = nil
			p.readNow()
		})
		return
	}
	p.readNow()
}

func (p *Progress) readNow() {
	if p.id == 0 {
		return
	}
	p.read = p.clock.Now()
	id, at, failed := p.id, p.at, p.latest.onlyFailed()
	frame.Read(p.ctx, p.stage, func(ctx context.Context) (s state, err error) {
		if s.bulk, s.counts, err = p.deps.Bulk.Get(ctx, id); err != nil {
			return s, err
		}
		if s.counts.Failed > 0 {
			if s.failures, err = p.deps.Bulk.Failures(ctx, id); err != nil {
				return s, err
			}
		}
		f := app.HistoryFilter{Bulk: id, Statuses: leftStatuses}
		if s.failed = failed; failed {
			f.Statuses = []app.MessageStatus{app.MessageFailed}
		}
		if s.sending, err = p.deps.Bulk.Sending(ctx, at.Agent, at.Environment); err != nil {
			return s, err
		}
		s.gateway = p.deps.GatewayRuns()
		s.names = p.failureNames(ctx, at)
		s.latest, err = p.deps.Messages(ctx, at.Agent, at.Environment, app.HistoryPage{Filter: f, Limit: latestMost})
		return s, err
	}, p.take)
}

// failureNames are the short names of why messages failed; nil when there are none,
// or they cannot be read: then the whole reasons stand there.
func (p *Progress) failureNames(ctx context.Context, at frame.Place) func(code string) app.Text {
	if p.deps.FailureNames == nil {
		return nil
	}
	names, err := p.deps.FailureNames(ctx, at.Agent, at.Environment)
	if err != nil {
		return nil
	}
	return names
}

// leftStatuses are those of messages that were released at least.
var leftStatuses = []app.MessageStatus{
	app.MessageSending, app.MessageUnknown, app.MessageAccepted, app.MessageSent, app.MessageDelivered, app.MessageRead, app.MessageFailed,
}

func (p *Progress) take(s state) {
	renamed := s.bulk.Name != p.got.bulk.Name
	p.got, p.may = s, p.deps.Role(p.at.Agent).Allows(app.MaySend)
	if renamed {
		p.shell.Retitle()
	}
	p.head.show()
	p.latest.show()
	p.why.show()
	p.countDown()
	if !p.stage.Put(p.ready) {
		p.content.Refresh()
	}
	if p.came {
		p.came = false
		p.begin()
	}
}

// begin gives the keyboard focus to the first control, where nothing else has it:
// the page that led here is gone.
func (p *Progress) begin() {
	win := p.shell.Window()
	if win == nil || win.Canvas().Focused() != nil || win.Canvas().Overlays().Top() != nil {
		return
	}
	for _, b := range []*kit.Button{p.head.pace, p.head.save, p.head.main} {
		if b.Visible() && !b.Disabled() {
			b.Focus()
			return
		}
	}
}

// countDown writes the time that is left again while a start is waited for.
func (p *Progress) countDown() {
	if p.tick != nil {
		p.tick()
		p.tick = nil
	}
	if p.got.bulk.Status != app.BulkScheduled || p.ctx.Err() != nil {
		return
	}
	p.tick = p.later(countEvery, func() {
		p.tick = nil
		if p.ctx.Err() == nil {
			p.head.show()
			p.countDown()
		}
	})
}

// MainAction implements frame.MainActor: it pauses or goes on.
func (p *Progress) MainAction() {
	if p.stage.Shows() && p.head.main.Visible() && !p.head.main.Disabled() {
		p.head.main.OnTapped()
	}
}

// do asks the service for something, and reads again. It goes on when the page is
// left.
func (p *Progress) do(b *kit.Button, what func(ctx context.Context, id app.BulkID) error) {
	if b.Busy() {
		return
	}
	id := p.id
	b.SetBusy(true)
	kit.Start(&p.act, context.WithoutCancel(p.ctx), func(ctx context.Context) (struct{}, error) {
		return struct{}{}, what(ctx, id)
	}, func(_ struct{}, err error) {
		b.SetBusy(false)
		if err != nil {
			p.shell.ShowError(err)
		}
		p.readNow()
	})
}

func progressSkeleton() fyne.CanvasObject {
	return kit.Col(16, kit.NewCard(kit.NewSkeletonRows(3, 280, 420)), kit.NewCard(kit.NewSkeletonRows(8, 60, 140, 110, 80)))
}

// asideLayout puts a panel of a fixed width beside what takes the rest; on narrow
// pages the panel is narrower.
type asideLayout struct{}

const (
	asideWidth = 340
	asideBreak = 900
	asideGap   = 16
)

// MinSize is called by the toolkit.
func (asideLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(0, 360) }

// Layout is called by the toolkit.
func (asideLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	width := float32(asideWidth)
	if size.Width < asideBreak {
		width = 280
	}
	objects[0].Move(fyne.NewPos(0, 0))
	objects[0].Resize(fyne.NewSize(size.Width-width-asideGap, size.Height))
	objects[1].Move(fyne.NewPos(size.Width-width, 0))
	objects[1].Resize(fyne.NewSize(width, size.Height))
}
