package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"os"
	"regexp"
	"strings"

	"channeldesk/app"
	"channeldesk/app/protocol/metacloud"
	"channeldesk/storage/secret"
)

// passphraseFileVar names the file with the passphrase of the encrypted store.
const passphraseFileVar = "CHANNELDESK_PASSPHRASE_FILE"

// openSecrets makes the secret store: --secrets, else the workspace's setting,
// else the keychain. Values that are already stored are found wherever they are.
func (w *workspace) openSecrets(s *session) error {
	var id, chosen string
	err := w.Store.View(s.ctx, func(tx app.Tx) (err error) {
		if id, err = tx.Setting(app.SettingWorkspaceID); err != nil {
			return err
		}
		chosen, err = tx.Setting(app.SettingSecretStore)
		return err
	})
	if err == nil && id == "" {
		id, err = w.makeID(s.ctx)
	}
	if err != nil {
		return err
	}
	kind := app.SecretsInKeychain
	for _, wish := range []string{chosen, s.flags.Secrets} {
		if checkSecretStore("", wish) == nil && wish != "" {
			kind = app.SecretStoreKind(wish)
		}
	}
	w.askPassphrase = s.passphrase
	memory := s.env.Memory
	if memory == nil {
		memory = secret.NewMemory()
	}
	w.Secrets = secret.NewRouter(map[app.SecretStoreKind]secret.Place{
		app.SecretsInKeychain: secret.NewKeychain(id, 0),
		app.SecretsInFile:     secret.NewFile(w.Dir, func(ctx context.Context) (app.Secret, error) { return w.askPassphrase(ctx) }),
		app.SecretsInMemory:   memory,
	}, kind, w.Clock.Now)
	return nil
}

// makeID gives the workspace the id under which its keychain entries stand.
func (w *workspace) makeID(ctx context.Context) (id string, err error) {
	var b [8]byte
	_, _ = rand.Read(b[:]) // never fails
	err = w.Store.Update(ctx, func(tx app.Tx) error {
		if id, err = tx.Setting(app.SettingWorkspaceID); err != nil || id != "" {
			return err
		}
		id = hex.EncodeToString(b[:])
		return tx.SetSetting(app.SettingWorkspaceID, id)
	})
	return id, err
}

const passphraseMax = 4 << 10

// passphrase reads the passphrase of the encrypted store from the file that the
// environment names, or asks for it on a terminal.
func (s *session) passphrase(context.Context) (app.Secret, error) {
	path := os.Getenv(passphraseFileVar)
	if path == "" {
		if !s.console.interactive {
			return app.Secret{}, app.NewError(app.CodeSecretsUnavailable, app.Say("The encrypted secrets file needs its passphrase.")).
				WithFix(app.Say("Put it into a file that only you can read, and name that file in {{.Name}}.", "Name", passphraseFileVar))
		}
		return s.console.askSecret("Passphrase of the encrypted secrets file")
	}
	return passphraseFromFile(path, app.CodeSecretsUnavailable, passphraseFileVar)
}

// passphraseFromFile reads a file that a variable of the environment names.
func passphraseFromFile(path string, code app.Code, variable string) (app.Secret, error) {
	data, err := os.ReadFile(path)
	if err == nil && len(data) > passphraseMax {
		err = errors.New("too long")
	}
	if err != nil {
		return app.Secret{}, app.NewError(code, app.Say("The passphrase file {{.Path}} cannot be read.", "Path", path)).
			WithFix(app.Say("Check the path in {{.Name}}, and that this account of the computer may read the file.", "Name", variable)).Because(err)
	}
	defer clear(data)
	return app.NewSecret(string(bytes.TrimRight(data, "\r\n"))), nil
}

var releaseNumber = regexp.MustCompile(`^[0-9]+\.[0-9]+\.[0-9]+`)

// userAgent is the name that providers see: ChannelDesk/1.2.3.
func userAgent() string {
	if n := releaseNumber.FindString(strings.TrimPrefix(version, "v")); n != "" {
		return "ChannelDesk/" + n
	}
	return metacloud.DefaultUserAgent
}
