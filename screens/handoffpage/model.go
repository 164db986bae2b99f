package handoffpage

import (
	"fmt"
	"image"
	"image/color"
	"strings"
	"time"

	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/bidi"
	"channeldesk/app/handoff"
	"channeldesk/screens/frame"
)

// reading is everything that one visit to the services gave, ready to be shown.
type reading struct {
	sheet handoff.Sheet
	codes []code
	facts []fact
	rows  []logRow
	// logErr is what went wrong with the log alone.
	logErr error
}

// code is one QR code, one pixel for each module, without its quiet zone.
type code struct {
	picture image.Image
	caption string
}

// fact is one row of what the QR code contains.
type fact struct {
	name, value string
	// end is never cut off, however little room there is.
	end      string
	included bool
}

// newReading prepares a sheet and its log. It makes the QR codes and belongs
// off the UI thread.
func newReading(sheet handoff.Sheet, entries []handoff.Entry, now time.Time) (reading, error) {
	r := reading{sheet: sheet, rows: newLogRows(entries, sheet.SecretWord, now)}
	if len(sheet.Missing) > 0 {
		return r, nil
	}
	codes, err := sheet.QRCodes(0)
	if err != nil {
		return reading{}, err
	}
	text := ""
	for _, c := range codes {
		r.codes = append(r.codes, code{picture: modules(c, 0), caption: sheet.ScanLabel(c)})
		text += c.Text
	}
	r.facts = newFacts(sheet, text)
	return r, nil
}

// modules draws a code with one pixel for each module and a white edge of so
// many modules around it.
func modules(c handoff.Code, edge int) image.Image {
	n := len(c.Modules)
	img := image.NewPaletted(image.Rect(0, 0, n+2*edge, n+2*edge), color.Palette{color.White, qrInk})
	for y, row := range c.Modules {
		for x, dark := range row {
			if dark {
				img.SetColorIndex(x+edge, y+edge, 1)
			}
		}
	}
	return img
}

// qrInk is the colour of dark modules, in both themes.
var qrInk = color.RGBA{0x0F, 0x12, 0x17, 0xFF}

// newFacts tells in the window's language what a reader of the codes gets.
func newFacts(s handoff.Sheet, text string) []fact {
	address := s.Path
	if address != "" && s.AddressWhole {
		address = "…" + address
	} else {
		address = s.WebhookURL
	}
	facts := []fact{
		{name: lang.L("Agent"), value: s.Agent, end: ", " + frame.EnvironmentName(s.Environment), included: true},
		{name: lang.L("Account code"), value: s.AccountLabel, included: true},
		{name: lang.L("Webhook URL"), value: address, included: true},
		{name: secretName(s), value: lang.L("Not included"), included: s.IncludeSecret},
	}
	if s.IncludeSecret {
		facts[3].value = lang.L("Included, for all to read")
	}
	var also []string
	if len(s.Events) > 0 && strings.Contains(text, s.Events[0]) {
		also = append(also, lang.L("Events"))
	}
	if s.Contact != "" && strings.Contains(text, s.Contact) {
		also = append(also, lang.L("Contact"))
	}
	also = append(also, lang.L("Sheet number"))
	return append(facts, fact{name: lang.L("Also"), value: strings.Join(also, ", "), included: true})
}

// secretName is the provider's word for the webhook secret with a capital.
func secretName(s handoff.Sheet) string {
	if s.SecretWord == "" {
		return lang.L("Webhook secret")
	}
	return strings.ToUpper(s.SecretWord[:1]) + s.SecretWord[1:]
}

// secretWord is the provider's word for the webhook secret, or ours.
func secretWord(s handoff.Sheet) string {
	if s.SecretWord == "" {
		return lang.L("webhook secret")
	}
	return s.SecretWord
}

// logRow is one line of the hand-off log in words.
type logRow struct {
	id                      app.HandoffID
	when, by, to, how       string
	state                   handoff.State
	status                  string
	sheet, note, language   string
	confirmedBy             string
	canConfirm, offersInRow bool
}

func newLogRows(entries []handoff.Entry, word string, now time.Time) []logRow {
	rows := make([]logRow, len(entries))
	for i, e := range entries {
		rows[i] = newLogRow(e, word, now)
	}
	return rows
}

