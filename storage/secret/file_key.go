package secret

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"channeldesk/app"

	"filippo.io/age"
)

// open gets the key, with the passphrase, unless this run has it already. The
// person is not asked while the lock is held: other processes go on meanwhile.
func (f *File) open(ctx context.Context) error {
	if f.key != nil {
		return nil
	}
	pass, err := f.passphrase(ctx)
	if err != nil {
		if ctx.Err() != nil {
			return cancelled(ctx)
		}
		var known *app.Error
		if errors.As(err, &known) {
			return err
		}
		return unavailable(app.Say("There is no passphrase for the encrypted secrets file."),
			app.Say("Put it into a file that only you can read, and name that file in CHANNELDESK_PASSPHRASE_FILE.")).
			Because(scrubbed(err, pass.Expose()))
	}
	if pass.IsEmpty() {
		return unavailable(app.Say("The passphrase for the encrypted secrets file is empty."),
			app.Say("Put one into the file that CHANNELDESK_PASSPHRASE_FILE names."))
	}
	return f.guarded(ctx, func() error {
		sealed, err := os.ReadFile(filepath.Join(f.dir, KeyFile))
		if errors.Is(err, fs.ErrNotExist) {
			return f.makeKey(pass)
		}
		if err != nil {
			return err
		}
		return f.readKey(sealed, pass)
	})
}

func (f *File) makeKey(pass app.Secret) error {
	if _, err := os.Stat(filepath.Join(f.dir, ValuesFile)); err == nil {
		return unavailable(app.Say("The file secrets.key.age is missing. Without it secrets.age cannot be opened."),
			app.Say("Put secrets.key.age back from a copy of the data folder. If there is none, remove secrets.age and type the secrets again."))
	}
	key, err := age.GenerateX25519Identity()
	if err != nil {
		return err
	}
	to, err := age.NewScryptRecipient(pass.Expose())
	if err != nil {
		return errors.New("the passphrase cannot be used")
	}
	to.SetWorkFactor(f.work)
	plain := []byte(key.String())
	defer clear(plain)
	if err := writeSealed(filepath.Join(f.dir, KeyFile), plain, to); err != nil {
		return err
	}
	f.key = key
	return nil
}

func (f *File) readKey(sealed []byte, pass app.Secret) error {
	with, err := age.NewScryptIdentity(pass.Expose())
	if err != nil {
		return errors.New("the passphrase cannot be used")
	}
	with.SetMaxWorkFactor(workFactorMax)
	r, err := age.Decrypt(bytes.NewReader(sealed), with)
	var wrong *age.NoIdentityMatchError
	if errors.As(err, &wrong) {
		return unavailable(app.Say("This is not the passphrase of the encrypted secrets file."),
			app.Say("Check the passphrase and the file that CHANNELDESK_PASSPHRASE_FILE names, then try again."))
	}
	if err != nil {
		return damagedFile(KeyFile, err)
	}
	plain, err := io.ReadAll(io.LimitReader(r, 4096))
	if err != nil {
		return damagedFile(KeyFile, err)
	}
	defer clear(plain)
	key, err := age.ParseX25519Identity(strings.TrimSpace(string(plain)))
	if err != nil {
		return damagedFile(KeyFile, errors.New("the content is not a key"))
	}
	f.key = key
	return nil
}

func damagedFile(name string, cause error) error {
	return unavailable(app.Say("The file {{.File}} is damaged.", "File", name),
		app.Say("Put secrets.age and secrets.key.age back from a copy of the data folder.")).Because(cause)
}

// explainFile turns what the system said into an Error for people.
func explainFile(dir string, err error) error {
	if err == nil {
		return nil
	}
	var known *app.Error
	if errors.As(err, &known) {
		return err
	}
	return unavailable(app.Say("The encrypted secrets file cannot be read or written in {{.Folder}}.", "Folder", dir),
		app.Say("Check that the disk has room and that you may write in the folder, then try again.")).Because(err)
}
