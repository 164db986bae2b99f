package handoff

import (
	"fmt"
	"image"
	"image/color"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/skip2/go-qrcode"
)

// QRBytes is the most that one code holds before the text is split. On the
// Hand-off page a code is 222 px wide. At 65 modules, quiet zone included, one
// module is still 3.4 px there (0.9 mm on a common laptop screen, 1 mm on the
// PDF), which phone cameras read from arm's length. 65 modules are version 10,
// and version 10 holds 213 bytes at error correction M.
const QRBytes = 213

// partHead is the room for "1/2" and a line break before each part.
const partHead = len("10/10\n")

// quietZone is the white edge that readers need around a code, in modules.
const quietZone = 4

// ink is the colour of dark modules, in both themes.
var ink = color.RGBA{0x0F, 0x12, 0x17, 0xFF}

// QRText is the compact form of Text that the codes hold. Line by line: agent
// and environment, account code and protocol, webhook URL, webhook secret or
// where it is, sheet number. That the secret is the end of the URL is left to the
// paper where one code would not hold it. Events and contact follow as long as
// one code holds them; otherwise the paper says them and the code says so. It
// fails with CodeIncomplete when something is missing.
func (s Sheet) QRText() (string, error) {
	if err := s.ready(); err != nil {
		return "", err
	}
	secret := s.secretLine().Value
	if !s.IncludeSecret {
		secret = s.say("sent separately")
	} else if s.SecretInAddress {
		secret = s.say("last part of the webhook URL")
	}
	lines := []string{
		fmt.Sprintf("%s, %s", s.Agent, s.EnvironmentLabel()),
		fmt.Sprintf("%s: %s, %s", s.say("Account code"), s.AccountLabel, s.ProtocolName),
		strings.ReplaceAll(s.WebhookURL, "…", "..."), // plain characters are read alike everywhere
		fmt.Sprintf("%s: %s", s.SecretLabel(), secret),
		s.SheetLabel(),
	}
	if !s.AddressWhole {
		lines[2] += " (" + s.say("shortened, ask for it whole") + ")"
	}
	text := strings.Join(lines, "\n")
	if short := strings.Join(slices.Delete(slices.Clone(lines), 3, 4), "\n"); s.SecretInAddress && codeBytes(text) > QRBytes && codeBytes(short) <= QRBytes {
		text = short
	}
	for _, more := range s.qrExtras() {
		for _, form := range more {
			if codeBytes(text+"\n"+form) <= QRBytes {
				text += "\n" + form
				break
			}
		}
	}
	return text, nil
}

// qrExtras are the lines that a code may leave out, each with shorter forms.
func (s Sheet) qrExtras() [][]string {
	var out [][]string
	if s.tellsEvents() {
		label := s.say("Events to switch on") + ": "
		out = append(out, []string{label + strings.Join(s.Events, ", "), label + s.say("{{.N}}, listed on the sheet", "N", len(s.Events))})
	}
	if s.Contact != "" {
		out = append(out, []string{s.say("Ask") + ": " + s.person()})
	}
	return out
}

// Code is one QR code.
type Code struct {
	// Text is exactly what a reader gets. It begins with an invisible character
	// when it holds more than plain ones.
	Text string
	// Part counts from 1 to Of.
	Part, Of int
	// Modules are the rows of the code, true for dark, without quiet zone.
	Modules [][]bool
}

// QRCodes gives QRText as one code or, above maxBytes bytes, as several that
// are numbered in their first line ("1/2"). maxBytes 0 means QRBytes.
func (s Sheet) QRCodes(maxBytes int) ([]Code, error) {
	text, err := s.QRText()
	if err != nil {
		return nil, err
	}
	if maxBytes <= 0 {
		maxBytes = QRBytes
	}
	parts := SplitText(text, maxBytes-(codeBytes(text)-len(text)))
	codes := make([]Code, len(parts))
	for i, part := range parts {
		if codes[i], err = newCode(part); err != nil {
			return nil, err
		}
		codes[i].Part, codes[i].Of = i+1, len(parts)
	}
	return codes, nil
}

