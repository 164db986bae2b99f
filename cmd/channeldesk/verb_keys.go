package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"channeldesk/app"
	"channeldesk/app/apikey"
)

type keysVerb struct {
	List     keysListVerb     `cmd:"" default:"1" help:"List the API keys of an environment."`
	Create   keysCreateVerb   `cmd:"" help:"Make an API key. It is printed once."`
	Rotate   keysRotateVerb   `cmd:"" help:"Make a new key in the place of one, to live as long as that was made for. It is printed once."`
	Revoke   keysRevokeVerb   `cmd:"" help:"End an API key at once."`
	Examples keysExamplesVerb `cmd:"" help:"Print a program that uses the notification API."`
}

// keyJSON is one key for scripts. Key is there only when it was just made.
type keyJSON struct {
	ID           app.KeyID       `json:"id"`
	Name         string          `json:"name"`
	Environment  app.Environment `json:"environment"`
	Key          string          `json:"key,omitempty"`
	Hint         string          `json:"hint"`
	Scopes       []app.KeyScope  `json:"scopes"`
	State        string          `json:"state"` // open, expired, revoked, replaced
	CreatedAt    time.Time       `json:"created_at"`
	CreatedBy    string          `json:"created_by"`
	ExpiresAt    *time.Time      `json:"expires_at"`
	RevokedAt    *time.Time      `json:"revoked_at"`
	LastUsedAt   *time.Time      `json:"last_used_at"`
	LastUsedFrom string          `json:"last_used_from"`
}

func keyOf(k app.APIKey, now time.Time) keyJSON {
	return keyJSON{
		ID: k.ID, Name: k.Name, Environment: k.Environment, Hint: k.Hint, Scopes: k.Scopes, State: keyState(k, now), CreatedAt: k.CreatedAt.UTC(),
		CreatedBy: k.CreatedBy, ExpiresAt: timeOrNil(k.ExpiresAt), RevokedAt: timeOrNil(k.RevokedAt), LastUsedAt: timeOrNil(k.LastUsedAt), LastUsedFrom: k.LastUsedFrom,
	}
}

// keyState is whether a key works. A rotated one works until its overlap ends.
func keyState(k app.APIKey, now time.Time) string {
	switch {
	case !k.RevokedAt.IsZero():
		return "revoked"
	case k.IsOpen(now):
		return "open"
	case k.ReplacedBy != 0:
		return "replaced"
	}
	return "expired"
}

// keyService is the service of API keys, without the rest of the gateway.
func (d *desk) keyService() *apikey.Service {
	return apikey.New(apikey.Params{Store: d.Store, Guard: d.Access, Bus: d.Bus, Clock: d.Clock, Log: d.Log})
}

type keysListVerb struct{}

// Run lists the keys, newest first, those that ended too.
func (keysListVerb) Run(s *session) error {
	return s.withDesk(false, func(d *desk) error {
		a, err := d.agent()
		if err != nil {
			return err
		}
		keys, err := d.keyService().List(d.ctx, a.ID, s.flags.environment())
		if err != nil {
			return err
		}
		now := d.Clock.Now()
		if s.flags.JSON {
			out := make([]keyJSON, len(keys))
			for i, k := range keys {
				out[i] = keyOf(k, now)
			}
			return s.console.json(out)
		}
		if len(keys) == 0 {
			s.console.printf("%s of %s has no API key yet. Make one with: channeldesk keys create NAME\n", s.flags.environment().Label(), a.Name)
			return nil
		}
		t := &table{}
		t.add("ID", "Name", "Key", "May", "State", "Ends", "Last used")
		for _, k := range keys {
			used := "never"
			if !k.LastUsedAt.IsZero() {
				used = localTime(k.LastUsedAt) + " from " + k.LastUsedFrom
			}
			state := keyState(k, now)
			if state == "open" && k.ReplacedBy != 0 {
				state = "open, replaced by " + itoa(int(k.ReplacedBy))
			}
			t.add(itoa(int(k.ID)), k.Name, k.Hint, scopesText(k.Scopes), state, endText(k), used)
		}
		t.print(s.console.out)
		return nil
	})
}

func endText(k app.APIKey) string {
	if k.ExpiresAt.IsZero() {
		return "never"
	}
	return localTime(k.ExpiresAt)
}

