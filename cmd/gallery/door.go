package main

import (
	"context"
	"sync/atomic"

	"channeldesk/app"
	"channeldesk/storage/secret"
)

// doorState is how a door stands.
type doorState int32

const (
	doorOpen   doorState = iota
	doorShut             // who comes waits until the page is left
	doorBroken           // who comes is sent away with an error
)

// door stands before the store: open, shut or broken. Safe for concurrent use.
type door struct {
	app.Store
	state atomic.Int32
	busy  atomic.Int32
}

func (d *door) set(s doorState) { d.state.Store(int32(s)) }

// pass lets through, or waits, or fails.
func (d *door) pass(ctx context.Context) error {
	switch doorState(d.state.Load()) {
	case doorShut:
		<-ctx.Done()
		return ctx.Err()
	case doorBroken:
		return app.NewError(app.CodeInternal, app.Say("The database cannot be read.")).
			WithFix(app.Say("Look whether the disk is full, then try again."))
	}
	return nil
}

// View implements app.Store.
func (d *door) View(ctx context.Context, fn func(app.Tx) error) error {
	if err := d.pass(ctx); err != nil {
		return err
	}
	d.busy.Add(1)
	defer d.busy.Add(-1)
	return d.Store.View(ctx, fn)
}

// Update implements app.Store.
func (d *door) Update(ctx context.Context, fn func(app.Tx) error) error {
	if err := d.pass(ctx); err != nil {
		return err
	}
	d.busy.Add(1)
	defer d.busy.Add(-1)
	return d.Store.Update(ctx, fn)
}

// vault keeps secrets for this run and says that it is the keychain. It can be
// locked. Safe for concurrent use.
type vault struct {
	*secret.Router
	memory *secret.Memory
	locked atomic.Bool
}

func newVault() *vault {
	v := &vault{memory: secret.NewMemory()}
	v.Router = secret.NewRouter(map[app.SecretStoreKind]secret.Place{app.SecretsInKeychain: v.memory}, app.SecretsInKeychain, nil)
	return v
}

// Status implements app.SecretStore.
func (v *vault) Status(ctx context.Context) app.SecretStoreStatus {
	if v.locked.Load() {
		return app.SecretStoreStatus{Kind: app.SecretsInKeychain, Problem: app.NewError(app.CodeSecretsUnavailable,
			app.Say("The computer's keychain is locked.")).WithFix(app.Say("Unlock it, then try again."))}
	}
	return v.Router.Status(ctx)
}
