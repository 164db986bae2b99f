package sandbox

import (
	"context"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// webhooks are the settings that callers change: they survive in a snapshot.
type webhooks struct {
	// Apps has each app's subscriptions by object.
	Apps map[string]map[string]appSubscription `json:"apps"`
	// WABAs has the apps that are subscribed to each account, with the address
	// that overrides the app's, or "".
	WABAs map[string]map[string]string `json:"wabas"`
	// Numbers has each number's overriding address by app.
	Numbers map[string]map[string]string `json:"numbers"`
}

// appSubscription is an app's callback for one object.
type appSubscription struct {
	CallbackURL string            `json:"callback_url"`
	Active      bool              `json:"active"`
	Fields      []subscribedField `json:"fields"`
}

type subscribedField struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

func newWebhooks() webhooks {
	return webhooks{
		Apps:    map[string]map[string]appSubscription{},
		WABAs:   map[string]map[string]string{},
		Numbers: map[string]map[string]string{},
	}
}

func put[V any](outer map[string]map[string]V, key, inner string, value V) {
	if outer[key] == nil {
		outer[key] = map[string]V{}
	}
	outer[key][inner] = value
}

const whatsAppObject = "whatsapp_business_account"

// webhookFields are the fields that the WhatsApp object has.
var webhookFields = []string{
	"account_alerts", "account_review_update", "account_update", "business_capability_update", "business_status_update",
	"flows", "message_echoes", "message_template_components_update", "message_template_quality_update",
	"message_template_status_update", "messages", "payment_configuration_update", "phone_number_name_update",
	"phone_number_quality_update", "security", "template_category_update", "tracking_events", "user_preferences",
	"calls", "history", "smb_app_state_sync", "smb_message_echoes",
}

// appSubscriptions answers the edge /{app-id}/subscriptions.
func (m *Meta) appSubscriptions(ctx context.Context, q *request, c caller) (any, *graphError) {
	id := q.segments[0]
	if _, ok := m.app(id); !ok {
		kind, err := m.nodeType(q, c)
		if err != nil {
			return nil, err
		}
		return nil, nonexistingField("subscriptions", kind)
	}
	if !c.isApp {
		return nil, &graphError{Message: "(#15) This method must be called with an app access_token.", Type: typeOAuth, Code: 15}
	}
	if id != c.app.ID {
		return nil, unknownObject(q.method, id)
	}
	switch q.method {
	case http.MethodGet:
		return m.listAppSubscriptions(id), nil
	case http.MethodPost:
		return m.setAppSubscription(ctx, q, id)
	case http.MethodDelete:
		return m.dropAppSubscription(q, id)
	}
	return nil, unsupportedRequest(q.method)
}

func (m *Meta) listAppSubscriptions(id string) any {
	m.mu.Lock()
	defer m.mu.Unlock()
	data := []object{}
	for _, name := range slices.Sorted(maps.Keys(m.hooks.Apps[id])) {
		s := m.hooks.Apps[id][name]
		fields := []object{}
		for _, f := range s.Fields {
			fields = append(fields, object{{"name", f.Name}, {"version", f.Version}})
		}
		data = append(data, object{
			{"object", name}, {"callback_url", s.CallbackURL}, {"active", s.Active}, {"fields", fields},
		})
	}
	return object{{"data", data}}
}

func (m *Meta) setAppSubscription(ctx context.Context, q *request, id string) (any, *graphError) {
	for _, name := range []string{"object", "callback_url", "verify_token"} {
		if q.params[name] == "" {
			return nil, missingParameter(name)
		}
	}
	if q.params["object"] != whatsAppObject {
		return nil, badParameter("Param object must be one of {whatsapp_business_account}")
	}
	fields, err := fieldList(q.params["fields"])
	if err != nil {
		return nil, err
	}
	callback := q.params["callback_url"]
	if err := m.verifyCallback(ctx, "callback_url", callback, q.params["verify_token"]); err != nil {
		return nil, err
	}
	s := appSubscription{CallbackURL: callback, Active: true}
	for _, f := range fields {
		s.Fields = append(s.Fields, subscribedField{Name: f, Version: q.served})
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	put(m.hooks.Apps, id, whatsAppObject, s)
	return success(), nil
}

func fieldList(s string) ([]string, *graphError) {
	s = strings.Trim(strings.TrimSpace(s), "[]")
	var out []string
	for f := range strings.SplitSeq(s, ",") {
		if f = strings.Trim(strings.TrimSpace(f), `"`); f == "" {
			continue
		}
		if !slices.Contains(webhookFields, f) {
			return nil, badParameter("Param fields: %s is not a field of %s", f, whatsAppObject)
		}
		out = append(out, f)
	}
	return out, nil
}

func (m *Meta) dropAppSubscription(q *request, id string) (any, *graphError) {
	fields, err := fieldList(q.params["fields"])
	if err != nil {
		return nil, err
	}
	name := q.params["object"]
	m.mu.Lock()
	defer m.mu.Unlock()
	switch {
	case name == "" && len(fields) == 0:
		delete(m.hooks.Apps, id)
	case name == "":
		return nil, missingParameter("object")
	case len(fields) == 0:
		delete(m.hooks.Apps[id], name)
	default:
		if s, ok := m.hooks.Apps[id][name]; ok {
			s.Fields = slices.DeleteFunc(slices.Clone(s.Fields), func(f subscribedField) bool {
				return slices.Contains(fields, f.Name)
			})
			m.hooks.Apps[id][name] = s
		}
	}
	return success(), nil
}

func success() object { return object{{"success", true}} }
