package sandbox

import (
	"encoding/hex"
)

const (
	healthAvailable = "AVAILABLE"
	healthLimited   = "LIMITED"
	healthBlocked   = "BLOCKED"
)

func (h Health) state() string {
	if h.State == "" {
		return healthAvailable
	}
	return h.State
}

// healthEntity is one node's part of health_status.
func healthEntity(kind, id string, h Health) object {
	o := object{{"entity_type", kind}, {"id", id}, {"can_send_message", h.state()}}
	switch h.state() {
	case healthLimited:
		o = append(o, member{"additional_info", h.Info})
	case healthBlocked:
		errors := []object{}
		for _, e := range h.Errors {
			errors = append(errors, object{
				{"error_code", e.Code}, {"error_description", e.Description}, {"possible_solution", e.Solution},
			})
		}
		o = append(o, member{"errors", errors})
	}
	if kind == "PHONE_NUMBER" || kind == "APP" {
		o = append(o, member{"can_receive_call_sip", healthAvailable})
	}
	return o
}

// healthStatus puts the nodes together: the worst of them is the whole.
func healthStatus(all []Health, entities []object) object {
	overall := healthAvailable
	for _, h := range all {
		if s := h.state(); s == healthBlocked || s == healthLimited && overall == healthAvailable {
			overall = s
		}
	}
	return object{{"can_send_message", overall}, {"entities", entities}}
}

func (m *Meta) wabaHealth(a WABA, c caller) object {
	b, _ := m.portfolio(a.BusinessID)
	return healthStatus([]Health{a.Health, b.Health, c.app.Health}, []object{
		healthEntity("WABA", a.ID, a.Health),
		healthEntity("BUSINESS", b.ID, b.Health),
		healthEntity("APP", c.app.ID, c.app.Health),
	})
}

func (m *Meta) numberHealth(n Number, c caller) object {
	a, _ := m.waba(n.WABAID)
	b, _ := m.portfolio(a.BusinessID)
	return healthStatus([]Health{n.Health, a.Health, b.Health, c.app.Health}, []object{
		healthEntity("PHONE_NUMBER", n.ID, n.Health),
		healthEntity("WABA", a.ID, a.Health),
		healthEntity("BUSINESS", b.ID, b.Health),
		healthEntity("APP", c.app.ID, c.app.Health),
	})
}

// namespaceOf makes the template namespace of an account, which looks like a
// UUID with underscores.
func namespaceOf(id string) string {
	h := hex.EncodeToString(derive("", "namespace "+id, 16))
	return h[:8] + "_" + h[8:12] + "_" + h[12:16] + "_" + h[16:20] + "_" + h[20:]
}
