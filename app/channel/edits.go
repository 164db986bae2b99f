package channel

import (
	"context"
	"maps"
	"slices"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// Edits are changes to one channel that are not saved yet. In Draft each is
// saved as soon as it is valid; in Published they are held back until a person
// reviewed them. The zero value changes nothing.
type Edits struct {
	Protocol    *app.ProtocolID
	AccountCode *string
	// Fields are new values by name, as typed; "" clears a field.
	Fields map[string]string
	// Secrets are new values by name, as pasted.
	Secrets map[string]app.Secret
	// Remove names secrets to be forgotten.
	Remove  []string
	Session *app.SessionSettings
	Forward *app.Forward
	// BaseVersion is the published version that the person was looking at; a
	// newer one is a conflict. Ignored in Draft.
	BaseVersion int
}

// IsEmpty reports whether nothing would change.
func (e Edits) IsEmpty() bool {
	return e.Protocol == nil && e.AccountCode == nil && len(e.Fields) == 0 && len(e.Secrets) == 0 &&
		len(e.Remove) == 0 && e.Session == nil && e.Forward == nil
}

// Merge lays newer edits over older ones.
func (e Edits) Merge(newer Edits) Edits {
	e.Fields, e.Secrets, e.Remove = maps.Clone(e.Fields), maps.Clone(e.Secrets), slices.Clone(e.Remove)
	if newer.Protocol != nil {
		if e.Protocol == nil || *e.Protocol != *newer.Protocol {
			e.Fields, e.Secrets, e.Remove = nil, nil, nil // they belonged to the protocol before
		}
		e.Protocol = newer.Protocol
	}
	if e.BaseVersion == 0 {
		e.BaseVersion = newer.BaseVersion
	}
	if newer.AccountCode != nil {
		e.AccountCode = newer.AccountCode
	}
	for k, v := range newer.Fields {
		if e.Fields == nil {
			e.Fields = map[string]string{}
		}
		e.Fields[k] = v
	}
	for k, v := range newer.Secrets {
		if e.Secrets == nil {
			e.Secrets = map[string]app.Secret{}
		}
		e.Secrets[k] = v
		e.Remove = slices.DeleteFunc(e.Remove, func(n string) bool { return n == k })
	}
	for _, n := range newer.Remove {
		delete(e.Secrets, n)
		if !slices.Contains(e.Remove, n) {
			e.Remove = append(e.Remove, n)
		}
	}
	if newer.Session != nil {
		e.Session = newer.Session
	}
	if newer.Forward != nil {
		e.Forward = newer.Forward
	}
	return e
}

// SetField makes the edit of one field.
func SetField(name, typed string) Edits { return Edits{Fields: map[string]string{name: typed}} }

// SetSecret makes the edit of one secret.
func SetSecret(name, pasted string) Edits {
	return Edits{Secrets: map[string]app.Secret{name: app.NewSecret(pasted)}}
}

// SetAccountCode makes the edit of the account code.
func SetAccountCode(typed string) Edits { return Edits{AccountCode: &typed} }

// SetProtocol makes the edit of the protocol.
func SetProtocol(id app.ProtocolID) Edits { return Edits{Protocol: &id} }

// SetSession makes the edit of the session behaviour.
func SetSession(settings app.SessionSettings) Edits { return Edits{Session: &settings} }

// Validate cleans the edits against a channel and gives every problem, each
// with its Field, in the order of the form. It asks nobody and saves nothing.
func (s *Service) Validate(country string, c app.Channel, e Edits) (Edits, []*app.Error) {
	var problems []*app.Error
	note := func(err error) {
		if err != nil {
			problems = append(problems, app.AsError(err))
		}
	}
	id := c.Protocol
	if e.Protocol != nil {
		id = *e.Protocol
	}
	d := s.Protocols.Declaration(id)
	if e.Protocol != nil {
		_, err := s.Protocols.Get(id)
		note(err)
	}
	if e.AccountCode != nil && app.CleanName(*e.AccountCode) != "" {
		code, err := app.ParseAccountCode(*e.AccountCode, country)
		note(err)
		e.AccountCode = &code
	} else if e.AccountCode != nil {
		empty := ""
		e.AccountCode = &empty
	}
	form := s.form(d, c, e)
	e.Fields = s.validateFields(d, form, e.Fields, note)
	e.Secrets = s.validateSecrets(d, form, e.Secrets, note)
	for _, name := range e.Remove {
		if _, ok := d.Secret(name); !ok {
			note(unknown(d, "{{.Protocol}} has no secret called {{.Name}}.", name))
		}
	}
	if e.Session != nil {
		clean := e.Session.Clean()
		note(clean.Check())
		e.Session = &clean
	}
	if e.Forward != nil {
		clean, err := checkForward(e.Forward.URL)
		note(err)
		e.Forward = &app.Forward{URL: clean}
	}
	return e, problems
}

func checkForward(typed string) (string, error) {
	v := app.CleanName(typed)
	if v == "" {
		return "", nil
	}
	clean, err := protocol.CheckAddress(v)
	if err != nil {
		return "", err.WithField("forward")
	}
	return clean, nil
}

// form is the channel with the choices that the edits make, so that it can be
// told which fields and secrets are part of its form afterwards.
func (s *Service) form(d protocol.Declaration, c app.Channel, e Edits) app.Channel {
	c = c.Clone()
	if c.Fields == nil {
		c.Fields = map[string]string{}
	}
	if e.Protocol != nil {
		c = turnTo(c, *e.Protocol)
	}
	for _, f := range d.Fields {
		if typed, ok := e.Fields[f.Name]; ok && f.Kind == protocol.Choice {
			if v, err := f.Check(typed); err == nil {
				c.Fields[f.Name] = v
			}
		}
	}
	return c
}

// validateFields cleans fields. What is wrong with one that is not part of the
// form is no problem, because nobody sees it there: it is left as it was.
func (s *Service) validateFields(d protocol.Declaration, form app.Channel, in map[string]string, note func(error)) map[string]string {
	if len(in) == 0 {
		return in
	}
	out := make(map[string]string, len(in))
	for _, f := range d.Fields {
		typed, ok := in[f.Name]
		if !ok {
			continue
		}
		v, err := f.Check(typed)
		if err != nil && !d.Applies(form, f.When) {
			continue
		}
		note(err)
		if v == f.Default {
			v = "" // the default is not stored: a later default reaches everybody
		}
		out[f.Name] = v
	}
	for _, name := range slices.Sorted(maps.Keys(in)) {
		if _, ok := d.Field(name); !ok {
			note(unknown(d, "{{.Protocol}} has no field called {{.Name}}.", name))
		}
	}
	return out
}

func (s *Service) validateSecrets(d protocol.Declaration, form app.Channel, in map[string]app.Secret, note func(error)) map[string]app.Secret {
	if len(in) == 0 {
		return in
	}
	out := make(map[string]app.Secret, len(in))
	for _, f := range d.Secrets {
		if pasted, ok := in[f.Name]; ok {
			v, err := f.Check(pasted.Expose())
			if err != nil && !d.Applies(form, f.When) {
				continue
			}
			note(err)
			out[f.Name] = v
		}
	}
	for _, name := range slices.Sorted(maps.Keys(in)) {
		if _, ok := d.Secret(name); !ok {
			note(unknown(d, "{{.Protocol}} has no secret called {{.Name}}.", name))
		}
	}
	return out
}

func unknown(d protocol.Declaration, sentence, name string) *app.Error {
	if d.ID == "" {
		return app.NewError(app.CodeIncomplete, app.Say("Choose a protocol first.")).WithField(name)
	}
	return app.Invalid(name, sentence, "Protocol", d.Name, "Name", name)
}

// apply puts cleaned edits onto a channel; refs and infos of new secrets come
// staged. Another protocol parks the values of the one before and brings back
// its own.
func apply(c app.Channel, e Edits, staged map[string]app.SecretInfo) app.Channel {
	c = c.Clone()
	if c.Fields == nil {
		c.Fields = map[string]string{}
	}
	if c.Secrets == nil {
		c.Secrets = map[string]app.SecretInfo{}
	}
	if e.Protocol != nil {
		c = turnTo(c, *e.Protocol)
	}
	if e.AccountCode != nil {
		c.AccountCode = *e.AccountCode
	}
	for name, v := range e.Fields {
		if v == "" {
			delete(c.Fields, name)
		} else {
			c.Fields[name] = v
		}
	}
	for name, info := range staged {
		c.Secrets[name] = info
	}
	for _, name := range e.Remove {
		delete(c.Secrets, name)
	}
	if e.Session != nil {
		c.Session = *e.Session
	}
	if e.Forward != nil {
		c.Forward = *e.Forward
	}
	return c
}

// stageAll stores the new secrets of cleaned edits and describes them.
func (s *Service) stageAll(ctx context.Context, d protocol.Declaration, e Edits, by app.Member) (map[string]app.SecretInfo, error) {
	staged := make(map[string]app.SecretInfo, len(e.Secrets))
	for name, value := range e.Secrets {
		ref, err := s.stage(ctx, value)
		if err != nil {
			s.dropUnused(ctx, refsOf(staged))
			return nil, err
		}
		info := app.SecretInfo{Ref: ref, Origin: ref, SetAt: s.now(), SetBy: by.Name}
		if f, ok := d.Secret(name); ok && f.Safe4 {
			info.Last4 = value.Last4()
		}
		staged[name] = info
	}
	return staged, nil
}
