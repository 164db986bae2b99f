package qontak

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"strings"
	"time"

	"channeldesk/app"
)

// signer adds the HMAC of one call, made anew for each try because the date is
// part of it.
type signer struct {
	id, secret app.Secret
	clock      app.Clock
}

// sign sets Date and Authorization. The request line is signed as HTTP/1.1, so
// the connection must speak that: a gateway puts the version that it sees into
// its own copy.
func (s signer) sign(r *http.Request) {
	date := s.clock.Now().UTC().Format(http.TimeFormat)
	r.Header.Set("Date", date)
	r.Header.Set("Authorization", fmt.Sprintf(
		`hmac username="%s", algorithm="hmac-sha256", headers="date request-line", signature="%s"`,
		s.id.Expose(), signature(s.secret.Expose(), date, r.Method, r.URL.RequestURI())))
}

// signature is the base64 HMAC-SHA256 of date and request line. Square brackets
// of a query are signed as they are, not in their escaped form.
func signature(secret, date, method, target string) string {
	if path, query, ok := strings.Cut(target, "?"); ok {
		target = path + "?" + plainBrackets.Replace(query)
	}
	mac := hmac.New(sha256.New, []byte(secret))
	fmt.Fprintf(mac, "date: %s\n%s %s HTTP/1.1", date, method, target)
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

var plainBrackets = strings.NewReplacer("%5B", "[", "%5D", "]", "%5b", "[", "%5d", "]")

// clockSlack is how far a computer's clock may be off before it is worth saying;
// gateways of this kind commonly refuse at five minutes.
const clockSlack = 2 * time.Minute

// clockOff tells how far this computer's clock is ahead of the server's, rounded
// to minutes; ok is false when it is near enough or the server told no time.
func clockOff(now time.Time, h http.Header) (ahead time.Duration, ok bool) {
	theirs, err := http.ParseTime(h.Get("Date"))
	if err != nil {
		return 0, false
	}
	ahead = now.Sub(theirs)
	if ahead.Abs() < clockSlack {
		return 0, false
	}
	return ahead.Round(time.Minute), true
}

// clockWords says by how much the clock is off, in the largest unit that fits.
func clockWords(ahead time.Duration) app.Text {
	n, unit := int(ahead.Abs()/time.Minute), 0
	switch {
	case n >= 2*24*60:
		n, unit = n/(24*60), 2
	case n >= 2*60:
		n, unit = n/60, 1
	}
	sentences := [3]app.Text{
		app.Say("This computer's clock is {{.N}} minutes fast.", "N", n),
		app.Say("This computer's clock is {{.N}} hours fast.", "N", n),
		app.Say("This computer's clock is {{.N}} days fast.", "N", n),
	}
	if ahead < 0 {
		sentences = [3]app.Text{
			app.Say("This computer's clock is {{.N}} minutes slow.", "N", n),
			app.Say("This computer's clock is {{.N}} hours slow.", "N", n),
			app.Say("This computer's clock is {{.N}} days slow.", "N", n),
		}
	}
	return sentences[unit]
}
