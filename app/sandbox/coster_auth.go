package sandbox

import (
	"net/http"
	"strings"
)

// tokenFor finds the token of a request and whether it is good for the host.
func (c *Coster) tokenFor(r *http.Request, q *plainRequest) (CosterToken, *costerAnswer) {
	c.judgePlace(r, q)
	value := r.Header.Get(accessTokenHeader)
	if q.base == costerPush {
		scheme, bearer, _ := strings.Cut(strings.TrimSpace(r.Header.Get("Authorization")), " ")
		value = ""
		if strings.EqualFold(scheme, "Bearer") {
			value = strings.TrimSpace(bearer)
		}
	}
	if value == "" {
		c.note(q, RuleMissing, "the header with the token of the %s host is missing", q.base)
		return CosterToken{}, denied("Access token is missing")
	}
	c.mu.Lock()
	t, ok := c.world.Tokens[value]
	c.mu.Unlock()
	switch {
	case !ok || string(t.Kind) != q.base:
		return CosterToken{}, denied("Access token is invalid")
	case !t.ExpiresAt.IsZero() && !c.now().Before(t.ExpiresAt):
		return CosterToken{}, denied("Access token is expired")
	}
	return t, nil
}

// account finds the account of an id, which must be the token's own.
func (c *Coster) account(t CosterToken, id string) (CosterAccount, *costerAnswer) {
	c.mu.Lock()
	a, ok := c.world.Accounts[id]
	c.mu.Unlock()
	switch {
	case !ok:
		return CosterAccount{}, invalid("Unknown Account")
	case a.ID != t.AccountID:
		return CosterAccount{}, denied("Access token is not of this account")
	}
	return a, nil
}

// media answers GET /bot/media/{id} with the file itself.
func (c *Coster) media(r *http.Request, q *plainRequest) *costerAnswer {
	t, refused := c.tokenFor(r, q)
	if refused != nil {
		return refused
	}
	c.mu.Lock()
	m, ok := c.world.Media[q.segments[2]]
	c.mu.Unlock()
	if !ok || m.AccountID != t.AccountID {
		return &costerAnswer{status: http.StatusNotFound, code: codeMissing, title: "Resource not found", detail: "Unknown media"}
	}
	return &costerAnswer{status: http.StatusOK, file: &m}
}
