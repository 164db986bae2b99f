package sandbox

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// templateForm is the template of a message.
type templateForm struct {
	Name     string `json:"name"`
	Language struct {
		Code string `json:"code"`
	} `json:"language"`
	Components []componentForm `json:"components"`
}

type componentForm struct {
	Type       string          `json:"type"`
	SubType    string          `json:"sub_type"`
	Index      json.RawMessage `json:"index"`
	Parameters []parameterForm `json:"parameters"`
	Text       *string         `json:"text"`
	Format     *string         `json:"format"`
	Cards      json.RawMessage `json:"cards"`
}

type parameterForm struct {
	Type     string        `json:"type"`
	Name     string        `json:"parameter_name"`
	Text     *string       `json:"text"`
	Payload  string        `json:"payload"`
	Coupon   string        `json:"coupon_code"`
	Image    *mediaForm    `json:"image"`
	Video    *mediaForm    `json:"video"`
	Document *mediaForm    `json:"document"`
	Location *locationForm `json:"location"`
	Currency *struct {
		Fallback string `json:"fallback_value"`
	} `json:"currency"`
	DateTime *struct {
		Fallback string `json:"fallback_value"`
	} `json:"date_time"`
}

// value is what is put into the text.
func (p parameterForm) value() (string, bool) {
	switch {
	case p.Type == "text" && p.Text != nil:
		return *p.Text, true
	case p.Type == "currency" && p.Currency != nil:
		return p.Currency.Fallback, true
	case p.Type == "date_time" && p.DateTime != nil:
		return p.DateTime.Fallback, true
	}
	return "", false
}

// composeTemplate finds the template, checks the values and fills them in.
func (m *Meta) composeTemplate(n Number, f *templateForm, one *MetaMessage, b *Bubble) (held bool, err *graphError) {
	if f == nil || f.Name == "" {
		return false, missingParameter("template['name']")
	}
	if f.Language.Code == "" {
		return false, missingParameter("template['language']['code']")
	}
	m.mu.Lock()
	t := m.shelf.byName[shelfKey(n.WABAID, f.Name, f.Language.Code)]
	m.mu.Unlock()
	if t != nil && t.Status == templatePending {
		m.reviewDue()
		m.mu.Lock()
		t = m.shelf.byID[t.ID]
		m.mu.Unlock()
	}
	if err := usable(t, f); err != nil {
		return false, err
	}
	parts, err := sortComponents(t, f)
	if err != nil {
		return false, err
	}
	for _, step := range []func() *graphError{
		func() *graphError { return parts.header(t, one, b) },
		func() *graphError { return parts.body(t, one, b) },
		func() *graphError { return parts.buttons(t, one, b) },
	} {
		if err := step(); err != nil {
			return false, err
		}
	}
	if c := t.component("FOOTER"); c != nil {
		b.Footer = c.Text
		if c.CodeMinutes > 0 {
			b.Footer = fmt.Sprintf("Expires in %d minutes.", c.CodeMinutes)
		}
	}
	one.Template, one.Language, one.Category, one.Text = t.Name, t.Language, t.Category, b.Text
	return t.Held, nil
}

// usable refuses a template that cannot be sent now.
func usable(t *Template, f *templateForm) *graphError {
	if t == nil {
		return coded(132001, "Template name does not exist in the translation").
			with(fmt.Sprintf("template name (%s) does not exist in %s", f.Name, f.Language.Code))
	}
	switch t.Status {
	case templateApproved:
		return nil
	case templatePaused:
		return coded(132015, "Template is Paused").with("Template is paused due to low quality so it cannot be sent in a template message.")
	case templateDisabled:
		return coded(132016, "Template is Disabled").with("Template has been paused too many times due to low quality and is now permanently disabled.")
	}
	return coded(132001, "Template name does not exist in the translation").
		with(fmt.Sprintf("template name (%s) does not exist in %s", f.Name, f.Language.Code))
}