func scopesText(scopes []app.KeyScope) string {
	words := make([]string, len(scopes))
	for i, s := range scopes {
		words[i] = string(s)
	}
	return strings.Join(words, ", ")
}

type keysCreateVerb struct {
	Name    string   `arg:"" help:"Name that says which system uses the key."`
	Scope   []string `help:"What it may do: send, read; without it, both." placeholder:"SCOPE"`
	Expires string   `help:"When it ends: a number of days as 90d, a day as 2027-01-31, or never; without it, never." default:"never" placeholder:"WHEN"`
}

// Run makes a key and prints it.
func (v keysCreateVerb) Run(s *session) error {
	wish := apikey.NewKey{Name: v.Name, Scopes: apikey.Scopes}
	if len(v.Scope) > 0 {
		wish.Scopes = nil
		for _, word := range v.Scope {
			if !slices.Contains(apikey.Scopes, app.KeyScope(word)) {
				return usage("--scope takes send, read or both, as send,read.")
			}
			wish.Scopes = append(wish.Scopes, app.KeyScope(word))
		}
	}
	var err error
	if wish.ExpiresAt, err = parseEnd(v.Expires, time.Now()); err != nil {
		return err
	}
	return s.withDesk(false, func(d *desk) error {
		a, err := d.agent()
		if err != nil {
			return err
		}
		k, value, err := d.keyService().Create(d.ctx, a.ID, s.flags.environment(), wish)
		if err != nil {
			return err
		}
		return d.printNewKey(k, value)
	})
}

// parseEnd reads when a key ends: at the end of a day, or after so many days.
func parseEnd(typed string, now time.Time) (time.Time, error) {
	if typed == "never" || typed == "" {
		return time.Time{}, nil
	}
	if number, ok := strings.CutSuffix(typed, "d"); ok {
		if days, err := strconv.Atoi(number); err == nil && days > 0 && days <= 3650 {
			return now.AddDate(0, 0, days), nil
		}
	}
	if day, err := time.ParseInLocation("2006-01-02", typed, time.Local); err == nil {
		return day.AddDate(0, 0, 1), nil
	}
	return time.Time{}, usage("--expires takes a number of days as 90d, a day as 2027-01-31, or never.")
}

// printNewKey prints a key that was just made. It is the only time.
func (d *desk) printNewKey(k app.APIKey, value app.Secret) error {
	s := d.session
	if s.flags.JSON {
		out := keyOf(k, d.Clock.Now())
		out.Key = value.Expose()
		return s.console.json(out)
	}
	s.console.printf("%s\n", value.Expose())
	fmt.Fprintf(s.console.err, "This is the only time that the key %s is shown. It may: %s. It ends: %s.\n", oneLine(k.Name), scopesText(k.Scopes), endText(k))
	return nil
}

// key finds a key by its number, its hint or the name of an open one.
func (d *desk) key(typed string) (app.APIKey, error) {
	a, err := d.agent()
	if err != nil {
		return app.APIKey{}, err
	}
	if err := d.may(a.ID, app.MaySend); err != nil {
		return app.APIKey{}, err
	}
	keys, err := d.keyService().List(d.ctx, a.ID, d.session.flags.environment())
	if err != nil {
		return app.APIKey{}, err
	}
	now := d.Clock.Now()
	fits := []func(app.APIKey) bool{
		func(k app.APIKey) bool {
			return k.IsOpen(now) && k.ReplacedBy == 0 && strings.EqualFold(k.Name, app.CleanName(typed))
		},
		func(k app.APIKey) bool { return itoa(int(k.ID)) == typed },
		func(k app.APIKey) bool { return k.Hint == typed },
	}
	for _, fit := range fits {
		if i := slices.IndexFunc(keys, fit); i >= 0 {
			return keys[i], nil
		}
	}
	return app.APIKey{}, app.NewError(app.CodeNotFound, app.Say("There is no such API key in {{.Env}}.", "Env", app.Say(d.session.flags.environment().Label()))).
		WithFix(app.Say("See the names and numbers with: channeldesk keys list")).WithField("key")
}

type keysRotateVerb struct {
	Key     string `arg:"" help:"The key's name, or its number."`
	Overlap string `help:"How long the old one works beside the new one: none, 1h, 24h or 7d; without it, 24h." default:"24h" placeholder:"TIME"`
}

