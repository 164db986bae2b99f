package storage_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"channeldesk/app"
	"channeldesk/storage"
)

// What the store says of itself is told from what it says of the things in it.
func TestFailuresOfTheStore(t *testing.T) {
	made := func(c app.Code) error { return fmt.Errorf("save: %w", app.NewError(c, app.Say("No."))) }
	for _, c := range []app.Code{
		storage.CodeNewer, storage.CodeOlder, storage.CodeForeign, storage.CodeDamaged, storage.CodeDiskFull, storage.CodeFolder,
		storage.CodeBusy, app.CodeBusy, app.CodeCancelled,
	} {
		assert.True(t, app.IsStoreFailure(made(c)), c)
		assert.Equal(t, c == storage.CodeBusy || c == app.CodeBusy, app.IsStoreBusy(made(c)), c)
	}
	assert.True(t, app.IsStoreFailure(context.Canceled))
	for _, err := range []error{nil, errors.New("storage_full"), made(app.CodeNotFound), made(app.CodeConflict), made(app.CodeInternal), made(app.CodeProviderUnreachable)} {
		assert.False(t, app.IsStoreFailure(err), err)
		assert.False(t, app.IsStoreBusy(err), err)
	}
}
