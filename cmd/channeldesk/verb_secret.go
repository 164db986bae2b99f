package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/app/protocol"
	"channeldesk/cmd/channeldesk/applyfile"
)

type secretVerb struct {
	Set secretSetVerb `cmd:"" help:"Store a secret, read from a variable, a file or standard input; a terminal asks for it."`
}

type secretSetVerb struct {
	Field    string `arg:"" help:"Name of the secret, as access_token or app_secret."`
	FromEnv  string `help:"Name of the environment variable that holds it." placeholder:"VAR" xor:"from"`
	FromFile string `help:"File that holds it." placeholder:"FILE" xor:"from"`
	Stdin    bool   `help:"Read it from standard input." xor:"from"`
}

// secretMax is more than any secret has; the protocol knows the real limit.
const secretMax = 64 << 10

// Run stores the secret. The same value again changes nothing.
func (v secretSetVerb) Run(s *session) error {
	return s.withDesk(true, func(d *desk) error {
		view, err := d.editable()
		if err != nil {
			return err
		}
		field, err := secretField(view, v.Field)
		if err != nil {
			return err
		}
		value, err := v.read(s, field.Label)
		if err != nil {
			return err
		}
		if value, err = field.Check(value.Expose()); err != nil {
			return err
		}
		same, err := d.sameSecret(view.Channel.Secrets[field.Name], value)
		if err != nil {
			return err
		}
		if same {
			s.console.printf("%s is the same as before. Nothing to change.\n", field.Label)
			return nil
		}
		edits := channel.Edits{Secrets: map[string]app.Secret{field.Name: value}, BaseVersion: view.Channel.Version}
		if err := d.Channel.Save(d.ctx, view.Agent.ID, view.Channel.Environment, edits, "Set on the command line"); err != nil {
			return err
		}
		if field.CheckShape != nil {
			if warning := field.CheckShape(value.Expose()); !warning.IsEmpty() {
				s.console.printf("Mind: %s\n", warning)
			}
		}
		for _, note := range unusedNotes(view.Declaration, view.Channel, []string{field.Name}) {
			s.console.printf("Mind: %s\n", note)
		}
		s.console.printf("%s stored in %s of %s.\n", field.Label, view.Channel.Environment.Label(), view.Agent.Name)
		return nil
	})
}

func secretField(v channel.View, name string) (protocol.SecretField, error) {
	if f, ok := v.Declaration.Secret(name); ok {
		return f, nil
	}
	if v.Declaration.ID == "" {
		return protocol.SecretField{}, app.NewError(app.CodeIncomplete, app.Say("Choose a protocol first.")).WithField("protocol")
	}
	if name == app.WebhookSecretName {
		return protocol.SecretField{}, &usageError{message: "The webhook secret is made, never typed.", fix: "Use: channeldesk webhook-secret regenerate"}
	}
	names := make([]string, len(v.Declaration.Secrets))
	for i, f := range v.Declaration.Secrets {
		names[i] = f.Name
	}
	return protocol.SecretField{}, usage(v.Declaration.Name + " has no secret of this name. It has: " + strings.Join(names, ", ") + ".")
}

func (v secretSetVerb) read(s *session, label string) (app.Secret, error) {
	switch {
	case v.FromEnv != "":
		return secretFromEnv(v.FromEnv)
	case v.FromFile != "":
		return secretFromFile(v.FromFile)
	case v.Stdin:
		return secretFromReader(s.console.in)
	case s.console.interactive:
		return s.console.askSecret(label)
	}
	return app.Secret{}, &usageError{message: "Where is the secret?", fix: "Use --from-env, --from-file or --stdin."}
}

func secretFromEnv(name string) (app.Secret, error) {
	value, ok := os.LookupEnv(name)
	if !ok || strings.TrimSpace(value) == "" {
		return app.Secret{}, app.NewError(app.CodeInvalid, app.Say("The environment variable is not set, or empty.")).
			WithFix(app.Say("Give the name of the variable that holds the secret, and set it for this program."))
	}
	return app.NewSecret(value), nil
}

