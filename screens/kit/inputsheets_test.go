package kit

import (
	"testing"

	"fyne.io/fyne/v2"
)

func textField(label, text string) *TextField {
	f := NewTextField(label)
	f.SetText(text)
	return f
}

func withHelp(f *TextField, text string) *TextField { f.SetHelp(text); return f }

// lit shows the look of the focus without the blinking caret.
func lit(f *TextField) *TextField {
	f.frame.focus = true
	f.frame.apply()
	return f
}

func wrong(f *TextField, text string) *TextField { f.SetError(text); return f }
func fixed(f *TextField) *TextField              { f.SetReadOnly(true); return f }

func TestFieldSheet(t *testing.T) {
	golden(t, "fields", 640, 690, func() fyne.CanvasObject {
		address := fixed(textField("Webhook address", "https://wa.example/hooks/qontak/kl-7f3a9c").Mono())
		address.SetTrailing(NewButton("Copy", nil).WithIcon("copy"))
		off := textField("Label", "Disabled")
		off.SetDisabled(true)
		counted := textField("Ask more message", "Do you still need help?")
		counted.SetCounter(1024)
		over := textField("Header text", "Far too long")
		over.SetCounter(10)
		search := NewTextField("")
		search.SetLeading("search")
		search.SetPlaceholder("Phone number or name")
		optional := NewTextField("Note")
		optional.SetCaption("Optional")
		area := NewArea("Message")
		area.SetText("The first line of a longer text that wraps when it meets the end of the box.\nAnd a second one.")
		return sheet(NewCard(CardHead("Text fields"), CardBody(12,
			Even(16, withHelp(textField("Label", "Filled"), "Help text, one line"), lit(textField("Label", "Focused"))),
			Even(16, wrong(textField("Label", "10472938").Mono(), "7 digits are missing"), withHelp(fixed(textField("Label", "Read-only in Published")), "Switch to Draft to change it")),
			address, Even(16, counted, over), Even(16, search, off),
			Even(16, optional, wrong(textField("Label", "x"), "An error that is so long that it needs a second line to be read to its end")),
			area)))
	})
}

func secret(label, last4 string) *SecretField {
	f := NewSecretField(label)
	f.SetStored(last4)
	return f
}

func TestSecretSheet(t *testing.T) {
	golden(t, "secrets", 640, 680, func() fyne.CanvasObject {
		app := secret("App Secret", "")
		app.SetHelp(Run{Text: "Replaced 12 Nov 2026 by Raka Pratama"})
		token := secret("Access token", "Zk9D")
		token.SetButtons(false, true)
		token.AddButton(NewButton("Verify now", nil).WithIcon("shield-check"))
		token.SetHelp(Run{Text: "Expires in 12 days, on 29 Nov 2026", Bold: true, Token: WarnText}, Run{Text: "  Last verified today 09:36"})
		token.SetHelpIcon("triangle-alert", WarnText)
		hook := NewMaskedValue("Webhook secret")
		shown := secret("Revealed", "")
		shown.ShowValue("EAAGm0PX4ZCpsBAKZCzZBqk", 0)
		shown.run++ // stops the countdown
		open := secret("Replacing", "")
		open.enter(secretReplacing)
		open.entry.SetText("EAAGm0PX4")
		empty := NewSecretField("Empty")
		empty.SetHelp(Run{Text: "Paste it from the provider's page"})
		bad := secret("Refused", "")
		bad.enter(secretReplacing)
		bad.SetError("Meta refused this token")
		viewer := secret("Read-only", "Zk9D")
		viewer.SetReadOnly(true)
		return sheet(NewCard(CardHead("Secrets"), CardBody(12, app, token, hook, shown, open, empty, bad, viewer)))
	})
}

func choices() []Option {
	return []Option{{"utility", "Utility"}, {"marketing", "Marketing"}, {"auth", "Authentication"}}
}

