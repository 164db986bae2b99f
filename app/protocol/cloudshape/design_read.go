package cloudshape

import (
	"bytes"
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"channeldesk/app"
)

// DesignOf reads the components that describe a template. It never fails: what it
// does not know is kept in Unknown, and what is damaged is left out.
func (l Dialect) DesignOf(category app.TemplateCategory, named bool, components json.RawMessage) app.TemplateDesign {
	d := app.TemplateDesign{Category: category, Named: named}
	list := parts(components)
	if category == app.CategoryAuthentication && isCode(list) {
		d.Code = &app.CodeDesign{Delivery: DeliveryCopy}
	}
	known := map[string]bool{}
	for _, p := range list {
		kind := typeOf(p)
		if known[kind] || !l.read(&d, kind, p) {
			d.Unknown = append(d.Unknown, rawOf(p))
			continue
		}
		known[kind] = true
	}
	bare := d
	bare.Unknown = nil
	composed := l.ComposeDesign(bare)
	for _, p := range list {
		if !known[typeOf(p)] {
			continue
		}
		for _, c := range composed {
			if typeOf(c) != typeOf(p) {
				continue
			}
			dropTold(p, d.Code != nil)
			if rest := left(p, normal(c)); rest != nil {
				d.Unknown = append(d.Unknown, rawOf(rest))
			}
		}
	}
	return d
}

// parts reads a list of objects; numbers stay as they are written.
func parts(raw json.RawMessage) []part {
	var list []any
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	if dec.Decode(&list) != nil {
		return nil
	}
	return objects(list)
}

func objects(list []any) (out []part) {
	for _, v := range list {
		if p, ok := v.(part); ok {
			out = append(out, p)
		}
	}
	return out
}

func listIn(p part, name string) []part {
	list, _ := p[name].([]any)
	return objects(list)
}

func rawOf(v any) json.RawMessage {
	raw, err := json.Marshal(v)
	if err != nil {
		return json.RawMessage(`{}`)
	}
	return raw
}

// read takes one component; false when it is not known.
func (l Dialect) read(d *app.TemplateDesign, kind string, p part) bool {
	switch kind {
	case "HEADER":
		h, ok := readHeader(p, d.Named)
		if ok {
			d.Header = &h
		}
		return ok
	case "BODY":
		d.Body, d.Samples = readBodyPart(p, d.Named)
		if d.Code != nil {
			d.Code.Advice = p["add_security_recommendation"] == true
			d.Samples = nil
		}
		return true
	case "FOOTER":
		if d.Code != nil {
			d.Code.Minutes, _ = strconv.Atoi(word(p["code_expiration_minutes"]))
			return true
		}
		d.Footer = word(p["text"])
		return true
	case "BUTTONS":
		list := listIn(p, "buttons")
		if d.Code != nil {
			readCodeButton(d.Code, list)
			return true
		}
		d.Buttons = readButtons(list)
		return true
	case "LIMITED_TIME_OFFER":
		offer, ok := p["limited_time_offer"].(part)
		if ok {
			d.Offer = &app.OfferDesign{Text: word(offer["text"]), Ends: offer["has_expiration"] == true}
		}
		return ok
	case "CAROUSEL":
		return readCards(d, listIn(p, "cards"))
	}
	return false
}

func readCards(d *app.TemplateDesign, cards []part) bool {
	for _, card := range cards {
		var c app.CardDesign
		for _, p := range listIn(card, "components") {
			switch typeOf(p) {
			case "HEADER":
				c.Header, _ = readHeader(p, d.Named)
			case "BODY":
				c.Body, c.Samples = readBodyPart(p, d.Named)
			case "BUTTONS":
				c.Buttons = readButtons(listIn(p, "buttons"))
			}
		}
		d.Cards = append(d.Cards, c)
	}
	return len(cards) > 0
}

var headerKinds = []app.HeaderKind{app.HeaderText, app.HeaderImage, app.HeaderVideo, app.HeaderDocument, app.HeaderGIF, app.HeaderLocation}

func readHeader(p part, named bool) (h app.HeaderDesign, ok bool) {
	h.Kind = app.HeaderKind(strings.ToLower(word(p["format"])))
	if !slices.Contains(headerKinds, h.Kind) {
		return h, false
	}
	example, _ := p["example"].(part)
	switch {
	case h.Kind == app.HeaderText:
		h.Text = word(p["text"])
		h.Samples = samplesOf(h.Text, example, named, "header_text")
	case h.Kind.IsFile():
		if list, _ := example["header_handle"].([]any); len(list) > 0 {
			h.Handle = word(list[0])
		}
	}
	return h, true
}

