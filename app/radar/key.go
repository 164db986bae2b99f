package radar

import (
	"fmt"
	"time"

	"channeldesk/app"
)

// keyEnded is for how long after its end an API key is still told of. Nobody has
// to take a key away that nobody needs any more.
const keyEnded = 7 * day

// apiKeys are the keys of an environment that end or ended lately. Warnings that
// lie before a key was made would only repeat what the person just chose. A key
// that was rotated is meant to end: until then the new one must be in use, and at
// the end itself there is nothing more to say.
func apiKeys(tx app.Tx, a app.Agent, env app.Environment, now time.Time) (ends []End, err error) {
	keys, err := tx.ListKeys(a.ID, env)
	for _, k := range keys {
		if !k.RevokedAt.IsZero() || k.ExpiresAt.IsZero() || now.Sub(k.ExpiresAt) >= keyEnded {
			continue
		}
		e := End{
			Agent: a, Environment: env, Kind: KindAPIKey, Label: app.Say("API key {{.Name}}", "Name", k.Name), EndsAt: k.ExpiresAt,
			Page: "api", secret: keyRef(k), since: k.CreatedAt,
		}
		if made, ok := replacement(keys, k); ok {
			if e.quiet = true; !k.IsOpen(now) {
				continue
			}
			e.Label, e.since = app.Say("Old API key {{.Name}}", "Name", k.Name), made.CreatedAt
		}
		ends = append(ends, e)
	}
	return ends, err
}

// replacement is the key that rotating k made.
func replacement(keys []app.APIKey, k app.APIKey) (app.APIKey, bool) {
	for _, other := range keys {
		if k.ReplacedBy != 0 && other.ID == k.ReplacedBy {
			return other, true
		}
	}
	return app.APIKey{}, false
}

// keyRef stands for a key among the values that end.
func keyRef(k app.APIKey) app.SecretRef { return app.SecretRef(fmt.Sprint(k.ID)) }

// keySubjects are the keys of an environment that may be warned of again.
func keySubjects(tx app.Tx, c app.Channel) (keep []string, err error) {
	keys, err := tx.ListKeys(c.AgentID, c.Environment)
	for _, k := range keys {
		if k.RevokedAt.IsZero() && !k.ExpiresAt.IsZero() {
			keep = append(keep, subject(KindAPIKey, keyRef(k), k.ExpiresAt))
		}
	}
	return keep, err
}
