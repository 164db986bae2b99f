package cloudshape

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"channeldesk/app"
)

// The rules about buttons, those of cards included.
var buttonRules = []templateRule{
	{"buttons_many", buttonsMany},
	{"buttons_kind", buttonsKind},
	{"buttons_kind_many", buttonsKindMany},
	{"buttons_grouped", buttonsGrouped},
	{"button_label", buttonLabel},
	{"button_label_length", buttonLabelLength},
	{"button_label_variables", buttonLabelVariables},
	{"button_url", buttonURL},
	{"button_url_length", buttonURLLength},
	{"button_url_variable", buttonURLVariable},
	{"button_url_sample", buttonURLSample},
	{"button_phone", buttonPhone},
	{"button_code", buttonCode},
	{"button_flow", buttonFlow},
}

const (
	urlMax        = 2000
	phoneMax      = 20
	couponMax     = 20
	couponSureMax = 15
)

// fixedLabel are the kinds whose words are the provider's.
func fixedLabel(k app.ButtonKind) bool { return k == app.ButtonCopyCode || k == app.ButtonOther }

func buttonsMany(s *subject) {
	for _, r := range s.rows() {
		if r.part == "buttons" && len(r.list) > s.offer.MaxButtons {
			s.problem(r.part, app.Say("There are {{.N}} buttons. At most {{.Max}} fit.", "N", len(r.list), "Max", s.offer.MaxButtons), app.Say("Take some away."), nil)
		}
	}
}

func (s *subject) offered(k app.ButtonKind) (most int, ok bool) {
	for _, b := range s.offer.Buttons {
		if b.Kind == k {
			return b.Max, true
		}
	}
	return 0, false
}

func buttonsKind(s *subject) {
	for _, r := range s.rows() {
		for i, b := range r.list {
			if _, ok := s.offered(b.Kind); !ok && b.Kind != app.ButtonOther {
				s.problem(r.buttonPart(i), app.Say("The provider takes no button of this kind."), app.Say("Take it away"), onDesign(func(d *app.TemplateDesign) {
					r.put(d, slices.Delete(slices.Clone(r.list), i, i+1))
				}))
			}
		}
	}
}

func buttonsKindMany(s *subject) {
	for _, r := range s.rows() {
		count := map[app.ButtonKind]int{}
		for i, b := range r.list {
			count[b.Kind]++
			if most, ok := s.offered(b.Kind); ok && count[b.Kind] == most+1 {
				s.problem(r.buttonPart(i), app.Say("There are more buttons of this kind than the {{.Max}} that WhatsApp takes.", "Max", most), app.Say("Take it away"),
					onDesign(func(d *app.TemplateDesign) { r.put(d, slices.Delete(slices.Clone(r.list), i, i+1)) }))
			}
		}
	}
}

// buttonsGrouped: quick replies stand together, and so do all others.
func buttonsGrouped(s *subject) {
	for _, r := range s.rows() {
		changes := 0
		for i := 1; i < len(r.list); i++ {
			if (r.list[i].Kind == app.ButtonQuickReply) != (r.list[i-1].Kind == app.ButtonQuickReply) {
				changes++
			}
		}
		if changes < 2 {
			continue
		}
		s.problem(r.part, app.Say("Quick replies stand together, and so do all other buttons."), app.Say("Put them in order"), onDesign(func(d *app.TemplateDesign) {
			list := slices.Clone(r.list)
			first := list[0].Kind == app.ButtonQuickReply
			slices.SortStableFunc(list, func(a, b app.ButtonDesign) int {
				return rank(a, first) - rank(b, first)
			})
			r.put(d, list)
		}))
	}
}

func rank(b app.ButtonDesign, quickFirst bool) int {
	if (b.Kind == app.ButtonQuickReply) == quickFirst {
		return 0
	}
	return 1
}

func buttonLabel(s *subject) {
	for _, r := range s.rows() {
		for i, b := range r.list {
			if !fixedLabel(b.Kind) && strings.TrimSpace(b.Text) == "" {
				s.problem(r.buttonPart(i), app.Say("The button has no words yet."), app.Say("Write what stands on it."), nil)
			}
		}
	}
}

func buttonLabelLength(s *subject) {
	for _, r := range s.rows() {
		for i, b := range r.list {
			if n := utf8.RuneCountInString(b.Text); n > s.offer.MaxLabel && !fixedLabel(b.Kind) {
				s.problem(r.buttonPart(i), app.Say("The button has {{.N}} characters. At most {{.Max}} fit.", "N", n, "Max", s.offer.MaxLabel), app.Say("Shorten it."), nil)
			}
		}
	}
}

func buttonLabelVariables(s *subject) {
	for _, r := range s.rows() {
		for i, b := range r.list {
			if !strings.Contains(b.Text, "{{") {
				continue
			}
			s.problem(r.buttonPart(i), app.Say("The words on a button have no variables."), app.Say("Take them out"), onDesign(func(d *app.TemplateDesign) {
				list := slices.Clone(r.list)
				list[i].Text = strings.TrimSpace(manyBlanks.ReplaceAllString(anyBraces.ReplaceAllString(b.Text, ""), " "))
				r.put(d, list)
			}))
		}
	}
}

// urls calls check for each button with an address.
func (s *subject) urls(check func(r row, i int, b app.ButtonDesign)) {
	for _, r := range s.rows() {
		for i, b := range r.list {
			if b.Kind == app.ButtonURL {
				check(r, i, b)
			}
		}
	}
}

