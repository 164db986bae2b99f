package apipage

import (
	"slices"
	"time"

	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// endsSoon is how long before its end a key stands out.
const endsSoon = 14 * 24 * time.Hour

// keyState is where in its life a key is.
type keyState int

const (
	keyOpen    keyState = iota
	keyEnding           // it works, and ends within endsSoon
	keyOld              // it was rotated and goes on for its overlap
	keyEnded            // its time is over
	keyRevoked          // somebody ended it
)

func stateOf(k app.APIKey, now time.Time) keyState {
	switch {
	case !k.RevokedAt.IsZero():
		return keyRevoked
	case !k.IsOpen(now):
		return keyEnded
	case k.ReplacedBy != 0:
		return keyOld
	case !k.ExpiresAt.IsZero() && k.ExpiresAt.Sub(now) < endsSoon:
		return keyEnding
	}
	return keyOpen
}

// works reports whether requests with the key are answered.
func (s keyState) works() bool { return s < keyEnded }

// endWords are what stands in the column of the end: a word, a line below it, and
// the kind of the word.
func endWords(k app.APIKey, now time.Time) (word, detail string, kind kit.Kind) {
	switch stateOf(k, now) {
	case keyRevoked:
		return lang.L("Revoked"), frame.Date(k.RevokedAt), kit.KindDanger
	case keyEnded:
		if k.ReplacedBy != 0 {
			return lang.L("Rotated"), frame.Date(k.ExpiresAt), kit.KindNeutral
		}
		return lang.L("Ended"), frame.Date(k.ExpiresAt), kit.KindNeutral
	case keyOld:
		return inWords(k.ExpiresAt.Sub(now)), lang.L("Old key"), kit.KindWarn
	case keyEnding:
		return inWords(k.ExpiresAt.Sub(now)), frame.Date(k.ExpiresAt), kit.KindWarn
	}
	if k.ExpiresAt.IsZero() {
		return lang.L("Never"), "", kit.KindNeutral
	}
	return frame.Date(k.ExpiresAt), "", kit.KindNeutral
}

// inWords says how far an end is away: "In 6 days".
func inWords(left time.Duration) string {
	days, hours := int(left/(24*time.Hour)), int(left/time.Hour)
	switch {
	case days >= 2:
		return lang.L("In {{.N}} days", map[string]any{"N": days})
	case hours >= 2:
		return lang.L("In {{.N}} hours", map[string]any{"N": hours})
	case left >= 2*time.Minute:
		return lang.L("In {{.N}} minutes", map[string]any{"N": int(left / time.Minute)})
	}
	return lang.L("In a minute")
}

// split parts the keys that work from those that do not any more; both stay in
// their order.
func split(all []app.APIKey, now time.Time) (open, ended []app.APIKey) {
	ended = slices.DeleteFunc(slices.Clone(all), func(k app.APIKey) bool { return stateOf(k, now).works() })
	open = slices.DeleteFunc(slices.Clone(all), func(k app.APIKey) bool { return !stateOf(k, now).works() })
	return open, ended
}
