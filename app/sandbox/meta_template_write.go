package sandbox

import (
	"encoding/json"
	"slices"
	"strings"
	"time"
)

const (
	// blockedName is how long the name of a deleted approved template is blocked.
	blockedName = 30 * 24 * time.Hour
	// mostCreations is how many templates an account may create within an hour.
	mostCreations = 100
	editPause     = 24 * time.Hour
	editSpan      = 30 * 24 * time.Hour
	editsPerSpan  = 10
)

// templateBodyForm is the body of creating or editing a template.
type templateBodyForm struct {
	Name       string              `json:"name"`
	Language   string              `json:"language"`
	Category   string              `json:"category"`
	Format     string              `json:"parameter_format"`
	TTL        int                 `json:"message_send_ttl_seconds"`
	Components []TemplateComponent `json:"components"`
}

// readTemplate reads the body of a call about a template.
func readTemplate(q *request) (f templateBodyForm, err *graphError) {
	switch q.bodyForm {
	case "json":
		if e := json.Unmarshal(q.raw, &f); e != nil {
			return f, badParameter("Invalid parameter").with("A member of the body has the wrong type: " + e.Error())
		}
	case "form", "multipart":
		f.Name, f.Language, f.Category, f.Format = q.params["name"], q.params["language"], q.params["category"], q.params["parameter_format"]
		if text := q.params["components"]; text != "" && json.Unmarshal([]byte(text), &f.Components) != nil {
			return f, badParameter("Param components must be an array.")
		}
	}
	f.Category, f.Format = strings.ToUpper(f.Category), strings.ToUpper(f.Format)
	for i := range f.Components {
		c := &f.Components[i]
		c.Type, c.Format = strings.ToUpper(c.Type), strings.ToUpper(c.Format)
		for j := range c.Buttons {
			c.Buttons[j].Type = strings.ToUpper(c.Buttons[j].Type)
		}
	}
	return f, nil
}

// createTemplate answers POST /{waba-id}/message_templates.
func (m *Meta) createTemplate(q *request, a WABA) (any, *graphError) {
	f, err := readTemplate(q)
	if err != nil {
		return nil, err
	}
	for name, value := range map[string]string{"name": f.Name, "language": f.Language, "category": f.Category} {
		if value == "" {
			return nil, missingParameter(name)
		}
	}
	t := Template{
		WABAID: a.ID, Name: f.Name, Language: f.Language, Category: f.Category, ParameterFormat: f.Format, TTL: f.TTL,
		Components: f.Components, Status: templatePending, Quality: "UNKNOWN", RejectedReason: "NONE",
	}
	if t.ParameterFormat == "" {
		t.ParameterFormat = "POSITIONAL"
	}
	if err := t.check(m.knowsHandle); err != nil {
		return nil, err
	}
	t.settle()
	m.mu.Lock()
	err = m.mayCreate(a, &t)
	if err == nil {
		t.CreatedAt = m.options.Clock.Now().UTC()
		t.ReviewAt = t.CreatedAt.Add(m.options.ReviewTime)
		t.ID = m.newTemplateID(t)
		m.shelf.put(t)
	}
	m.mu.Unlock()
	if err != nil {
		return nil, err
	}
	m.planReview()
	return object{{"id", t.ID}, {"status", t.Status}, {"category", t.Category}}, nil
}

// mayCreate refuses what the account cannot have. The lock is held.
func (m *Meta) mayCreate(a WABA, t *Template) *graphError {
	now := m.options.Clock.Now()
	lately, same := 0, false
	for _, o := range m.shelf.list(a.ID) {
		if !o.Sample && now.Sub(o.CreatedAt) < time.Hour {
			lately++
		}
		same = same || t.sameText(o)
	}
	switch {
	case m.shelf.byName[shelfKey(a.ID, t.Name, t.Language)] != nil:
		return refusedTemplate(2388024, "Content in this language already exists",
			"There is already "+t.Language+" content for this template. You can create a new template and try again.")
	case now.Before(m.blocked[shelfKey(a.ID, t.Name, "")]):
		return refusedTemplate(2388023, "Message template language is being deleted",
			"New content can't be added while the existing content is being deleted. Try again in 4 weeks or consider creating a new message template.")
	case len(m.shelf.order[a.ID]) >= a.templateLimit():
		return refusedTemplate(2388019, "Message template limit reached", "The account has as many message templates as it may have.")
	case lately >= mostCreations:
		return Fault{Code: 80007}.graphError()
	case same:
		return refusedTemplate(0, "Duplicate content", "There is already a template with the same body and footer.")
	}
	return nil
}

