package storage

import (
	"fmt"
	"testing"

	"channeldesk/app"

	"github.com/stretchr/testify/require"
)

// The memory for people is bounded.
func TestKnownPeopleAreBounded(t *testing.T) {
	known := knownPeople{}
	for i := range 3 * knownMost {
		known.keep(app.Person{Key: fmt.Sprint(i)})
		require.LessOrEqual(t, len(known), knownMost)
	}
	_, ok := known.get(0, fmt.Sprint(3*knownMost-1))
	require.True(t, ok)
}
