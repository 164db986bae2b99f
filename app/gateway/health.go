package gateway

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"sync"
	"time"

	"channeldesk/app"
)

const (
	// probeEvery is how often being ready is looked at anew, however often it is
	// asked.
	probeEvery = 3 * time.Second
	probeLimit = 5 * time.Second
	// settingProbe is written to see whether the disk takes it.
	settingProbe = "gateway_probe"
)

// readiness is what /readyz answers.
type readiness struct {
	Ready  bool         `json:"ready"`
	Checks []readyCheck `json:"checks"`
	// Channels are those at work, each with the revision that is used.
	Channels []readyChannel `json:"channels"`
}

// readyChannel is a channel at work.
type readyChannel struct {
	Channel     string          `json:"channel"`
	Environment app.Environment `json:"environment"`
	Protocol    app.ProtocolID  `json:"protocol"`
	Version     int             `json:"version"`
	Revision    int64           `json:"revision"`
	Since       time.Time       `json:"since"`
}

type readyCheck struct {
	Name   string `json:"name"`
	OK     bool   `json:"ok"`
	Detail string `json:"detail"`
}

// prober remembers the latest look for a moment.
type prober struct {
	r    *running
	mu   sync.Mutex
	at   time.Time
	last readiness
}

// addHealth serves whether the process lives and whether it can work.
func (r *running) addHealth(mux *http.ServeMux) {
	p := &prober{r: r}
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		writeJSON(w, http.StatusOK, map[string]string{"status": "ok"})
	})
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, q *http.Request) {
		ready, status := p.look(q.Context()), http.StatusOK
		ready.Channels = []readyChannel{}
		for _, u := range r.uses.get() {
			ready.Channels = append(ready.Channels, readyChannel{u.Key, u.Environment, u.Protocol, u.Version, u.Revision, u.Since.UTC().Truncate(time.Millisecond)})
		}
		if !ready.Ready {
			status = http.StatusServiceUnavailable
		}
		writeJSON(w, status, ready)
	})
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v)
}

// look gives whether the gateway can work, as of a few seconds ago at most.
func (p *prober) look(ctx context.Context) readiness {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.at.IsZero() && time.Since(p.at) < probeEvery {
		return p.last
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), probeLimit)
	defer cancel()
	checks := append([]readyCheck{p.store(ctx), p.queue(ctx)}, p.runners()...)
	p.last, p.at = readiness{Ready: true, Checks: checks}, time.Now()
	for _, c := range checks {
		p.last.Ready = p.last.Ready && c.OK
	}
	return p.last
}

// store writes something in the way that webhooks are written.
func (p *prober) store(ctx context.Context) readyCheck {
	began := time.Now()
	err := p.r.s.p.Group.Group(ctx, func(tx app.Tx) error {
		return tx.SetSetting(settingProbe, strconv.FormatInt(p.r.s.p.Clock.Now().UnixMilli(), 10))
	})
	if err != nil {
		p.r.s.p.Log.Warn("not ready: the store does not take changes", "cause", err)
		return readyCheck{"store", false, "The store does not take changes."}
	}
	return readyCheck{"store", true, "Written in " + strconv.FormatInt(time.Since(began).Milliseconds(), 10) + " ms."}
}

// queue reads what is due. Being late is told and does not make the gateway
// unready: a provider may have asked us to wait.
func (p *prober) queue(ctx context.Context) readyCheck {
	var late map[string]time.Duration
	err := p.r.s.p.Store.View(ctx, func(tx app.Tx) (err error) {
		late, err = p.r.lateness(tx)
		return err
	})
	if err != nil {
		p.r.s.p.Log.Warn("not ready: the queue cannot be read", "cause", err)
		return readyCheck{"queue", false, "The queue cannot be read."}
	}
	if d := late["sending"].Truncate(time.Second); d > 0 {
		return readyCheck{"queue", true, "The oldest message has been due for " + d.String() + "."}
	}
	return readyCheck{"queue", true, "Nothing is late."}
}

func (p *prober) runners() (out []readyCheck) {
	for _, s := range p.r.runners.status() {
		c := readyCheck{s.Name, s.OK, "Runs."}
		switch {
		case !s.OK:
			c.Detail = "Failed and is started again."
		case s.Failures > 0:
			c.Detail = "Runs again, after failures: " + strconv.Itoa(s.Failures) + "."
		}
		out = append(out, c)
	}
	return out
}
