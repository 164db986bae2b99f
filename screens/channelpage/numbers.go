package channelpage

import (
	"context"
	"strconv"
	"strings"
	"unicode"

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
			ID: strconv.Itoa(i), Title: numberTitle(n), Detail: numberDetail(n, s.m.declaration()),
			Initials: app.Initials(n.VerifiedName), Colour: kit.AgentColour(n.VerifiedName),
			Selected: n.AccountCode != "" && app.SamePhone(n.AccountCode, s.m.channel().AccountCode),
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

// numberTitle is the number, or what is known instead of it.
func numberTitle(n protocol.Number) string {
	for _, t := range []string{app.FormatPhone(n.AccountCode), n.VerifiedName, n.Account} {
		if t != "" {
			return t
		}
	}
	return lang.L("No number yet")
}

// numberDetail tells what the title does not: the names, whether it works, and
// the beginning and end of the ID that is picked.
func numberDetail(n protocol.Number, d protocol.Declaration) string {
	title := numberTitle(n)
	var parts []string
	for _, p := range []string{n.VerifiedName, n.Account, statusText(n.Status), pickedID(n, d)} {
		if p != "" && p != title {
			parts = append(parts, p)
		}
	}
	return strings.Join(parts, " · ")
}

// statusText is a provider's word for a status, in plain words.
func statusText(status string) string {
	switch strings.ToUpper(status) {
	case "":
		return ""
	case "ACTIVE":
		return lang.L("Active")
	case "INACTIVE":
		return lang.L("Not active")
	case "CONNECTED":
		return lang.L("Connected")
	case "DISCONNECTED":
		return lang.L("Not connected")
	case "PENDING":
		return lang.L("Waiting for approval")
	case "BANNED":
		return lang.L("Banned")
	}
	words := []rune(strings.ToLower(strings.ReplaceAll(status, "_", " ")))
	words[0] = unicode.ToUpper(words[0])
	return string(words)
}

// pickedID is the ID that picking fills in, where it is a long one, as people
// compare it: by its first and last characters.
func pickedID(n protocol.Number, d protocol.Declaration) string {
	for _, f := range d.Fields {
		id := n.Fields[f.Name]
		if f.Kind != protocol.UUID || !f.Pick || id == "" {
			continue
		}
		if len(id) <= 16 {
			return id
		}
		return id[:8] + "…" + id[len(id)-4:]
	}
	return ""
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
