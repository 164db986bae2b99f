package apipage

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/apikey"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// made is a key that was just made, with its value.
type made struct {
	key   app.APIKey
	value app.Secret
}

// The times that a new key may be valid for.
const (
	endMonth   = "30"
	endQuarter = "90"
	endYear    = "365"
	endTwo     = "730"
	endNever   = "never"
)

func endOptions() []kit.Option {
	return []kit.Option{
		{Value: endMonth, Label: lang.L("In 30 days")}, {Value: endQuarter, Label: lang.L("In 90 days")}, {Value: endYear, Label: lang.L("In 1 year")},
		{Value: endTwo, Label: lang.L("In 2 years")}, {Value: endNever, Label: lang.L("Never")},
	}
}

// endOf is when a key of a choice ends; zero for never.
func endOf(choice string, now time.Time) time.Time {
	switch choice {
	case endMonth:
		return now.AddDate(0, 0, 30)
	case endQuarter:
		return now.AddDate(0, 0, 90)
	case endYear:
		return now.AddDate(1, 0, 0)
	case endTwo:
		return now.AddDate(2, 0, 0)
	}
	return time.Time{}
}

// newKey is the dialog that makes a key. UI thread only.
type newKey struct {
	s       *Screen
	at      frame.Place
	name    *kit.TextField
	scopes  map[app.KeyScope]*kit.Checkbox
	missing *kit.Line // that nothing is allowed
	ends    *kit.Select
	about   *kit.Paragraph // what the chosen end means
	notice  *fyne.Container
	create  *kit.Button
	d       *kit.Dialog
	task    kit.Task
}

// askNewKey opens the dialog for a new key of the place shown.
func (s *Screen) askNewKey() {
	n := &newKey{s: s, at: s.at, scopes: map[app.KeyScope]*kit.Checkbox{}, notice: kit.Stack()}
	n.build()
	cancel := kit.NewButton(lang.L("Cancel"), func() { n.d.Close() })
	n.d = kit.ShowDialog(s.shell.Window(), kit.DialogOptions{
		Title: lang.L("New API key"), Width: 560, HeadRight: environmentChip(n.at.Environment), Body: n.body(), Notice: n.notice,
		Subtitle: lang.L("It works for this agent and this environment only."),
		Actions:  []*kit.Button{cancel, n.create}, Main: n.create, Focus: n.name.Focusable(),
	})
}

func (n *newKey) build() {
	n.name = kit.NewTextField(lang.L("Name"))
	n.name.SetPlaceholder(lang.L("Core banking"))
	n.name.SetHelp(lang.L("The system that will use the key. It stands in the list and in the activity log."))
	n.name.SetCounter(apikey.NameMax)
	n.name.OnSubmitted = func(string) { n.submit() }
	for scope, text := range map[app.KeyScope]string{
		app.ScopeSend: lang.L("Send: put messages into the queue"),
		app.ScopeRead: lang.L("Read: see messages and how they ended, templates, the channel"),
	} {
		box := kit.NewCheckbox(text)
		box.OnChanged = func(bool) { n.problem(n.missing, "") }
		n.scopes[scope] = box
	}
	n.scopes[app.ScopeSend].SetChecked(true)
	n.missing = kit.NewLine("", kit.Caption, kit.DangerText)
	n.missing.Hide()
	n.ends = kit.NewSelect(lang.L("Expires"), endOptions())
	n.ends.SetValue(endYear)
	n.about = kit.NewParagraph(kit.Text3, kit.Caption, "")
	n.ends.OnChanged = func(string) { n.tellEnd() }
	n.tellEnd()
	n.notice.Hide()
	n.create = kit.NewPrimary(lang.L("Create the key"), n.submit).WithIcon("key-round")
}

func (n *newKey) body() fyne.CanvasObject {
	boxes := kit.Col(0, kit.NewLine(lang.L("Allowed to"), kit.CaptionStrong, kit.Text2), n.scopes[app.ScopeSend], n.scopes[app.ScopeRead], n.missing)
	return kit.Col(16, n.name, boxes, kit.Col(4, kit.Row(0, kit.Fix(200, 0, n.ends), kit.Spring()), n.about))
}

// tellEnd says what the chosen end means.
func (n *newKey) tellEnd() {
	end := endOf(n.ends.Value(), n.s.clock.Now())
	if end.IsZero() {
		n.about.SetText(lang.L("It works until somebody revokes it. A key that ends by itself is safer: you are reminded in time, and rotating takes a minute."))
	} else {
		n.about.SetText(lang.L("The last day is {{.Date}}. You are reminded 30, 14, 7 and 1 days before.", map[string]any{"Date": frame.Date(end)}))
	}
	if n.d != nil {
		n.d.Refresh()
	}
}

func (n *newKey) problem(line *kit.Line, text string) {
	line.SetText(text)
	line.Hidden = text == ""
	if n.d != nil {
		n.d.Refresh()
	}
}

// submit makes the key. It goes on when dialog or page are left, so that the
// value that is shown once is not lost.
func (n *newKey) submit() {
	if n.create.Busy() {
		return
	}
	wish := apikey.NewKey{Name: n.name.Text(), ExpiresAt: endOf(n.ends.Value(), n.s.clock.Now())}
	for _, scope := range apikey.Scopes {
		if box := n.scopes[scope]; box != nil && box.Checked() {
			wish.Scopes = append(wish.Scopes, scope)
		}
	}
	n.name.SetError("")
	n.notice.Hide()
	n.create.SetBusy(true)
	kit.Start(&n.task, context.WithoutCancel(n.s.ctx), func(ctx context.Context) (m made, err error) {
		m.key, m.value, err = n.s.deps.Keys.Create(ctx, n.at.Agent, n.at.Environment, wish)
		return m, err
	}, n.finish)
}

func (n *newKey) finish(m made, err error) {
	n.create.SetBusy(false)
	if err != nil {
		n.refused(err)
		return
	}
	n.d.Close()
	n.s.Reload()
	n.s.showOnce(m, lang.L("Key created: {{.Name}}", map[string]any{"Name": m.key.Name}), "")
}

// refused shows what is wrong at its field.
func (n *newKey) refused(err error) {
	if !n.d.IsOpen() {
		n.s.shell.ShowError(err)
		return
	}
	text := frame.ErrorText(err)
	switch app.AsError(err).Field {
	case "name":
		n.name.SetError(text)
		n.name.Focus()
	case "scopes":
		n.problem(n.missing, text)
		n.scopes[app.ScopeSend].Focus()
	case "expires_at":
		n.ends.SetError(text)
		n.ends.Focus()
	default:
		showNotice(n.notice, text)
	}
	n.d.Refresh()
}

// showNotice tells above the foot of a dialog why its action was refused.
func showNotice(place *fyne.Container, text string) {
	place.Objects = []fyne.CanvasObject{kit.Pad(0, 24, 16, 24, kit.NewNote(kit.KindDanger, kit.NewParagraph(kit.Text, kit.Caption, text)))}
	place.Show()
}
