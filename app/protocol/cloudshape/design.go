package cloudshape

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"channeldesk/app"
)

// Dialect is how one provider differs in the description of a template.
type Dialect struct {
	// FlatExamples is true where the examples of a body are one list, and not a list
	// in a list.
	FlatExamples bool
}

// part is one component of a template's description, or one of its buttons or
// examples. Values are what encoding/json makes of them.
type part = map[string]any

// ComposeDesign writes a design as the components that describe a template to a
// provider, parts that this program does not know included.
func (l Dialect) ComposeDesign(d app.TemplateDesign) []map[string]any {
	var out []part
	add := func(p part) {
		if p != nil {
			out = append(out, p)
		}
	}
	if d.Code != nil {
		add(codeBody(*d.Code))
		add(codeFooter(*d.Code))
		add(part{"type": "BUTTONS", "buttons": []any{codeButton(*d.Code)}})
		return keepUnknown(out, d.Unknown)
	}
	if d.Header != nil {
		add(l.composeHeader(*d.Header, d.Named))
	}
	if d.Offer != nil {
		add(part{"type": "LIMITED_TIME_OFFER", "limited_time_offer": part{"text": d.Offer.Text, "has_expiration": d.Offer.Ends}})
	}
	add(l.composeBody(d.Body, d.Samples, d.Named))
	if d.Footer != "" {
		add(part{"type": "FOOTER", "text": d.Footer})
	}
	if len(d.Buttons) > 0 {
		add(part{"type": "BUTTONS", "buttons": composeButtons(d.Buttons)})
	}
	if len(d.Cards) > 0 {
		add(part{"type": "CAROUSEL", "cards": l.composeCards(d)})
	}
	return keepUnknown(out, d.Unknown)
}

func (l Dialect) composeHeader(h app.HeaderDesign, named bool) part {
	p := part{"type": "HEADER", "format": strings.ToUpper(string(h.Kind))}
	switch {
	case h.Kind == app.HeaderText:
		p["text"] = h.Text
		names := app.Placeholders(h.Text)
		switch {
		case len(names) == 0:
		case named:
			p["example"] = part{"header_text_named_params": namedExamples(names, h.Samples)}
		default:
			p["example"] = part{"header_text": examples(names, h.Samples)}
		}
	case h.Kind.IsFile() && h.Handle != "":
		p["example"] = part{"header_handle": []any{h.Handle}}
	}
	return p
}

func (l Dialect) composeBody(text string, samples map[string]string, named bool) part {
	if text == "" {
		return nil
	}
	p := part{"type": "BODY", "text": text}
	names := app.Placeholders(text)
	switch {
	case len(names) == 0:
	case named:
		p["example"] = part{"body_text_named_params": namedExamples(names, samples)}
	case l.FlatExamples:
		p["example"] = part{"body_text": examples(names, samples)}
	default:
		p["example"] = part{"body_text": []any{examples(names, samples)}}
	}
	return p
}

func examples(names []string, samples map[string]string) []any {
	out := make([]any, len(names))
	for i, name := range names {
		out[i] = samples[name]
	}
	return out
}

func namedExamples(names []string, samples map[string]string) []any {
	out := make([]any, len(names))
	for i, name := range names {
		out[i] = part{"param_name": name, "example": samples[name]}
	}
	return out
}

func (l Dialect) composeCards(d app.TemplateDesign) []any {
	var out []any
	for _, c := range d.Cards {
		list := []any{l.composeHeader(c.Header, d.Named)}
		if body := l.composeBody(c.Body, c.Samples, d.Named); body != nil {
			list = append(list, body)
		}
		if len(c.Buttons) > 0 {
			list = append(list, part{"type": "BUTTONS", "buttons": composeButtons(c.Buttons)})
		}
		out = append(out, part{"components": list})
	}
	return out
}

// buttonWords are the providers' words for the kinds of button.
var buttonWords = map[app.ButtonKind]string{
	app.ButtonQuickReply: "QUICK_REPLY", app.ButtonURL: "URL", app.ButtonPhone: "PHONE_NUMBER", app.ButtonCopyCode: "COPY_CODE",
	app.ButtonFlow: "FLOW", app.ButtonCall: "VOICE_CALL", app.ButtonCatalog: "CATALOG", app.ButtonProducts: "MPM", app.ButtonOneTime: "OTP",
}

func composeButtons(list []app.ButtonDesign) []any {
	var out []any
	for _, b := range list {
		p := part{"type": buttonWords[b.Kind]}
		if b.Word != "" {
			p["type"] = b.Word
		}
		if b.Text != "" && b.Kind != app.ButtonCopyCode {
			p["text"] = b.Text
		}
		switch b.Kind {
		case app.ButtonURL:
			p["url"] = b.URL
			if b.Sample != "" {
				p["example"] = []any{b.Sample}
			}
		case app.ButtonPhone:
			p["phone_number"] = b.Phone
		case app.ButtonCopyCode:
			p["example"] = b.Sample
		case app.ButtonFlow:
			p[flowMember(b.Flow)] = b.Flow
		}
		out = append(out, p)
	}
	return out
}