// sameText reports whether another template has the same body and footer.
func (t *Template) sameText(o *Template) bool {
	if t.Category == "AUTHENTICATION" || o.Category == "AUTHENTICATION" || o.Name == t.Name {
		return false
	}
	text := func(t *Template, kind string) string {
		if c := t.component(kind); c != nil {
			return c.Text
		}
		return ""
	}
	return text(t, "BODY") == text(o, "BODY") && text(t, "FOOTER") == text(o, "FOOTER") && text(t, "BODY") != ""
}

// editTemplate answers POST /{template-id}.
func (m *Meta) editTemplate(q *request, t *Template) (any, *graphError) {
	f, err := readTemplate(q)
	if err != nil {
		return nil, err
	}
	refuse := func(words string) (any, *graphError) {
		return nil, refusedTemplate(0, "Message template can't be edited", words)
	}
	now := m.options.Clock.Now().UTC()
	next := *t
	next.Edits = slices.DeleteFunc(slices.Clone(t.Edits), func(at time.Time) bool { return now.Sub(at) >= editSpan })
	switch {
	case f.Name != "" && f.Name != t.Name || f.Language != "" && f.Language != t.Language:
		return refuse("The name and the language of a message template can't be edited.")
	case !slices.Contains([]string{templateApproved, templateRejected, templatePaused}, t.Status):
		return refuse("Only approved, rejected or paused message templates can be edited.")
	case len(f.Components) == 0 && f.Category == "" && f.TTL == 0:
		return nil, missingParameter("components")
	case t.Status == templateApproved && f.Category != "" && f.Category != t.Category:
		return refuse("The category of an approved message template can't be edited.")
	case t.Status == templateApproved && len(next.Edits) > 0 && now.Sub(next.Edits[len(next.Edits)-1]) < editPause:
		return refuse("You can edit an approved message template once in a 24 hour window.")
	case t.Status == templateApproved && len(next.Edits) >= editsPerSpan:
		return refuse("You can edit an approved message template 10 times in a 30 day window.")
	}
	if len(f.Components) > 0 {
		next.Components = f.Components
	}
	if f.Category != "" {
		next.Category = f.Category
	}
	if f.TTL != 0 {
		next.TTL = f.TTL
	}
	if err := next.check(m.knowsHandle); err != nil {
		return nil, err
	}
	next.settle()
	if t.Status == templateApproved {
		next.Edits = append(next.Edits, now)
	}
	next.Status, next.RejectedReason, next.ReviewAt = templatePending, "NONE", now.Add(m.options.ReviewTime)
	m.mu.Lock()
	m.shelf.put(next)
	m.mu.Unlock()
	m.planReview()
	return success(), nil
}

// settle makes of a new template what Meta makes of it: promotion is marketing, and
// the parts of authentication have texts of Meta's.
func (t *Template) settle() {
	if t.Category == "UTILITY" && t.isPromotion() {
		t.PreviousCategory, t.Category = t.Category, "MARKETING"
	}
	t.Components = slices.Clone(t.Components)
	for i, c := range t.Components {
		if c.Type == "HEADER" && c.Example != nil && len(c.Example.HeaderHandle) == 1 && !strings.HasPrefix(c.Example.HeaderHandle[0], "https://") {
			// Read back, the handle is the address of the file.
			t.Components[i].Example = &TemplateExample{HeaderHandle: []string{
				"https://scontent.example.test/v/" + deriveHexID("sample "+c.Example.HeaderHandle[0]),
			}}
		}
	}
	if t.Category != "AUTHENTICATION" {
		return
	}
	for i := range t.Components {
		c := &t.Components[i]
		switch c.Type {
		case "BODY":
			c.Text, c.Example = "*{{1}}* is your verification code.", &TemplateExample{BodyText: [][]string{{"123456"}}}
			if c.AddSecurity != nil && *c.AddSecurity {
				c.Text += " For your security, do not share this code."
			}
		case "FOOTER":
			if c.CodeMinutes > 0 {
				c.Text = "This code expires in " + formatID(uint64(c.CodeMinutes)) + " minutes."
			}
		case "BUTTONS":
			c.Buttons = slices.Clone(c.Buttons)
			for j := range c.Buttons {
				if b := &c.Buttons[j]; b.Type == "OTP" {
					// Read back, the button is of another type.
					b.Type, b.URL = "URL", "https://www.whatsapp.com/otp/code/?otp_type="+b.OTPType+"&code=otp{{1}}"
					b.Example = json.RawMessage(`["https://www.whatsapp.com/otp/code/?otp_type=` + b.OTPType + `&code=otp123456"]`)
					if b.Text == "" {
						b.Text = "Copy code"
					}
				}
			}
		}
	}
}
