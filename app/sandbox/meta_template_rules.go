package sandbox

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// templateLanguages are the codes that Meta takes.
var templateLanguages = strings.Fields(`af sq ar ar_AE ar_EG ar_LB ar_MA ar_QA ar_SA az be_BY bn bn_IN bg ca zh_CN zh_HK zh_TW hr cs da
	prs_AF nl nl_BE en en_AE en_AU en_CA en_GB en_GH en_IE en_IN en_JM en_MY en_NZ en_QA en_SG en_UG en_US en_ZA et fil fi fr fr_BE
	fr_CA fr_CH fr_CI fr_MA ka de de_AT de_CH el gu ha he hi hu id ga it ja kn kk rw_RW ko ky_KG lo lv lt mk ms ml mr nb ps_AF fa
	pl pt_BR pt_PT pa ro ru sr si_LK sk sl es es_AR es_CL es_CO es_CR es_DO es_EC es_ES es_HN es_MX es_PA es_PE es_UY sw sv ta te
	th tr uk ur uz vi zu`)

// check says what Meta refuses about a template. handle reports whether an uploaded
// file is known.
func (t *Template) check(handle func(string) bool) *graphError {
	switch {
	case !templateName.MatchString(t.Name):
		return badParameter("Param name must contain only lowercase alphanumeric characters and underscores, at most 512")
	case !slices.Contains(templateLanguages, t.Language):
		return badParameter("Param language must be one of the supported languages - got %q.", t.Language)
	case !slices.Contains(templateCategories, t.Category):
		return badParameter("Param category must be one of {UTILITY, MARKETING, AUTHENTICATION} - got %q.", t.Category)
	case t.ParameterFormat != "POSITIONAL" && t.ParameterFormat != "NAMED":
		return badParameter("Param parameter_format must be one of {POSITIONAL, NAMED}")
	case t.TTL != 0 && !t.goodTTL():
		return badParameter("Param message_send_ttl_seconds is out of the range of the category")
	}
	seen := map[string]bool{}
	for i := range t.Components {
		c := &t.Components[i]
		if seen[c.Type] {
			return refusedTemplate(0, "Invalid components", "There may be one component of each type.")
		}
		seen[c.Type] = true
		if err := t.checkComponent(c, handle); err != nil {
			return err
		}
	}
	if !seen["BODY"] {
		return missingParameter("components[BODY]")
	}
	if t.Category == "AUTHENTICATION" && (seen["HEADER"] || len(t.buttons()) != 1) {
		return refusedTemplate(0, "Invalid authentication template", "It has no header and exactly one button of type OTP.")
	}
	return nil
}

func (t *Template) goodTTL() bool {
	switch t.Category {
	case "AUTHENTICATION":
		return t.TTL == -1 || t.TTL >= 30 && t.TTL <= 900
	case "UTILITY":
		return t.TTL == -1 || t.TTL >= 30 && t.TTL <= 43200
	}
	return t.TTL >= 43200 && t.TTL <= 2592000
}

func (t *Template) checkComponent(c *TemplateComponent, handle func(string) bool) *graphError {
	switch c.Type {
	case "HEADER":
		return t.checkHeader(c, handle)
	case "BODY":
		if t.Category == "AUTHENTICATION" {
			if c.Text != "" && !strings.Contains(c.Text, "{{1}}") {
				return refusedTemplate(0, "Invalid authentication template", "The body of an authentication template has no text of its own.")
			}
			return nil
		}
		return t.checkBody(c)
	case "FOOTER":
		switch {
		case utf8.RuneCountInString(c.Text) > 60:
			return refusedTemplate(2388040, "Character limit exceeded", "The footer is longer than 60 characters.")
		case len(variablesOf(c.Text)) > 0 || strings.Contains(c.Text, "\n"):
			return refusedTemplate(2388073, "Message footer can't have any formatting", "The footer can't have variables, line breaks or formatting.")
		case c.CodeMinutes < 0 || c.CodeMinutes > 90:
			return badParameter("Param code_expiration_minutes must be between 1 and 90")
		}
		return nil
	case "BUTTONS":
		return t.checkButtons(c.Buttons)
	case "CAROUSEL", "LIMITED_TIME_OFFER":
		if t.Category != "MARKETING" {
			return refusedTemplate(0, "Invalid category", "This component belongs to marketing templates.")
		}
		return nil
	}
	return badParameter("Param components[type] must be one of {HEADER, BODY, FOOTER, BUTTONS, CAROUSEL, LIMITED_TIME_OFFER} - got %q.", c.Type)
}

