package sandbox

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"time"
)

// ReviewTime is how long a new template waits for its review in the sandbox.
const ReviewTime = 8 * time.Second

var (
	templateName       = regexp.MustCompile(`^[a-z0-9_]{1,512}$`)
	templateCategories = []string{categoryAuthentication, "MARKETING", "UTILITY"}
)

const categoryAuthentication = "AUTHENTICATION"

// createTemplate answers POST /templates/whatsapp. A template comes with one or
// more languages, each of which becomes a template of its own.
func (k *Qontak) createTemplate(q *plainRequest, c qontakCaller) *qontakAnswer {
	if q.bodyForm != "json" {
		k.note(q, RuleBody, "%s takes JSON", q.path)
	}
	name, category := q.body.text("name"), q.body.text("category")
	var wrong []string
	if !templateName.MatchString(name) {
		wrong = append(wrong, "Name is invalid")
	}
	if !slices.Contains(templateCategories, category) {
		wrong = append(wrong, "Category is invalid")
	}
	languages, ok := q.body.list("attributes")
	if !ok || len(languages) == 0 {
		wrong = append(wrong, "Attributes can't be blank")
	}
	var made []QontakTemplate
	for _, one := range languages {
		t, trouble := k.readLanguage(q, one, category)
		wrong = append(wrong, trouble...)
		t.Name, t.Category, t.OrganisationID = name, category, c.organisation
		made = append(made, t)
	}
	if len(wrong) > 0 {
		return refuse(http.StatusUnprocessableEntity, wrong...)
	}
	return k.addTemplates(made)
}

func (k *Qontak) addTemplates(made []QontakTemplate) *qontakAnswer {
	k.mu.Lock()
	defer k.mu.Unlock()
	now := k.now()
	for i := range made {
		t := &made[i]
		same := func(o QontakTemplate) bool {
			return o.OrganisationID == t.OrganisationID && o.Name == t.Name && o.Language == t.Language
		}
		if slices.ContainsFunc(k.world.Templates, same) || slices.ContainsFunc(made[:i], same) {
			return refuse(http.StatusUnprocessableEntity, "Name has already been taken")
		}
		t.ID = deriveUUID("qontak template " + t.OrganisationID + t.Name + t.Language)
		t.Status, t.CreatedAt, t.ReviewedAt = templatePending, now, now.Add(k.options.ReviewTime)
	}
	k.world.Templates = append(slices.Clone(made), k.world.Templates...)
	return &qontakAnswer{status: http.StatusCreated, data: made[0].body()}
}

// readLanguage reads one element of attributes and says what is wrong with it.
func (k *Qontak) readLanguage(q *plainRequest, one fields, category string) (t QontakTemplate, wrong []string) {
	t.Language = one.text("language")
	if t.Language == "" {
		wrong = append(wrong, "Language can't be blank")
	}
	components, ok := one.list("components")
	if !ok {
		return t, append(wrong, "Components is invalid")
	}
	if category == categoryAuthentication {
		return t, append(wrong, readCode(components, &t)...)
	}
	for _, p := range components {
		switch kind := p.text("type"); kind {
		case "HEADER":
			wrong = append(wrong, k.readHeader(q, p, &t)...)
		case "BODY":
			t.Body = p.text("text")
			examples, ok := k.flatExamples(q, p, "body_text")
			if want := countVariables(t.Body); !ok || len(examples) != want {
				wrong = append(wrong, fmt.Sprintf("Body needs %d examples", want))
			}
		case "FOOTER":
			t.Footer = p.text("text")
		case "BUTTONS":
			wrong = append(wrong, readButtons(p, &t)...)
		default:
			wrong = append(wrong, "Component type is invalid")
		}
	}
	if t.Body == "" {
		wrong = append(wrong, "Body can't be blank")
	}
	return t, wrong
}

func (k *Qontak) readHeader(q *plainRequest, p fields, t *QontakTemplate) (wrong []string) {
	t.HeaderFormat, t.HeaderText = p.text("format"), p.text("text")
	switch t.HeaderFormat {
	case "TEXT":
		examples, ok := k.flatExamples(q, p, "header_text")
		if t.HeaderText == "" || !ok || len(examples) != countVariables(t.HeaderText) {
			return []string{"Header text is invalid"}
		}
	case "IMAGE", "VIDEO", "DOCUMENT":
		examples, ok := k.flatExamples(q, p, "header_handle")
		if !ok || len(examples) != 1 {
			return []string{"Header example can't be blank"}
		}
		t.HeaderExample = examples[0]
	default:
		return []string{"Header format is invalid"}
	}
	return nil
}

// flatExamples reads examples, which are a list of texts: Meta's own interface
// has a list of lists.
func (k *Qontak) flatExamples(q *plainRequest, p fields, name string) (out []string, ok bool) {
	value := p.inner("example")[name]
	all, ok := value.([]any)
	if !ok {
		return nil, value == nil
	}
	for _, one := range all {
		text, isText := one.(string)
		if !isText {
			k.note(q, RuleType, "example.%s is not a flat list of texts", name)
			return nil, false
		}
		out = append(out, text)
	}
	return out, true
}

func readButtons(p fields, t *QontakTemplate) (wrong []string) {
	buttons, ok := p.list("buttons")
	if !ok || len(buttons) == 0 {
		return []string{"Buttons is invalid"}
	}
	for _, b := range buttons {
		button := QontakButton{Type: b.text("type"), Text: b.text("text"), URL: b.text("url"), Phone: b.text("phone_number")}
		examples, _ := b["example"].([]any)
		switch {
		case !slices.Contains([]string{"URL", "PHONE_NUMBER", "QUICK_REPLY"}, button.Type),
			button.Type == "URL" && (button.URL == "" || countVariables(button.URL) != len(examples)),
			button.Type == "PHONE_NUMBER" && button.Phone == "",
			button.Text == "":
			wrong = append(wrong, "Button is invalid")
		}
		if len(examples) > 0 {
			// The list shows them as a text that holds a list.
			raw, err := plainJSON(examples)
			if err == nil {
				button.Example = string(raw)
			}
		}
		t.Buttons = append(t.Buttons, button)
	}
	return wrong
}
