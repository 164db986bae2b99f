package qontak

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestFailureNames(t *testing.T) {
	var p *Protocol
	require.Equal(t, "No WhatsApp", p.FailureName("131026").String())
	require.True(t, p.FailureName("190").IsEmpty(), "it can be Qontak's own")
	require.True(t, p.FailureName("999999").IsEmpty())
}
