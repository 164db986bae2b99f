package channelpage

import (
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/app/protocol"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// pickTitle is what picking instead of typing is called.
func pickTitle(d protocol.Declaration) string {
	if !d.PickTitle.IsEmpty() {
		return frame.T(d.PickTitle)
	}
	return lang.L("Pick from your numbers")
}

// canPick reports whether the provider can be asked for what to pick from: that
// takes a secret that is saved.
func (m *model) canPick() bool {
	if !m.abilities.Pick || m.readOnly() || m.held.Protocol != nil {
		return false
	}
	c := m.view.Channel
	for _, s := range m.view.Declaration.Secrets {
		if c.Secrets[s.Name].Present() && m.view.Declaration.Applies(c, s.When) {
			return true
		}
	}
	return false
}

// pickNumber lists what the access token can see and fills in all fields of
// the number that is chosen.
func (s *Screen) pickNumber() {
	at := s.m.at
	kit.Start(&s.account.ask, s.ctx, func(ctx context.Context) ([]protocol.Number, error) {
		return s.deps.Numbers(ctx, at.Agent, at.Environment)
	}, func(numbers []protocol.Number, err error) {
		switch {
		case err != nil:
			s.shell.ShowError(err)
		case len(numbers) == 0:
			s.shell.Toast(kit.KindWarn, say("{{.Provider}} shows nothing to pick. Ask the client's admin to give these credentials access", "Provider", s.m.view.Declaration.Name), "", nil)
		default:
			s.showNumbers(numbers)
		}
	})
}

func (s *Screen) showNumbers(numbers []protocol.Number) {
	items := make([]kit.PickerItem, len(numbers))
	for i, n := range numbers {
		items[i] = kit.PickerItem{
			ID: strconv.Itoa(i), Title: app.FormatPhone(n.AccountCode), Detail: numberDetail(n),
			Initials: app.Initials(n.VerifiedName), Colour: kit.AgentColour(n.VerifiedName),
			Selected: app.SamePhone(n.AccountCode, s.m.channel().AccountCode),
		}
	}
	kit.ShowPicker(s.shell.Window(), pickTitle(s.m.declaration()), items, func(id string) {
		i, err := strconv.Atoi(id)
		if err != nil || i < 0 || i >= len(numbers) {
			return
		}
		s.takeNumber(numbers[i])
	})
}

func numberDetail(n protocol.Number) string {
	var parts []string
	for _, p := range []string{n.VerifiedName, n.Account, n.Status} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	return strings.Join(parts, " · ")
}

// takeNumber saves everything that the number stands for, in one go.
func (s *Screen) takeNumber(n protocol.Number) {
	e := channel.Edits{Fields: n.Fields}
	if n.AccountCode != "" {
		e.AccountCode = &n.AccountCode
	}
	s.commit(e, func(err error) {
		if err != nil {
			s.showProblems(err)
			return
		}
		s.account.moved(accountCode)
		for name := range n.Fields {
			s.account.moved(name)
		}
	})
}