// AddressCode is a code that holds the webhook URL alone, for who wants to open
// or paste it. A shortened address has none: it would lead nowhere.
func (s Sheet) AddressCode() (Code, error) {
	if err := s.ready(); err != nil {
		return Code{}, err
	}
	if !s.AddressWhole {
		return Code{}, errShortened
	}
	return newCode(s.WebhookURL)
}

// utf8Mark is an invisible character before a text that has more than plain
// characters. A code cannot say that it is UTF-8, so readers guess, and some take
// an accent or an ellipsis for Japanese. The bytes of this character are valid in
// UTF-8 only, which ends the guessing.
const utf8Mark = "\u2060"

// isPlain reports whether every reader reads the text alike.
func isPlain(text string) bool {
	return strings.IndexFunc(text, func(r rune) bool { return r > unicode.MaxASCII }) < 0
}

// codeBytes is how many bytes a text takes in a code.
func codeBytes(text string) int {
	if isPlain(text) {
		return len(text)
	}
	return len(utf8Mark) + len(text)
}

func newCode(text string) (Code, error) {
	if !isPlain(text) {
		text = utf8Mark + text
	}
	q, err := qrcode.New(text, qrcode.Medium)
	if err != nil {
		return Code{}, fmt.Errorf("make QR code of %d bytes: %w", len(text), err)
	}
	q.DisableBorder = true
	return Code{Text: text, Part: 1, Of: 1, Modules: q.Bitmap()}, nil
}

// Side is the number of modules along one edge, quiet zone included.
func (c Code) Side() int { return len(c.Modules) + 2*quietZone }

// QRImage draws the code, dark on white with its quiet zone, in a square of
// size pixels. Every module is the same whole number of pixels, and what is left
// over is white; a size under one pixel a module is raised to that.
func (c Code) QRImage(size int) image.Image {
	side := c.Side()
	size = max(size, side)
	scale := size / side
	margin := (size-scale*side)/2 + scale*quietZone
	img := image.NewPaletted(image.Rect(0, 0, size, size), color.Palette{color.White, ink})
	for y, row := range c.Modules {
		for x, dark := range row {
			if !dark {
				continue
			}
			for dy := range scale {
				at := img.PixOffset(margin+x*scale, margin+y*scale+dy)
				for dx := range scale {
					img.Pix[at+dx] = 1
				}
			}
		}
	}
	return img
}

// SplitText gives a text as one part or, above maxBytes bytes, as several, each
// with its number and their count in a line before it. Parts end with a line
// where they can, so that no address or secret is torn apart without need, and
// always with a whole character.
func SplitText(text string, maxBytes int) []string {
	if len(text) <= maxBytes {
		return []string{text}
	}
	room := max(maxBytes-partHead, utf8.UTFMax)
	var parts []string
	for text != "" {
		n := cut(text, room)
		parts = append(parts, text[:n])
		text = text[n:]
	}
	for i := range parts {
		parts[i] = fmt.Sprintf("%d/%d\n%s", i+1, len(parts), parts[i])
	}
	return parts
}

// cut gives the length of the next part of at most room bytes.
func cut(text string, room int) int {
	if len(text) <= room {
		return len(text)
	}
	if i := strings.LastIndexByte(text[:room], '\n'); i >= 0 {
		return i + 1
	}
	n := room
	for n > 1 && !utf8.RuneStart(text[n]) {
		n--
	}
	return n
}

// JoinText puts what was read from all codes of a sheet together again, in whatever order they
// were read; ok is false when one is missing or not a part.
func JoinText(parts []string) (text string, ok bool) {
	if len(parts) == 1 {
		return strings.TrimPrefix(parts[0], utf8Mark), true
	}
	ordered := make([]string, len(parts))
	for _, part := range parts {
		head, rest, found := strings.Cut(strings.TrimPrefix(part, utf8Mark), "\n")
		number, of, isPart := strings.Cut(head, "/")
		n, errN := strconv.Atoi(number)
		m, errM := strconv.Atoi(of)
		if !found || !isPart || errN != nil || errM != nil || m != len(parts) || n < 1 || n > m || ordered[n-1] != "" {
			return "", false
		}
		ordered[n-1] = rest
	}
	return strings.Join(ordered, ""), true
}
