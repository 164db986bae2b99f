package sendpage

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/bulk"
	"channeldesk/app/bulk/recipients"
	"channeldesk/app/protocol"
	"channeldesk/app/template"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// bodyMost is how many characters the text of a message has at most.
const bodyMost = 1024

// needsOf are what a file must have for a template: the number, the name for the
// history, and the template's variables.
func needsOf(t app.Template) []recipients.Need {
	out := []recipients.Need{recipients.Phone(lang.L("Phone number")), recipients.Name(lang.L("Name"))}
	for _, v := range template.Variables(t) {
		out = append(out, recipients.Need{
			Key: v.Key, Label: frame.T(v.Label), Words: []string{v.Name}, Optional: v.Optional, Max: v.Max, Link: v.Kind == template.Link,
			InBody: v.Where == "body",
		})
	}
	return out
}

// examplesOf are the values of a sample file.
func examplesOf(t app.Template) map[string]string {
	out := map[string]string{recipients.KeyPhone: "+62 812-5550-1423", recipients.KeyName: "Ibu Sari"}
	for _, v := range template.Variables(t) {
		if out[v.Key] = v.Sample; v.Sample == "" {
			out[v.Key] = frame.T(v.Label)
		}
	}
	return out
}

// aroundBody is how many characters a template's text has without its variables.
func aroundBody(t app.Template) int {
	n, at := 0, 0
	for _, s := range app.PlaceholderSpans(t.Design.Body) {
		n += utf8.RuneCountInString(t.Design.Body[at:s.From])
		at = s.To
	}
	return n + utf8.RuneCountInString(t.Design.Body[at:])
}

// choice is what was chosen for a bulk send so far.
type choice struct {
	template app.Template // ID 0 while none is chosen
	file     *recipients.File
	needs    []recipients.Need
	columns  []int
	byName   []bool // the column was found by its name
	byOrder  bool   // columns were found by their order, and nobody has changed one
	fixed    map[string]string
	edits    map[int]map[int]string
	skip     map[int]bool
	country  string
}

// setTemplate changes the template; columns are matched anew.
func (c *choice) setTemplate(t app.Template) {
	if c.template.ID == t.ID {
		c.template = t
		return
	}
	c.template, c.fixed = t, map[string]string{}
	c.match()
}

// setFile changes the file; what was mended in the one before is forgotten.
func (c *choice) setFile(f *recipients.File) {
	c.file, c.edits, c.skip = f, map[int]map[int]string{}, map[int]bool{}
	c.match()
}

func (c *choice) match() {
	c.needs, c.columns, c.byName, c.byOrder = nil, nil, nil, false
	if c.template.ID == 0 {
		c.needs = []recipients.Need{recipients.Phone(lang.L("Phone number")), recipients.Name(lang.L("Name"))}
	} else {
		c.needs = needsOf(c.template)
	}
	if c.file == nil {
		return
	}
	c.columns = c.file.Match(c.needs)
	for i, at := range c.columns {
		// Alone, a need finds a column by its name only.
		named := at >= 0 && c.file.Match(c.needs[i : i+1])[0] >= 0
		c.byName = append(c.byName, named)
		c.byOrder = c.byOrder || at >= 0 && !named
	}
}

// missing are the places of needs that have neither a column nor a value for
// everybody.
func (c *choice) missing() (out []int) {
	for i, n := range c.needs {
		if i < len(c.columns) && c.columns[i] < 0 && !n.Optional && strings.TrimSpace(c.fixed[n.Key]) == "" {
			out = append(out, i)
		}
	}
	return out
}

// job is what the file is checked for: only what has a place already.
func (c *choice) job() recipients.Job {
	j := recipients.Job{Country: c.country, Fixed: map[string]string{}, Edits: map[int]map[int]string{}, Skip: map[int]bool{}, BodyMax: bodyMost, BodyRest: aroundBody(c.template)}
	gone := c.missing()
	for i, n := range c.needs {
		if !slices.Contains(gone, i) {
			j.Needs, j.Columns = append(j.Needs, n), append(j.Columns, c.columns[i])
		}
	}
	for k, v := range c.fixed {
		j.Fixed[k] = v
	}
	for row, cells := range c.edits {
		j.Edits[row] = map[int]string{}
		for at, v := range cells {
			j.Edits[row][at] = v
		}
	}
	for row := range c.skip {
		j.Skip[row] = true
	}
	return j
}

// edit changes one cell of the file for this bulk send.
func (c *choice) edit(row, column int, value string) {
	if c.edits[row] == nil {
		c.edits[row] = map[int]string{}
	}
	c.edits[row][column] = value
}

// shownNeeds are the places of the needs that a person matches: all but the name,
// unless nothing was found for it.
func (c *choice) shownNeeds() (out []int) {
	for i, n := range c.needs {
		if n.Key != recipients.KeyName {
			out = append(out, i)
		}
	}
	return out
}

// matched counts the shown needs that have a column found by name.
func (c *choice) matched() (byName, all int) {
	for _, i := range c.shownNeeds() {
		all++
		if i < len(c.byName) && c.byName[i] && c.columns[i] >= 0 {
			byName++
		}
	}
	return byName, all
}

