package sandbox

import (
	"context"
	"encoding/json"
)

// setNumber answers POST /{phone-id}. Of all that can be set there, the sandbox
// has the number's own callback.
func (m *Meta) setNumber(ctx context.Context, q *request, c caller) (any, *graphError) {
	n, ok := m.number(q.segments[0])
	if !ok {
		return nil, unknownObject(q.method, q.segments[0])
	}
	if err := c.mayNumber(q.method, n); err != nil {
		return nil, err
	}
	raw, ok := q.params["webhook_configuration"]
	if !ok {
		return nil, badParameter("The sandbox sets only webhook_configuration here")
	}
	var set struct {
		URI    *string `json:"override_callback_uri"`
		Verify string  `json:"verify_token"`
	}
	if json.Unmarshal([]byte(raw), &set) != nil {
		return nil, badParameter("Param webhook_configuration must be an object")
	}
	if set.URI == nil {
		return nil, missingParameter("webhook_configuration[override_callback_uri]")
	}
	if *set.URI != "" {
		if err := m.checkNumberOverride(ctx, n, c.app.ID, *set.URI, set.Verify); err != nil {
			return nil, err
		}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if *set.URI == "" {
		delete(m.hooks.Numbers[n.ID], c.app.ID)
	} else {
		put(m.hooks.Numbers, n.ID, c.app.ID, *set.URI)
	}
	return success(), nil
}

func (m *Meta) checkNumberOverride(ctx context.Context, n Number, appID, uri, verify string) *graphError {
	if verify == "" {
		return missingParameter("webhook_configuration[verify_token]")
	}
	m.mu.Lock()
	_, subscribed := m.hooks.WABAs[n.WABAID][appID]
	m.mu.Unlock()
	if !subscribed {
		return badParameter("Before override the current callback uri, your app must be subscribed to receive messages " +
			"for WhatsApp Business Account")
	}
	return m.verifyCallback(ctx, "override_callback_uri", uri, verify)
}

// webhookConfiguration tells which addresses are set for a number, for its
// account and for the app. The first of them is the one that is used.
func (m *Meta) webhookConfiguration(n Number, appID string) any {
	m.mu.Lock()
	defer m.mu.Unlock()
	o := object{}
	if uri := m.hooks.Numbers[n.ID][appID]; uri != "" {
		o = append(o, member{"phone_number", uri})
	}
	if uri := m.hooks.WABAs[n.WABAID][appID]; uri != "" {
		o = append(o, member{"whatsapp_business_account", uri})
	}
	if s, ok := m.hooks.Apps[appID][whatsAppObject]; ok {
		o = append(o, member{"application", s.CallbackURL})
	}
	return o
}
