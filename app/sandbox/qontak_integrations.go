package sandbox

import (
	"encoding/base64"
	"net/http"
	"strings"
)

// qontakTime is the form in which Qontak writes times.
const qontakTime = "2006-01-02T15:04:05.000Z"

// listIntegrations answers GET /integrations.
func (k *Qontak) listIntegrations(q *plainRequest, c qontakCaller) *qontakAnswer {
	k.knowsQuery(q, append([]string{"target_channel"}, listNames...)...)
	channel, search := q.query.Get("target_channel"), strings.ToLower(q.query.Get("query"))
	var found []QontakIntegration
	k.mu.Lock()
	for _, n := range k.world.Integrations {
		if n.OrganisationID == c.organisation && (channel == "" || n.TargetChannel == channel) &&
			strings.Contains(strings.ToLower(n.AccountName), search) {
			found = append(found, n)
		}
	}
	k.mu.Unlock()
	found = inOrder(q, found)
	b, refused := bounds(q, len(found))
	if refused != nil {
		return refused
	}
	data := []object{}
	for _, n := range found[b.from:b.to] {
		data = append(data, n.body())
	}
	return &qontakAnswer{status: http.StatusOK, data: data, meta: k.pageMeta(q, b)}
}

// getIntegration answers GET /integrations/{id}.
func (k *Qontak) getIntegration(q *plainRequest, c qontakCaller) *qontakAnswer {
	n, ok := k.integration(c, q.segments[1])
	if !ok {
		return refuse(http.StatusNotFound, "Channel integration not found")
	}
	return &qontakAnswer{status: http.StatusOK, data: n.body()}
}

// integration finds a channel of the caller's organisation.
func (k *Qontak) integration(c qontakCaller, id string) (QontakIntegration, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, n := range k.world.Integrations {
		if n.ID == id && n.OrganisationID == c.organisation {
			return n, true
		}
	}
	return QontakIntegration{}, false
}

func (n QontakIntegration) body() object {
	return object{
		{"id", n.ID},
		{"target_channel", n.TargetChannel},
		{"webhook", base64.RawURLEncoding.EncodeToString(derive("", "qontak hook "+n.ID, 12))},
		{"settings", n.settings()},
		{"organization_id", n.OrganisationID},
		{"created_at", n.CreatedAt.UTC().Format(qontakTime)},
		{"is_active", n.Active},
	}
}

func (n QontakIntegration) settings() object {
	switch {
	case n.Bare:
		return object{}
	case n.TargetChannel == "wa":
		return object{
			{"domain_server", "https://wa.example.test"}, {"authorization", n.Authorization},
			{"account_name", n.AccountName}, {"server_wa_id", n.PhoneNumber},
		}
	}
	return object{{"account_name", n.AccountName}, {"phone_number", n.PhoneNumber}, {"phone_number_id", n.PhoneNumberID}}
}
