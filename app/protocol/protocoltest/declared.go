package protocoltest

import (
	"regexp"
	"strings"
	"testing"

	"channeldesk/app/protocol"

	"github.com/stretchr/testify/require"
)

var (
	stableName = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
	pathPart   = regexp.MustCompile(`^[a-z][a-z0-9-]*$`)
)

func (s Suite) testDeclaration(t *testing.T) {
	b := s.with(t, "http://127.0.0.1:9", nil)
	d := b.p.Declaration()
	require.Regexp(t, stableName, string(d.ID))
	require.NotEmpty(t, d.Name)
	require.False(t, d.Summary.IsEmpty(), "no summary")
	require.Regexp(t, pathPart, d.HookPath)
	require.NotEmpty(t, d.Steps)
	require.NotEmpty(t, d.FindHelp)
	require.Equal(t, d, b.p.Declaration(), "the declaration is not constant")

	names := map[string]bool{"account_code": true, "webhook_secret": true, "previous_webhook_secret": true}
	unique := func(name, label string) {
		require.Regexp(t, stableName, name)
		require.False(t, names[name], "the name %s is taken", name)
		names[name] = true
		require.NotEmpty(t, strings.TrimSpace(label), "%s has no label", name)
	}
	for _, f := range d.Fields {
		unique(f.Name, f.Label)
		checkField(t, f)
		checkCondition(t, d, f.Name, f.When)
	}
	for _, f := range d.Secrets {
		unique(f.Name, f.Label)
		checkCondition(t, d, f.Name, f.When)
		_, err := f.Check("")
		require.Error(t, err, "%s takes nothing for a secret", f.Name)
	}
	ids := map[string]bool{}
	for _, step := range d.Steps {
		require.Regexp(t, stableName, step.ID)
		require.False(t, ids[step.ID], "two steps %s", step.ID)
		require.False(t, step.Title.IsEmpty())
		ids[step.ID] = true
	}
	s.checkSampleConfig(t, d)
}

func checkField(t *testing.T, f protocol.Field) {
	t.Helper()
	if f.Advanced {
		require.NotEmpty(t, f.Default, "%s is advanced and has no default", f.Name)
	}
	if f.Default != "" {
		v, err := f.Check(f.Default)
		require.NoError(t, err, "the default of %s is refused", f.Name)
		require.Equal(t, f.Default, v, "the default of %s is not clean", f.Name)
	}
	if f.Kind == protocol.Choice {
		require.NotEmpty(t, f.Choices)
	}
}

// checkCondition holds that a condition names a field and a value it can have.
func checkCondition(t *testing.T, d protocol.Declaration, name string, w *protocol.Condition) {
	t.Helper()
	if w == nil {
		return
	}
	f, ok := d.Field(w.Field)
	require.True(t, ok, "%s depends on a field that is not there", name)
	v, err := f.Check(w.Value)
	require.NoError(t, err, "%s depends on a value that cannot be", name)
	require.Equal(t, v, w.Value)
}

func (s Suite) checkSampleConfig(t *testing.T, d protocol.Declaration) {
	t.Helper()
	c := s.Config("http://127.0.0.1:9")
	require.Equal(t, d.ID, c.Channel.Protocol)
	for _, f := range d.Fields {
		v := d.Value(c.Channel, f.Name)
		clean, err := f.Check(v)
		require.NoError(t, err)
		require.Equal(t, v, clean)
		require.False(t, f.Required && d.Applies(c.Channel, f.When) && v == "", "the sample has no %s", f.Name)
	}
	for _, f := range d.Secrets {
		require.False(t, f.Required && d.Applies(c.Channel, f.When) && c.Secrets[f.Name].IsEmpty(), "the sample has no %s", f.Name)
	}
}
