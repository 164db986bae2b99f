package sandbox

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

const kindTemplate = "WhatsAppMessageTemplate"

// templateNode is a template as its fields see it.
func templateNode(t *Template) node {
	get := func(name string, _ []string) (any, bool) {
		switch name {
		case "id":
			return t.ID, true
		case "name":
			return t.Name, true
		case "language":
			return t.Language, true
		case "status":
			return t.Status, true
		case "category":
			return t.Category, true
		case "parameter_format":
			return t.ParameterFormat, true
		case "components":
			return t.Components, true
		case "rejected_reason":
			return t.RejectedReason, true
		case "quality_score":
			o := object{{"score", t.Quality}}
			if !t.QualityAt.IsZero() {
				o = append(o, member{"date", t.QualityAt.Unix()})
			}
			return o, true
		case "correct_category":
			return orNothing(t.CorrectCategory), true
		case "previous_category":
			return orNothing(t.PreviousCategory), true
		case "sub_category", "library_template_name":
			return nil, true
		case "message_send_ttl_seconds":
			if t.TTL == 0 {
				return nil, true
			}
			return t.TTL, true
		}
		return nil, false
	}
	return node{kind: kindTemplate, get: get, defaults: []string{
		"name", "previous_category", "parameter_format", "components", "language", "status", "category", "id",
	}}
}

