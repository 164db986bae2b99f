package gateway

import (
	"context"
	"net/http"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"channeldesk/app"
)

// Meter counts what the gateway does, for Prometheus. No label holds a number, a
// name or a key. Safe for concurrent use.
type Meter struct {
	registry *prometheus.Registry
	webhooks *prometheus.CounterVec
	took     *prometheus.HistogramVec
	requests *prometheus.CounterVec
	sends    *prometheus.CounterVec
	forwards *prometheus.CounterVec
	states   *prometheus.CounterVec
	run      atomic.Pointer[running]
	// Those that are counted with every webhook are looked up once.
	hookCounts kept[hookLabels, prometheus.Counter]
	hookTimes  kept[string, prometheus.Observer]
	moves      kept[app.MessageStatus, prometheus.Counter]
}

// hookLabels are those of a webhook: both are of a few that there are.
type hookLabels struct {
	protocol string
	status   int
}

// NewMeter makes a Meter with everything at zero.
func NewMeter() *Meter {
	m := &Meter{registry: prometheus.NewRegistry()}
	counter := func(name, help string, labels ...string) *prometheus.CounterVec {
		c := prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: "channeldesk", Name: name, Help: help}, labels)
		m.registry.MustRegister(c)
		return c
	}
	m.webhooks = counter("webhooks_total", "Webhooks by protocol and the status that was answered.", "protocol", "status")
	m.requests = counter("api_requests_total", "Requests to the notification API by operation and status.", "operation", "status")
	m.sends = counter("sends_total", "Attempts to send by how they ended.", "outcome")
	m.states = counter("delivery_states_total", "Messages that providers told a state of.", "state")
	m.forwards = counter("forward_tries_total", "Tries to forward by how they ended: done, waiting (again later), dead.", "outcome")
	m.took = prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Namespace: "channeldesk", Name: "webhook_seconds", Help: "How long webhooks took to be stored, applied and answered.",
		Buckets: []float64{.001, .002, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5},
	}, []string{"protocol"})
	m.hookCounts.make = func(l hookLabels) prometheus.Counter {
		return m.webhooks.WithLabelValues(l.protocol, strconv.Itoa(l.status))
	}
	m.hookTimes.make = func(protocol string) prometheus.Observer { return m.took.WithLabelValues(protocol) }
	m.moves.make = func(s app.MessageStatus) prometheus.Counter { return m.states.WithLabelValues(string(s)) }
	m.registry.MustRegister(m.took, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}), &gauges{m: m})
	return m
}

func (m *Meter) observe(r *running) { m.run.Store(r) }

func (m *Meter) webhook(protocol string, status int, took time.Duration) {
	m.hookCounts.get(hookLabels{protocol, status}).Inc()
	m.hookTimes.get(protocol).Observe(took.Seconds())
}

func (m *Meter) request(operation string, status int) {
	m.requests.WithLabelValues(operation, strconv.Itoa(status)).Inc()
}

// gauges are read when somebody asks, so that an idle gateway reads nothing.
type gauges struct{ m *Meter }

var (
	buildDesc  = prometheus.NewDesc("channeldesk_build_info", "1, with the program's version.", []string{"version"}, nil)
	upDesc     = prometheus.NewDesc("channeldesk_up_since_seconds", "When the gateway started, as Unix time.", nil, nil)
	runnerDesc = prometheus.NewDesc("channeldesk_runner_ok", "1 while a part of the background work runs.", []string{"runner"}, nil)
	failedDesc = prometheus.NewDesc("channeldesk_runner_failures_total", "How often a part of the background work failed.", []string{"runner"}, nil)
	queuedDesc = prometheus.NewDesc("channeldesk_queue_length", "Messages in a state that is not final; at most 1000 of each are counted.", []string{"state"}, nil)
	lateDesc   = prometheus.NewDesc("channeldesk_oldest_due_seconds", "For how long the oldest due piece of work has been waiting.", []string{"work"}, nil)
)

// Describe says which figures there are.
func (g *gauges) Describe(ch chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{buildDesc, upDesc, runnerDesc, failedDesc, queuedDesc, lateDesc} {
		ch <- d
	}
}

