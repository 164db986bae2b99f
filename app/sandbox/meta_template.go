package sandbox

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
	"time"
)

// Template is a message template of a WABA in one language. The strings are
// Meta's own words.
type Template struct {
	ID       string `json:"id"`
	WABAID   string `json:"waba_id"`
	Name     string `json:"name"`
	Language string `json:"language"`
	Category string `json:"category"`
	Status   string `json:"status"`
	// ParameterFormat is POSITIONAL or NAMED.
	ParameterFormat string              `json:"parameter_format"`
	Components      []TemplateComponent `json:"components"`
	// Quality is GREEN, YELLOW, RED or UNKNOWN, since QualityAt.
	Quality          string    `json:"quality,omitempty"`
	QualityAt        time.Time `json:"quality_at,omitzero"`
	RejectedReason   string    `json:"rejected_reason,omitempty"`
	PreviousCategory string    `json:"previous_category,omitempty"`
	// CorrectCategory is the one to which Meta is going to change it.
	CorrectCategory string `json:"correct_category,omitempty"`
	// TTL is message_send_ttl_seconds, 0 when not set.
	TTL       int       `json:"ttl,omitempty"`
	CreatedAt time.Time `json:"created_at"`
	// ReviewAt is when a PENDING template is decided on; zero is never.
	ReviewAt time.Time `json:"review_at,omitzero"`
	// Edits are the times of the edits since it was approved.
	Edits []time.Time `json:"edits,omitempty"`
	// Sample is one of Meta's own, which cannot be deleted.
	Sample bool `json:"sample,omitempty"`
	// Held makes accepted messages held_for_quality_assessment.
	Held bool `json:"held,omitempty"`
}

// TemplateComponent is a part of a template.
type TemplateComponent struct {
	Type    string           `json:"type"`
	Format  string           `json:"format,omitempty"`
	Text    string           `json:"text,omitempty"`
	Example *TemplateExample `json:"example,omitempty"`
	Buttons []TemplateButton `json:"buttons,omitempty"`
	// AddSecurity and CodeMinutes are of authentication templates.
	AddSecurity *bool `json:"add_security_recommendation,omitempty"`
	CodeMinutes int   `json:"code_expiration_minutes,omitempty"`
	// Offer is of limited_time_offer, Cards of carousel; both are kept as they came.
	Offer json.RawMessage `json:"limited_time_offer,omitempty"`
	Cards json.RawMessage `json:"cards,omitempty"`
}

// TemplateExample are the sample values of a part.
type TemplateExample struct {
	HeaderText   []string       `json:"header_text,omitempty"`
	HeaderHandle []string       `json:"header_handle,omitempty"`
	BodyText     [][]string     `json:"body_text,omitempty"`
	HeaderNamed  []NamedExample `json:"header_text_named_params,omitempty"`
	BodyNamed    []NamedExample `json:"body_text_named_params,omitempty"`
}

// NamedExample is the sample value of a named variable.
type NamedExample struct {
	Name    string `json:"param_name"`
	Example string `json:"example"`
}

// TemplateButton is a button of a template.
type TemplateButton struct {
	Type    string          `json:"type"`
	Text    string          `json:"text,omitempty"`
	URL     string          `json:"url,omitempty"`
	Phone   string          `json:"phone_number,omitempty"`
	Example json.RawMessage `json:"example,omitempty"`
	// OTPType and what follows are of authentication templates and flows.
	OTPType     string          `json:"otp_type,omitempty"`
	Autofill    string          `json:"autofill_text,omitempty"`
	Apps        json.RawMessage `json:"supported_apps,omitempty"`
	ZeroTap     *bool           `json:"zero_tap_terms_accepted,omitempty"`
	FlowID      json.RawMessage `json:"flow_id,omitempty"`
	FlowName    string          `json:"flow_name,omitempty"`
	FlowJSON    json.RawMessage `json:"flow_json,omitempty"`
	FlowAction  string          `json:"flow_action,omitempty"`
	NavigateTo  string          `json:"navigate_screen,omitempty"`
	ButtonExtra json.RawMessage `json:"app_deep_link,omitempty"`
}

// Further states of a template.
const (
	templateRejected = "REJECTED"
	templatePaused   = "PAUSED"
	templateDisabled = "DISABLED"
	templateDeleting = "PENDING_DELETION"
)

// nextVariable finds the next {{1}} or {{name}} of a text: where it begins and ends,
// and its name. from is -1 when there is none.
func nextVariable(text string) (from, to int, name string) {
	for at := 0; ; {
		i := strings.Index(text[at:], "{{")
		if i < 0 {
			return -1, -1, ""
		}
		from = at + i
		end := strings.Index(text[from:], "}}")
		if end < 0 {
			return -1, -1, ""
		}
		to = from + end + 2
		name = strings.TrimSpace(text[from+2 : to-2])
		if isVariableName(name) {
			return from, to, name
		}
		at = from + 1
	}
}

