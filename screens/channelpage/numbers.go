package channelpage

import (
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/app/protocol"
	"channeldesk/screens/kit"
)

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
			s.shell.Toast(kit.KindWarn, lang.L("The access token sees no number. Ask the client's admin to assign the account to it"), "", nil)
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
	kit.ShowPicker(s.shell.Window(), lang.L("Pick from your numbers"), items, func(id string) {
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
