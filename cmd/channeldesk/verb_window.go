package main

import "channeldesk/app"

// windowOptions are what the window starts with.
type windowOptions struct {
	// Agent is the name given with --agent, or "": then the one used last.
	Agent string
	// Environment is the one to begin with; "" is the one used last.
	Environment app.Environment
	// Raise delivers a value when the program was started a second time.
	Raise <-chan struct{}
}

type windowVerb struct{}

// Run opens the window, or brings the one that is open to the front.
func (windowVerb) Run(s *session) error {
	w, err := openWorkspace(s)
	if err != nil {
		return err
	}
	defer s.crash.close()
	defer w.Close()
	raise, first, err := w.becomeWindow(s.ctx)
	if err != nil {
		return err
	}
	if !first {
		s.console.progress("Channel Desk is open already: its window comes to the front.\n")
		return nil
	}
	w.keepTidy()
	return runWindow(s.ctx, w, windowOptions{Agent: s.flags.Agent, Raise: raise})
}
