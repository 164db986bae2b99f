package main

import (
	"context"
	"os"
	"sync/atomic"

	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/access"
	"channeldesk/app/channel"
	"channeldesk/screens/settingspage"
)

// settingsDeps is the desk as the Settings page sees it.
type settingsDeps struct {
	*windowDesk
	*access.Service
	setTheme func(string)
	browse   func(endings []string, chosen func(path string))
}

// SetTheme changes the look at once.
func (d settingsDeps) SetTheme(mode string) { d.setTheme(mode) }

// DataFolder is where everything but the keychain's values lives.
func (d settingsDeps) DataFolder() string { return d.w.Dir }

// Version is the program's.
func (d settingsDeps) Version() string { return d.w.Version }

// LostSecrets gives the secrets whose value is in no store.
func (d settingsDeps) LostSecrets(ctx context.Context) ([]channel.LostSecret, error) {
	return d.Lost(ctx)
}

// heldPassphrase is the passphrase of the encrypted secrets file for as long as
// the window is open. It is in memory only.
type heldPassphrase struct{ value atomic.Pointer[app.Secret] }

// ask gives the passphrase that was typed on the Settings page, or what the
// environment names, or says where to type it.
func (h *heldPassphrase) ask(fallback func(context.Context) (app.Secret, error)) func(context.Context) (app.Secret, error) {
	return func(ctx context.Context) (app.Secret, error) {
		if p := h.value.Load(); p != nil {
			return *p, nil
		}
		if os.Getenv(passphraseFileVar) != "" {
			return fallback(ctx)
		}
		return app.Secret{}, app.NewError(app.CodeSecretsUnavailable, app.Say("The encrypted secrets file needs its passphrase.")).
			WithFix(app.Say("Type it in Settings, under Secrets."))
	}
}

// UseSecretStore makes a place the one for new secrets, when it works.
func (d settingsDeps) UseSecretStore(ctx context.Context, kind app.SecretStoreKind, passphrase app.Secret) error {
	if _, err := d.w.Access.Require(ctx, 0, app.MayEdit); err != nil {
		return err
	}
	before := d.w.Secrets.Kind()
	if kind == app.SecretsInFile && !passphrase.IsEmpty() {
		d.passphrase.value.Store(&passphrase)
	}
	d.w.Secrets.Use(kind)
	if status := d.w.Secrets.Status(ctx); !status.Usable {
		d.w.Secrets.Use(before)
		if kind == app.SecretsInFile {
			d.passphrase.value.Store(nil)
			return status.Problem.WithField("passphrase")
		}
		return status.Problem
	}
	err := d.w.Store.Update(ctx, func(tx app.Tx) error { return tx.SetSetting(app.SettingSecretStore, string(kind)) })
	if err != nil {
		return err
	}
	d.w.Bus.Publish(app.Event{Kind: app.SettingsChanged}, app.Event{Kind: app.SecretsChanged})
	return nil
}

// Facts are figures about the workspace.
func (d settingsDeps) Facts(ctx context.Context) (settingspage.Facts, error) {
	var f settingspage.Facts
	err := d.w.Store.View(ctx, func(tx app.Tx) error {
		channels, err := tx.ListChannels()
		for _, c := range channels {
			f.Secrets += len(c.Refs())
		}
		return err
	})
	if err != nil {
		return f, err
	}
	for _, ending := range []string{"", "-wal", "-shm"} {
		if info, err := os.Stat(d.w.Store.Path() + ending); err == nil {
			f.DatabaseBytes += info.Size()
		}
	}
	f.DatabaseVersion, err = d.w.Store.Version(ctx)
	return f, err
}

// CheckDatabase looks through the whole database.
func (d settingsDeps) CheckDatabase(ctx context.Context) (string, error) {
	problems, err := d.w.Store.Integrity(ctx)
	if err != nil {
		return "", err
	}
	if len(problems) > 0 {
		return "", app.NewError(app.CodeInternal, app.Say("The database has a problem: {{.Problem}}", "Problem", problems[0])).
			WithFix(app.Say("Close the program and put the newest copy from the folder backups in its place."))
	}
	return lang.L("The database is whole."), nil
}