// filling are the components of a message by their place.
type filling struct {
	headerPart, bodyPart *componentForm
	buttonParts          map[int]*componentForm
}

func sortComponents(t *Template, f *templateForm) (filling, *graphError) {
	parts := filling{buttonParts: map[int]*componentForm{}}
	for i := range f.Components {
		c := &f.Components[i]
		if c.Text != nil || c.Format != nil {
			return parts, badParameter("Invalid parameter").with("Unexpected key on param template['components']: a component of a message has no text and no format.")
		}
		switch c.Type {
		case "header":
			parts.headerPart = c
		case "body":
			parts.bodyPart = c
		case "button":
			index, err := strconv.Atoi(strings.Trim(string(c.Index), `"`))
			if err != nil || index < 0 || index >= len(t.buttons()) {
				return parts, coded(132018, "Template parameter is invalid").with(fmt.Sprintf("buttons: Button index %s is invalid", string(c.Index)))
			}
			parts.buttonParts[index] = c
		case "carousel", "limited_time_offer":
		default:
			return parts, badParameter("Param template['components'][%d]['type'] must be one of {header, body, button, carousel, limited_time_offer} - got %q.", i, c.Type)
		}
	}
	return parts, nil
}

// wrongCount is the refusal of too many or too few values.
func wrongCount(place string, got, want int) *graphError {
	return coded(132000, "Number of parameters does not match the expected number of params").
		with(fmt.Sprintf("%s: number of localizable_params (%d) does not match the expected number of params (%d)", place, got, want))
}

// texts reads the values of a text by the names of its variables.
func (c *componentForm) texts(place, text, format string) (map[string]string, []string, *graphError) {
	names := variablesOf(text)
	var given []parameterForm
	if c != nil {
		given = c.Parameters
	}
	if len(given) != len(names) {
		return nil, nil, wrongCount(place, len(given), len(names))
	}
	values, list := map[string]string{}, make([]string, 0, len(given))
	for i, p := range given {
		v, ok := p.value()
		if !ok {
			return nil, nil, coded(132012, "Parameter format does not match format in the created template").
				with(fmt.Sprintf("%s: Format mismatch, expected TEXT, received %s", place, strings.ToUpper(p.Type)))
		}
		if err := goodText(place, i, v); err != nil {
			return nil, nil, err
		}
		name := names[i]
		if format == "NAMED" {
			name = p.Name
			if !strings.Contains(text, "{{"+name+"}}") || name == "" {
				return nil, nil, badParameter("Invalid parameter").with(place + ": Parameter name is missing or empty, or the template has no such parameter")
			}
		}
		values[name] = v
		list = append(list, v)
	}
	return values, list, nil
}

// goodText refuses what Meta does not put into a template.
func goodText(place string, i int, v string) *graphError {
	if v == "" {
		return coded(131008, "Required parameter is missing").with(fmt.Sprintf("%s: parameter of type text is missing text value", place))
	}
	if strings.ContainsAny(v, "\n\r\t") || strings.Contains(v, "     ") {
		return coded(132018, "Template parameter is invalid").
			with(fmt.Sprintf("%s: Param text cannot have new-line/tab characters or more than 4 consecutive spaces (parameter %d)", place, i+1))
	}
	return nil
}

func (f filling) body(t *Template, one *MetaMessage, b *Bubble) *graphError {
	c := t.component("BODY")
	text := ""
	if c != nil {
		text = c.Text
		if c.Text == "" && t.Category == "AUTHENTICATION" {
			text = "*{{1}}* is your verification code."
			if c.AddSecurity != nil && *c.AddSecurity {
				text += " For your security, do not share this code."
			}
		}
	}
	values, list, err := f.bodyPart.texts("body", text, t.ParameterFormat)
	if err != nil {
		return err
	}
	b.Text = fill(text, values)
	if utf8.RuneCountInString(b.Text) > 1024 {
		return coded(132005, "Translated text too long").with("body: The text with its values has more than 1024 characters")
	}
	one.Values = append(one.Values, list...)
	return nil
}

