package coster

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"

	"channeldesk/app/protocol/cloudshape"
	"channeldesk/app/protocol/transport"
)

// reply is what Coster's body says, whatever the status says.
type reply struct {
	// object is false when the body is no JSON object.
	object bool
	// id and xid are those of the first message.
	id, xid string
	// faults are the errors, without those of code 0 that stand beside a success.
	faults []fault
	// denied is true when a body of another form says no: success false, or a
	// code of 400 and more. Says are its words.
	denied bool
	says   string
}

// fault is one of Coster's errors.
type fault struct {
	Code   string
	Title  string
	Detail string
}

// readReply never fails: what is not in a known form is left out.
func readReply(raw []byte) reply {
	var body map[string]json.RawMessage
	if json.Unmarshal(raw, &body) != nil || body == nil {
		return reply{}
	}
	r := reply{object: true}
	var messages []json.RawMessage
	if json.Unmarshal(body["messages"], &messages) == nil && len(messages) > 0 {
		var first struct {
			ID  transport.Text `json:"id"`
			XID transport.Text `json:"xid"`
		}
		if json.Unmarshal(messages[0], &first) == nil {
			r.id, r.xid = string(first.ID), string(first.XID)
		}
	}
	r.faults = append(readFaults(body["errors"]), readFaults(body["error"])...)
	r.readPlain(body)
	return r
}

// readFaults takes a list of errors, or a single one.
func readFaults(raw json.RawMessage) []fault {
	switch s := string(bytes.TrimSpace(raw)); s {
	case "", "null", "false", "0", `""`:
		return nil
	}
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) != nil {
		list = []json.RawMessage{raw}
	}
	var out []fault
	for _, one := range list {
		f, ok := readFault(one)
		if ok {
			out = append(out, f)
		}
	}
	return out
}

// readFault takes an object or plain words; ok is false for code 0, which is
// none.
func readFault(raw json.RawMessage) (f fault, ok bool) {
	var o struct {
		Code    transport.Text `json:"code"`
		Title   transport.Text `json:"title"`
		Message transport.Text `json:"message"`
		Details transport.Text `json:"details"`
		Detail  transport.Text `json:"detail"`
	}
	if json.Unmarshal(raw, &o) != nil {
		var words transport.Text
		_ = words.UnmarshalJSON(raw)
		return fault{Title: string(words)}, true
	}
	f = fault{Code: strings.TrimSpace(string(o.Code)), Title: string(o.Title), Detail: string(o.Details)}
	if f.Title == "" {
		f.Title = string(o.Message)
	}
	if f.Detail == "" {
		f.Detail = string(o.Detail)
	}
	return f, !isZero(f.Code)
}

// readPlain looks for a no in a body of another form, as some hosts of Jatis
// Mobile write it.
func (r *reply) readPlain(body map[string]json.RawMessage) {
	var code, message transport.Text
	_ = json.Unmarshal(body["code"], &code)
	if json.Unmarshal(body["message"], &message) == nil {
		r.says = string(message)
	}
	if n, err := strconv.Atoi(string(code)); err == nil && n >= 400 {
		r.denied = true
	}
	for _, member := range []string{"success", "status"} {
		switch strings.ToLower(string(bytes.TrimSpace(body[member]))) {
		case "false", `"false"`, `"error"`, `"failed"`, `"fail"`:
			r.denied = true
		}
	}
}

func isZero(code string) bool { return code != "" && strings.Trim(code, "0") == "" }

// sameMark compares our own mark with its echo, which can come back as a number.
func sameMark(ours, echo string) bool {
	if ours == echo {
		return true
	}
	a, errA := strconv.ParseFloat(ours, 64)
	b, errB := strconv.ParseFloat(echo, 64)
	return errA == nil && errB == nil && a == b
}

// words are Coster's own, in one line, without secrets and with phone numbers
// masked.
func (k *connection) words(parts ...string) string {
	var out []string
	for _, p := range parts {
		if p = strings.TrimSpace(k.clean(p)); p != "" {
			out = append(out, p)
		}
	}
	return cloudshape.Words(strings.Join(out, ": "), k.secrets...)
}
