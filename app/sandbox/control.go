package sandbox

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// faultForm is a Fault as it is written on the control path. Delay is as "2s";
// without a provider it is Meta's.
type faultForm struct {
	Provider string    `json:"provider,omitempty"`
	Kind     FaultKind `json:"kind"`
	Method   string    `json:"method,omitempty"`
	Path     string    `json:"path,omitempty"`
	Skip     int       `json:"skip,omitempty"`
	Times    int       `json:"times,omitempty"`
	Code     int       `json:"code,omitempty"`
	Subcode  int       `json:"subcode,omitempty"`
	Text     string    `json:"text,omitempty"`
	Delay    string    `json:"delay,omitempty"`
	Status   int       `json:"status,omitempty"`
	Location string    `json:"location,omitempty"`
	Bytes    int64     `json:"bytes,omitempty"`
}

func formOf(f Fault) faultForm {
	form := faultForm{
		Kind: f.Kind, Method: f.Method, Path: f.Path, Skip: f.Skip, Times: f.Times, Code: f.Code,
		Subcode: f.Subcode, Text: f.Text, Status: f.Status, Location: f.Location, Bytes: f.Bytes,
	}
	if f.Delay > 0 {
		form.Delay = f.Delay.String()
	}
	return form
}

func (form faultForm) fault() (Fault, error) {
	f := Fault{
		Kind: form.Kind, Method: form.Method, Path: form.Path, Skip: form.Skip, Times: form.Times, Code: form.Code,
		Subcode: form.Subcode, Text: form.Text, Status: form.Status, Location: form.Location, Bytes: form.Bytes,
	}
	if !slices.Contains(faultKinds, f.Kind) {
		return f, fmt.Errorf("kind must be one of %v", faultKinds)
	}
	if f.Kind == FaultGraph && f.Code == 0 {
		return f, errors.New("a graph fault needs a code")
	}
	if f.Kind == FaultRedirect && f.Location == "" {
		return f, errors.New("a redirect needs a location")
	}
	if f.Skip < 0 || f.Times < 0 || f.Bytes < 0 || f.Status != 0 && (f.Status < 200 || f.Status > 599) {
		return f, errors.New("skip, times and bytes are 0 or more, status is 200 to 599")
	}
	if form.Delay != "" {
		d, err := time.ParseDuration(form.Delay)
		if err != nil || d < 0 {
			return f, errors.New("delay must be a time such as 2s")
		}
		f.Delay = d
	}
	return f, nil
}

func (s *Sandbox) routes() http.Handler {
	mux := http.NewServeMux()
	mux.Handle(metaPath+"/", s.Meta)
	mux.Handle(qontakPath+"/", s.Qontak)
	mux.Handle(costerPath+"/", s.Coster)
	mux.HandleFunc("GET /{$}", s.page)
	mux.HandleFunc("GET /_sandbox/state", s.controlState)
	mux.HandleFunc("GET /_sandbox/requests", func(w http.ResponseWriter, _ *http.Request) { writeControl(w, s.requests()) })
	mux.HandleFunc("DELETE /_sandbox/requests", func(w http.ResponseWriter, _ *http.Request) {
		for _, e := range s.engines() {
			e.Forget()
		}
		writeControl(w, success())
	})
	mux.HandleFunc("GET /_sandbox/messages", s.controlMessages)
	mux.Handle("GET /phone", phonePage())
	mux.Handle("GET /phone/", phonePage())
	mux.HandleFunc("GET /_sandbox/phone/accounts", func(w http.ResponseWriter, _ *http.Request) { writeControl(w, s.phoneAccounts()) })
	mux.HandleFunc("GET /_sandbox/phone", s.controlChats)
	mux.HandleFunc("GET /_sandbox/phone/events", s.controlEvents)
	mux.HandleFunc("GET /_sandbox/phone/chats/{id}", s.controlChat)
	mux.HandleFunc("POST /_sandbox/phone/{act}", s.controlAct)
	mux.HandleFunc("GET /_sandbox/webhooks", s.controlWebhooks)
	mux.HandleFunc("POST /_sandbox/webhooks", s.controlSetWebhooks)
	mux.HandleFunc("GET /_sandbox/posted", s.controlPosted)
	mux.HandleFunc("POST /_sandbox/notices", s.controlNotice)
	mux.HandleFunc("GET /_sandbox/templates", s.controlTemplates)
	mux.HandleFunc("POST /_sandbox/templates/{id}", s.controlTemplate)
	mux.HandleFunc("GET /_sandbox/faults", func(w http.ResponseWriter, _ *http.Request) { writeControl(w, s.faultForms()) })
	mux.HandleFunc("POST /_sandbox/faults", s.controlInject)
	mux.HandleFunc("DELETE /_sandbox/faults", func(w http.ResponseWriter, _ *http.Request) {
		for _, e := range s.engines() {
			e.ClearFaults()
		}
		writeControl(w, success())
	})
	return ownComputerOnly(mux)
}

// ownComputerOnly refuses calls that a page in a browser could make in the name
// of somebody else: a foreign Host or Origin.
func ownComputerOnly(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host := (&url.URL{Host: r.Host}).Hostname()
		remote, _, _ := net.SplitHostPort(r.RemoteAddr)
		origin := r.Header.Get("Origin")
		if u, err := url.Parse(origin); origin != "" && (err != nil || u.Host != r.Host) ||
			!isLoopbackHost(host) || !isLoopbackHost(remote) {
			http.Error(w, "The sandbox answers to this computer only.", http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func (s *Sandbox) controlInject(w http.ResponseWriter, r *http.Request) {
	var form faultForm
	dec := json.NewDecoder(http.MaxBytesReader(w, r.Body, 64<<10))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&form); err != nil {
		http.Error(w, "This is not a fault: "+err.Error(), http.StatusBadRequest)
		return
	}
	f, err := form.fault()
	if err != nil {
		http.Error(w, "This is not a fault: "+err.Error(), http.StatusBadRequest)
		return
	}
	for _, e := range s.engines() {
		if e.provider == form.Provider || form.Provider == "" && e.provider == providerMeta {
			e.Inject(f)
			writeControl(w, s.faultForms())
			return
		}
	}
	http.Error(w, "This is not a fault: provider must be meta, qontak or coster", http.StatusBadRequest)
}

func writeControl(w http.ResponseWriter, v any) {
	data, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		http.Error(w, "The answer could not be written.", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write(append([]byte(strings.TrimSpace(string(data))), '\n'))
}
