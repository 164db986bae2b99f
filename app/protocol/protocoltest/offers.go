package protocoltest

import (
	"testing"

	"channeldesk/app/protocol"

	"github.com/stretchr/testify/require"
)

// claims are the abilities that have an interface, and whether p has it.
func claims(p protocol.Protocol) map[protocol.Ability]bool {
	_, pick := p.(protocol.NumberLister)
	_, subscribe := p.(protocol.WebhookSubscriber)
	_, override := p.(protocol.WebhookOverrider)
	_, register := p.(protocol.EndpointRegistrar)
	_, test := p.(protocol.TestSender)
	return map[protocol.Ability]bool{
		protocol.AbilityPick: pick, protocol.AbilitySubscribe: subscribe, protocol.AbilityOverride: override,
		protocol.AbilityRegister: register, protocol.AbilityTestSend: test,
	}
}

// webhookSetUp are the abilities of which one is enough: each provider has its
// own way.
var webhookSetUp = []protocol.Ability{protocol.AbilitySubscribe, protocol.AbilityOverride, protocol.AbilityRegister}

// testOffers: what the provider cannot do is said plainly, with what to do
// instead, and never of something that it does.
func (s Suite) testOffers(t *testing.T) {
	p := s.with(t, "http://127.0.0.1:9", nil).p
	d, has := p.Declaration(), claims(p)
	lacks := map[protocol.Ability]bool{}
	for _, n := range d.NotOffered {
		require.Contains(t, append([]protocol.Ability{protocol.AbilityPick, protocol.AbilityTestSend,
			protocol.AbilityListTemplates, protocol.AbilityMakeTemplates}, webhookSetUp...), n.Ability)
		require.False(t, has[n.Ability], "%s is offered and not offered", n.Ability)
		require.False(t, lacks[n.Ability], "%s stands there twice", n.Ability)
		require.False(t, n.What.IsEmpty(), "%s does not say what is missing", n.Ability)
		require.False(t, n.Instead.IsEmpty(), "%s does not say what to do instead", n.Ability)
		require.Contains(t, []string{"", "handoff"}, n.Page)
		lacks[n.Ability] = true
	}
	require.True(t, has[protocol.AbilityPick] || lacks[protocol.AbilityPick], "picking is neither offered nor said not to be")
	setUp := false
	for _, a := range webhookSetUp {
		setUp = setUp || has[a] || lacks[a]
	}
	require.True(t, setUp, "setting up the webhook is neither offered nor said not to be")
	checkGroups(t, d)
	checkChoices(t, d)
	checkTestWith(t, d, has[protocol.AbilityTestSend])
	for _, f := range d.SharedFacts {
		require.Regexp(t, stableName, f.Fact)
		require.False(t, f.Warning.IsEmpty())
	}
}

// checkGroups: a group of which one secret is enough names secrets that are not
// required by themselves.
func checkGroups(t *testing.T, d protocol.Declaration) {
	t.Helper()
	for _, group := range d.AtLeastOne {
		require.GreaterOrEqual(t, len(group.Secrets), 2)
		require.False(t, group.Why.IsEmpty(), "a group of secrets without a word on what each is for")
		seen := map[string]bool{}
		for _, name := range group.Secrets {
			f, ok := d.Secret(name)
			require.True(t, ok, "there is no secret %s", name)
			require.False(t, f.Required, "%s is required and one of a group", name)
			require.False(t, seen[name], "%s stands twice in a group", name)
			seen[name] = true
		}
	}
}

// checkChoices: only a choice decides what is part of the form.
func checkChoices(t *testing.T, d protocol.Declaration) {
	t.Helper()
	hold := func(name string, w *protocol.Condition) {
		if w != nil {
			f, _ := d.Field(w.Field)
			require.Equal(t, protocol.Choice, f.Kind, "%s depends on %s, which is no choice", name, w.Field)
			require.NotEqual(t, name, w.Field, "%s depends on itself", name)
		}
	}
	for _, f := range d.Fields {
		hold(f.Name, f.When)
	}
	for _, f := range d.Secrets {
		hold(f.Name, f.When)
	}
}

// checkTestWith: a secret that only a test message proves needs a sender.
func checkTestWith(t *testing.T, d protocol.Declaration, sends bool) {
	t.Helper()
	for _, f := range d.Secrets {
		require.Contains(t, []protocol.TestKind{"", protocol.TestTemplate, protocol.TestText}, f.TestWith)
		require.True(t, sends || f.TestWith == "", "%s needs a test message, and none can be sent", f.Name)
	}
}
