package notify

import (
	"testing"

	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

type namer struct{ protocol.Protocol }

func (namer) FailureName(code string) app.Text {
	if code == "131026" || code == "too_late" {
		return app.Say("Named by the provider")
	}
	return app.Text{}
}

// TestFailureNames: the protocol names its own codes, and ours have names with
// every protocol and without one.
func TestFailureNames(t *testing.T) {
	require.Equal(t, "Named by the provider", FailureName(namer{}, "131026").String())
	require.Equal(t, "Named by the provider", FailureName(namer{}, string(codeTooLate)).String())
	require.Equal(t, "Window closed", FailureName(namer{}, string(CodeWindowClosed)).String())
	require.Equal(t, "Too late", FailureName(nil, string(codeTooLate)).String())
	require.Equal(t, "Program ended", FailureName(nil, "program_ended").String())
	require.Equal(t, "No clear answer", FailureName(struct{ protocol.Protocol }{}, string(app.CodeProviderUnreachable)).String())
	for _, code := range []string{"", "131026", codeDecided, "nobody knows"} {
		require.True(t, FailureName(nil, code).IsEmpty(), code)
	}
	for code, name := range failureNames {
		n := len([]rune(name.String()))
		require.True(t, n > 0 && n <= 16, "%s %q", code, name)
	}
}
