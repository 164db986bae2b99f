package metacloud

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestFailureNames(t *testing.T) {
	var p *Protocol
	require.Equal(t, "No WhatsApp", p.FailureName("131026").String())
	require.Equal(t, "Token refused", p.FailureName("190").String())
	require.Equal(t, "No permission", p.FailureName("210").String())
	require.True(t, p.FailureName("999999").IsEmpty())
}
