package channelpage

import (
	"context"

	"channeldesk/app/channel"
	"channeldesk/app/protocol"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// saveJob is one save of Draft. Probe names a field whose value may be a secret
// in the wrong box: such a value is not written into the database.
type saveJob struct {
	at    frame.Place
	edits channel.Edits
	probe string
	done  func(saved, error)
}

// saved tells what a save found: where the value seems to belong, and whether
// it was withheld for that reason.
type saved struct {
	place    protocol.Placement
	found    bool
	withheld bool
}

// saver saves one after the other, also after the page was left: a typed value
// is never lost because the next one came, or because another page was opened.
type saver struct {
	s     *Screen
	task  kit.Task
	queue []saveJob
	then  []func()
}

func (v *saver) add(job saveJob) {
	v.queue = append(v.queue, job)
	if len(v.queue) == 1 {
		v.next()
	}
}

// whenDone calls fn after everything that waits was saved.
func (v *saver) whenDone(fn func()) {
	if len(v.queue) == 0 {
		fn()
		return
	}
	v.then = append(v.then, fn)
}

func (v *saver) next() {
	job, s := v.queue[0], v.s
	known := s.m.declaration()
	kit.Start(&v.task, context.WithoutCancel(s.ctx), func(ctx context.Context) (saved, error) {
		var r saved
		if value, ok := job.edits.Fields[job.probe]; ok && value != "" {
			p, found, err := s.deps.Recognise(ctx, job.at.Agent, job.at.Environment, job.probe, value, false)
			if err == nil && found {
				r.place, r.found = p, true
				if _, r.withheld = known.Secret(p.Field); r.withheld {
					return r, nil
				}
			}
		}
		return r, s.deps.Save(ctx, job.at.Agent, job.at.Environment, job.edits, "")
	}, func(r saved, err error) { v.finished(job, r, err) })
}

func (v *saver) finished(job saveJob, r saved, err error) {
	v.queue = v.queue[1:]
	switch {
	case job.at == v.s.m.at:
		job.done(r, err)
	case err != nil:
		v.s.shell.ShowError(err)
	}
	if len(v.queue) > 0 {
		v.next()
		return
	}
	v.s.Reload()
	then := v.then
	v.then = nil
	for _, fn := range then {
		fn()
	}
}

// commit validates edits at once and then saves them in Draft, or holds them
// back in Published. done is called on the UI thread, once.
func (s *Screen) commit(e channel.Edits, done func(error)) {
	s.commitProbed(e, "", func(_ saved, err error) { done(err) })
}

func (s *Screen) commitProbed(e channel.Edits, probe string, done func(saved, error)) {
	clean, problems := s.deps.Validate(s.m.view.Agent.Country, s.m.channel(), e)
	if len(problems) > 0 {
		done(saved{}, &channel.Invalid{Problems: problems})
		return
	}
	if s.m.published() {
		s.m.hold(clean)
		done(saved{}, nil)
		s.apply()
		return
	}
	s.saves.add(saveJob{at: s.m.at, edits: e, probe: probe, done: done})
}

// Finish implements frame.Finisher.
func (s *Screen) Finish(done func()) {
	s.commitTyped()
	s.saves.whenDone(done)
}

// commitTyped takes over what stands in a field that still has the focus.
func (s *Screen) commitTyped() {
	if s.stage.State() != kit.StageReady || s.m.readOnly() {
		return
	}
	s.account.commitTyped()
	s.hooks.ifBuilt(func(h *hooksTab) { h.session.commitTyped() })
	s.incoming.ifBuilt(func(in *incoming) { in.forward.commitTyped() })
}

// showProblems puts each error to its field; what has none is told by the
// window.
func (s *Screen) showProblems(err error) {
	for name, e := range frame.Problems(err) {
		if !s.account.setError(name, e) && !s.secrets.setError(name, e) && !s.hooks.get().setError(name, e) && !s.incoming.get().forward.setError(name, e) {
			s.shell.ShowError(e)
		}
	}
	s.refresh()
}
