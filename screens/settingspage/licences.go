package settingspage

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/screens/kit"
)

// licence is one work of others that is part of the program.
type licence struct{ name, holder, terms string }

// licences are the works in the program; their full terms come with the package.
var licences = []licence{
	{"Inter", "The Inter Project Authors", "SIL Open Font License 1.1"},
	{"JetBrains Mono", "The JetBrains Mono Project Authors", "SIL Open Font License 1.1"},
	{"Lucide", "Lucide Icons and Contributors; Cole Bemis", "ISC, MIT"},
	{"Fyne", "Fyne.io developers", "BSD 3-Clause"},
	{"SQLite for Go", "The Sqlite Authors", "BSD 3-Clause"},
	{"age", "The age Authors", "BSD 3-Clause"},
	{"go-keyring", "Zalando SE", "MIT"},
	{"go-qrcode", "Tom Harwood", "MIT"},
	{"fpdf", "The Go-PDF authors", "MIT"},
	{"phonenumbers", "Trey Tacon, Nyaruka", "MIT"},
	{"goose", "Liam Staskawicz and contributors", "MIT"},
	{"kong", "Alec Thomas", "MIT"},
	{"go-yaml", "Masaaki Goshima", "MIT"},
	{"lumberjack", "Nate Finch", "MIT"},
	{"flock", "The Gofrs", "BSD 3-Clause"},
	{"typesetting", "The go-text authors", "BSD 3-Clause"},
	{"glfw for Go", "The glfw3-go Authors", "BSD 3-Clause"},
	{"dbus for Go", "Georg Reinke, Google", "BSD 2-Clause"},
	{"Go and its x packages", "The Go Authors", "BSD 3-Clause"},
}

func showLicences(win fyne.Window) {
	rows := kit.Col(8)
	for _, l := range licences {
		rows.Add(kit.RowTop(12,
			kit.Fix(132, 0, kit.NewCut(l.name, kit.BodyStrong, kit.Text)),
			kit.Grow(kit.NewParagraph(kit.Text2, kit.Body, l.holder)),
			kit.Fix(160, 0, kit.NewCut(l.terms, kit.Body, kit.Text3)),
		))
	}
	var d *kit.Dialog
	shut := kit.NewButton(lang.L("Close"), func() { d.Close() })
	d = kit.ShowDialog(win, kit.DialogOptions{
		Title: lang.L("Works of others"), Subtitle: lang.L("Fonts, icons and libraries in this program, with thanks"),
		Width: 560, Body: rows, Actions: []*kit.Button{shut}, Focus: shut,
	})
}
