//go:build linux

package main

import (
	"context"
	"fmt"
	"log/slog"

	"channeldesk/app"
	"channeldesk/app/access"
	"channeldesk/app/channel"
	"channeldesk/app/protocol"
	"channeldesk/app/protocol/metacloud"
	"channeldesk/storage"
	"channeldesk/storage/secret"
)

// seed fills a data folder with so many agents, each with its channel in both
// environments, as after years of use. No secrets: measuring must not touch the
// keychain.
func seed(ctx context.Context, dir string, agents int) (err error) {
	db, err := storage.Open(ctx, storage.Options{Dir: dir})
	if err != nil {
		return err
	}
	defer func() {
		if closing := db.Close(); err == nil {
			err = closing
		}
	}()
	clock := app.SystemClock
	guard := access.New(db, clock, &app.Bus{})
	owner, err := guard.EnsureOwner(ctx, "Raka Pratama")
	if err != nil {
		return err
	}
	ctx = app.WithMember(ctx, owner)
	service := channel.New(channel.Params{
		Store: db, Secrets: secret.NewRouter(map[app.SecretStoreKind]secret.Place{app.SecretsInMemory: secret.NewMemory()}, app.SecretsInMemory, nil),
		Guard: guard, Bus: &app.Bus{}, Clock: clock, Log: slog.New(slog.DiscardHandler),
		Protocols: protocol.NewRegistry(metacloud.New(metacloud.Options{Clock: clock})),
	})
	for i := range agents {
		if err := seedAgent(ctx, service, i); err != nil {
			return fmt.Errorf("make agent %d: %w", i, err)
		}
	}
	return nil
}

func seedAgent(ctx context.Context, s *channel.Service, i int) error {
	a, err := s.CreateAgent(ctx, channel.NewAgent{Name: fmt.Sprintf("Client %03d Assistant", i+1)})
	if err != nil {
		return err
	}
	edits := channel.SetProtocol(metacloud.ID).Merge(channel.SetAccountCode(fmt.Sprintf("+62812%08d", 10000000+i)))
	edits.Fields = map[string]string{
		"waba_id": fmt.Sprintf("10220000%07d", i), "phone_number_id": fmt.Sprintf("10650000%07d", i), "app_id": fmt.Sprintf("63490000%07d", i),
	}
	if err := s.Save(ctx, a.ID, app.Published, edits, "Set up"); err != nil {
		return err
	}
	return s.CreateDraft(ctx, a.ID)
}
