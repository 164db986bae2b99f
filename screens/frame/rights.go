package frame

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/screens/kit"
)

// AskOwners names whom to ask for the right to change something.
func AskOwners(names []string) string {
	switch len(names) {
	case 0:
		return lang.L("Ask an owner if you need to edit.")
	case 1:
		return lang.L("Ask {{.Owner}}, the owner, if you need to edit.", map[string]any{"Owner": names[0]})
	}
	last := len(names) - 1
	all := lang.L("{{.First}} or {{.Second}}", map[string]any{"First": strings.Join(names[:last], ", "), "Second": names[last]})
	return lang.L("Ask {{.Owners}} if you need to edit.", map[string]any{"Owners": all})
}

// RoleNote tells a member who may only look why there are no buttons: first is
// what they may and may not do, ask whom to ask.
func RoleNote(first, agent string, role app.Role, ask string) fyne.CanvasObject {
	text := lang.L("Your role on {{.Agent}} is {{.Role}}.", map[string]any{"Agent": agent, "Role": lang.L(role.Label())})
	return kit.NewNote(kit.KindNeutral, kit.NewRuns(kit.Caption,
		kit.Run{Text: first + " ", Bold: true}, kit.Run{Text: text + " " + ask, Token: kit.Text2})).SetIcon("eye")
}

// AccountFirst tells that the channel's account must be saved before the page has
// anything to show, and leads there when the role allows it. The sentences are for
// those who may enter it and for those who may only ask.
func AccountFirst(shell Shell, role app.Role, enter, ask string) fyne.CanvasObject {
	if !role.Allows(app.MayEdit) {
		return kit.NewEmptyLarge(kit.KindNeutral, "plug", lang.L("The account comes first"), ask)
	}
	return kit.NewEmptyLarge(kit.KindNeutral, "plug", lang.L("The account comes first"), enter,
		kit.NewPrimary(lang.L("Enter the account"), func() { shell.Go(Channel, PartAccount) }))
}