func (t *Template) checkHeader(c *TemplateComponent, handle func(string) bool) *graphError {
	switch c.Format {
	case "TEXT":
		names := variablesOf(c.Text)
		plain := !strings.ContainsAny(c.Text, "\n\r*_~`") && !strings.ContainsFunc(c.Text, isEmoji)
		switch {
		case c.Text == "" || utf8.RuneCountInString(c.Text) > 60:
			return refusedTemplate(2388040, "Character limit exceeded", "The header has no text or more than 60 characters.")
		case !plain && !strings.Contains(c.Text, "{{") || strings.ContainsAny(c.Text, "\n*") || strings.ContainsFunc(c.Text, isEmoji):
			return refusedTemplate(2388047, "Message header format is incorrect", "The header can't have line breaks, formatting characters, emojis or asterisks.")
		case len(names) > 1:
			return refusedTemplate(2388047, "Message header format is incorrect", "The header can have one variable.")
		}
		examples := 0
		if c.Example != nil {
			examples = len(c.Example.HeaderText) + len(c.Example.HeaderNamed)
		}
		return enough(examples, len(names))
	case "IMAGE", "VIDEO", "DOCUMENT", "GIF":
		if c.Example == nil || len(c.Example.HeaderHandle) != 1 {
			return enough(0, 1)
		}
		if one := c.Example.HeaderHandle[0]; !handle(one) {
			return badParameter("Invalid parameter").with("The header handle is not one of an uploaded file.")
		}
		return nil
	case "LOCATION":
		return nil
	}
	return badParameter("Param components[format] must be one of {TEXT, IMAGE, VIDEO, DOCUMENT, GIF, LOCATION} - got %q.", c.Format)
}

func isEmoji(r rune) bool { return r >= 0x1F000 || r >= 0x2600 && r <= 0x27BF }

// enough refuses variables without examples.
func enough(examples, variables int) *graphError {
	if examples != variables {
		return refusedTemplate(2388043, "Message template is missing sample values", "Provide "+strconv.Itoa(variables)+" sample values for the variables of this part.")
	}
	return nil
}

func (t *Template) checkBody(c *TemplateComponent) *graphError {
	names := variablesOf(c.Text)
	text := strings.TrimSpace(c.Text)
	switch {
	case text == "" || utf8.RuneCountInString(c.Text) > 1024:
		return refusedTemplate(2388040, "Character limit exceeded", "The body has no text or more than 1,024 characters.")
	case strings.HasPrefix(text, "{{") || strings.HasSuffix(text, "}}"):
		return refusedTemplate(2388299, "Leading or trailing params are not allowed", "Variables can't be at the start or end of the template.")
	case strings.Contains(text, "}}{{"), !t.goodNames(names):
		return refusedTemplate(2388072, "Message body format is incorrect", "The variables are next to each other, have a gap, or have names that are not allowed.")
	case len(names) > 0 && len(strings.Fields(text))-len(names) < 2*len(names)+1:
		return refusedTemplate(2388293, "Too many variables", "This template has too many variables for its length. Reduce their number or increase the message length.")
	}
	examples := 0
	if c.Example != nil {
		examples = len(c.Example.BodyNamed)
		if len(c.Example.BodyText) > 0 {
			examples = len(c.Example.BodyText[0])
		}
	}
	return enough(examples, len(names))
}

