package channel

import (
	"context"
	"sync"
	"time"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// Live is a channel at work: as it stands now, with its protocol and the values
// of its secrets.
type Live struct {
	Agent    app.Agent
	Channel  app.Channel
	Protocol protocol.Protocol
	// Config holds the values. A secret whose value is not in the store any more is
	// absent. Where Protocol is one that the channel had before, its channel is as it
	// was then, without a number.
	Config protocol.Config
	// PreviousSecret is the replaced webhook secret while its overlap lasts; empty
	// otherwise.
	PreviousSecret app.Secret
}

// LiveByKey gives the channel that a webhook address leads to. It takes no
// permission: the gateway asks, for each webhook. The channel is read anew each
// time, so that a change counts at once; only the values of secrets are kept, so
// that the secret store is asked once. The address of a protocol that the channel
// had before leads to it as well, with that Protocol and its values: what was sent
// by it still gets its states. CodeNotFound when no such address is in use;
// CodeSecretsUnavailable while the store does not give its values. Safe for
// concurrent use.
func (s *Service) LiveByKey(ctx context.Context, hookPath, key string) (Live, error) {
	if err := ctx.Err(); err != nil {
		return Live{}, err
	}
	r, err := s.live.byKey.read(ctx, key, func(ctx context.Context) (r liveRow, err error) {
		return r, s.Store.View(ctx, func(tx app.Tx) (err error) {
			if r.channel, err = tx.FindChannel(key); err != nil {
				return err
			}
			return r.complete(tx)
		})
	})
	if err != nil {
		return Live{}, err
	}
	as, ok := s.asAddressed(r.channel, hookPath)
	if !ok {
		return Live{}, app.NewError(app.CodeNotFound, app.Say("There is no channel at this address."))
	}
	return s.enliven(ctx, r, as)
}

// asAddressed gives the channel with the protocol that an address is of: its present
// one, or one whose values are parked.
func (s *Service) asAddressed(c app.Channel, hookPath string) (app.Channel, bool) {
	leads := func(id app.ProtocolID) bool {
		d := s.Protocols.Declaration(id)
		return d.HookPath != "" && d.HookPath == hookPath
	}
	if leads(c.Protocol) {
		return c, true
	}
	for id := range c.Parked {
		if leads(id) {
			return c.Under(id), true
		}
	}
	return c, false
}

// LiveByID gives a channel by its number, for who sends and forwards. Otherwise it
// is as LiveByKey, and CodeIncomplete when no protocol is chosen.
func (s *Service) LiveByID(ctx context.Context, id app.ChannelID) (Live, error) {
	var r liveRow
	err := s.Store.View(ctx, func(tx app.Tx) (err error) {
		if r.channel, err = s.live.places.find(tx, id); err != nil {
			return err
		}
		report, err := latestCheck(tx, r.channel)
		if err != nil {
			return err
		}
		r.facts = report.Facts
		return r.complete(tx)
	})
	if err != nil {
		return Live{}, err
	}
	return s.enliven(ctx, r, r.channel)
}

// liveRow is what the database tells of a live channel. It is shared between
// those who asked at the same moment and never changed.
type liveRow struct {
	channel app.Channel
	agent   app.Agent
	public  string
	facts   map[string]string
}

// complete reads what belongs to the channel.
func (r *liveRow) complete(tx app.Tx) (err error) {
	if r.agent, err = tx.GetAgent(r.channel.AgentID); err != nil {
		return err
	}
	setting, err := tx.Setting(app.SettingPublicAddress)
	r.public = r.agent.PublicAddress(setting)
	return err
}

// enliven adds the protocol and the values of the secrets of a channel, as it is or
// as it was under another protocol.
func (s *Service) enliven(ctx context.Context, r liveRow, as app.Channel) (l Live, err error) {
	l = Live{Agent: r.agent, Channel: r.channel.Clone()}
	if l.Protocol, err = s.Protocols.Get(as.Protocol); err != nil {
		return Live{}, err
	}
	d, c := l.Protocol.Declaration(), as.Clone()
	l.Config = protocol.Config{Channel: c, Secrets: make(map[string]app.Secret, len(c.Secrets)), Facts: r.facts}
	for name, info := range c.Secrets {
		if f, _ := d.Secret(name); !d.Applies(c, f.When) {
			continue
		}
		value, ok, err := s.liveValue(ctx, info)
		if err != nil {
			return Live{}, err
		}
		if ok {
			l.Config.Secrets[name] = value
		}
	}
	if l.Config.WebhookSecret, _, err = s.liveValue(ctx, c.Webhook.Secret); err != nil {
		return Live{}, err
	}
	if s.now().Before(c.Webhook.PreviousUntil) {
		if l.PreviousSecret, _, err = s.liveValue(ctx, c.Webhook.Previous); err != nil {
			return Live{}, err
		}
	}
	if r.public != "" {
		l.Config.WebhookURL = protocol.WebhookAddress(r.public, d, c, l.Config.WebhookSecret)
	}
	return l, nil
}

// liveValue gives the value of a secret; ok is false when there is none.
func (s *Service) liveValue(ctx context.Context, info app.SecretInfo) (v app.Secret, ok bool, err error) {
	if !info.Present() {
		return v, false, nil
	}
	v, err = s.live.values.get(ctx, s.Secrets, info.Ref, s.Clock)
	if app.ErrorCode(err) == app.CodeSecretMissing {
		return app.Secret{}, false, nil
	}
	return v, err == nil, err
}

// live is what the service keeps in memory for channels at work.
type live struct {
	byKey  readings
	values values
	places places
}

// readings let those who ask for the same key at the same moment share one look
// into the database. A look that has begun is never shared: what an answer is
// made of was read after the question.
type readings struct {
	mu   sync.Mutex
	keys map[string]*reading
}

// reading is what goes on for one key: at most one look runs, and one waits.
type reading struct{ running, next *look }

type look struct {
	done chan struct{}
	row  liveRow
	err  error
}

func (r *readings) read(ctx context.Context, key string, fn func(context.Context) (liveRow, error)) (liveRow, error) {
	l := r.join(ctx, key, fn)
	select {
	case <-l.done:
		return l.row, l.err
	case <-ctx.Done():
		return liveRow{}, ctx.Err()
	}
}

// join gives the look that begins next, and begins it when none runs.
func (r *readings) join(ctx context.Context, key string, fn func(context.Context) (liveRow, error)) *look {
	r.mu.Lock()
	now := r.keys[key]
	if now != nil {
		if now.next == nil {
			now.next = &look{done: make(chan struct{})}
		}
		l := now.next
		r.mu.Unlock()
		return l
	}
	now = &reading{running: &look{done: make(chan struct{})}}
	if r.keys == nil {
		r.keys = map[string]*reading{}
	}
	r.keys[key] = now
	l := now.running
	r.mu.Unlock()
	r.run(context.WithoutCancel(ctx), key, now, fn)
	return l
}

// run looks for itself, and leaves those who came meanwhile to a goroutine.
func (r *readings) run(ctx context.Context, key string, now *reading, fn func(context.Context) (liveRow, error)) {
	l := now.running
	l.err = context.Canceled // after a panic in fn
	defer func() {
		close(l.done)
		r.mu.Lock()
		defer r.mu.Unlock()
		if now.next == nil {
			delete(r.keys, key)
			return
		}
		now.running, now.next = now.next, nil
		go r.run(ctx, key, now, fn)
	}()
	l.row, l.err = fn(ctx)
}

// places remembers which agent and environment a channel belongs to: that never
// changes.
type places struct {
	mu sync.Mutex
	of map[app.ChannelID]place
}

type place struct {
	agent app.AgentID
	env   app.Environment
}

func (p *places) find(tx app.Tx, id app.ChannelID) (app.Channel, error) {
	p.mu.Lock()
	at, ok := p.of[id]
	p.mu.Unlock()
	if ok {
		if c, err := tx.GetChannel(at.agent, at.env); err == nil && c.ID == id {
			return c, nil
		}
	}
	all, err := tx.ListChannels()
	if err != nil {
		return app.Channel{}, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.of = make(map[app.ChannelID]place, len(all))
	var found app.Channel
	for _, c := range all {
		p.of[c.ID] = place{c.AgentID, c.Environment}
		if c.ID == id {
			found = c
		}
	}
	if found.ID == 0 {
		return found, app.NewError(app.CodeNotFound, app.Say("This channel does not exist any more."))
	}
	return found, nil
}

const (
	// valuesMax bounds what is kept when secrets are replaced for years.
	valuesMax = 4096
	// valueAgain is how soon a store that gave no value is asked again: each
	// question may show the person a dialog.
	valueAgain = 10 * time.Second
)

// values keeps secret values by their reference. A reference never gets another
// value.
type values struct {
	mu sync.Mutex
	of map[app.SecretRef]*kept
}

// kept is a value that is there, or on its way.
type kept struct {
	done  chan struct{}
	value app.Secret
	err   error
	at    time.Time // of a failure
}

func (v *values) get(ctx context.Context, store app.SecretStore, ref app.SecretRef, clock app.Clock) (app.Secret, error) {
	v.mu.Lock()
	k := v.of[ref]
	if k != nil && k.isOver(clock.Now()) {
		k = nil
	}
	if k == nil {
		k = &kept{done: make(chan struct{})}
		if v.of == nil || len(v.of) >= valuesMax {
			v.of = map[app.SecretRef]*kept{}
		}
		v.of[ref] = k
		go k.ask(context.WithoutCancel(ctx), store, ref, clock)
	}
	v.mu.Unlock()
	select {
	case <-k.done:
		return k.value, k.err
	case <-ctx.Done():
		return app.Secret{}, ctx.Err()
	}
}

func (k *kept) ask(ctx context.Context, store app.SecretStore, ref app.SecretRef, clock app.Clock) {
	defer close(k.done)
	k.err = app.NewError(app.CodeSecretsUnavailable, app.Say("The secret store failed.")) // after a panic
	k.value, k.err = store.Get(ctx, ref)
	k.at = clock.Now()
}

// isOver reports whether the store failed a while ago.
func (k *kept) isOver(now time.Time) bool {
	select {
	case <-k.done:
		return k.err != nil && now.Sub(k.at).Abs() >= valueAgain
	default:
		return false
	}
}