func orNothing(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// template finds a template that the caller may see, as it stands now.
func (m *Meta) template(id string, c caller) (*Template, *graphError) {
	m.reviewDue()
	m.mu.Lock()
	t := m.shelf.byID[id]
	m.mu.Unlock()
	if t == nil {
		return nil, nil
	}
	a, _ := m.waba(t.WABAID)
	return t, c.mayWABA(http.MethodPost, a)
}

// templates answers /{waba-id}/message_templates.
func (m *Meta) templates(q *request, c caller) (any, *graphError) {
	a, ok := m.waba(q.segments[0])
	if !ok {
		kind, err := m.nodeType(q, c)
		if err != nil {
			return nil, err
		}
		return nil, nonexistingField("message_templates", kind)
	}
	if err := c.mayWABA(q.method, a); err != nil {
		return nil, err
	}
	m.reviewDue()
	switch q.method {
	case http.MethodGet:
		return m.listTemplates(q, a)
	case http.MethodPost:
		return m.createTemplate(q, a)
	case http.MethodDelete:
		return m.deleteTemplates(q, a)
	}
	return nil, unsupportedRequest(q.method)
}

// templateFilters say which parameter filters by what.
var templateFilters = map[string]func(*Template) string{
	"status":        func(t *Template) string { return t.Status },
	"category":      func(t *Template) string { return t.Category },
	"language":      func(t *Template) string { return t.Language },
	"quality_score": func(t *Template) string { return t.Quality },
}

// matches reports whether a template is wanted by the filters.
func (t *Template) matches(q *request) bool {
	for name, value := range templateFilters {
		wanted := strings.NewReplacer("[", "", "]", "", `"`, "", " ", "").Replace(q.params[name])
		if wanted != "" && !slices.ContainsFunc(strings.Split(wanted, ","), func(w string) bool { return strings.EqualFold(w, value(t)) }) {
			return false
		}
	}
	content := ""
	for _, c := range t.Components {
		content += c.Text + "\n"
	}
	within := func(text, name string) bool {
		return strings.Contains(strings.ToLower(text), strings.ToLower(q.params[name]))
	}
	return within(t.Name, "name") && within(content, "content") && within(t.Name+"\n"+content, "name_or_content")
}

func (m *Meta) listTemplates(q *request, a WABA) (any, *graphError) {
	limit, err := pageLimit(q)
	if err != nil {
		return nil, err
	}
	m.mu.Lock()
	all := m.shelf.list(a.ID)
	m.mu.Unlock()
	found := slices.DeleteFunc(slices.Clone(all), func(t *Template) bool { return !t.matches(q) })
	ids := make([]string, len(found))
	for i, t := range found {
		ids[i] = t.ID
	}
	from, to, err := pageBounds(ids, q, limit)
	if err != nil {
		return nil, err
	}
	data := []any{}
	for _, t := range found[from:to] {
		one, err := templateNode(t).answer(q.params["fields"])
		if err != nil {
			return nil, err
		}
		data = append(data, one)
	}
	out := object{{"data", data}}
	if len(data) > 0 {
		paging := object{{"cursors", object{{"before", cursorOf(ids[from])}, {"after", cursorOf(ids[to-1])}}}}
		if from > 0 {
			paging = append(paging, member{"previous", templatesURL(a.ID, q, limit, "before", ids[from])})
		}
		if to < len(ids) {
			paging = append(paging, member{"next", templatesURL(a.ID, q, limit, "after", ids[to-1])})
		}
		out = append(out, member{"paging", paging})
	}
	return append(out, summaryOf(q, a, len(found), len(all))...), nil
}

// summaryOf is the summary that was asked for.
func summaryOf(q *request, a WABA, found, all int) object {
	var o object
	for name := range strings.SplitSeq(q.params["summary"], ",") {
		switch strings.TrimSpace(name) {
		case "total_count":
			o = append(o, member{"total_count", found})
		case "message_template_count":
			o = append(o, member{"message_template_count", all})
		case "message_template_limit":
			o = append(o, member{"message_template_limit", a.templateLimit()})
		case "are_translations_complete":
			o = append(o, member{"are_translations_complete", true})
		}
	}
	if o == nil {
		return nil
	}
	return object{{"summary", o}}
}

// templateLimit is how many templates an account may have, each language counted.
func (a WABA) templateLimit() int {
	if a.TemplateLimit > 0 {
		return a.TemplateLimit
	}
	return 250
}

// templatesURL is the address of another page, with the token as Graph's has.
func templatesURL(id string, q *request, limit int, direction, at string) string {
	v := url.Values{}
	for name, value := range q.params {
		if name != "after" && name != "before" && name != "appsecret_proof" {
			v.Set(name, value)
		}
	}
	v.Set("access_token", q.token)
	v.Set("limit", strconv.Itoa(limit))
	v.Set(direction, cursorOf(at))
	return q.base + "/" + q.served + "/" + id + "/message_templates?" + v.Encode()
}

// deleteTemplates deletes one language by name and hsm_id, or all of a name.
func (m *Meta) deleteTemplates(q *request, a WABA) (any, *graphError) {
	name, id := q.params["name"], q.params["hsm_id"]
	if name == "" {
		return nil, missingParameter("name")
	}
	m.mu.Lock()
	var doomed []*Template
	for _, t := range m.shelf.list(a.ID) {
		if t.Name == name && (id == "" || t.ID == id) {
			doomed = append(doomed, t)
		}
	}
	m.mu.Unlock()
	for _, t := range doomed {
		if t.Sample {
			return nil, refusedTemplate(2388094, "Message template can't be deleted", "Sample message templates can't be deleted.")
		}
		if t.Status == templateDisabled {
			return nil, refusedTemplate(0, "Message template can't be deleted", "Disabled message templates can't be deleted.")
		}
	}
	if len(doomed) == 0 {
		return nil, refusedTemplate(0, "Message template not found", "The message template you are trying to delete doesn't exist.")
	}
	m.mu.Lock()
	for _, t := range doomed {
		if t.Status == templateApproved {
			m.blocked[shelfKey(a.ID, name, "")] = m.options.Clock.Now().Add(blockedName)
		}
		m.shelf.drop(t.ID)
	}
	m.mu.Unlock()
	for _, t := range doomed {
		m.tellTemplate(t, "DELETED", "NONE", nil)
	}
	return success(), nil
}

// refusedTemplate is code 100 with a subcode and the words for a person.
func refusedTemplate(subcode int, title, words string) *graphError {
	return &graphError{Message: "Invalid parameter", Type: typeOAuth, Code: 100, Subcode: subcode, UserTitle: title, UserMsg: words}
}

// tellTemplate tells the app that a template's status changed.
func (m *Meta) tellTemplate(t *Template, event, reason string, more object) {
	value := append(t.identity(), member{"event", event}, member{"reason", reason}, member{"message_template_category", t.Category})
	m.change(t.WABAID, "", "message_template_status_update", "template", append(value, more...))
}

// identity is how webhooks name a template: its id is a number.
func (t *Template) identity() object {
	return object{
		{"message_template_id", json.Number(t.ID)}, {"message_template_name", t.Name},
		{"message_template_language", t.Language},
	}
}
