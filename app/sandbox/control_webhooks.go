package sandbox

import (
	"fmt"
	"net/http"
	"slices"
	"time"
)

// webhooksForm are the settings of webhooks as they are written on the control
// path. What is left out stays as it is; Provider "" means all.
type webhooksForm struct {
	Provider string `json:"provider,omitempty"`
	// Quick sets what QuickDelivery has before the rest is looked at.
	Quick     bool    `json:"quick,omitempty"`
	Off       *bool   `json:"off,omitempty"`
	NoStates  *bool   `json:"no_states,omitempty"`
	AtOnce    *bool   `json:"at_once,omitempty"`
	Sent      *string `json:"sent,omitempty"`
	Delivered *string `json:"delivered,omitempty"`
	Read      *string `json:"read,omitempty"`
	ReadShare *int    `json:"read_share,omitempty"`
	InOrder   *bool   `json:"in_order,omitempty"`
	Disorder  *int    `json:"disorder,omitempty"`
	Twice     *int    `json:"twice,omitempty"`
	Skipped   *int    `json:"skipped,omitempty"`
	Batch     *int    `json:"batch,omitempty"`
	BatchWait *string `json:"batch_wait,omitempty"`
	Retry     *string `json:"retry,omitempty"`
	Longest   *string `json:"retry_longest,omitempty"`
	Attempts  *int    `json:"attempts,omitempty"`
	Timeout   *string `json:"timeout,omitempty"`
	Gateway   *string `json:"gateway,omitempty"`
	// CosterCallback is where Coster posts, CosterAccount for which account.
	CosterCallback *string `json:"coster_callback,omitempty"`
	CosterAccount  string  `json:"coster_account,omitempty"`
	// PerSecond and PairBurst are limits for sending, PerSecond also of Qontak's
	// calls; 0 is none.
	PerSecond *int `json:"per_second,omitempty"`
	PairBurst *int `json:"pair_burst,omitempty"`
}

// apply puts the settings that are given in the place of the others.
func (f webhooksForm) apply(d Delivery) (Delivery, error) {
	if f.Quick {
		gateway := d.Gateway
		d = QuickDelivery()
		d.Gateway = gateway
	}
	set(&d.Off, f.Off)
	set(&d.NoStates, f.NoStates)
	set(&d.AtOnce, f.AtOnce)
	set(&d.InOrder, f.InOrder)
	set(&d.ReadShare, f.ReadShare)
	set(&d.Disorder, f.Disorder)
	set(&d.Twice, f.Twice)
	set(&d.Skipped, f.Skipped)
	set(&d.Batch, f.Batch)
	set(&d.Attempts, f.Attempts)
	set(&d.Gateway, f.Gateway)
	for _, one := range []struct {
		name string
		from *string
		into *time.Duration
	}{
		{"sent", f.Sent, &d.Sent}, {"delivered", f.Delivered, &d.Delivered}, {"read", f.Read, &d.Read},
		{"batch_wait", f.BatchWait, &d.BatchWait}, {"retry", f.Retry, &d.Retry},
		{"retry_longest", f.Longest, &d.RetryLongest}, {"timeout", f.Timeout, &d.Timeout},
	} {
		if one.from == nil {
			continue
		}
		wait, err := time.ParseDuration(*one.from)
		if err != nil {
			return d, fmt.Errorf("%s must be a time such as 300ms", one.name)
		}
		*one.into = wait
	}
	return d, d.check()
}

func set[T any](into, from *T) {
	if from != nil {
		*into = *from
	}
}

func (s *Sandbox) controlSetWebhooks(w http.ResponseWriter, r *http.Request) {
	var form webhooksForm
	if !readControl(w, r, &form) {
		return
	}
	if err := s.setWebhooks(form); err != nil {
		http.Error(w, "This cannot be set: "+err.Error(), http.StatusBadRequest)
		return
	}
	s.controlWebhooks(w, r)
}

