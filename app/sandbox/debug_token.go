package sandbox

import (
	"strings"
	"time"
)

// debugToken answers GET /debug_token: what is known of the input token.
func (m *Meta) debugToken(q *request, c caller) (any, *graphError) {
	input, ok := q.params["input_token"]
	if !ok || input == "" {
		return nil, missingParameter("input_token")
	}
	if appID, secret, isApp := strings.Cut(input, "|"); isApp {
		return m.debugAppToken(c, appID, secret)
	}
	t, known := m.tokenOf(input)
	if !known {
		return object{{"data", object{
			{"error", object{{"code", 190}, {"message", "Invalid OAuth access token - Cannot parse access token"}}},
			{"is_valid", false},
			{"scopes", []string{}},
		}}}, nil
	}
	if t.AppID != c.app.ID {
		return nil, badParameter("The App_id in the input_token did not match the Viewing App")
	}
	return object{{"data", m.describeToken(t)}}, nil
}

func (m *Meta) debugAppToken(c caller, appID, secret string) (any, *graphError) {
	if _, err := m.appCaller(appID, secret); err != nil {
		return object{{"data", object{
			{"error", object{{"code", 190}, {"message", err.Message}}},
			{"is_valid", false},
			{"scopes", []string{}},
		}}}, nil
	}
	if appID != c.app.ID {
		return nil, badParameter("The App_id in the input_token did not match the Viewing App")
	}
	return object{{"data", object{
		{"app_id", appID}, {"type", "APP"}, {"application", c.app.Name}, {"is_valid", true}, {"scopes", []string{}},
	}}}, nil
}

func (m *Meta) describeToken(t Token) object {
	a, _ := m.app(t.AppID)
	o := object{
		{"app_id", t.AppID},
		{"type", string(t.Type)},
		{"application", a.Name},
		{"data_access_expires_at", unixOrZero(t.DataAccessExpiresAt)},
	}
	trouble := t.trouble(m.options.Clock.Now())
	if trouble != nil {
		o = append(o, member{"error", object{
			{"code", trouble.Code}, {"message", trouble.Message}, {"subcode", trouble.Subcode},
		}})
	}
	o = append(o, member{"expires_at", unixOrZero(t.ExpiresAt)}, member{"is_valid", trouble == nil})
	if !t.IssuedAt.IsZero() {
		o = append(o, member{"issued_at", t.IssuedAt.Unix()})
	}
	o = append(o, member{"scopes", append([]string{}, t.Scopes...)})
	if trouble == nil {
		o = append(o, member{"granular_scopes", granularScopes(t)})
	}
	return append(o, member{"user_id", t.UserID})
}

// granularScopes lists each scope; those without target ids hold for all.
func granularScopes(t Token) []object {
	out := []object{}
	for _, s := range t.Scopes {
		o := object{{"scope", s}}
		if ids := t.Granular[s]; ids != nil {
			o = append(o, member{"target_ids", ids})
		}
		out = append(out, o)
	}
	return out
}

func unixOrZero(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.Unix()
}
