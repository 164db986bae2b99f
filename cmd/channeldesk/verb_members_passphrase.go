package main

import (
	"channeldesk/app"
)

// passphraseFlags say where a new passphrase is. It is never an argument.
type passphraseFlags struct {
	PassphraseEnv  string `help:"Name of the environment variable that holds the passphrase." placeholder:"VAR" xor:"passphrase"`
	PassphraseFile string `help:"File that holds the passphrase." placeholder:"FILE" xor:"passphrase"`
}

// read gives the new passphrase. A terminal asks for it twice; elsewhere it is
// an error that nobody says where it is, unless there may be none.
func (v passphraseFlags) read(s *session, prompt string, mayBeNone bool) (app.Secret, error) {
	switch {
	case v.PassphraseEnv != "":
		return secretFromEnv(v.PassphraseEnv)
	case v.PassphraseFile != "":
		return passphraseFromFile(v.PassphraseFile, app.CodeInvalid, "--passphrase-file")
	case s.console.interactive:
		return s.console.askTwice(prompt, mayBeNone)
	case mayBeNone:
		return app.Secret{}, nil
	}
	return app.Secret{}, &usageError{message: "Where is the passphrase?", fix: "Use --passphrase-env or --passphrase-file, or --remove for none."}
}

// askTwice asks for a new secret on the terminal, and once more against typing
// mistakes.
func (c console) askTwice(prompt string, mayBeNone bool) (app.Secret, error) {
	first, err := c.askSecret(prompt)
	if err != nil || mayBeNone && first.IsEmpty() {
		return first, err
	}
	again, err := c.askSecret("Once more")
	if err == nil && first.Expose() != again.Expose() {
		err = app.NewError(app.CodeInvalid, app.Say("The two are not the same.")).WithFix(app.Say("Nothing was changed. Try again.")).WithField("passphrase")
	}
	return first, err
}

type membersPassphraseVerb struct {
	Name   string `arg:"" optional:"" help:"The member's name; without it, your own."`
	Remove bool   `help:"Sign in without a passphrase from now on." xor:"passphrase"`
	passphraseFlags
}

// Run sets or removes a passphrase: everybody the own one, Owners every one.
// That the own old one is known was proved when the run began.
func (v membersPassphraseVerb) Run(s *session) error {
	return s.withDesk(false, func(d *desk) error {
		m := d.me.Member
		if v.Name != "" {
			named, err := d.member(v.Name)
			if err != nil {
				return err
			}
			m = named
		}
		if m.ID != d.me.ID {
			if err := d.may(0, app.MayManage); err != nil {
				return err
			}
		}
		passphrase, err := v.fresh(s, m)
		if err != nil {
			return err
		}
		var old app.Secret
		if m.ID == d.me.ID {
			old = d.me.passphrase
		}
		if err := d.Access.SetPassphrase(d.ctx, m.ID, old, passphrase); err != nil {
			return err
		}
		if v.Remove {
			s.console.printf("%s signs in without a passphrase from now on.\n", m.Name)
		} else {
			s.console.printf("%s signs in with the new passphrase from now on.\n", m.Name)
		}
		return nil
	})
}

// fresh is the new passphrase; empty when it is to be removed, after asking.
func (v membersPassphraseVerb) fresh(s *session, m app.Member) (app.Secret, error) {
	if v.Remove {
		return app.Secret{}, s.confirm("Let everybody who uses this workspace act as " + oneLine(m.Name) + ", without a passphrase?")
	}
	p, err := v.read(s, "New passphrase of "+oneLine(m.Name), false)
	if err == nil && p.IsEmpty() {
		err = app.Invalid("passphrase", "The passphrase is empty. Use --remove for none.")
	}
	return p, err
}
