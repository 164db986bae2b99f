package storage_test

import (
	"testing"

	"channeldesk/app"
	"channeldesk/storage/storagetest"
)

func TestStoreContract(t *testing.T) {
	storagetest.RunStore(t, func(t *testing.T) app.Store { return storagetest.New(t) })
}

func TestGroupContract(t *testing.T) {
	storagetest.RunGrouper(t, func(t *testing.T) app.Store { return storagetest.New(t) })
}