// Run makes a new key in the place of an old one.
func (v keysRotateVerb) Run(s *session) error {
	overlap, err := parseOverlap(v.Overlap)
	if err != nil {
		return err
	}
	return s.withDesk(false, func(d *desk) error {
		old, err := d.key(v.Key)
		if err != nil {
			return err
		}
		if overlap == 0 {
			if err := s.confirm("The old key " + oneLine(old.Name) + " stops at once, and what uses it is refused until it has the new one. Go on?"); err != nil {
				return err
			}
		}
		k, value, err := d.keyService().Rotate(d.ctx, old.ID, overlap)
		if err != nil {
			return err
		}
		return d.printNewKey(k, value)
	})
}

type keysRevokeVerb struct {
	Key string `arg:"" help:"The key's name, or its number."`
}

// Run ends a key after asking.
func (v keysRevokeVerb) Run(s *session) error {
	return s.withDesk(false, func(d *desk) error {
		k, err := d.key(v.Key)
		if err != nil {
			return err
		}
		if err := s.confirm("End the key " + oneLine(k.Name) + " (" + k.Hint + ") at once, for good?"); err != nil {
			return err
		}
		if err := d.keyService().Revoke(d.ctx, k.ID); err != nil {
			return err
		}
		s.console.printf("The key %s (%s) does not work any more.\n", oneLine(k.Name), k.Hint)
		return d.tellOlder(k)
	})
}

// tellOlder names the key in whose place an ended one was made, when that still
// works: who ends a key because it leaked may mean both.
func (d *desk) tellOlder(k app.APIKey) error {
	keys, err := d.keyService().List(d.ctx, k.AgentID, k.Environment)
	if err != nil {
		return err
	}
	for _, old := range keys {
		if old.ReplacedBy == k.ID && old.IsOpen(d.Clock.Now()) {
			d.session.console.printf("The older one that it replaced (%s) still works until %s. End it too with: channeldesk keys revoke %d\n",
				old.Hint, endText(old), int(old.ID))
		}
	}
	return nil
}

type keysExamplesVerb struct {
	Language  string `required:"" help:"curl, javascript, python, go, php, java, csharp or ruby." placeholder:"NAME"`
	Operation string `help:"send_template, send_text, get_message, list_messages, list_templates or read_channel; without it, send_template." default:"send_template" placeholder:"NAME"`
	To        string `help:"Recipient in the example." placeholder:"NUMBER"`
}

// Run prints a program that runs as it is, once the key is in its variable.
func (v keysExamplesVerb) Run(s *session) error {
	operation := apikey.Operation(v.Operation)
	language, err := apikey.ParseLanguage(v.Language)
	if err != nil {
		return usage("--language takes curl, javascript, python, go, php, java, csharp or ruby.")
	}
	if !slices.Contains(apikey.Operations, operation) {
		return usage("--operation takes send_template, send_text, get_message, list_messages, list_templates or read_channel.")
	}
	return s.withDesk(false, func(d *desk) error {
		a, err := d.agent()
		if err != nil {
			return err
		}
		values, err := d.exampleValues(d.ctx, a.ID, s.flags.environment())
		if err != nil {
			return err
		}
		if v.To != "" {
			if values.To, err = app.ParseAccountCode(v.To, a.Country); err != nil {
				return app.AsError(err).WithField("to")
			}
		}
		public, err := d.Channel.PublicAddress(d.ctx)
		if err != nil {
			return err
		}
		if public == "" {
			public = "http://" + defaultListen
			fmt.Fprintln(s.console.err, "There is no public address yet: this asks the gateway on this computer.")
		}
		values.BaseURL = public + "/v1"
		if operation == apikey.SendTemplate && values.Template.Name == "" {
			fmt.Fprintln(s.console.err, "No template of this channel can be sent yet, so the one in the example is made up. Read them with: channeldesk templates sync")
		}
		example, err := apikey.Examples(operation, language, values)
		if err != nil {
			return err
		}
		if s.flags.JSON {
			return s.console.json(map[string]string{"file": example.File, "code": example.Code, "comment": example.Comment.String()})
		}
		s.console.printf("%s", example.Code)
		s.console.progress("%s\n", example.Comment.String())
		return nil
	})
}

// defaultListen is where "serve" listens when nothing else is said.
const defaultListen = "127.0.0.1:8080"
