package sandbox

import "time"

func addSampleTokens(w World, v SampleValues, now time.Time) {
	both := []string{ScopeBusiness, ScopeManagement, ScopeMessaging}
	seen := []string{v.WABAID, v.OtherWABAID, v.BlockedWABAID, v.ManyNumbersWABAID}
	good := Token{
		AppID: v.AppID, Type: SystemUserToken, UserID: "122100000000501",
		Scopes: both, IssuedAt: now.Add(-30 * 24 * time.Hour), WABAs: seen,
		Granular: map[string][]string{ScopeManagement: seen, ScopeMessaging: seen},
	}
	add := func(value string, change func(*Token)) {
		t := good
		t.Value = value
		if change != nil {
			change(&t)
		}
		w.Tokens[value] = t
	}
	narrow := []string{v.OtherWABAID}

	add(v.Token, nil)
	add(v.ExpiredToken, func(t *Token) { t.ExpiresAt = now.Add(-26 * time.Hour) })
	add(v.InvalidatedToken, func(t *Token) { t.InvalidatedBy = "password" })
	add(v.NoMessagingToken, func(t *Token) {
		t.Scopes, t.Granular = []string{ScopeManagement}, map[string][]string{ScopeManagement: seen}
	})
	add(v.NoManagementToken, func(t *Token) {
		t.Scopes, t.Granular = []string{ScopeMessaging}, map[string][]string{ScopeMessaging: seen}
	})
	add(v.UserToken, func(t *Token) {
		t.Type, t.UserID = UserToken, "122100000000502"
		t.IssuedAt, t.ExpiresAt = now.Add(-time.Hour), now.Add(2*time.Hour)
		t.DataAccessExpiresAt = now.Add(90 * 24 * time.Hour)
	})
	add(v.ExpiringToken, func(t *Token) { t.ExpiresAt = now.Add(10 * 24 * time.Hour) })
	add(v.UnassignedToken, func(t *Token) { t.UserID, t.WABAs, t.Granular = "122100000000503", narrow, nil })
	add(v.NarrowToken, func(t *Token) {
		t.UserID, t.WABAs = "122100000000504", narrow
		t.Granular = map[string][]string{ScopeManagement: narrow, ScopeMessaging: narrow}
	})
	add(v.PlainToken, func(t *Token) { t.Granular = nil })
	add(v.OtherAppToken, func(t *Token) { t.AppID, t.UserID = v.OtherAppID, "122100000000505" })
	add(v.ProofToken, func(t *Token) { t.AppID, t.UserID = v.ProofAppID, "122100000000506" })
}