func (f filling) header(t *Template, one *MetaMessage, b *Bubble) *graphError {
	c := t.component("HEADER")
	if c == nil {
		if f.headerPart != nil && len(f.headerPart.Parameters) > 0 {
			return wrongCount("header", len(f.headerPart.Parameters), 0)
		}
		return nil
	}
	b.HeaderKind = strings.ToLower(c.Format)
	if c.Format == "TEXT" {
		values, list, err := f.headerPart.texts("header", c.Text, t.ParameterFormat)
		b.Header = fill(c.Text, values)
		one.Values = append(one.Values, list...)
		return err
	}
	mismatch := func(got string) *graphError {
		return coded(132012, "Parameter format does not match format in the created template").
			with(fmt.Sprintf("header: Format mismatch, expected %s, received %s", c.Format, got))
	}
	if f.headerPart == nil || len(f.headerPart.Parameters) != 1 {
		return mismatch("UNKNOWN")
	}
	p := f.headerPart.Parameters[0]
	if p.Type != b.HeaderKind {
		return mismatch(strings.ToUpper(p.Type))
	}
	if p.Type == "location" && p.Location != nil {
		b.Header = p.Location.Name
		return nil
	}
	media := map[string]*mediaForm{"image": p.Image, "video": p.Video, "document": p.Document, "gif": p.Video}[p.Type]
	if media == nil || media.ID == "" && media.Link == "" {
		return mismatch("UNKNOWN")
	}
	b.Link, b.Header = media.Link, media.Filename
	one.Values = append(one.Values, media.Link+media.ID)
	return nil
}

func (f filling) buttons(t *Template, one *MetaMessage, b *Bubble) *graphError {
	for i, button := range t.buttons() {
		var p *parameterForm
		if c := f.buttonParts[i]; c != nil && len(c.Parameters) > 0 {
			p = &c.Parameters[0]
		}
		shown, err := button.shown(i, p)
		if err != nil {
			return err
		}
		if p != nil {
			one.Values = append(one.Values, shown.Value)
		}
		b.Buttons = append(b.Buttons, shown)
	}
	return nil
}

// shown is a button as the customer sees it, with its value.
func (t TemplateButton) shown(i int, p *parameterForm) (BubbleButton, *graphError) {
	missing := coded(131008, "Required parameter is missing").
		with(fmt.Sprintf("buttons: Button at index %d of type %s requires a parameter", i, t.Type))
	switch t.Type {
	case "QUICK_REPLY":
		out := BubbleButton{Kind: "reply", Text: t.Text, Value: t.Text}
		if p != nil && p.Payload != "" {
			out.Value = p.Payload
		}
		return out, nil
	case "URL", "OTP":
		out := BubbleButton{Kind: "url", Text: t.Text, Value: t.URL}
		if t.OTPType != "" || strings.Contains(t.URL, "/otp/code") {
			out.Kind = "copy"
		}
		if !strings.Contains(t.URL, "{{") && t.Type == "URL" {
			if p != nil {
				return out, wrongCount("buttons", 1, 0)
			}
			return out, nil
		}
		if p == nil || p.Text == nil || *p.Text == "" {
			return out, missing
		}
		if out.Value = fill(t.URL, map[string]string{"1": *p.Text}); out.Kind == "copy" {
			out.Value = *p.Text
		}
		return out, nil
	case "PHONE_NUMBER":
		return BubbleButton{Kind: "phone", Text: t.Text, Value: t.Phone}, nil
	case "COPY_CODE":
		if p == nil || p.Coupon == "" {
			return BubbleButton{}, missing
		}
		return BubbleButton{Kind: "copy", Text: "Copy offer code", Value: p.Coupon}, nil
	}
	return BubbleButton{Kind: "other", Text: t.Text}, nil
}
