package main

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAnotherToolkitIsNotWatched(t *testing.T) {
	list := []change{{fixed("d.drawSingleFrame()\n"), "d.drawSingleFrame()\nuiwatch.End()\n", 1}}
	got, err := changed("a\nd.drawSingleFrame()\nb", list)
	require.NoError(t, err)
	require.Equal(t, "a\nd.drawSingleFrame()\nuiwatch.End()\nb", got)
	for _, other := range []string{"a\nb", "d.drawSingleFrame()\nd.drawSingleFrame()\n"} {
		_, err := changed(other, list)
		require.ErrorContains(t, err, "not as it was")
	}
}
