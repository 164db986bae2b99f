package historypage

import (
	"strings"
	"time"

	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// statusLook is the word of a state with the colour and form of its dot.
func statusLook(s app.MessageStatus) (word string, tok kit.Token, ring bool) {
	switch s {
	case app.MessageHeld:
		return lang.L("Waiting"), kit.StateQueued, true
	case app.MessageQueued:
		return lang.L("Queued"), kit.StateQueued, true
	case app.MessageSending:
		return lang.L("Sending"), kit.StateQueued, true
	case app.MessageUnknown:
		return lang.L("In doubt"), kit.Warn, true
	case app.MessageAccepted, app.MessageSent:
		return lang.L("Sent"), kit.StateSent, false
	case app.MessageDelivered:
		return lang.L("Delivered"), kit.StateDelivered, false
	case app.MessageRead:
		return lang.L("Read"), kit.StateRead, false
	case app.MessageFailed:
		return lang.L("Failed"), kit.StateFailed, false
	case app.MessageCancelled:
		return lang.L("Cancelled"), kit.StateSent, true
	}
	return string(s), kit.StateQueued, true
}

// sourceWord is where a message came from, in a word.
func sourceWord(s app.MessageSource) string {
	switch s {
	case app.SourceAPI:
		return lang.L("API")
	case app.SourceBulk:
		return lang.L("Bulk")
	case app.SourceWindow:
		return lang.L("Window")
	case app.SourceSession:
		return lang.L("Session")
	case app.SourceCommand:
		return lang.L("Script")
	}
	return string(s)
}

// person is the number of a message as people write it, or what stands for it.
func person(m app.Message) string {
	switch {
	case m.To != "":
		return app.FormatPhone(m.To)
	case m.Name != "":
		return m.Name
	}
	return m.Room
}

// whatWord is the template of a message, or the beginning of its text.
func whatWord(m app.Message) string {
	if t := m.Content.Template; t != nil {
		return t.Name
	}
	const most = 60
	text := strings.Join(strings.Fields(m.Content.Text), " ")
	if r := []rune(text); len(r) > most {
		text = string(r[:most])
	}
	return text
}

// row is a message as the table shows it. Safe for concurrent use.
func row(m app.Message, now time.Time) kit.TableRow {
	word, tok, ring := statusLook(m.Status)
	last := kit.Cell{Text: "-", Token: kit.Text3}
	switch {
	case troubled(m):
		last = kit.Cell{Text: strings.TrimSuffix(frame.T(m.Reason), "."), Token: kit.DangerText}
		if last.Text == "" {
			last.Text = m.Code
		}
		if m.Status == app.MessageUnknown {
			last.Token = kit.WarnText
		}
	case m.Price != "":
		last = kit.Cell{Text: frame.T(app.PriceText(m.Price))}
	}
	what := kit.Cell{Text: whatWord(m)}
	if m.Content.Template == nil {
		what.Token = kit.Text2
	}
	return kit.TableRow{Cells: []kit.Cell{
		{Text: rowTime(m.CreatedAt, now), Token: kit.Text2}, {Text: person(m)}, what,
		{Kind: kit.CellDot, Text: word, Token: tok, Ring: ring}, {Text: sourceWord(m.Source), Token: kit.Text2}, last,
	}}
}

// rowTime is "17 Nov 09:41", with the year where it is another one.
func rowTime(t, now time.Time) string {
	if t.Local().Year() != now.Local().Year() {
		return frame.Date(t)
	}
	return shortDay(t, now) + " " + t.Local().Format("15:04")
}

// sameRow reports whether two rows show the same.
func sameRow(a, b kit.TableRow) bool {
	for i := range a.Cells {
		x, y := a.Cells[i], b.Cells[i]
		if x.Text != y.Text || x.Token != y.Token || x.Ring != y.Ring {
			return false
		}
	}
	return true
}
