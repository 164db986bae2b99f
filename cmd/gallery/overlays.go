package main

import (
	"fyne.io/fyne/v2"

	"channeldesk/screens/kit"
)

// overlay is something that opens above a window.
type overlay struct {
	name string
	open func(win fyne.Window, anchor *kit.Button, toasts *kit.Toasts)
}

func overlays() []overlay {
	return []overlay{
		{"dialog", func(win fyne.Window, _ *kit.Button, _ *kit.Toasts) {
			do := kit.NewPrimary("Save", nil)
			kit.ShowDialog(win, kit.DialogOptions{
				Title: "Add a note", Subtitle: "For what happened outside Channel Desk.", Body: kit.Col(12, kit.NewTextField("Company or person"), kit.NewArea("What happened")),
				FootLeft: kit.NewCut("As Raka Pratama, Owner", kit.Caption, kit.Text3), Actions: []*kit.Button{kit.NewButton("Cancel", nil), do}, Main: do,
			})
		}},
		{"confirm", func(win fyne.Window, _ *kit.Button, _ *kit.Toasts) {
			box := kit.NewCheckbox("Register the endpoint right after")
			box.SetChecked(true)
			kit.Confirm(win, kit.ConfirmOptions{
				Title: "Regenerate the webhook secret?", Text: "Messages from customers stop arriving until the provider has the new secret.",
				Extra: box, Keep: "Keep the old one", Do: "Regenerate", Danger: true,
			})
		}},
		{"popover", func(_ fyne.Window, anchor *kit.Button, _ *kit.Toasts) {
			kit.ShowPopover(anchor, kit.Pad(16, 16, 16, 16, kit.Col(8, kit.NewLine("This agent has no draft", kit.BodyStrong, kit.Text),
				kit.NewParagraph(kit.Text2, kit.Body, "A draft is a private copy where you can change settings and test them."), kit.Row(8, kit.NewPrimary("Create draft", nil), kit.NewQuiet("How drafts work", nil)))), kit.PopoverOptions{Width: 336})
		}},
		{"menu", func(_ fyne.Window, anchor *kit.Button, _ *kit.Toasts) {
			kit.ShowMenu(anchor, []kit.MenuItem{
				{Icon: "layout-dashboard", Text: "Overview", Shortcut: "Ctrl 1"}, {Icon: "plug", Text: "Channel", Shortcut: "Ctrl 2", Checked: true},
				{Icon: "qr-code", Text: "Hand-off", Disabled: true}, {Separator: true}, {Icon: "trash-2", Text: "Delete this agent", Danger: true},
			})
		}},
		{"picker", func(win fyne.Window, _ *kit.Button, _ *kit.Toasts) {
			kit.ShowPicker(win, "Choose an agent", []kit.PickerItem{
				{ID: "1", Title: sampleAgent, Detail: "Draft and Published", Initials: "NB", Colour: kit.AgentColour(sampleAgent), Selected: true},
				{ID: "2", Title: otherAgent, Detail: "Published only", Initials: "KL", Colour: kit.AgentColour(otherAgent)}, {ID: "3", Title: "+62 811-5550-0188", Detail: "A number", Icon: "phone"},
			}, func(string) {}, kit.NewButton("New agent", nil).WithIcon("plus"))
		}},
		{"toasts", func(_ fyne.Window, _ *kit.Button, toasts *kit.Toasts) {
			toasts.Add(kit.KindDanger, "PDF not saved, disk full", "Choose folder", nil)
			toasts.Add(kit.KindNeutral, "Webhook URL copied", "", nil)
			toasts.Add(kit.KindOK, "Published. 5 changes are live", "", nil)
		}},
	}
}

// widgetPictures takes the pictures of all widgets.
func (s *stage) widgetPictures() error {
	for _, sh := range sheets() {
		if err := s.sheet(sh.name, sh.width, sh.height, sh.make()); err != nil {
			return err
		}
	}
	for _, o := range overlays() {
		win, anchor, toasts := s.app.NewWindow(o.name), kit.NewButton("The anchor", nil), kit.NewToasts()
		win.SetPadded(false)
		win.SetContent(kit.Stack(kit.NewRect(kit.Bg), kit.Pad(24, 24, 24, 24, kit.Col(16, kit.Row(0, anchor, kit.Spring()), card("A card below", kit.NewTextField("Name")))), kit.NewOverlayLayer(), toasts))
		win.Resize(fyne.NewSize(720, 440))
		o.open(win, anchor, toasts)
		s.settle(0)
		if err := s.save("kit-"+o.name, win.Canvas().Capture()); err != nil {
			return err
		}
		win.Close()
	}
	return nil
}