func newLogRow(e handoff.Entry, word string, now time.Time) logRow {
	r := logRow{
		id: e.ID, when: dayAndTime(e.At, now, true), by: e.By, to: reader(e), how: howText(e, word), state: e.State,
		sheet: e.Sheet, note: e.Note, confirmedBy: e.ConfirmedBy, language: languageName(e.Language),
		canConfirm:  e.Way != app.HandoffNote && e.ConfirmedAt.IsZero(),
		offersInRow: e.State == handoff.Waiting,
	}
	switch e.State {
	case handoff.Confirmed:
		r.status = lang.L("Confirmed {{.When}}", map[string]any{"When": dayAndTime(e.ConfirmedAt, now, false)})
	case handoff.SignSeen:
		r.status = lang.L("First sign of life {{.When}}", map[string]any{"When": dayAndTime(e.FirstSignAt, now, false)})
	case handoff.Waiting:
		r.status = waitingText(e.WaitingDays)
	case handoff.OutOfDate:
		r.status = lang.L("Out of date")
	case handoff.Noted:
		r.status = e.Note
	}
	return r
}

func waitingText(days int) string {
	switch days {
	case 0:
		return lang.L("Waiting")
	case 1:
		return lang.L("Waiting 1 day")
	}
	return lang.L("Waiting {{.N}} days", map[string]any{"N": days})
}

// reader is to whom it went, in the window's language.
func reader(e handoff.Entry) string {
	if e.Way == app.HandoffNote {
		return e.To
	}
	who := lang.L("provider team")
	if e.Audience == app.ForClientIT {
		who = lang.L("client IT")
	}
	if e.To == "" {
		return strings.ToUpper(who[:1]) + who[1:]
	}
	if bidi.FromRight([]rune(e.To)) {
		return leftMark + e.To + ", " + who
	}
	return e.To + ", " + who
}

// leftMark, unseen, keeps the direction of the window for a text that begins with a
// name from right to left.
const leftMark = "\u200e"

func languageName(code string) string {
	if code == handoff.Indonesian {
		return "Bahasa Indonesia"
	}
	return "English"
}

var wayTexts = map[app.HandoffWay]string{
	app.HandoffFullScreen: "Shown full screen",
	app.HandoffPDF:        "PDF",
	app.HandoffPNG:        "Image",
	app.HandoffText:       "Text file",
	app.HandoffJSON:       "JSON file",
	app.HandoffClipboard:  "Copied as text",
	app.HandoffPrint:      "Printed",
	app.HandoffNote:       "Note",
}

// howText says how it went out. Paper and files stay around, so they say even
// when the secret was left out.
func howText(e handoff.Entry, word string) string {
	way := lang.L(wayTexts[e.Way])
	short := lang.L("secret")
	if fields := strings.Fields(word); len(fields) > 0 {
		short = fields[len(fields)-1]
	}
	args := map[string]any{"Way": way, "Word": short}
	switch {
	case e.Way == app.HandoffNote:
		return way
	case e.WithSecret:
		return lang.L("{{.Way}}, with {{.Word}}", args)
	case e.Way == app.HandoffPDF || e.Way == app.HandoffPNG || e.Way == app.HandoffPrint:
		return lang.L("{{.Way}}, without {{.Word}}", args)
	}
	return way
}

// dayAndTime says "Fri 13 Nov 14:22" or, without the weekday, "13 Nov 16:05".
// Another year than now's stands in place of the time.
func dayAndTime(t, now time.Time, weekday bool) string {
	if t.IsZero() {
		return ""
	}
	t, now = t.Local(), now.Local()
	if t.Year() != now.Year() {
		return frame.Date(t)
	}
	date := strings.TrimSuffix(frame.Date(t), fmt.Sprintf(" %d", t.Year()))
	s := date + " " + t.Format("15:04")
	if weekday {
		s = lang.L(t.Format("Mon")) + " " + s
	}
	return s
}

// fileName suggests a name for a saved sheet.
func fileName(s handoff.Sheet, ending string) string {
	name := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>|`, r) {
			return ' '
		}
		return r
	}, s.Agent+" "+strings.ToLower(s.Environment.Label())+" "+s.Number)
	name = app.CleanName(name)
	const most = 120
	if r := []rune(name); len(r) > most {
		name = string(r[len(r)-most:])
	}
	return strings.TrimLeft(name, ". ") + "." + ending
}

// step is one thing that is missing and the page that has it.
type step struct {
	why, button string
	page, part  string
}

// steps are what is missing for a sheet, one for each place to go.
func steps(missing []handoff.Missing) []step {
	out := make([]step, 0, len(missing))
	for _, m := range missing {
		s := step{why: frame.T(m.Why), button: lang.L("Open Channel"), page: frame.Channel, part: frame.PartAccount}
		switch m.What {
		case "public_address":
			s.button, s.page, s.part = lang.L("Open Settings"), frame.Settings, frame.PartGateway
		case "webhook_secret":
			s.part = frame.PartWebhook
		}
		out = append(out, s)
	}
	return out
}
