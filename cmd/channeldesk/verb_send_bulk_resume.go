package main

import (
	"fmt"

	"channeldesk/app"
	"channeldesk/app/bulk"
)

type sendBulkResumeVerb struct {
	ID       string `arg:"" help:"Its id, as send-bulk printed it."`
	Whatever bool   `name:"whatever-fails" help:"Do not stop by itself any more, however many fail. Without it the limit stays and is counted from now."`
	Wait     bool   `help:"Follow it to its end."`
}

// Run tells how many failed, asks, and goes on.
func (v sendBulkResumeVerb) Run(s *session) error {
	return s.withDesk(true, func(d *desk) error {
		a, err := d.agent()
		if err != nil {
			return err
		}
		live := d.newLiveServices()
		b, err := v.find(d, live, a.ID)
		if err != nil {
			return err
		}
		b, n, err := live.Bulk.Get(d.ctx, b.ID)
		if err != nil {
			return err
		}
		if question := v.question(b, n); question != "" {
			if err := s.confirm(question); err != nil {
				return err
			}
		}
		resume := live.Bulk.Resume
		if v.Whatever {
			resume = live.Bulk.ResumeAnyway
		}
		if err := resume(d.ctx, b.ID); err != nil {
			return err
		}
		if v.Wait {
			return d.waitForBulk(live, b, bulkCheckJSON{})
		}
		return d.printBulk(live, b.ID, bulkCheckJSON{})
	})
}

func (v sendBulkResumeVerb) find(d *desk, live *liveServices, agent app.AgentID) (app.BulkSend, error) {
	list, err := live.Bulk.List(d.ctx, agent, d.session.flags.environment())
	for _, b := range list {
		if b.Mark == v.ID {
			return b, nil
		}
	}
	if err == nil {
		err = app.NewError(app.CodeNotFound, app.Say("There is no such bulk send."))
	}
	return app.BulkSend{}, err
}

// question is what must be agreed to; "" where nothing speaks against going on.
func (v sendBulkResumeVerb) question(b app.BulkSend, n app.BulkCounts) string {
	left := plural(n.Held+n.Queued, "message is left", "messages are left")
	switch {
	case v.Whatever:
		return fmt.Sprintf("%d failed so far, and %s. However many of those fail, it does not stop by itself. Go on?", n.Failed, left)
	case bulk.StoppedAtLimit(b):
		return fmt.Sprintf("%d failed so far, and %s. Counted from now, it stops again when more than %d%% of %d fail. Go on?", n.Failed, left, b.FailLimit, b.FailSpan)
	}
	return ""
}