func (s *Sandbox) setWebhooks(form webhooksForm) error {
	if form.Provider != "" && !slices.ContainsFunc(s.engines(), func(e *engine) bool { return e.provider == form.Provider }) {
		return errProvider
	}
	for _, e := range s.engines() {
		if form.Provider != "" && e.provider != form.Provider {
			continue
		}
		d, err := form.apply(e.Delivery())
		if err != nil {
			return err
		}
		e.courier.setDelivery(d)
	}
	if form.CosterCallback != nil {
		if err := s.Coster.SetCallback(form.CosterAccount, *form.CosterCallback); err != nil {
			return err
		}
	}
	if form.PerSecond != nil {
		s.Qontak.Change(func(w *QontakWorld) {
			w.Limits = QontakLimits{PerSecond: *form.PerSecond, PerMinute: 60 * *form.PerSecond}
		})
	}
	s.Meta.Change(func(w *World) {
		set(&w.Limits.PerSecond, form.PerSecond)
		set(&w.Limits.HighPerSecond, form.PerSecond)
		set(&w.Limits.PairBurst, form.PairBurst)
	})
	return nil
}

// controlWebhooks tells how webhooks are sent, and the addresses without what may
// be secret.
func (s *Sandbox) controlWebhooks(w http.ResponseWriter, _ *http.Request) {
	out := object{}
	for _, e := range s.engines() {
		d := e.Delivery()
		out = append(out, member{e.provider, object{
			{"off", d.Off}, {"no_states", d.NoStates}, {"at_once", d.AtOnce}, {"in_order", d.InOrder},
			{"sent", d.Sent.String()}, {"delivered", d.Delivered.String()}, {"read", d.Read.String()},
			{"read_share", d.ReadShare}, {"disorder", d.Disorder}, {"twice", d.Twice}, {"skipped", d.Skipped},
			{"batch", d.Batch}, {"batch_wait", d.BatchWait.String()}, {"retry", d.Retry.String()},
			{"retry_longest", d.RetryLongest.String()}, {"attempts", d.Attempts}, {"timeout", d.Timeout.String()},
			{"gateway", d.Gateway},
		}})
	}
	s.Coster.mu.Lock()
	callbacks := object{}
	for account, address := range s.Coster.callbacks {
		callbacks = append(callbacks, member{account, shortAddress(address)})
	}
	s.Coster.mu.Unlock()
	writeControl(w, append(out, member{"coster_callbacks", callbacks}))
}

// controlPosted lists the webhook posts that were tried.
func (s *Sandbox) controlPosted(w http.ResponseWriter, _ *http.Request) {
	all := []Posted{}
	for _, e := range s.engines() {
		all = append(all, e.Posted()...)
	}
	slices.SortStableFunc(all, func(a, b Posted) int { return a.At.Compare(b.At) })
	writeControl(w, all)
}

// noticeForm is any other change that Meta tells about an account.
type noticeForm struct {
	WABAID string         `json:"waba_id,omitempty"`
	Field  string         `json:"field"`
	Value  map[string]any `json:"value"`
}

func (s *Sandbox) controlNotice(w http.ResponseWriter, r *http.Request) {
	var form noticeForm
	if !readControl(w, r, &form) {
		return
	}
	if form.WABAID == "" {
		form.WABAID = s.Sample().WABAID
	}
	if err := s.Meta.Notice(form.WABAID, form.Field, form.Value); err != nil {
		http.Error(w, "This cannot be told: "+err.Error(), http.StatusBadRequest)
		return
	}
	writeControl(w, success())
}

func (s *Sandbox) controlTemplates(w http.ResponseWriter, _ *http.Request) {
	s.Meta.reviewDue()
	writeControl(w, s.Meta.Templates(s.Sample().WABAID))
}

func (s *Sandbox) controlTemplate(w http.ResponseWriter, r *http.Request) {
	var form TemplateChange
	if !readControl(w, r, &form) {
		return
	}
	if err := s.Meta.ChangeTemplate(r.PathValue("id"), form); err != nil {
		http.Error(w, "This cannot be changed: "+err.Error(), http.StatusNotFound)
		return
	}
	writeControl(w, success())
}