func readBodyPart(p part, named bool) (text string, samples map[string]string) {
	text = word(p["text"])
	example, _ := p["example"].(part)
	return text, samplesOf(text, example, named, "body_text")
}

// samplesOf reads the examples of a text: a list, a list in a list, or by name.
func samplesOf(text string, example part, named bool, member string) map[string]string {
	names := app.Placeholders(text)
	out := map[string]string{}
	if named {
		for _, one := range listIn(example, member+"_named_params") {
			if name := word(one["param_name"]); slices.Contains(names, name) {
				out[name] = word(one["example"])
			}
		}
	} else {
		list, _ := example[member].([]any)
		if len(list) > 0 {
			if inner, ok := list[0].([]any); ok {
				list = inner
			}
		}
		for i := range min(len(names), len(list)) {
			out[names[i]] = word(list[i])
		}
	}
	for name, v := range out {
		if v == "" {
			delete(out, name)
		}
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

func readButtons(list []part) (out []app.ButtonDesign) {
	for _, p := range list {
		b := app.ButtonDesign{Kind: app.ButtonOther, Text: word(p["text"])}
		kind := typeOf(p)
		for known, word := range buttonWords {
			if word == kind {
				b.Kind = known
			}
		}
		switch b.Kind {
		case app.ButtonURL:
			b.URL, b.Sample = word(p["url"]), exampleOf(p["example"])
		case app.ButtonPhone:
			b.Phone = word(p["phone_number"])
		case app.ButtonCopyCode:
			b.Text, b.Sample = "", exampleOf(p["example"])
		case app.ButtonFlow:
			for _, name := range []string{"flow_id", "flow_name", "flow_json"} {
				if v := word(p[name]); v != "" && b.Flow == "" {
					b.Flow = v
				}
			}
		case app.ButtonOther:
			b.Word = kind
			if kind == "SPM" {
				b.Kind = app.ButtonProducts
			}
		}
		out = append(out, b)
	}
	return out
}

// exampleOf is the first of a list, which some write as a text.
func exampleOf(v any) string {
	list, ok := v.([]any)
	if s := word(v); s != "" && json.Unmarshal([]byte(s), &list) == nil && len(list) > 0 {
		return word(list[0])
	}
	if ok && len(list) > 0 {
		return word(list[0])
	}
	return word(v)
}

// isCode reports whether a template for authentication is of the kind whose words
// are the provider's.
func isCode(list []part) bool {
	for _, p := range list {
		if _, ok := p["add_security_recommendation"]; ok {
			return true
		}
		for _, b := range listIn(p, "buttons") {
			if typeOf(b) == "OTP" || word(b["otp_type"]) != "" || strings.Contains(word(b["url"]), "otp_type=") {
				return true
			}
		}
	}
	return false
}

// readCodeButton reads the one button; read back, it is an address.
func readCodeButton(c *app.CodeDesign, list []part) {
	if len(list) == 0 {
		return
	}
	p := list[0]
	delivery := word(p["otp_type"])
	if u, err := url.Parse(word(p["url"])); err == nil && delivery == "" {
		delivery = u.Query().Get("otp_type")
	}
	if delivery = strings.ToLower(delivery); delivery != "" {
		c.Delivery = delivery
	}
	c.CopyText = word(p["text"])
	if c.Delivery == DeliveryCopy {
		return
	}
	c.FillText, c.Accepted = word(p["autofill_text"]), p["zero_tap_terms_accepted"] == true
	for _, a := range listIn(p, "supported_apps") {
		c.Apps = append(c.Apps, app.CodeApp{Package: word(a["package_name"]), Hash: word(a["signature_hash"])})
	}
	// Before there was a list, the one app stood in the button itself.
	if name := word(p["package_name"]); name != "" && len(c.Apps) == 0 {
		c.Apps = []app.CodeApp{{Package: name, Hash: word(p["signature_hash"])}}
	}
}

// dropTold takes away what a provider tells of a template and does not take when
// one is made: that is nothing to be kept.
func dropTold(p part, code bool) {
	switch typeOf(p) {
	case "BODY", "FOOTER":
		if code {
			delete(p, "text")
			delete(p, "example")
		}
	case "BUTTONS":
		for _, b := range listIn(p, "buttons") {
			if typeOf(b) == "COPY_CODE" {
				delete(b, "text")
			}
			if typeOf(b) == "FLOW" { // named in one way, whichever it was
				delete(b, "flow_id")
				delete(b, "flow_name")
				delete(b, "flow_json")
			}
			if !code {
				continue
			}
			b["type"] = "OTP"
			for _, name := range []string{"url", "example", "text", "package_name", "signature_hash", "autofill_text", "zero_tap_terms_accepted"} {
				delete(b, name)
			}
		}
	}
}
