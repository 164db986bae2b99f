package channelpage

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

const (
	incomingPanel = 344
	// readPause is the least time between two readings of what came in.
	readPause = 400 * time.Millisecond
)

// incoming is the tab with what came in: the list at the left, and at the right
// the check from outside, sessions and forwarding, or the details of one webhook.
type incoming struct {
	s    *Screen
	m    *incomingModel
	at   frame.Place
	page *fyne.Container

	off      fyne.CanvasObject // the gateway does not run here
	list     *arrivalList
	side     *fyne.Container
	detail   *arrivalDetail
	outside  *outsidePanel
	sessions *sessionsSeen
	forward  *forwardCard

	load, more, check kit.Task
	lastRead          time.Time
	stopRead          func() // a reading that waits
	stopTick          func() // the clock
	showing           bool
	// later calls a function on the UI thread after some time.
	later func(time.Duration, func()) (stop func())
}

func newIncoming(s *Screen) *incoming {
	in := &incoming{s: s, m: &incomingModel{filter: filterAll}, later: s.later}
	in.off = lineNote(kit.KindWarn, "unplug", lang.L("The gateway does not run on this computer, so nothing comes in here."),
		kit.NewLink(lang.L("Run the gateway"), "arrow-right", func() { s.shell.Go(frame.Settings, frame.PartGateway) }))
	in.list = newArrivalList(in)
	in.detail = newArrivalDetail(in)
	in.outside = newOutsidePanel(in)
	in.sessions = newSessionsSeen()
	in.forward = newForwardCard(in)
	in.side = kit.Col(16, in.outside.card, in.sessions.card, kit.Grow(in.forward.card))
	in.detail.card.Hide()
	left := kit.Col(16, in.off, kit.Grow(in.list.card))
	in.page = kit.RowStretch(16, kit.Grow(left), kit.Fix(incomingPanel, 0, kit.Stack(in.side, in.detail.card)))
	return in
}

// reset forgets what belongs to another place.
func (in *incoming) reset() {
	in.leave()
	in.m, in.at = &incomingModel{filter: filterAll}, in.s.m.at
	in.lastRead = time.Time{}
	in.list.reset()
	in.detail.close()
	in.forward.reset()
}

// show is told whether the tab is in sight.
func (in *incoming) show(visible bool) {
	if visible == in.showing {
		return
	}
	in.showing = visible
	if !visible {
		in.leave()
		return
	}
	in.reload()
}

// leave ends what goes on while the tab is in sight.
func (in *incoming) leave() {
	for _, stop := range []*func(){&in.stopRead, &in.stopTick} {
		if *stop != nil {
			(*stop)()
			*stop = nil
		}
	}
	for _, t := range []*kit.Task{&in.load, &in.more, &in.check} {
		t.Cancel()
	}
	in.m.checking, in.m.steps = false, nil
	in.detail.leave()
	in.forward.leave()
}

// reload reads again, soon: a burst of events is one reading.
func (in *incoming) reload() {
	if !in.showing || in.s.m.at.Agent == 0 || in.stopRead != nil {
		return
	}
	if in.at != in.s.m.at {
		in.reset()
	}
	wait := readPause - in.s.clock.Now().Sub(in.lastRead)
	if wait <= 0 || wait > readPause {
		in.readNow()
		return
	}
	in.stopRead = in.later(wait, func() {
		in.stopRead = nil
		in.readNow()
	})
}

func (in *incoming) readNow() {
	in.lastRead = in.s.clock.Now()
	m, deps, filter := in.s.m, in.s.deps, in.m.filter
	want := min(max(len(in.m.list), arrivalsAtOnce), 4*arrivalsAtOnce)
	forwards := m.view.Channel.Forward.URL != ""
	at := m.at
	kit.Start(&in.load, in.s.ctx, func(ctx context.Context) (r incomingRead, err error) {
		if r.page, err = readArrivals(ctx, deps, at, filter, 0, want); err != nil {
			return r, err
		}
		if r.handedAt, err = deps.HandedAt(ctx, at.Agent, at.Environment); err != nil {
			return r, err
		}
		if r.sessions, err = deps.Sessions(ctx, at.Agent, at.Environment, endedShown); err != nil {
			return r, err
		}
		waiting, err := deps.Forwardings(ctx, at.Agent, at.Environment, app.ForwardWaiting)
		if err != nil {
			return r, err
		}
		if r.waiting = len(waiting); forwards || r.waiting > 0 {
			r.dead, err = deps.Forwardings(ctx, at.Agent, at.Environment, app.ForwardDead)
		}
		return r, err
	}, func(r incomingRead, err error) {
		if at != in.s.m.at || filter != in.m.filter {
			return
		}
		in.took(r, err)
	})
}

// took brings what was read onto the tab.
func (in *incoming) took(r incomingRead, err error) {
	in.m.problem = err
	if err == nil {
		list, fresh, anew := in.m.merge(r.page)
		m := in.m
		if len(list) > 0 {
			m.latest = list[0].At
		}
		m.handedAt, m.sessions, m.waiting, m.dead = r.handedAt, r.sessions, r.waiting, r.dead
		if fresh > 0 && m.read && len(m.list) > 0 && in.list.isRead() {
			m.held, m.heldMore = fresh, anew && !r.page.end
			in.list.refreshStates(list)
		} else {
			if anew {
				m.last, m.end = r.page.last, r.page.end
			}
			m.held = 0
			in.list.setArrivals(list)
		}
		m.read = true
	}
	in.apply()
	in.s.refresh()
}

// apply lets every part read the model.
func (in *incoming) apply() {
	if in.at != in.s.m.at {
		in.reset()
	}
	setShown(in.off, !in.s.deps.GatewayRuns())
	in.list.apply()
	in.detail.apply()
	in.outside.apply()
	in.sessions.apply(in.m.sessions, in.s.clock.Now())
	in.forward.apply()
	in.tick()
}

// tick lets the clock count while it is in sight and something is waited for.
func (in *incoming) tick() {
	if in.stopTick != nil {
		in.stopTick()
		in.stopTick = nil
	}
	gone, counts := in.list.counts()
	if !in.showing || !counts {
		return
	}
	in.list.setClock(elapsed(gone))
	if gone < 48*time.Hour {
		in.stopTick = in.later(nextTick(gone), in.tick)
	}
}

// open shows the details of a webhook in place of the panels.
func (in *incoming) open(a app.Arrival) {
	in.detail.open(a)
	setShown(in.side, false)
	setShown(in.detail.card, true)
	in.s.refresh()
}

// closed brings the panels back.
func (in *incoming) closed() {
	setShown(in.detail.card, false)
	setShown(in.side, true)
	in.list.table.SetSelected(-1)
	if in.m.held > 0 {
		in.reload()
	}
	in.s.refresh()
}
