package sandbox

import (
	"context"
	"maps"
	"net/http"
	"slices"
)

// subscribedApps answers the edge /{waba-id}/subscribed_apps.
func (m *Meta) subscribedApps(ctx context.Context, q *request, c caller) (any, *graphError) {
	a, ok := m.waba(q.segments[0])
	if !ok {
		kind, err := m.nodeType(q, c)
		if err != nil {
			return nil, err
		}
		if q.method != http.MethodGet {
			return nil, unknownObject(q.method, q.segments[0])
		}
		return nil, nonexistingField("subscribed_apps", kind)
	}
	if err := c.mayWABA(q.method, a); err != nil {
		return nil, err
	}
	switch q.method {
	case http.MethodGet:
		return m.listSubscribedApps(q, a.ID)
	case http.MethodPost:
		return m.subscribeApp(ctx, q, a.ID, c.app)
	case http.MethodDelete:
		m.mu.Lock()
		defer m.mu.Unlock()
		delete(m.hooks.WABAs[a.ID], c.app.ID)
		return success(), nil
	}
	return nil, unsupportedRequest(q.method)
}

func (m *Meta) listSubscribedApps(q *request, waba string) (any, *graphError) {
	known := []string{"id", "name", "link", "whatsapp_business_api_data", "override_callback_uri"}
	asked, err := parseFields(q.params["fields"])
	if err != nil {
		return nil, err
	}
	for _, f := range asked {
		if !slices.Contains(known, f.name) {
			return nil, nonexistingField(f.name, "WhatsAppBusinessAccountSubscribedApps")
		}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	data := []object{}
	for _, id := range slices.Sorted(maps.Keys(m.hooks.WABAs[waba])) {
		data = append(data, subscribedApp(m.world.Apps[id], m.hooks.WABAs[waba][id]))
	}
	return object{{"data", data}}, nil
}

func subscribedApp(a App, override string) object {
	o := object{{"whatsapp_business_api_data", object{{"link", appLink(a.ID)}, {"name", a.Name}, {"id", a.ID}}}}
	if override != "" {
		o = append(o, member{"override_callback_uri", override})
	}
	return o
}

// subscribeApp subscribes the caller's app. An empty body takes an override
// away and stays subscribed.
func (m *Meta) subscribeApp(ctx context.Context, q *request, waba string, a App) (any, *graphError) {
	uri, hasURI := q.params["override_callback_uri"]
	verify, hasVerify := q.params["verify_token"]
	switch {
	case !hasURI && hasVerify:
		return nil, missingParameter("override_callback_uri")
	case hasURI && (!hasVerify || verify == ""):
		return nil, missingParameter("verify_token")
	case hasURI:
		if err := m.verifyCallback(ctx, "override_callback_uri", uri, verify); err != nil {
			return nil, err
		}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	put(m.hooks.WABAs, waba, a.ID, uri)
	if uri == "" {
		return success(), nil
	}
	return append(success(), member{"data", []object{subscribedApp(a, uri)}}), nil
}
