package main

import (
	"slices"
	"strings"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/app/protocol"
)

type protocolsVerb struct {
	ID string `arg:"" optional:"" help:"Only this protocol, as meta_cloud." placeholder:"PROTOCOL"`
}

// protocolJSON is one protocol of "protocols --json".
type protocolJSON struct {
	ID         app.ProtocolID       `json:"id"`
	Name       string               `json:"name"`
	Summary    string               `json:"summary"`
	Fields     []fieldJSON          `json:"fields"`
	Secrets    []secretFieldJSON    `json:"secrets"`
	AtLeastOne []oneOfJSON          `json:"at_least_one"`
	Abilities  []protocol.Ability   `json:"abilities"`
	NotOffered []notOfferedJSON     `json:"not_offered"`
	Checks     []declaredStepJSON   `json:"checks"`
	Webhook    protocolsWebhookJSON `json:"webhook"`
}

type fieldJSON struct {
	Name     string         `json:"name"`
	Label    string         `json:"label"`
	Help     string         `json:"help"`
	Required bool           `json:"required"`
	Advanced bool           `json:"advanced"`
	Identity bool           `json:"identity"`
	Default  string         `json:"default"`
	Choices  []string       `json:"choices,omitempty"`
	When     *conditionJSON `json:"when,omitempty"`
}

type conditionJSON struct {
	Field string `json:"field"`
	Value string `json:"value"`
}

type secretFieldJSON struct {
	Name     string         `json:"name"`
	Label    string         `json:"label"`
	Help     string         `json:"help"`
	Required bool           `json:"required"`
	When     *conditionJSON `json:"when,omitempty"`
	// ProvedBy is the kind of test message that proves it: template, text or "".
	ProvedBy protocol.TestKind `json:"proved_by,omitempty"`
}

type oneOfJSON struct {
	Secrets []string `json:"secrets"`
	Why     string   `json:"why"`
}

type notOfferedJSON struct {
	Ability protocol.Ability `json:"ability"`
	What    string           `json:"what"`
	Instead string           `json:"instead"`
}

type declaredStepJSON struct {
	ID    string `json:"id"`
	Title string `json:"title"`
}

type protocolsWebhookJSON struct {
	Path            string   `json:"path"`
	SecretInAddress bool     `json:"secret_in_address"`
	SecretWord      string   `json:"secret_word,omitempty"`
	Events          []string `json:"events"`
}

// Run tells what the protocols declare. It is about no agent, and nobody has to
// sign in for it.
func (v protocolsVerb) Run(s *session) error {
	w, err := openWorkspace(s)
	if err != nil {
		return err
	}
	defer s.crash.close()
	defer w.Close()
	var chosen []protocol.Declaration
	var ids []string
	for _, p := range w.Protocols.List() {
		d := p.Declaration()
		ids = append(ids, string(d.ID))
		if v.ID == "" || v.ID == string(d.ID) {
			chosen = append(chosen, d)
		}
	}
	if len(chosen) == 0 {
		return usage("There is no protocol of this name. There are: " + strings.Join(ids, ", ") + ".")
	}
	if s.flags.JSON {
		out := make([]protocolJSON, len(chosen))
		for i, d := range chosen {
			out[i] = protocolOf(d, w.Channel.Abilities(d.ID))
		}
		return s.console.json(out)
	}
	for i, d := range chosen {
		if i > 0 {
			s.console.printf("\n")
		}
		printProtocol(s.console, d, w.Channel.Abilities(d.ID))
	}
	return nil
}

func conditionOf(c *protocol.Condition) *conditionJSON {
	if c == nil {
		return nil
	}
	return &conditionJSON{c.Field, c.Value}
}

func protocolOf(d protocol.Declaration, a channel.Abilities) protocolJSON {
	out := protocolJSON{
		ID: d.ID, Name: d.Name, Summary: d.Summary.String(), Abilities: abilityNames(a),
		Fields: []fieldJSON{}, Secrets: []secretFieldJSON{}, AtLeastOne: []oneOfJSON{}, NotOffered: []notOfferedJSON{}, Checks: []declaredStepJSON{},
		Webhook: protocolsWebhookJSON{"/hooks/" + d.HookPath + "/", d.SecretInAddress, d.SecretWord, append([]string{}, d.Events...)},
	}
	for _, f := range d.Fields {
		one := fieldJSON{
			Name: f.Name, Label: f.Label, Help: f.Help.String(), Required: f.Required, Advanced: f.Advanced,
			Identity: f.Identity, Default: f.Default, When: conditionOf(f.When),
		}
		if f.Kind == protocol.Choice {
			one.Choices = choiceValues(f)
		}
		out.Fields = append(out.Fields, one)
	}
	for _, f := range d.Secrets {
		out.Secrets = append(out.Secrets, secretFieldJSON{f.Name, f.Label, f.Help.String(), f.Required, conditionOf(f.When), f.TestWith})
	}
	for _, o := range d.AtLeastOne {
		out.AtLeastOne = append(out.AtLeastOne, oneOfJSON{slices.Clone(o.Secrets), o.Why.String()})
	}
	for _, n := range d.NotOffered {
		out.NotOffered = append(out.NotOffered, notOfferedJSON{n.Ability, n.What.String(), n.Instead.String()})
	}
	for _, step := range d.Steps {
		out.Checks = append(out.Checks, declaredStepJSON{step.ID, step.Title.String()})
	}
	return out
}

func choiceValues(f protocol.Field) []string {
	values := make([]string, len(f.Choices))
	for i, c := range f.Choices {
		values[i] = c.Value
	}
	return values
}

// printProtocol is one protocol for people.
func printProtocol(c console, d protocol.Declaration, a channel.Abilities) {
	c.printf("%s (%s)\n%s\n", d.Name, d.ID, d.Summary)
	t := &table{}
	for _, f := range d.Fields {
		t.add("  "+f.Name, f.Label, fieldNeed(f))
	}
	for _, f := range d.Secrets {
		t.add("  "+f.Name, f.Label, secretNeed(d, f))
	}
	t.print(c.out)
	for _, o := range d.AtLeastOne {
		c.printf("  At least one of %s is needed. %s\n", strings.Join(o.Secrets, ", "), o.Why)
	}
	c.printf("Offers:\n")
	t = &table{}
	t.add("  check", "check the connection: channeldesk check")
	for _, name := range abilityNames(a) {
		t.add("  "+string(name), abilityText[name])
	}
	t.print(c.out)
	if len(d.NotOffered) == 0 {
		return
	}
	c.printf("Does not offer:\n")
	t = &table{}
	for _, n := range d.NotOffered {
		t.add("  "+string(n.Ability), strings.TrimSpace(n.What.String()+" "+n.Instead.String()))
	}
	t.print(c.out)
}

func fieldNeed(f protocol.Field) string {
	need := "field, optional"
	switch {
	case f.Default != "":
		need = "field, " + f.Default + " unless you say otherwise"
	case f.Required:
		need = "field, needed"
	}
	if f.Kind == protocol.Choice {
		need += " (" + strings.Join(choiceValues(f), ", ") + ")"
	}
	return need + whenText(f.When)
}

func secretNeed(d protocol.Declaration, f protocol.SecretField) string {
	need := "secret, optional"
	switch {
	case f.Required:
		need = "secret, needed"
	case slices.ContainsFunc(d.AtLeastOne, func(o protocol.OneOf) bool { return slices.Contains(o.Secrets, f.Name) }):
		need = "secret, see below"
	}
	return need + whenText(f.When)
}

func whenText(c *protocol.Condition) string {
	if c == nil {
		return ""
	}
	return " while " + c.Field + " is " + c.Value
}