// Collect reads them.
func (g *gauges) Collect(ch chan<- prometheus.Metric) {
	r := g.m.run.Load()
	if r == nil {
		return
	}
	ch <- prometheus.MustNewConstMetric(buildDesc, prometheus.GaugeValue, 1, r.s.p.Version)
	ch <- prometheus.MustNewConstMetric(upDesc, prometheus.GaugeValue, float64(r.since.Unix()))
	for _, s := range r.runners.status() {
		ok := 0.0
		if s.OK {
			ok = 1
		}
		ch <- prometheus.MustNewConstMetric(runnerDesc, prometheus.GaugeValue, ok, s.Name)
		ch <- prometheus.MustNewConstMetric(failedDesc, prometheus.CounterValue, float64(s.Failures), s.Name)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	q, err := r.readQueues(ctx)
	if err != nil {
		r.s.p.Log.Warn("read the queues", "cause", err)
		return
	}
	for state, n := range q.lengths {
		ch <- prometheus.MustNewConstMetric(queuedDesc, prometheus.GaugeValue, float64(n), string(state))
	}
	for work, late := range q.late {
		ch <- prometheus.MustNewConstMetric(lateDesc, prometheus.GaugeValue, late.Seconds(), work)
	}
}

// queueCount is how far messages are counted.
const queueCount = 1000

// queues are how much waits.
type queues struct {
	lengths map[app.MessageStatus]int
	late    map[string]time.Duration
}

func (r *running) readQueues(ctx context.Context) (queues, error) {
	q := queues{lengths: map[app.MessageStatus]int{}}
	err := r.s.p.Store.View(ctx, func(tx app.Tx) (err error) {
		channels, err := tx.ListChannels()
		if err != nil {
			return err
		}
		for _, state := range []app.MessageStatus{app.MessageQueued, app.MessageSending, app.MessageUnknown} {
			if q.lengths[state], err = countMessages(tx, channels, state); err != nil {
				return err
			}
		}
		q.late, err = r.lateness(tx)
		return err
	})
	return q, err
}

// countMessages counts up to queueCount messages in a state. It asks channel by
// channel, each along its own index, so that a long history costs nothing.
func countMessages(tx app.Tx, channels []app.Channel, state app.MessageStatus) (n int, err error) {
	for _, c := range channels {
		if n == queueCount {
			break
		}
		list, err := tx.ListMessages(app.MessageFilter{Agent: c.AgentID, Environment: c.Environment, Status: state, Limit: queueCount - n})
		if err != nil {
			return n, err
		}
		n += len(list)
	}
	return n, nil
}

// lateness is how long the oldest due work of each kind has been waiting.
func (r *running) lateness(tx app.Tx) (map[string]time.Duration, error) {
	now, out := r.s.p.Clock.Now(), map[string]time.Duration{}
	for work, ask := range map[string]func() (time.Time, error){
		"sending": func() (time.Time, error) { return tx.NextDue(nil) }, "sessions": tx.NextSession, "forwarding": tx.NextForwarding,
	} {
		due, err := ask()
		if err != nil {
			return nil, err
		}
		out[work] = 0
		if !due.IsZero() && due.Before(now) {
			out[work] = now.Sub(due)
		}
	}
	return out, nil
}

// addMetrics serves the figures to this computer and to whom the options name.
func (r *running) addMetrics(mux *http.ServeMux) {
	figures := promhttp.HandlerFor(r.s.p.Meter.registry, promhttp.HandlerOpts{MaxRequestsInFlight: 2, Timeout: 10 * time.Second})
	mux.HandleFunc("GET /metrics", func(w http.ResponseWriter, q *http.Request) {
		if !r.mayReadMetrics(q) {
			writeProblem(w, q, newProblem(http.StatusForbidden, "metrics_closed", "Metrics are read from this computer only.",
				"Allow other computers with --metrics-from when the gateway is started."))
			return
		}
		figures.ServeHTTP(w, q)
	})
}

// mayReadMetrics reports whether the figures are for who asks. What a proxy
// passes on comes from this computer and is not: a proxy that is not trusted may
// speak for anybody.
func (r *running) mayReadMetrics(q *http.Request) bool {
	c := visitOf(q.Context()).client
	if isOneOf(c.address, r.options.MetricsFrom) && (c.direct || isOneOf(addressOf(q.RemoteAddr), r.options.TrustedProxies)) {
		return true
	}
	return c.direct && c.address.IsLoopback() && isByNumber(hostName(q.Host))
}