// flowMember is how a flow is named: by its number, its text, or its name.
func flowMember(flow string) string {
	switch {
	case strings.HasPrefix(flow, "{") && json.Valid([]byte(flow)):
		return "flow_json"
	case flow != "" && strings.Trim(flow, "0123456789") == "":
		return "flow_id"
	}
	return "flow_name"
}

func codeBody(c app.CodeDesign) part {
	return part{"type": "BODY", "add_security_recommendation": c.Advice}
}

func codeFooter(c app.CodeDesign) part {
	if c.Minutes == 0 {
		return nil
	}
	return part{"type": "FOOTER", "code_expiration_minutes": c.Minutes}
}

func codeButton(c app.CodeDesign) part {
	p := part{"type": "OTP", "otp_type": strings.ToUpper(c.Delivery)}
	if c.CopyText != "" {
		p["text"] = c.CopyText
	}
	if c.Delivery == DeliveryCopy {
		return p
	}
	if c.FillText != "" {
		p["autofill_text"] = c.FillText
	}
	var apps []any
	for _, a := range c.Apps {
		apps = append(apps, part{"package_name": a.Package, "signature_hash": a.Hash})
	}
	if apps != nil {
		p["supported_apps"] = apps
	}
	if c.Delivery == DeliveryZeroTap {
		p["zero_tap_terms_accepted"] = c.Accepted
	}
	return p
}

// The ways in which a one-time code gets into an app.
const (
	DeliveryCopy    = "copy_code"
	DeliveryOneTap  = "one_tap"
	DeliveryZeroTap = "zero_tap"
)

// lifetimeMost is the longest lifetime of messages with a code and of useful ones,
// which providers write as -1.
const lifetimeMost = 30 * 24 * time.Hour

// LifetimeSeconds is the lifetime as providers write it; 0 for none.
func LifetimeSeconds(d app.TemplateDesign) int64 {
	if d.Lifetime == lifetimeMost && d.Category != app.CategoryMarketing {
		return -1
	}
	return int64(d.Lifetime / time.Second)
}

// LifetimeOf reads what LifetimeSeconds writes.
func LifetimeOf(seconds int64) time.Duration {
	switch {
	case seconds == -1:
		return lifetimeMost
	case seconds < 0 || seconds > int64(lifetimeMost/time.Second):
		return 0
	}
	return time.Duration(seconds) * time.Second
}

// keepUnknown puts back what was not understood: members of a part that is there,
// and parts of their own.
func keepUnknown(out []part, unknown []json.RawMessage) []part {
	for _, raw := range unknown {
		p, ok := exact(raw).(part)
		if !ok {
			continue
		}
		at := -1
		for i := range out {
			if typeOf(out[i]) == typeOf(p) {
				at = i
			}
		}
		if at < 0 {
			out = append(out, p)
			continue
		}
		out[at] = putBack(normal(out[at]), p).(part)
	}
	return out
}

func typeOf(p part) string { return strings.ToUpper(word(p["type"])) }

// normal is a value in the types that encoding/json gives.
func normal(v any) any {
	raw, err := json.Marshal(v)
	if err != nil {
		return v
	}
	return exact(raw)
}

// exact reads JSON with its numbers as they are written; nil when it is none.
func exact(raw []byte) any {
	var out any
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	if d.Decode(&out) != nil {
		return nil
	}
	return out
}

// word is a text, or a number written out.
func word(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	case float64:
		return fmt.Sprintf("%.0f", v)
	case int:
		return fmt.Sprint(v)
	}
	return ""
}

// putBack adds the members of rest that have has not. Lists are gone through side
// by side; elements of another type are left alone.
func putBack(have, rest any) any {
	switch rest := rest.(type) {
	case part:
		h, ok := have.(part)
		if !ok || typeOf(rest) != "" && typeOf(h) != typeOf(rest) {
			return have
		}
		for name, v := range rest {
			if known, ok := h[name]; ok {
				h[name] = putBack(known, v)
				continue
			}
			h[name] = v
		}
	case []any:
		h, ok := have.([]any)
		if !ok {
			return have
		}
		for i := range min(len(h), len(rest)) {
			if rest[i] != nil {
				h[i] = putBack(h[i], rest[i])
			}
		}
	}
	return have
}

// left is what of a value have says nothing of; nil when there is nothing. Members
// whose value differs are not left: what was understood counts.
func left(v, have any) any {
	switch v := v.(type) {
	case part:
		h, ok := have.(part)
		if !ok {
			return nil
		}
		out := part{}
		for name, value := range v {
			known, ok := h[name]
			if !ok {
				out[name] = value
			} else if rest := left(value, known); rest != nil {
				out[name] = rest
			}
		}
		if len(out) == 0 {
			return nil
		}
		if kind, ok := v["type"]; ok {
			out["type"] = kind
		}
		return out
	case []any:
		h, ok := have.([]any)
		if !ok || len(h) != len(v) {
			return nil
		}
		out, any := make([]any, len(v)), false
		for i := range v {
			out[i] = left(v[i], h[i])
			any = any || out[i] != nil
		}
		if any {
			return out
		}
	}
	return nil
}
