package kit

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
)

const codeNumbers = 40 // width of the column of line numbers

// CodeBlock shows an example in the monospaced font with line numbers. Lines
// that are too long wrap. UI thread only.
type CodeBlock struct {
	Block
	code  string
	lines *fyne.Container
	copy  *Button
}

// NewCodeBlock makes a block without colours.
func NewCodeBlock(code string) *CodeBlock {
	b := &CodeBlock{lines: Col(0)}
	b.copy = NewIconButton("copy", lang.L("Copy"), nil).As(VariantQuietNeutral)
	AttachTooltip(b.copy, lang.L("Copy"))
	b.copy.Hide()
	corner := Pad(4, 4, 0, 0, Col(0, Row(0, Spring(), b.copy), Spring()))
	b.Extend(b, Stack(NewBox(CodeBg, Border, 6, 1), Pad(11, 13, 11, 1, b.lines), corner))
	b.SetCode(code)
	return b
}

// SetCode replaces the text; it has no colours until SetRuns.
func (b *CodeBlock) SetCode(code string) {
	var lines [][]Run
	for _, l := range strings.Split(strings.TrimSuffix(code, "\n"), "\n") {
		lines = append(lines, []Run{{Text: l}})
	}
	b.SetRuns(lines)
}

// SetRuns replaces the text by coloured runs, one slice for each line. Use
// the tokens CodeString, CodeKeyword and CodeComment.
func (b *CodeBlock) SetRuns(lines [][]Run) {
	var text strings.Builder
	b.lines.Objects = nil
	for i, runs := range lines {
		if i > 0 {
			text.WriteByte('\n')
		}
		shown := make([]Run, len(runs))
		for j, r := range runs {
			text.WriteString(r.Text)
			shown[j] = Run{Text: strings.ReplaceAll(r.Text, "\t", "    "), Bold: r.Bold, Token: r.Token}
		}
		number := NewLine(strconv.Itoa(i+1), Mono, Text3).SetAlign(fyne.TextAlignTrailing)
		b.lines.Objects = append(b.lines.Objects, RowTop(0,
			Fix(codeNumbers, 0, Pad(0, 12, 0, 0, number)), Grow(NewRuns(Mono, shown...))))
	}
	b.code = text.String()
	b.Refresh()
}

// Code returns the whole text.
func (b *CodeBlock) Code() string { return b.code }

// SetOnCopy shows a Copy button in the corner that calls a function with the
// whole text; nil removes it.
func (b *CodeBlock) SetOnCopy(onCopy func(code string)) {
	b.copy.Hidden = onCopy == nil
	b.copy.OnTapped = func() { onCopy(b.code) }
	b.Refresh()
}
