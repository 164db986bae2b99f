package coster

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestFailureNames(t *testing.T) {
	var p *Protocol
	require.Equal(t, "No WhatsApp", p.FailureName("131026").String())
	require.Equal(t, "No template", p.FailureName("2001").String())
	require.True(t, p.FailureName("210").IsEmpty(), "Meta's short codes mean something else")
	require.True(t, p.FailureName("999999").IsEmpty())
	for code, r := range rules {
		n := len([]rune(r.brief.String()))
		require.True(t, n > 0 && n <= 16, "%s %q", code, r.brief)
	}
}
