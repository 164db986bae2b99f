package kit

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// chatAtom is one letter that somebody wrote, or one variable with its value.
type chatAtom struct {
	r      rune
	value  string
	filled bool
}

func (a chatAtom) is(r rune) bool { return !a.filled && a.r == r }

func (a chatAtom) space() bool { return !a.filled && unicode.IsSpace(a.r) }

// word tells whether it belongs to a word, at which no formatting begins or ends.
func (a chatAtom) word() bool {
	return a.filled || unicode.IsLetter(a.r) || unicode.IsDigit(a.r)
}

var chatVariable = regexp.MustCompile(`\{\{\s*([A-Za-z0-9_]+)\s*\}\}`)

// ChatRuns turns what somebody wrote for a chat into runs: *bold*, _italic_,
// ~struck~, ```mono``` and `mono` as WhatsApp shows them, a line that begins
// with "- " or "* " as an item of a list. Variables such as {{1}} get their value
// from filled, by what stands between the braces, in bold and in the colour of
// links; those without a value stay as they are written, in the same look. Marks
// inside a value mean nothing. Safe for concurrent use.
func ChatRuns(text string, filled map[string]string) []Run {
	f := &chatFormatter{atoms: chatAtoms(text, filled)}
	f.items()
	f.span(0, len(f.atoms), Run{})
	return f.runs
}

func chatAtoms(text string, filled map[string]string) []chatAtom {
	var out []chatAtom
	written := func(s string) {
		for _, r := range s {
			out = append(out, chatAtom{r: r})
		}
	}
	rest := 0
	for _, m := range chatVariable.FindAllStringSubmatchIndex(text, -1) {
		written(text[rest:m[0]])
		value, ok := filled[text[m[2]:m[3]]]
		if !ok || value == "" {
			value = text[m[0]:m[1]]
		}
		out = append(out, chatAtom{value: value, filled: true})
		rest = m[1]
	}
	written(text[rest:])
	return out
}

type chatFormatter struct {
	atoms []chatAtom
	runs  []Run
}

// items makes bullets of the marks that begin an item of a list.
func (f *chatFormatter) items() {
	for i := range f.atoms {
		begins := i == 0 || f.atoms[i-1].is('\n')
		if begins && i+1 < len(f.atoms) && (f.atoms[i].is('-') || f.atoms[i].is('*')) && f.atoms[i+1].is(' ') {
			f.atoms[i].r = '•'
		}
	}
}

// span adds the runs of a part in a look.
func (f *chatFormatter) span(from, to int, look Run) {
	for i := from; i < to; {
		open, closing, inner := f.marked(i, to, look)
		if closing < 0 {
			f.add(f.atoms[i], look)
			i++
			continue
		}
		f.span(i+open, closing, inner)
		i = closing + open
	}
}

// marked finds the end of what a mark at i begins: how many letters the mark
// has, where the closing one stands (-1 for none) and the look between them.
func (f *chatFormatter) marked(i, to int, look Run) (open, closing int, inner Run) {
	if look.Mono {
		return 0, -1, look
	}
	inner = look
	for _, mark := range []string{"```", "`", "*", "_", "~"} {
		if !f.has(i, to, mark) {
			continue
		}
		open = len(mark)
		switch mark {
		case "```", "`":
			inner.Mono = true
		case "*":
			inner.Bold = true
		case "_":
			inner.Italic = true
		case "~":
			inner.Strike = true
		}
		if inner == look {
			return open, -1, look
		}
		return open, f.closing(i, to, mark), inner
	}
	return 0, -1, look
}

func (f *chatFormatter) has(i, to int, mark string) bool {
	for n, r := range []rune(mark) {
		if i+n >= to || !f.atoms[i+n].is(r) {
			return false
		}
	}
	return true
}

// closing gives the place of the mark that ends what one at i begins. A mark
// stands at the edge of a word, touches what it encloses and stays on its line;
// only three backticks may go over several.
func (f *chatFormatter) closing(i, to int, mark string) int {
	n := len(mark)
	if i > 0 && f.atoms[i-1].word() || i+n >= to || f.atoms[i+n].space() && n == 1 {
		return -1
	}
	for j := i + n + 1; j+n <= to; j++ {
		if n == 1 && f.atoms[j-1].is('\n') {
			return -1
		}
		touches := n > 1 || !f.atoms[j-1].space()
		ends := j+n == len(f.atoms) || !f.atoms[j+n].word()
		if f.has(j, to, mark) && touches && ends {
			return j
		}
	}
	return -1
}

func (f *chatFormatter) add(a chatAtom, look Run) {
	if a.filled {
		look.Text, look.Bold, look.Token = a.value, true, PrimaryText
		f.runs = append(f.runs, look)
		return
	}
	if last := len(f.runs) - 1; last >= 0 {
		before := f.runs[last]
		before.Text = ""
		if before == look {
			f.runs[last].Text += string(a.r)
			return
		}
	}
	look.Text = string(a.r)
	f.runs = append(f.runs, look)
}

// chatQuote is a part of a text that is quoted, or not.
type chatQuote struct {
	quoted bool
	text   string
}

// chatQuotes cuts a text into what is quoted ("> " at the beginning of a line)
// and what is not.
func chatQuotes(text string) []chatQuote {
	var out []chatQuote
	for line := range strings.SplitSeq(text, "\n") {
		inner, quoted := strings.CutPrefix(line, "> ")
		if last := len(out) - 1; last >= 0 && out[last].quoted == quoted {
			out[last].text += "\n" + inner
			continue
		}
		out = append(out, chatQuote{quoted, inner})
	}
	return slices.DeleteFunc(out, func(q chatQuote) bool { return q.text == "" && len(out) > 1 })
}
