package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/user"
	"slices"
	"strconv"
	"strings"

	"channeldesk/app"
)

// The variables that name the member who acts on the command line, and the file
// with that member's passphrase.
const (
	memberVar           = "CHANNELDESK_MEMBER"
	memberPassphraseVar = "CHANNELDESK_MEMBER_PASSPHRASE_FILE"
)

// actor is the member who acts in a run, with the passphrase that proved it;
// empty for a member without one.
type actor struct {
	app.Member
	passphrase app.Secret
}

// whoActs gives the member who acts: the one that --member or the environment
// names, or the only one. Where there are several, a terminal asks. A member
// with a passphrase must prove it. A workspace without members gets an Owner
// with that name, or with the name of the computer's account.
func (w *workspace) whoActs(s *session) (actor, error) {
	members, err := w.Access.Members(s.ctx)
	if err != nil {
		return actor{}, err
	}
	named := app.CleanName(s.flags.Member)
	if named == "" {
		named = app.CleanName(os.Getenv(memberVar))
	}
	if len(members) == 0 {
		if named == "" {
			named = accountName()
		}
		owner, err := w.Access.EnsureOwner(s.ctx, named)
		return actor{Member: owner}, err
	}
	m, err := s.chooseMember(members, named)
	if err != nil || !m.HasPassphrase {
		return actor{Member: m}, err
	}
	passphrase, err := s.memberPassphrase(m)
	if err != nil {
		return actor{}, err
	}
	m, err = w.Access.SignIn(s.ctx, m.ID, passphrase)
	return actor{m, passphrase}, err
}

// chooseMember finds the one that is named, or the only one, or asks.
func (s *session) chooseMember(members []app.Member, named string) (app.Member, error) {
	if named != "" {
		if m, ok := memberCalled(members, named); ok {
			return m, nil
		}
		return app.Member{}, app.NewError(app.CodeForbidden, app.Say("There is no member called {{.Name}} in this workspace.", "Name", named)).
			WithFix(app.Say("Check --member and {{.Variable}}.", "Variable", memberVar))
	}
	if len(members) == 1 {
		return members[0], nil
	}
	if !s.console.interactive {
		return app.Member{}, app.NewError(app.CodeForbidden, app.Say("Several members work in this workspace, and nobody said who acts.")).
			WithFix(app.Say("Name one with --member, or in {{.Variable}}: {{.Names}}.", "Variable", memberVar, "Names", strings.Join(memberNames(members), ", ")))
	}
	return s.askMember(members)
}

// askMember asks on the terminal who acts, by name or number.
func (s *session) askMember(members []app.Member) (app.Member, error) {
	for i, m := range members {
		fmt.Fprintf(s.console.err, "%d  %s\n", i+1, oneLine(m.Name))
	}
	fmt.Fprint(s.console.err, "Who is there? ")
	answer, err := s.readLine()
	if err != nil {
		return app.Member{}, err
	}
	if n, err := strconv.Atoi(answer); err == nil && n >= 1 && n <= len(members) {
		return members[n-1], nil
	}
	if m, ok := memberCalled(members, answer); ok {
		return m, nil
	}
	return app.Member{}, app.NewError(app.CodeForbidden, app.Say("There is no such member in this workspace."))
}

// readLine reads one answer from the terminal.
func (s *session) readLine() (string, error) {
	if s.answers == nil {
		s.answers = bufio.NewReader(s.console.in)
	}
	line, err := s.answers.ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	return app.CleanName(line), nil
}

// memberPassphrase reads the passphrase of a member from the file that the
// environment names, or asks for it on a terminal.
func (s *session) memberPassphrase(m app.Member) (app.Secret, error) {
	if path := os.Getenv(memberPassphraseVar); path != "" {
		return passphraseFromFile(path, app.CodeForbidden, memberPassphraseVar)
	}
	if !s.console.interactive {
		return app.Secret{}, app.NewError(app.CodeForbidden, app.Say("{{.Name}} signs in with a passphrase.", "Name", m.Name)).
			WithFix(app.Say("Put it into a file that only you can read, and name that file in {{.Variable}}.", "Variable", memberPassphraseVar))
	}
	return s.console.askSecret("Passphrase of " + oneLine(m.Name))
}

func memberCalled(members []app.Member, name string) (app.Member, bool) {
	i := slices.IndexFunc(members, func(m app.Member) bool { return strings.EqualFold(m.Name, app.CleanName(name)) })
	if i < 0 {
		return app.Member{}, false
	}
	return members[i], true
}

func memberNames(members []app.Member) []string {
	names := make([]string, len(members))
	for i, m := range members {
		names[i] = m.Name
	}
	return names
}

// acting gives a context in which the member acts.
func (a actor) acting(ctx context.Context) context.Context { return app.WithMember(ctx, a.Member) }

// accountName is the full name of the computer's account, or its short one.
func accountName() string {
	u, err := user.Current()
	if err != nil {
		return "Owner"
	}
	for _, name := range []string{u.Name, u.Username} {
		if name = app.CleanName(strings.Trim(name, ",")); name != "" && len([]rune(name)) <= 60 {
			return name
		}
	}
	return "Owner"
}
