package secret

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"channeldesk/app"

	"filippo.io/age"
	"github.com/gofrs/flock"
)

// The files of the encrypted store inside the data folder: the values, the key
// to them, which is itself encrypted with the passphrase, and a lock.
const (
	ValuesFile = "secrets.age"
	KeyFile    = "secrets.key.age"
	lockFile   = "secrets.lock"
)

const (
	// workFactor makes guessing a passphrase slow: 2^17 rounds of scrypt, some
	// tenths of a second, once in each run.
	workFactor    = 17
	workFactorMax = 20
	lockRetry     = 10 * time.Millisecond
	// valuesMax is more than any workspace needs; a bigger file is not ours.
	valuesMax = 64 << 20
)

// File keeps values in one file encrypted with age. A passphrase opens a key,
// once in each run, and the key opens the values. Nothing is ever on the disk in
// plain text, not even in between. Safe for concurrent use, also by several
// processes.
type File struct {
	dir        string
	passphrase func(context.Context) (app.Secret, error)
	work       int

	turn chan struct{} // holds one token: one call at a time in this process
	key  *age.X25519Identity
}

// NewFile makes the store of a data folder, which must exist. passphrase is
// asked when the key is first needed, and again after a wrong answer; when there
// is no key yet, its answer becomes the passphrase.
func NewFile(dir string, passphrase func(context.Context) (app.Secret, error)) *File {
	return &File{dir: dir, passphrase: passphrase, work: workFactor, turn: make(chan struct{}, 1)}
}

// String names the place.
func (f *File) String() string { return "secrets in an encrypted file" }

// GoString names the place.
func (f *File) GoString() string { return f.String() }

// Get reads a value.
func (f *File) Get(ctx context.Context, ref app.SecretRef) (v app.Secret, err error) {
	err = f.locked(ctx, func() error {
		values, err := f.load()
		if err != nil {
			return err
		}
		text, ok := values[ref]
		if !ok {
			return missing(app.Say("This secret is not in the encrypted file any more."))
		}
		v = app.NewSecret(string(text))
		return nil
	})
	return v, err
}

// Put keeps a value; it is on the disk when Put returns.
func (f *File) Put(ctx context.Context, ref app.SecretRef, value app.Secret) error {
	return f.locked(ctx, func() error {
		values, err := f.load()
		if err != nil {
			return err
		}
		values[ref] = []byte(value.Expose())
		return f.save(values)
	})
}

// Delete removes a value.
func (f *File) Delete(ctx context.Context, ref app.SecretRef) error {
	return f.locked(ctx, func() error {
		values, err := f.load()
		if err != nil {
			return err
		}
		if _, ok := values[ref]; !ok {
			return nil
		}
		delete(values, ref)
		return f.save(values)
	})
}

// Probe opens the key and the values, and writes them again.
func (f *File) Probe(ctx context.Context) error {
	return f.locked(ctx, func() error {
		values, err := f.load()
		if err != nil {
			return err
		}
		return f.save(values)
	})
}

// locked runs fn with the key at hand while no other process reads or writes.
func (f *File) locked(ctx context.Context, fn func() error) error {
	if ctx.Err() != nil {
		return cancelled(ctx)
	}
	select { // somebody may be typing the passphrase for another call
	case f.turn <- struct{}{}:
		defer func() { <-f.turn }()
	case <-ctx.Done():
		return cancelled(ctx)
	}
	if err := f.open(ctx); err != nil {
		return explainFile(f.dir, err)
	}
	return f.guarded(ctx, fn)
}

func (f *File) guarded(ctx context.Context, fn func() error) error {
	lock := flock.New(filepath.Join(f.dir, lockFile), flock.SetPermissions(0o600))
	if _, err := lock.TryLockContext(ctx, lockRetry); err != nil {
		if ctx.Err() != nil {
			return cancelled(ctx)
		}
		return explainFile(f.dir, err)
	}
	defer func() { _ = lock.Unlock() }()
	return explainFile(f.dir, fn())
}

// load reads all values; none when there is no file yet.
func (f *File) load() (map[app.SecretRef][]byte, error) {
	values := map[app.SecretRef][]byte{}
	sealed, err := os.ReadFile(filepath.Join(f.dir, ValuesFile))
	if errors.Is(err, fs.ErrNotExist) {
		return values, nil
	}
	if err != nil {
		return nil, err
	}
	r, err := age.Decrypt(bytes.NewReader(sealed), f.key)
	var other *age.NoIdentityMatchError
	if errors.As(err, &other) {
		return nil, unavailable(app.Say("The file secrets.age does not belong to the key in secrets.key.age."),
			app.Say("Put both files back from the same copy of the data folder.")).Because(err)
	}
	if err != nil {
		return nil, damagedFile(ValuesFile, err)
	}
	plain, err := io.ReadAll(io.LimitReader(r, valuesMax))
	if err != nil {
		return nil, damagedFile(ValuesFile, err)
	}
	defer clear(plain)
	if err := json.Unmarshal(plain, &values); err != nil {
		// The cause of a bad value may quote it.
		return nil, damagedFile(ValuesFile, errors.New("the content is not as expected"))
	}
	return values, nil
}

func (f *File) save(values map[app.SecretRef][]byte) error {
	plain, err := json.Marshal(values)
	if err != nil {
		return errors.New("secrets cannot be encoded")
	}
	defer clear(plain)
	return writeSealed(filepath.Join(f.dir, ValuesFile), plain, f.key.Recipient())
}

// writeSealed replaces a file by the encrypted content, at one moment and for
// good. The plain content is in memory only.
func writeSealed(path string, plain []byte, to age.Recipient) error {
	var sealed bytes.Buffer
	w, err := age.Encrypt(&sealed, to)
	if err != nil {
		return err
	}
	if _, err := w.Write(plain); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	return replaceFile(path, sealed.Bytes())
}