// goodNames: positional ones are numbers from 1 with no gap, named ones are names.
func (t *Template) goodNames(names []string) bool {
	for i, name := range names {
		if t.ParameterFormat == "NAMED" {
			if isDigits(name) || strings.ToLower(name) != name {
				return false
			}
		} else if name != strconv.Itoa(i+1) {
			return false
		}
	}
	return true
}

// buttonLimits are how many buttons of a type there may be.
var buttonLimits = map[string]int{
	"QUICK_REPLY": 10, "URL": 2, "PHONE_NUMBER": 1, "COPY_CODE": 1, "FLOW": 1, "VOICE_CALL": 1, "CATALOG": 1, "MPM": 1, "SPM": 1, "OTP": 1,
}

func (t *Template) checkButtons(buttons []TemplateButton) *graphError {
	wrong := func(words string) *graphError { return refusedTemplate(0, "Invalid buttons", words) }
	if len(buttons) == 0 || len(buttons) > 10 {
		return wrong("There may be 1 to 10 buttons.")
	}
	count, groups := map[string]int{}, 0
	for i, b := range buttons {
		limit, known := buttonLimits[b.Type]
		if count[b.Type]++; !known || count[b.Type] > limit {
			return wrong("There are too many buttons of a type, or the type is not known.")
		}
		if i == 0 || (b.Type == "QUICK_REPLY") != (buttons[i-1].Type == "QUICK_REPLY") {
			groups++
		}
		if err := b.check(t.Category); err != nil {
			return err
		}
	}
	if groups > 2 {
		return wrong("Quick replies must stand together, and so must the others.")
	}
	return nil
}

func (t TemplateButton) check(category string) *graphError {
	wrong := func(words string) *graphError { return refusedTemplate(0, "Invalid buttons", words) }
	variables := variablesOf(t.URL)
	switch {
	case utf8.RuneCountInString(t.Text) > 25 || strings.Contains(t.Text, "{{"):
		return wrong("The label of a button has at most 25 characters and no variables.")
	case t.Text == "" && t.Type != "COPY_CODE" && t.Type != "OTP":
		return wrong("A button needs a label.")
	case t.Type == "URL" && (t.URL == "" || len(t.URL) > 2000):
		return wrong("The address of a button has 1 to 2,000 characters.")
	case t.Type == "URL" && (len(variables) > 1 || len(variables) == 1 && (!strings.HasSuffix(t.URL, "}}") || variables[0] != "1")):
		return wrong("The address of a button can have one variable, at its end.")
	case t.Type == "URL" && len(variables) == 1 && !hasExample(t.Example):
		return enough(0, 1)
	case t.Type == "PHONE_NUMBER" && (t.Phone == "" || len(t.Phone) > 20):
		return wrong("The number of a button has 1 to 20 characters.")
	case t.Type == "COPY_CODE" && !hasExample(t.Example):
		return enough(0, 1)
	case t.Type == "OTP" && category != "AUTHENTICATION":
		return wrong("A button of type OTP belongs to authentication templates.")
	case t.Type == "OTP" && !slices.Contains([]string{"COPY_CODE", "ONE_TAP", "ZERO_TAP"}, strings.ToUpper(t.OTPType)):
		return badParameter("Param otp_type must be one of {COPY_CODE, ONE_TAP, ZERO_TAP}")
	case t.Type == "OTP" && !strings.EqualFold(t.OTPType, "COPY_CODE") && len(t.Apps) == 0:
		return missingParameter("supported_apps")
	}
	return nil
}

// hasExample reports whether a button has an example, alone or in a list.
func hasExample(raw json.RawMessage) bool {
	var list []string
	var one string
	return json.Unmarshal(raw, &list) == nil && len(list) > 0 && list[0] != "" || json.Unmarshal(raw, &one) == nil && one != ""
}
