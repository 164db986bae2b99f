package sandbox

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"
)

// phoneForm is what a customer is told to do, on the control paths.
type phoneForm struct {
	Line
	// Chat is a conversation's id in place of the line.
	Chat string `json:"chat"`
	Act
	// Message and Button are of a tap.
	Message string `json:"message"`
	Button  string `json:"button"`
	// On is of silent and opt-out.
	On *bool `json:"on"`
	// Ago is of last-wrote: how long ago the customer last wrote, as "23h50m".
	Ago string `json:"ago"`
}

// line finds the conversation that is meant.
func (s *Sandbox) line(f phoneForm) (Line, error) {
	if f.Chat == "" {
		return f.Line, nil
	}
	c, ok := s.Phone.Chat(f.Chat)
	if !ok {
		return Line{}, errors.New("there is no such conversation")
	}
	return c.Line, nil
}

// on is the switch of a form: on unless it says off.
func (f phoneForm) on() bool { return f.On == nil || *f.On }

// phoneActs are what a customer can be told to do.
var phoneActs = map[string]func(*Phone, Line, phoneForm) (object, error){
	"write": func(p *Phone, l Line, f phoneForm) (object, error) {
		id, err := p.Write(l, f.Act)
		return object{{"message_id", id}}, err
	},
	"tap": func(p *Phone, l Line, f phoneForm) (object, error) {
		id, err := p.Tap(l, f.Message, f.Button)
		return object{{"message_id", id}}, err
	},
	"read": func(p *Phone, l Line, _ phoneForm) (object, error) {
		n, err := p.Read(l)
		return object{{"read", n}}, err
	},
	"silent": func(p *Phone, l Line, f phoneForm) (object, error) {
		return object{{"silent", f.on()}}, p.SetSilent(l, f.on())
	},
	"opt-out": func(p *Phone, l Line, f phoneForm) (object, error) {
		return object{{"opted_out", f.on()}}, p.OptOut(l, f.on())
	},
	"last-wrote": func(p *Phone, l Line, f phoneForm) (object, error) {
		ago, err := time.ParseDuration(f.Ago)
		if err != nil {
			return nil, errors.New("ago must be a time such as 23h50m")
		}
		at := p.clock.Now().Add(-ago)
		return object{{"last_wrote", at}}, p.SetLastWrote(l, at)
	},
}

func (s *Sandbox) controlAct(w http.ResponseWriter, r *http.Request) {
	act, ok := phoneActs[r.PathValue("act")]
	if !ok {
		http.Error(w, "A customer can write, tap, read, be silent, opt-out or have last-wrote.", http.StatusNotFound)
		return
	}
	var form phoneForm
	if !readControl(w, r, &form) {
		return
	}
	l, err := s.line(form)
	var out object
	if err == nil {
		out, err = act(s.Phone, l, form)
	}
	if err != nil {
		http.Error(w, "This cannot be done: "+err.Error(), http.StatusBadRequest)
		return
	}
	if l, _, err = s.Phone.complete(l); err == nil {
		out = append(object{{"chat", l.Provider + "." + l.Account + "." + l.Customer}}, out...)
	}
	writeControl(w, out)
}

// readControl reads a JSON body; it reports false when it answered already.
func readControl(w http.ResponseWriter, r *http.Request, into any) bool {
	dec := json.NewDecoder(http.MaxBytesReader(w, r.Body, 64<<10))
	dec.DisallowUnknownFields()
	if err := dec.Decode(into); err != nil {
		http.Error(w, "The body cannot be read: "+err.Error(), http.StatusBadRequest)
		return false
	}
	return true
}

func (s *Sandbox) controlChats(w http.ResponseWriter, _ *http.Request) {
	writeControl(w, s.Phone.Chats())
}

func (s *Sandbox) controlChat(w http.ResponseWriter, r *http.Request) {
	c, ok := s.Phone.Chat(r.PathValue("id"))
	if !ok {
		http.Error(w, "There is no such conversation.", http.StatusNotFound)
		return
	}
	writeControl(w, c)
}

// controlEvents tells of changes on the phones by server-sent events. The data is
// a number that grows; whoever hears it asks again.
func (s *Sandbox) controlEvents(w http.ResponseWriter, r *http.Request) {
	control := http.NewResponseController(w)
	_ = control.SetWriteDeadline(time.Time{})
	_ = control.SetReadDeadline(time.Time{})
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	changes, end := s.Phone.watch()
	defer end()
	for {
		s.Phone.mu.Lock()
		version := s.Phone.version
		s.Phone.mu.Unlock()
		if _, err := fmt.Fprintf(w, "data: %d\n\n", version); err != nil || control.Flush() != nil {
			return
		}
		select {
		case <-changes:
			// Bursts of changes are told together.
			if !s.Meta.wait(r, 60*time.Millisecond) {
				return
			}
		case <-r.Context().Done():
			return
		case <-s.Meta.closing:
			return
		}
	}
}