func secretFromFile(path string) (app.Secret, error) {
	f, err := os.Open(path)
	if err != nil {
		return app.Secret{}, app.NewError(app.CodeInvalid, app.Say("The file {{.Path}} cannot be read.", "Path", filepath.Base(path))).
			WithFix(app.Say("Check its path and that you may read it.")).Because(err)
	}
	defer func() { _ = f.Close() }()
	return secretFromReader(f)
}

func secretFromReader(r io.Reader) (app.Secret, error) {
	data, err := io.ReadAll(io.LimitReader(r, secretMax+1))
	defer clear(data)
	switch {
	case err != nil:
		return app.Secret{}, app.NewError(app.CodeInvalid, app.Say("The secret cannot be read.")).Because(err)
	case len(data) > secretMax:
		return app.Secret{}, app.NewError(app.CodeInvalid, app.Say("This is much too long for a secret. Is it the right file?"))
	case strings.TrimSpace(string(data)) == "":
		return app.Secret{}, app.NewError(app.CodeInvalid, app.Say("There is no secret in it: it is empty."))
	}
	return app.NewSecret(string(data)), nil
}

// sameSecret compares with the stored value. A value that was lost counts as
// another one, so that storing it again mends it.
func (d *desk) sameSecret(info app.SecretInfo, value app.Secret) (bool, error) {
	if !info.Present() {
		return false, nil
	}
	stored, err := d.Secrets.Get(d.ctx, info.Ref)
	if app.ErrorCode(err) == app.CodeSecretMissing {
		return false, nil
	}
	return err == nil && stored.Expose() == value.Expose(), err
}

// readSources reads the secrets that an apply file names, once each. Problems
// stand at their places in the file.
func (d *desk) readSources(decl protocol.Declaration, sources []applyfile.Source, base string, stdinTaken *bool, p *applyfile.Problems) map[string]app.Secret {
	out := map[string]app.Secret{}
	for _, src := range sources {
		field, ok := decl.Secret(src.Name)
		if !ok {
			p.Add(src.Key, "%s", unknownName(decl, "secret", secretNames(decl)))
			continue
		}
		value, err := d.readSource(src, base, stdinTaken)
		if err == nil {
			value, err = field.Check(value.Expose())
		}
		if err != nil {
			p.Add(src.At, "%s", app.AsError(err).Error())
			continue
		}
		out[src.Name] = value
	}
	return out
}

func (d *desk) readSource(src applyfile.Source, base string, stdinTaken *bool) (app.Secret, error) {
	switch src.Origin {
	case applyfile.FromEnv:
		return secretFromEnv(src.From)
	case applyfile.FromFile:
		path := src.From
		if !filepath.IsAbs(path) {
			path = filepath.Join(base, path)
		}
		return secretFromFile(path)
	case applyfile.FromStdin:
		if *stdinTaken {
			return app.Secret{}, app.NewError(app.CodeInvalid, app.Say("Standard input is used already. Only one thing can come from there."))
		}
		*stdinTaken = true
		return secretFromReader(d.session.console.in)
	}
	return app.Secret{}, errors.New("unknown origin of a secret")
}

func secretNames(d protocol.Declaration) []string {
	var names []string
	for _, f := range d.Secrets {
		names = append(names, f.Name)
	}
	return names
}

func fieldNames(d protocol.Declaration) []string {
	var names []string
	for _, f := range d.Fields {
		names = append(names, f.Name)
	}
	return names
}

func unknownName(d protocol.Declaration, what string, names []string) string {
	if d.ID == "" {
		return "Choose a protocol first: this environment has none yet."
	}
	slices.Sort(names)
	return d.Name + " has no " + what + " of this name. It has: " + strings.Join(names, ", ") + "."
}
