package access

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
)

func TestARefusalSaysHowLongToWaitInAWayThatCanBeCounted(t *testing.T) {
	refused := app.NewError(app.CodeForbidden, wrong(10*time.Second)).WithField("passphrase")
	err := withWait(refused, 10*time.Second)
	var w interface{ Wait() time.Duration }
	require.True(t, errors.As(err, &w))
	assert.Equal(t, 10*time.Second, w.Wait())
	assert.Equal(t, refused, app.AsError(err))
	assert.Equal(t, refused.Error(), err.Error())
	assert.False(t, errors.As(withWait(refused, 0), &w))
}
