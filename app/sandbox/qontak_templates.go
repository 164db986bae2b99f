package sandbox

import (
	"net/http"
	"slices"
	"strings"
)

// listTemplates answers GET /templates/whatsapp.
func (k *Qontak) listTemplates(q *plainRequest, c qontakCaller) *qontakAnswer {
	k.knowsQuery(q, append([]string{"status", "statuses[]", "category[]", "excluded_category[]", "hsm_chat"}, listNames...)...)
	wanted := append(slices.Clone(q.query["statuses[]"]), q.query["status"]...)
	among := func(list []string, value string) bool {
		return slices.ContainsFunc(list, func(one string) bool { return strings.EqualFold(one, value) })
	}
	found := []QontakTemplate{}
	for _, t := range k.Templates() {
		if t.OrganisationID != c.organisation ||
			len(wanted) > 0 && !among(wanted, t.Status) ||
			len(q.query["category[]"]) > 0 && !among(q.query["category[]"], t.Category) ||
			among(q.query["excluded_category[]"], t.Category) ||
			!strings.Contains(t.Name, strings.ToLower(q.query.Get("query"))) {
			continue
		}
		found = append(found, t)
	}
	found = inOrder(q, found)
	b, refused := bounds(q, len(found))
	if refused != nil {
		return refused
	}
	data := []object{}
	for _, t := range found[b.from:b.to] {
		data = append(data, t.body())
	}
	return &qontakAnswer{status: http.StatusOK, data: data, meta: k.pageMeta(q, b)}
}

// getTemplate answers GET /templates/{id}/whatsapp.
func (k *Qontak) getTemplate(q *plainRequest, c qontakCaller) *qontakAnswer {
	t, ok := k.template(c, q.segments[1])
	if !ok {
		return refuse(http.StatusNotFound, "Message template not found")
	}
	return &qontakAnswer{status: http.StatusOK, data: t.body()}
}

// template finds a template of the caller's organisation, with its state of now.
func (k *Qontak) template(c qontakCaller, id string) (QontakTemplate, bool) {
	for _, t := range k.Templates() {
		if t.ID == id && t.OrganisationID == c.organisation {
			return t, true
		}
	}
	return QontakTemplate{}, false
}

func (t QontakTemplate) body() object {
	return object{
		{"id", t.ID},
		{"organization_id", t.OrganisationID},
		{"name", t.Name},
		{"language", t.Language},
		{"header", t.header()},
		{"body", t.Body},
		{"footer", textOrNull(t.Footer)},
		{"buttons", t.buttons()},
		{"status", t.Status},
		{"category", t.Category},
		{"quality_rating", nil},
		{"quality_rating_text", "Neutral"},
		{"type", "campaign"},
	}
}

func (t QontakTemplate) header() any {
	switch t.HeaderFormat {
	case "":
		return nil
	case "TEXT":
		return object{{"format", t.HeaderFormat}, {"text", t.HeaderText}, {"example", textOrNull(t.HeaderExample)}}
	}
	return object{{"format", t.HeaderFormat}, {"example", textOrNull(t.HeaderExample)}}
}

func (t QontakTemplate) buttons() []object {
	out := []object{}
	for _, b := range t.Buttons {
		o := object{{"type", b.Type}, {"text", b.Text}}
		for _, m := range []member{{"url", b.URL}, {"phone_number", b.Phone}, {"example", b.Example}} {
			if m.Value != "" {
				o = append(o, m)
			}
		}
		out = append(out, o)
	}
	return out
}

func textOrNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}