// firstValue is what a need takes from the first row.
func (c *choice) firstValue(need int) string {
	at := c.columns[need]
	switch {
	case at < 0:
		return c.fixed[c.needs[need].Key]
	case len(c.file.Sample) == 0:
		return ""
	}
	v := c.file.Sample[0][at]
	if c.needs[need].Key == recipients.KeyPhone {
		if e164, err := app.ParseAccountCode(v, c.country); err == nil {
			return app.FormatPhone(e164)
		}
	}
	return v
}

// valuesOf are a row's values by the keys of the template's variables.
func valuesOf(needs []recipients.Need, r recipients.Row) map[string]string {
	out := map[string]string{}
	for i, n := range needs {
		if n.Key != recipients.KeyPhone && n.Key != recipients.KeyName && i < len(r.Values) {
			out[n.Key] = r.Values[i]
		}
	}
	return out
}

// mark is how a need is called in front of its name: {{1}}; "" takes an icon.
func mark(key string) string {
	if _, err := strconv.Atoi(key); err == nil || isWord(key) {
		return "{{" + key + "}}"
	}
	return ""
}

func isWord(key string) bool {
	switch {
	case key == recipients.KeyPhone, key == recipients.KeyName, key == "header", key == "", len(key) > 2:
		return false
	}
	return !strings.ContainsRune(key, '.')
}

// The paces that are offered.
const (
	paceSlow   = 5
	paceNormal = bulk.UsualPace
	paceFast   = 80
)

// paceMost is the highest pace of a channel, in messages a second.
func paceMost(s protocol.Sending) float64 {
	if s.PerSecond > 0 {
		return min(s.PerSecond, bulk.PaceMax)
	}
	return protocol.UsualPerSecond
}

// paceOptions are the paces to choose from: those that the channel takes, and its
// own limit where that is slower than all of them.
func paceOptions(most float64) []kit.Option {
	var out []kit.Option
	for _, o := range []struct {
		pace float64
		text string
	}{{paceSlow, say("Slow, {{.Rate}}", "Rate", rate(paceSlow))}, {paceNormal, say("Normal, {{.Rate}}", "Rate", rate(paceNormal))}, {paceFast, say("Fast, {{.Rate}}", "Rate", rate(paceFast))}} {
		if o.pace <= most {
			out = append(out, kit.Option{Value: paceNumber(o.pace), Label: o.text})
		}
	}
	if len(out) == 0 {
		out = append(out, kit.Option{Value: paceNumber(most), Label: say("At most, {{.Rate}}", "Rate", rate(most))})
	}
	return append(out, kit.Option{Value: paceOwn, Label: lang.L("My own")})
}

// parsePace reads a pace that was typed; the error is for the field.
func parsePace(typed string, most float64) (float64, string) {
	n, err := strconv.ParseFloat(strings.Replace(strings.TrimSpace(typed), ",", ".", 1), 64)
	switch {
	case err != nil, n != n:
		return 0, lang.L("Enter a number.")
	case n < bulk.PaceMin:
		return 0, say("At least {{.N}}", "N", paceNumber(bulk.PaceMin))
	case n > most+1e-9:
		return 0, say("This number allows {{.Rate}} at most", "Rate", rate(most))
	}
	return n, ""
}

// nextMorning is a time to suggest: nine o'clock on the next day.
func nextMorning(now time.Time) time.Time {
	t := now.Local().AddDate(0, 0, 1)
	return time.Date(t.Year(), t.Month(), t.Day(), 9, 0, 0, 0, time.Local)
}

// sendable parts the templates that can be sent from those that cannot.
func sendable(all []app.Template) (yes, no []app.Template) {
	for _, t := range all {
		if t.Sendable() {
			yes = append(yes, t)
		} else if t.Status != app.TemplateLeaving {
			no = append(no, t)
		}
	}
	return yes, no
}

// whyNot says in one line why templates are not offered: "promo is in review".
func whyNot(no []app.Template) string {
	if len(no) == 0 {
		return ""
	}
	var parts []string
	for _, t := range no[:min(len(no), 2)] {
		parts = append(parts, t.Name+" ("+frame.T(template.StatusLabel(t))+")")
	}
	names := strings.Join(parts, ", ")
	if more := len(no) - len(parts); more > 0 {
		return say("Not ready: {{.Names}} and {{.N}} more", "Names", names, "N", kit.Number(more))
	}
	return say("Not ready: {{.Names}}", "Names", names)
}

// readNumber reads a customer's number that was typed; the text is what is wrong with
// it. Digits are counted as they are in a file.
func readNumber(typed, country string) (e164, problem string) {
	e164, err := app.ParseAccountCode(typed, country)
	if err != nil {
		return "", frame.ErrorText(err)
	}
	switch missing := app.MissingDigits(e164); {
	case missing > 0:
		return "", plural(missing, "At least 1 digit is missing.", "At least {{.N}} digits are missing.")
	case app.ExtraDigits(e164) > 0:
		return "", lang.L("The number has too many digits.")
	}
	return e164, ""
}

// parseNumbers takes numbers out of a text that was pasted: one a line, or with
// commas between. wrong are those that are no numbers.
func parseNumbers(text, country string) (good, wrong []string) {
	seen := map[string]bool{}
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\r' || r == ',' || r == ';' || r == '\t' }) {
		part = app.CleanName(part)
		if part == "" {
			continue
		}
		e164, problem := readNumber(part, country)
		switch {
		case problem != "":
			wrong = append(wrong, part)
		case !seen[e164]:
			seen[e164] = true
			good = append(good, e164)
		}
	}
	return good, wrong
}
