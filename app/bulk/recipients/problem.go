package recipients

import "channeldesk/app"

// ProblemKind is why a row cannot be sent as it is.
type ProblemKind string

// The kinds.
const (
	NoNumber   ProblemKind = "no_number"
	TooShort   ProblemKind = "too_short"
	TooLong    ProblemKind = "too_long"
	NotNumber  ProblemKind = "not_a_number"
	Damaged    ProblemKind = "damaged_number"
	Twice      ProblemKind = "twice"
	OptedOut   ProblemKind = "opted_out"
	Empty      ProblemKind = "empty"
	LineBreak  ProblemKind = "line_break"
	Tab        ProblemKind = "tab"
	ManyBlanks ProblemKind = "many_blanks"
	Unreadable ProblemKind = "unreadable"
	TooMuch    ProblemKind = "too_much_text"
	ManyCells  ProblemKind = "many_cells"
	NoLink     ProblemKind = "no_link"
	OpenQuote  ProblemKind = "open_quote"
)

// Serious is false for rows that are fine by themselves and only too many.
func (k ProblemKind) Serious() bool { return k != Twice && k != OptedOut }

// Problem is one row that is left out unless somebody mends it.
type Problem struct {
	// Row is the number that spreadsheets show, the header being row 1. Line is the
	// line of the file, which is another one below a cell with a line break.
	Row, Line int
	Kind      ProblemKind
	// Phone and Name are what the row holds, as it is written there.
	Phone, Name string
	// Quote is the line of the mark of an OpenQuote.
	Quote int
	// Value is what the cell at fault holds.
	Value string
	// Need is the place in Job.Needs that it is about, or -1; Column the place in
	// File.Columns, or -1.
	Need, Column int
	// What says it in a few words.
	What app.Text
}

func say(k ProblemKind, label string, n int) app.Text {
	switch k {
	case NoNumber:
		return app.Say("The phone number is empty")
	case TooShort:
		if n > 1 {
			return app.Say("At least {{.N}} digits are missing", "N", n)
		}
		return app.Say("Digits are missing")
	case TooLong:
		return app.Say("The number has too many digits")
	case NotNumber:
		return app.Say("This is not a phone number")
	case Damaged:
		return app.Say("The spreadsheet rounded this number. Make the column text there and save again")
	case Twice:
		return app.Say("Same number as row {{.Row}}", "Row", n)
	case OptedOut:
		return app.Say("Asked not to get messages")
	case Empty:
		return app.Say("{{.Name}} is empty", "Name", label)
	case LineBreak:
		return app.Say("{{.Name}} has a line break", "Name", label)
	case Tab:
		return app.Say("{{.Name}} has a tab", "Name", label)
	case ManyBlanks:
		return app.Say("{{.Name}} has more than four blanks in a row", "Name", label)
	case Unreadable:
		return app.Say("{{.Name}} has characters that cannot be read", "Name", label)
	case TooMuch:
		return app.Say("{{.Name}} is too long: at most {{.Max}} characters fit", "Name", label, "Max", n)
	case NoLink:
		return app.Say("{{.Name}} is no link that begins with https", "Name", label)
	}
	return app.Say("The row has {{.N}} more cells than there are columns. Is there a comma in a text without quotation marks?", "N", n)
}
