package settingspage

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/screens/kit"
)

// licence is one work of others that is part of the program. module is where the
// build takes a library from.
type licence struct{ name, module, holder, terms string }

// licences are the works in the program, fonts and icons first; their full terms come
// with the package.
var licences = []licence{
	{"Inter", "", "The Inter Project Authors", "SIL Open Font License 1.1"},
	{"JetBrains Mono", "", "The JetBrains Mono Project Authors", "SIL Open Font License 1.1"},
	{"EmojiOne Color", "", "Adobe Systems; Emoji One", "MIT"},
	{"Lucide", "", "Lucide Icons and Contributors; Cole Bemis", "ISC, MIT"},
	{"age", "filippo.io/age", "The age Authors", "BSD 3-Clause"},
	{"bigfft", "github.com/remyoudompheng/bigfft", "The Go Authors", "BSD 3-Clause"},
	{"bild", "github.com/anthonynsimon/bild", "Anthony Najjar Simon", "MIT"},
	{"dbus for Go", "github.com/godbus/dbus/v5", "Georg Reinke, Google", "BSD 2-Clause"},
	{"flock", "github.com/gofrs/flock", "The Gofrs", "BSD 3-Clause"},
	{"fpdf", "codeberg.org/go-pdf/fpdf", "The Go-PDF authors", "MIT"},
	{"fsnotify", "github.com/fsnotify/fsnotify", "The Go Authors, fsnotify Authors", "BSD 3-Clause"},
	{"Fyne", "fyne.io/fyne/v2", "Fyne.io developers", "BSD 3-Clause"},
	{"gl", "github.com/go-gl/gl", "Eric Woroshow", "MIT"},
	{"glfw for Go", "github.com/go-gl/glfw/v3.4/glfw", "The glfw3-go Authors", "BSD 3-Clause"},
	{"Go and its x packages", "golang.org/x", "The Go Authors", "BSD 3-Clause"},
	{"go-humanize", "github.com/dustin/go-humanize", "Dustin Sallings", "MIT"},
	{"go-i18n", "github.com/nicksnyder/go-i18n/v2", "Nick Snyder", "MIT"},
	{"go-keyring", "github.com/zalando/go-keyring", "Zalando SE", "MIT"},
	{"go-locale", "github.com/jeandeaual/go-locale", "Alexis Jeandeau", "MIT"},
	{"go-qrcode", "github.com/skip2/go-qrcode", "Tom Harwood", "MIT"},
	{"go-retry", "github.com/sethvargo/go-retry", "Seth Vargo", "Apache 2.0"},
	{"go-runewidth", "github.com/mattn/go-runewidth", "Yasuhiro Matsumoto", "MIT"},
	{"go-yaml", "github.com/goccy/go-yaml", "Masaaki Goshima", "MIT"},
	{"goautoneg", "github.com/munnerz/goautoneg", "Open Knowledge Foundation", "BSD 3-Clause"},
	{"gobmp", "github.com/jsummers/gobmp", "Jason Summers", "MIT"},
	{"gocsv", "github.com/gocarina/gocsv", "Jonathan Picques", "MIT"},
	{"goldmark", "github.com/yuin/goldmark", "Yusuke Inuzuka", "MIT"},
	{"goose", "github.com/pressly/goose/v3", "Liam Staskawicz and contributors", "MIT"},
	{"hpke", "filippo.io/hpke", "The Go Authors", "BSD 3-Clause"},
	{"huma", "github.com/danielgtaylor/huma/v2", "Daniel G. Taylor", "MIT"},
	{"image", "github.com/fyne-io/image", "Fyne.io", "BSD 3-Clause"},
	{"interpolate", "github.com/mfridman/interpolate", "Buildkite Pty Ltd", "MIT"},
	{"kong", "github.com/alecthomas/kong", "Alec Thomas", "MIT"},
	{"libc, memory, mathutil", "modernc.org/libc", "The Libc, Memory and mathutil Authors", "BSD 3-Clause"},
	{"lumberjack", "gopkg.in/natefinch/lumberjack.v2", "Nate Finch", "MIT"},
	{"multierr", "go.uber.org/multierr", "Uber Technologies", "MIT"},
	{"oksvg", "github.com/fyne-io/oksvg", "Steven R Wiley", "BSD 3-Clause"},
	{"oksvg, rasterx", "github.com/srwiley/oksvg", "Steven R Wiley", "BSD 3-Clause"},
	{"perks", "github.com/beorn7/perks", "Blake Mizerany", "MIT"},
	{"phonenumbers", "github.com/nyaruka/phonenumbers", "Trey Tacon, Nyaruka", "MIT"},
	{"portal", "github.com/rymdport/portal", "The Rymdport authors", "Apache 2.0"},
	{"procfs", "github.com/prometheus/procfs", "The Prometheus Authors", "Apache 2.0"},
	{"Prometheus client", "github.com/prometheus/client_golang", "The Prometheus Authors", "Apache 2.0"},
	{"Prometheus common", "github.com/prometheus/common", "The Prometheus Authors", "Apache 2.0"},
	{"Prometheus model", "github.com/prometheus/client_model", "The Prometheus Authors", "Apache 2.0"},
	{"protobuf", "google.golang.org/protobuf", "The Go Authors", "BSD 3-Clause"},
	{"render", "github.com/go-text/render", "The go-text authors", "BSD 3-Clause"},
	{"resize", "github.com/nfnt/resize", "Jan Schlicht", "ISC"},
	{"SQLite for Go", "modernc.org/sqlite", "The Sqlite Authors", "BSD 3-Clause"},
	{"systray", "fyne.io/systray", "Brave New Software Project", "Apache 2.0"},
	{"toml", "github.com/BurntSushi/toml", "TOML authors", "MIT"},
	{"typesetting", "github.com/go-text/typesetting", "The go-text authors", "BSD 3-Clause"},
	{"uax29", "github.com/clipperhouse/uax29/v2", "Matt Sherman", "MIT"},
	{"uuid", "github.com/google/uuid", "Google Inc.", "BSD 3-Clause"},
	{"xxhash", "github.com/cespare/xxhash/v2", "Caleb Spare", "MIT"},
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
