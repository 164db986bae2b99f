package sandbox

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"time"
)

// engines are those of the providers, in the order of the page.
func (s *Sandbox) engines() []*engine {
	return []*engine{&s.Meta.engine, &s.Qontak.engine, &s.Coster.engine}
}

// requests are those of all providers in the order in which they came.
func (s *Sandbox) requests() []Request {
	all := []Request{}
	for _, e := range s.engines() {
		all = append(all, e.Requests()...)
	}
	slices.SortStableFunc(all, func(a, b Request) int { return a.At.Compare(b.At) })
	return all
}

func (s *Sandbox) faultForms() []faultForm {
	forms := []faultForm{}
	for _, e := range s.engines() {
		for _, f := range e.Faults() {
			form := formOf(f)
			if e.provider != providerMeta {
				form.Provider = e.provider
			}
			forms = append(forms, form)
		}
	}
	return forms
}

// controlState tells everything about the running sandbox, with the sample
// values to type. They are worth nothing outside of it.
func (s *Sandbox) controlState(w http.ResponseWriter, _ *http.Request) {
	violations := []Violation{}
	for _, e := range s.engines() {
		violations = append(violations, e.Violations()...)
	}
	writeControl(w, object{
		{"meta_url", s.MetaURL()},
		{"qontak_bearer_url", s.QontakBearerURL()},
		{"qontak_hmac_url", s.QontakHMACURL()},
		{"coster_conversation_url", s.CosterConversationURL()},
		{"coster_push_url", s.CosterPushURL()},
		{"phone_url", s.PhoneURL()},
		{"sample", s.Sample()},
		{"sample_qontak", s.SampleQontak()},
		{"sample_coster", s.SampleCoster()},
		{"webhooks", json.RawMessage(s.Meta.State())},
		{"registered", s.Qontak.registered()},
		{"faults", s.faultForms()},
		{"requests", len(s.requests())},
		{"violations", violations},
	})
}

// controlMessages lists what the simulated providers accepted.
func (s *Sandbox) controlMessages(w http.ResponseWriter, _ *http.Request) {
	writeControl(w, object{{"meta", s.Meta.Messages()}, {"qontak", s.Qontak.Messages()}, {"coster", s.Coster.Messages()}})
}

// registered lists the registered addresses, each without what may be secret.
func (k *Qontak) registered() []object {
	k.mu.Lock()
	defer k.mu.Unlock()
	out := []object{}
	for _, organisation := range slices.Sorted(maps.Keys(k.endpoints)) {
		e := k.endpoints[organisation]
		out = append(out, object{
			{"organization_id", organisation}, {"address", shortAddress(e.URL)},
			{"events", e.Events}, {"at", e.At.Format(time.RFC3339)},
		})
	}
	return out
}

// shortAddress is an address without path and query, which may hold a secret.
func shortAddress(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return ""
	}
	return u.Scheme + "://" + u.Host + "/…"
}
