package coster

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// 132007 and its older form are about the values, in an answer, in a delivery state
// and by name: the template itself can be sent.
func TestAValueOfTheWrongFormIsNoPausedTemplate(t *testing.T) {
	var p *Protocol
	for _, code := range []string{"132007", "2007"} {
		require.Equal(t, templateValues.what, rules[code].what, code)
		require.Equal(t, rules[code].brief, p.FailureName(code), code)
		reason, _ := explainFailure(code, "")
		require.NotEqual(t, templateOff.what, reason, code)
	}
}