func buttonURL(s *subject) {
	s.urls(func(r row, i int, b app.ButtonDesign) {
		if isWebAddress(b.URL) {
			return
		}
		var m mend
		fix := app.Say("Enter the web address")
		if better := "https://" + b.URL; b.URL != "" && isWebAddress(better) && strings.Contains(b.URL, ".") && !strings.Contains(b.URL, "://") {
			fix = app.Say("Put https:// before it")
			m = onDesign(func(d *app.TemplateDesign) {
				list := slices.Clone(r.list)
				list[i].URL = better
				r.put(d, list)
			})
		}
		s.problem(r.buttonPart(i), app.Say("The button needs a web address that begins with https:// or http://."), fix, m)
	})
}

// isWebAddress looks at an address whose variable is filled in.
func isWebAddress(address string) bool {
	u, err := url.Parse(app.FillPlaceholders(address, func(string) (string, bool) { return "x", true }))
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Hostname() != "" && !strings.ContainsAny(address, " \t\r\n")
}

func buttonURLLength(s *subject) {
	s.urls(func(r row, i int, b app.ButtonDesign) {
		if n := utf8.RuneCountInString(b.URL); n > urlMax {
			s.problem(r.buttonPart(i), app.Say("The address has {{.N}} characters. At most {{.Max}} fit.", "N", n, "Max", urlMax), app.Say("Use a shorter address."), nil)
		}
	})
}

func buttonURLVariable(s *subject) {
	s.urls(func(r row, i int, b app.ButtonDesign) {
		spans := app.PlaceholderSpans(b.URL)
		braces := strings.Contains(app.FillPlaceholders(b.URL, func(string) (string, bool) { return "", true }), "{{")
		switch {
		case len(spans) > 1, braces, len(spans) == 1 && spans[0].To != len(b.URL):
			s.problem(r.buttonPart(i), app.Say("An address has one variable at most, at its very end."), app.Say("Move the variable to the end."), nil)
		case len(spans) == 1 && (spans[0].Name != "1" || b.URL[spans[0].From:] != "{{1}}") && !s.d.Named:
			s.problem(r.buttonPart(i), app.Say("The variable of an address is {{.Variable}}.", "Variable", "{{1}}"), app.Say("Write it so"), onDesign(func(d *app.TemplateDesign) {
				list := slices.Clone(r.list)
				list[i].URL = b.URL[:spans[0].From] + "{{1}}"
				r.put(d, list)
			}))
		}
	})
}

func buttonURLSample(s *subject) {
	if !s.offer.Listed {
		return
	}
	s.urls(func(r row, i int, b app.ButtonDesign) {
		if len(app.PlaceholderSpans(b.URL)) == 1 && (b.Sample == "" || strings.Contains(b.Sample, "{{")) {
			s.problem(r.buttonPart(i), app.Say("The address has a variable, and the review needs a whole example of it."), app.Say("Enter an example address."), nil)
		}
	})
}

var phoneForm = regexp.MustCompile(`^\+?[0-9][0-9 ().-]*$`)

func buttonPhone(s *subject) {
	for _, r := range s.rows() {
		for i, b := range r.list {
			if b.Kind != app.ButtonPhone {
				continue
			}
			switch n := utf8.RuneCountInString(b.Phone); {
			case !phoneForm.MatchString(b.Phone):
				s.problem(r.buttonPart(i), app.Say("The button needs a phone number with its country code."), app.Say("Enter it, like +62 21 555 0188."), nil)
			case n > phoneMax:
				s.problem(r.buttonPart(i), app.Say("The phone number has {{.N}} characters. At most {{.Max}} fit.", "N", n, "Max", phoneMax), app.Say("Leave the blanks out"),
					onDesign(func(d *app.TemplateDesign) {
						list := slices.Clone(r.list)
						list[i].Phone = onlyDigits(b.Phone)
						r.put(d, list)
					}))
			}
		}
	}
}

func onlyDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if r != '+' && (r < '0' || r > '9') {
			return -1
		}
		return r
	}, s)
}

// buttonCode: Meta raised the limit in December 2025, and not everywhere.
func buttonCode(s *subject) {
	for _, r := range s.rows() {
		for i, b := range r.list {
			if b.Kind != app.ButtonCopyCode {
				continue
			}
			switch n := utf8.RuneCountInString(b.Sample); {
			case strings.TrimSpace(b.Sample) == "":
				s.problem(r.buttonPart(i), app.Say("The button needs an example of the code."), app.Say("Enter an example, like 25OFF."), nil)
			case n > couponMax:
				s.problem(r.buttonPart(i), app.Say("The code has {{.N}} characters. At most {{.Max}} fit.", "N", n, "Max", couponMax), app.Say("Shorten the code."), nil)
			case n > couponSureMax:
				s.advice(r.buttonPart(i), app.Say("Codes of more than {{.Max}} characters are not taken everywhere yet.", "Max", couponSureMax), app.Say("Shorten the code if it is refused."), nil)
			}
		}
	}
}

func buttonFlow(s *subject) {
	for _, r := range s.rows() {
		for i, b := range r.list {
			if b.Kind == app.ButtonFlow && strings.TrimSpace(b.Flow) == "" {
				s.problem(r.buttonPart(i), app.Say("The button does not say which flow it opens."), app.Say("Enter the number of the flow."), nil)
			}
		}
	}
}