func TestChoiceSheet(t *testing.T) {
	golden(t, "choices", 640, 640, func() fyne.CanvasObject {
		pick := NewSelect("Select", choices())
		pick.SetValue("utility")
		none := NewSelect("Nothing chosen", choices())
		none.SetPlaceholder("Choose a category")
		bad := NewSelect("Wrong", choices())
		bad.SetError("Choose one")
		locked := NewSelect("Read-only", choices())
		locked.SetValue("auth")
		locked.SetReadOnly(true)
		filter := NewSelect("", []Option{{"", "All"}})
		filter.SetPrefix("Status")
		filter.SetValue("")
		ask := NewDurationField("Delay before ask more")
		ask.SetDuration(600e9)
		ask.SetHelp("After the customer's last message")
		end := NewDurationField("Delay before end confirmation")
		end.SetDuration(90e9)
		end.SetError("Enter a whole number")
		still := NewDurationField("Read-only")
		still.SetDuration(7200e9)
		still.SetReadOnly(true)
		on := NewSwitch("Ask user to end session", "When a customer goes quiet, ask before closing the chat.")
		on.SetOn(true)
		offSwitch := NewSwitch("Include secret", "Prints the verify token for all to read").Plain()
		view := NewSwitch("Read-only, on", "")
		view.SetOn(true)
		view.SetReadOnly(true)
		set, clear, mixed, dead := NewCheckbox("On"), NewCheckbox("Off"), NewCheckbox("Some"), NewCheckbox("Disabled")
		set.SetChecked(true)
		mixed.SetMixed()
		dead.SetChecked(true)
		dead.SetDisabled(true)
		focused := NewCheckbox("Focused")
		focused.mark.FocusGained()
		return sheet(NewCard(CardHead("Choices"), CardBody(12,
			Even(16, pick, none), Even(16, bad, locked), Row(8, Fix(112, 0, filter), Spring()), Even(16, ask, end), still,
			on, HLine(), offSwitch, view, Row(16, set, clear, mixed, dead, focused, Spring()))))
	})
}

func protocols() []RadioCard {
	return []RadioCard{
		{"meta", "Meta Cloud", "Straight from Meta, with the client's own account"},
		{"coster", "Coster", "Hosted by Coster, with one account code"},
		{"qontak", "Qontak", "Through a Mekari Qontak workspace"},
	}
}

func TestGroupSheet(t *testing.T) {
	golden(t, "groups", 700, 690, func() fyne.CanvasObject {
		cards, view := NewRadioCards(protocols()), NewRadioCards(protocols())
		cards.SetSelected("meta")
		cards.items[1].FocusGained()
		view.SetSelected("meta")
		view.SetReadOnly(true)
		list := NewRadioList([]RadioCard{{"a", "Owner", "May do everything"}, {"b", "Viewer", "Sees everything, changes nothing"}, {"c", "Short", ""}})
		list.SetSelected("b")
		seg := NewSegmented([]Option{{"p", "Provider team"}, {"c", "Client IT"}})
		small := NewSegmented([]Option{{"a", "All"}, {"f", "Failed 24"}}).Small()
		small.SetValue("f")
		lit := NewSegmented([]Option{{"n", "Now"}, {"l", "Later"}})
		lit.FocusGained()
		tabs := NewTabs([]Option{{"a", "Account and credentials"}, {"w", "Webhook and session"}}, NewLine("First page", Body, Text), NewLine("Second", Body, Text))
		tabs.SetWarning("w", true)
		return sheet(tabs, NewCard(CardHead("Protocol"), CardBody(12, cards, view)),
			NewCard(CardHead("Groups", small), CardBody(12, list, Fix(322, 0, seg), Row(8, lit, Spring()))))
	})
}

func envControl(env string, draft bool, n int) *EnvControl {
	c := NewEnvControl()
	c.Set(env, draft, n)
	return c
}

func TestShellSheet(t *testing.T) {
	golden(t, "shell", 560, 560, func() fyne.CanvasObject {
		focus := envControl(EnvDraft, true, 0)
		focus.FocusGained()
		envs := Col(16, Row(24, envControl(EnvDraft, true, 3), envControl(EnvPublished, true, 3), Spring()),
			Row(24, envControl(EnvPublished, false, 0), focus, Spring()))
		rail := func(slim bool) fyne.CanvasObject {
			agent, member := NewAgentButton(nil), NewMemberButton(nil)
			agent.Set("Nusantara Bank Assistant", "NB", agentHues[0])
			member.Set("Dewi Kartika", "Owner", "DK", nil)
			agent.SetSlim(slim)
			member.SetSlim(slim)
			var items []fyne.CanvasObject
			for i, it := range [][2]string{{"layout-dashboard", "Overview"}, {"plug", "Channel"}, {"qr-code", "Hand-off"}, {"send", "Send"}} {
				n := NewNavItem(it[0], it[1], nil)
				n.SetSlim(slim)
				n.SetSelected(i == 1)
				n.SetWarning(i == 1)
				if i == 2 {
					n.MouseIn(nil)
				}
				if i == 3 {
					n.FocusGained()
				}
				items = append(items, n)
			}
			w := float32(220)
			if slim {
				w = 64
			}
			return Fix(w, 340, Stack(NewRect(Rail), Pad(12, 12, 12, 12, Col(16, agent, Col(4, items...), Spring(), member))))
		}
		return sheet(NewCard(CardHead("Environment"), CardBody(0, envs)), RowTop(24, rail(false), rail(true), Spring()))
	})
}
