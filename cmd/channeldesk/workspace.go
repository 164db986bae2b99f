package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"sync"
	"time"

	"channeldesk/app"
	"channeldesk/app/access"
	"channeldesk/app/channel"
	"channeldesk/app/handoff"
	"channeldesk/app/protocol"
	"channeldesk/app/protocol/coster"
	"channeldesk/app/protocol/metacloud"
	"channeldesk/app/protocol/qontak"
	"channeldesk/app/radar"
	"channeldesk/app/template"
	"channeldesk/storage"
	"channeldesk/storage/secret"
)

// workspace is an open data folder with the services on it, the same for the
// window and for every verb. Its fields are set once by openWorkspace. Safe for
// concurrent use.
type workspace struct {
	// Dir is the data folder, Version the program's version.
	Dir     string
	Version string

	Log       *slog.Logger
	Clock     app.Clock
	Bus       *app.Bus
	Store     *storage.DB
	Secrets   *secret.Router
	Protocols *protocol.Registry
	Access    *access.Service
	Channel   *channel.Service
	Radar     *radar.Service
	Templates *template.Service
	// Handoff makes the service when it is first needed: it reads fonts.
	Handoff func() *handoff.Service
	// Lock tells other processes that this one works here.
	Lock *storage.WorkspaceLock

	// askPassphrase gives the passphrase of the encrypted secrets file. The
	// window sets its own before it uses a secret.
	askPassphrase func(context.Context) (app.Secret, error)

	logFile io.Closer
	stop    context.CancelFunc
	work    sync.WaitGroup
	ctx     context.Context
}

// openWorkspace opens the data folder of a run and puts the services together.
// Nothing slow happens here: the keychain is asked when a secret is needed.
func openWorkspace(s *session) (w *workspace, err error) {
	dir, err := s.flags.dataDir()
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, app.NewError(storage.CodeFolder, app.Say("The data folder {{.Folder}} cannot be made.", "Folder", dir)).
			WithFix(app.Say("Choose another one with --data.")).Because(err)
	}
	w = &workspace{Dir: dir, Version: version, Clock: app.SystemClock, Bus: &app.Bus{}}
	if s.env.Clock != nil {
		w.Clock = s.env.Clock
	}
	w.ctx, w.stop = context.WithCancel(s.ctx)
	defer func() {
		if err != nil {
			w.Close()
			s.crash.close()
			s.crash = nil
		}
	}()
	if s.env.Crash && s.crash == nil {
		s.crash = openCrash(dir)
	}
	if w.Log, w.logFile, err = openLog(dir); err != nil {
		return w, err
	}
	w.Lock = storage.NewWorkspaceLock(dir)
	if err := w.Lock.LockShared(s.ctx); err != nil {
		return w, err
	}
	if w.Store, err = storage.Open(s.ctx, storage.Options{Dir: dir, Now: w.Clock.Now, Log: w.Log}); err != nil {
		w.Log.Error("open the database", "cause", err)
		return w, err
	}
	if err := w.openSecrets(s); err != nil {
		return w, err
	}
	w.Protocols = protocol.NewRegistry(
		metacloud.New(metacloud.Options{Clock: w.Clock, Log: w.Log, UserAgent: userAgent()}),
		coster.New(coster.Options{Clock: w.Clock, Log: w.Log, UserAgent: userAgent()}),
		qontak.New(qontak.Options{Clock: w.Clock, Log: w.Log, UserAgent: userAgent()}),
	)
	w.Access = access.New(w.Store, w.Clock, w.Bus)
	w.Channel = channel.New(channel.Params{
		Store: w.Store, Secrets: w.Secrets, Protocols: w.Protocols, Guard: w.Access, Bus: w.Bus, Clock: w.Clock, Log: w.Log,
	})
	w.Templates = template.New(template.Params{
		Store: w.Store, Protocols: w.Protocols, Guard: w.Access, Bus: w.Bus, Clock: w.Clock, Log: w.Log,
		Channels: template.ChannelsFunc(func(ctx context.Context, id app.ChannelID) (template.Live, error) {
			live, err := w.Channel.LiveByID(ctx, id)
			return template.Live(live), err
		}),
	})
	w.Radar = radar.New(radar.Params{Store: w.Store, Protocols: w.Protocols, Sight: w.Access, Clock: w.Clock})
	w.Handoff = sync.OnceValue(func() *handoff.Service {
		return handoff.New(handoff.Params{
			Store: w.Store, Secrets: w.Secrets, Protocols: w.Protocols, Guard: w.Access, Bus: w.Bus, Clock: w.Clock, Fonts: paperFonts(),
		})
	})
	return w, nil
}

// Close ends the background work, then the database, then the locks and the log.
// It may be called on a workspace that did not open completely.
func (w *workspace) Close() {
	w.stop()
	w.work.Wait()
	var err error
	if w.Store != nil {
		err = w.Store.Close()
	}
	if w.Lock != nil {
		err = errors.Join(err, w.Lock.Close())
	}
	if err != nil && w.Log != nil {
		w.Log.Error("close the workspace", "cause", err)
	}
	if w.logFile != nil {
		_ = w.logFile.Close()
	}
}

// tidy removes what a kill left in the secret store, when no other process is at
// work, and forgets webhook secrets whose overlap ended. It gives when the next
// one ends. Only runs that use secrets call it: it may ask for a password.
func (w *workspace) tidy(ctx context.Context) (next time.Time) {
	if w.hasOrphans(ctx) {
		_, err := w.Lock.TryAlone(ctx, func() error {
			n, err := w.Channel.Sweep(ctx, true)
			w.Log.Info("secrets without owner removed", "count", n)
			return err
		})
		if err != nil {
			w.Log.Warn("remove secrets without owner", "cause", err)
		}
	}
	next, err := w.Channel.RetireDue(ctx)
	if err != nil {
		w.Log.Warn("retire webhook secrets", "cause", err)
	}
	return next
}

func (w *workspace) hasOrphans(ctx context.Context) bool {
	var refs []app.SecretRef
	err := w.Store.View(ctx, func(tx app.Tx) (err error) {
		refs, err = tx.OrphanSecretRefs(w.Clock.Now().Add(time.Hour))
		return err
	})
	return err == nil && len(refs) > 0
}

// keepTidy does tidy in the background at once and whenever an overlap ends,
// until Close.
func (w *workspace) keepTidy() {
	changed := make(chan struct{}, 1)
	heard := w.Bus.Subscribe(func(e app.Event) {
		if e.Kind == app.SecretsChanged {
			select {
			case changed <- struct{}{}:
			default:
			}
		}
	})
	w.work.Go(func() {
		defer heard.Close()
		next := w.tidy(w.ctx)
		for {
			var due <-chan time.Time
			if !next.IsZero() {
				due = time.After(time.Until(next))
			}
			select {
			case <-w.ctx.Done():
				return
			case <-changed:
			case <-due:
			}
			var err error
			if next, err = w.Channel.RetireDue(w.ctx); err != nil {
				w.Log.Warn("retire webhook secrets", "cause", err)
				next = w.Clock.Now().Add(time.Hour)
			}
		}
	})
}