func isVariableName(name string) bool {
	for _, r := range name {
		if r != '_' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') {
			return false
		}
	}
	return name != ""
}

// variablesOf are the different variables of a text in the order in which they
// come; numbers are put in order.
func variablesOf(text string) []string {
	var out []string
	for from, to, name := nextVariable(text); from >= 0; from, to, name = nextVariable(text) {
		if !slices.Contains(out, name) {
			out = append(out, name)
		}
		text = text[to:]
	}
	slices.SortStableFunc(out, func(a, b string) int {
		if isDigits(a) && isDigits(b) {
			return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b))
		}
		return 0
	})
	return out
}

// fill puts values into a text by the names of their variables.
func fill(text string, values map[string]string) string {
	if len(values) == 0 {
		return text
	}
	var out strings.Builder
	for from, to, name := nextVariable(text); from >= 0; from, to, name = nextVariable(text) {
		out.WriteString(text[:from])
		if v, ok := values[name]; ok {
			out.WriteString(v)
		} else {
			out.WriteString(text[from:to])
		}
		text = text[to:]
	}
	out.WriteString(text)
	return out.String()
}

// component gives a part by its type.
func (t *Template) component(kind string) *TemplateComponent {
	for i := range t.Components {
		if strings.EqualFold(t.Components[i].Type, kind) {
			return &t.Components[i]
		}
	}
	return nil
}

// buttons are all buttons of the template.
func (t *Template) buttons() []TemplateButton {
	if c := t.component("BUTTONS"); c != nil {
		return c.Buttons
	}
	return nil
}

// shelf are the templates of all accounts. It is guarded by the engine's lock.
// A template on it is never changed: it is replaced.
type shelf struct {
	byID   map[string]*Template
	byName map[string]*Template
	// order has the ids of each account, newest first.
	order map[string][]string
}

func shelfKey(waba, name, language string) string { return waba + "\x00" + name + "\x00" + language }

func newShelf(all []Template) shelf {
	s := shelf{byID: map[string]*Template{}, byName: map[string]*Template{}, order: map[string][]string{}}
	for i := len(all) - 1; i >= 0; i-- {
		s.put(all[i])
	}
	return s
}

// put adds or replaces a template.
func (s shelf) put(t Template) {
	if _, known := s.byID[t.ID]; !known {
		s.order[t.WABAID] = append([]string{t.ID}, s.order[t.WABAID]...)
	}
	s.byID[t.ID], s.byName[shelfKey(t.WABAID, t.Name, t.Language)] = &t, &t
}

func (s shelf) drop(id string) {
	t := s.byID[id]
	if t == nil {
		return
	}
	delete(s.byID, id)
	delete(s.byName, shelfKey(t.WABAID, t.Name, t.Language))
	s.order[t.WABAID] = slices.DeleteFunc(slices.Clone(s.order[t.WABAID]), func(one string) bool { return one == id })
}

// list gives the templates of an account, newest first.
func (s shelf) list(waba string) []*Template {
	out := make([]*Template, 0, len(s.order[waba]))
	for _, id := range s.order[waba] {
		out = append(out, s.byID[id])
	}
	return out
}

// Templates gives the templates of an account, newest first, as they stand now.
func (m *Meta) Templates(wabaID string) []Template {
	m.mu.Lock()
	defer m.mu.Unlock()
	var out []Template
	for _, t := range m.shelf.list(wabaID) {
		out = append(out, *t)
	}
	return out
}

// PutTemplate adds or replaces a template without a call. An empty ID makes one.
func (m *Meta) PutTemplate(t Template) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if t.ID == "" {
		t.ID = m.newTemplateID(t)
	}
	m.shelf.put(t)
}

// templateIDs begin here: the ids of real ones can pass 2^53, and so do these.
const templateIDs = 9_107_000_000_000_000

// newTemplateID makes an id that is not in use. The lock is held.
func (m *Meta) newTemplateID(t Template) string {
	for n := uint64(0); ; n++ {
		b := derive("", "template "+shelfKey(t.WABAID, t.Name, t.Language), 8)
		id := uint64(templateIDs) + (uint64(b[0])<<24|uint64(b[1])<<16|uint64(b[2])<<8|uint64(b[3]))%1_000_000_000*1000 + n
		if text := formatID(id); m.shelf.byID[text] == nil {
			return text
		}
	}
}
