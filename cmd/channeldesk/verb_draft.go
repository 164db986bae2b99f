package main

import "channeldesk/app"

type draftVerb struct {
	Create draftCreateVerb `cmd:"" help:"Create a draft from what is published."`
	Delete draftDeleteVerb `cmd:"" help:"Delete the draft. What is published is not touched."`
}

type draftCreateVerb struct{}

// Run creates the draft.
func (draftCreateVerb) Run(s *session) error {
	return s.withDesk(true, func(d *desk) error {
		a, err := d.agent()
		if err != nil {
			return err
		}
		if err := d.Channel.CreateDraft(d.ctx, a.ID); err != nil {
			return err
		}
		s.console.printf("Draft of %s created from Published.\n", a.Name)
		return nil
	})
}

type draftDeleteVerb struct{}

// Run deletes the draft after asking.
func (draftDeleteVerb) Run(s *session) error {
	return s.withDesk(true, func(d *desk) error {
		a, err := d.agent()
		if err != nil {
			return err
		}
		if err := d.may(a.ID, app.MayEdit); err != nil {
			return err
		}
		if a.HasDraft {
			if err := s.confirm("Delete the draft of " + a.Name + " with its secrets?"); err != nil {
				return err
			}
		}
		if err := d.Channel.DeleteDraft(d.ctx, a.ID); err != nil {
			return err
		}
		s.console.printf("Draft of %s deleted.\n", a.Name)
		return nil
	})
}
