package templateview

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/template"
	"channeldesk/screens/kit"
)

// Message is what the customer sees of a template. Values are by the keys of
// template.Variables; what has none is shown as it is written. at is the time
// below the message, such as "09:41", or "".
func Message(t app.Template, values map[string]string, at string) kit.Message {
	d := t.Design
	if d.Code != nil {
		m, _ := codeMessage(t, values, at)
		return m
	}
	m := kit.Message{Body: d.Body, Values: bodyValues("", d.Body, values), Footer: d.Footer, Time: at, Buttons: buttons(d.Buttons)}
	if d.Header != nil {
		m.Header = header("header", *d.Header, values)
	}
	if d.Offer != nil {
		m.Offer = kit.MessageOffer{Text: d.Offer.Text, Code: offerCode(d, values)}
		if d.Offer.Ends {
			m.Offer.Ends = lang.L("Ends at the time you give when sending")
			if v := values["offer.ends"]; v != "" {
				m.Offer.Ends = lang.L("Ends {{.When}}", map[string]any{"When": v})
			}
		}
	}
	for i, c := range d.Cards {
		key := "card." + strconv.Itoa(i) + "."
		m.Cards = append(m.Cards, kit.Message{
			Header: header(key+"header", c.Header, values), Body: c.Body, Values: bodyValues(key, c.Body, values), Buttons: buttons(c.Buttons),
		})
	}
	return m
}

// OfDraft is a draft as the template that it would become, for
// template.Variables and this package.
func OfDraft(d app.TemplateDraft) app.Template {
	if d.Design.Code != nil {
		d.Design.Body = "" // what the provider told belongs to what the draft was made from
	}
	return app.Template{ChannelID: d.ChannelID, ProviderID: d.Edits, Name: d.Name, Language: d.Language, Category: d.Design.Category, Design: d.Design, Labels: d.Labels}
}

// Samples are the values that a template was written with.
func Samples(t app.Template) map[string]string {
	out := map[string]string{}
	for _, v := range template.Variables(t) {
		if v.Sample != "" {
			out[v.Key] = v.Sample
		}
	}
	return out
}

// Names are our own names of the variables in place of values: what a column of a
// file is called.
func Names(t app.Template) map[string]string {
	out := map[string]string{}
	for _, v := range template.Variables(t) {
		if label := t.Labels[v.Key]; label != "" {
			out[v.Key] = label
		}
	}
	return out
}

// bodyValues are the values of a body by what stands between the braces.
func bodyValues(prefix, text string, values map[string]string) map[string]string {
	out := map[string]string{}
	for _, name := range app.Placeholders(text) {
		key := prefix + name
		if key == "header" { // a body's variable of that name has another key
			key = "body.header"
		}
		if v := values[key]; v != "" {
			out[name] = v
		}
	}
	return out
}

var mediaKinds = map[app.HeaderKind]kit.MediaKind{
	app.HeaderText: kit.MediaText, app.HeaderImage: kit.MediaImage, app.HeaderVideo: kit.MediaVideo,
	app.HeaderDocument: kit.MediaDocument, app.HeaderGIF: kit.MediaGIF, app.HeaderLocation: kit.MediaLocation,
}

func header(key string, h app.HeaderDesign, values map[string]string) kit.MessageHeader {
	out := kit.MessageHeader{Kind: mediaKinds[h.Kind], Path: h.Path, File: h.File}
	switch {
	case h.Kind == app.HeaderText:
		out.Text, out.Values = h.Text, map[string]string{}
		for _, name := range app.Placeholders(h.Text) {
			if v := values[key]; v != "" {
				out.Values[name] = v
			}
		}
	case h.Kind == app.HeaderLocation:
		var words []string
		for _, part := range []string{".name", ".address"} {
			if v := values[key+part]; v != "" {
				words = append(words, v)
			}
		}
		out.Text = strings.Join(words, ", ")
	case values[key+".filename"] != "":
		out.File = values[key+".filename"]
	}
	return out
}

// offerCode is the code that the button of an offer copies.
func offerCode(d app.TemplateDesign, values map[string]string) string {
	for i, b := range d.Buttons {
		if b.Kind == app.ButtonCopyCode {
			if v := values["button."+strconv.Itoa(i)]; v != "" {
				return v
			}
			return b.Sample
		}
	}
	return ""
}

// ButtonIcon is the icon of a kind of button.
func ButtonIcon(k app.ButtonKind) string {
	switch k {
	case app.ButtonURL:
		return "external-link"
	case app.ButtonPhone, app.ButtonCall:
		return "phone"
	case app.ButtonCopyCode, app.ButtonOneTime:
		return "copy"
	case app.ButtonFlow:
		return "file-text"
	case app.ButtonCatalog, app.ButtonProducts:
		return "shopping-bag"
	case app.ButtonQuickReply:
		return "reply"
	}
	return "circle-help"
}

func buttons(list []app.ButtonDesign) (out []kit.MessageButton) {
	for _, b := range list {
		text := b.Text
		switch {
		case text != "":
		case b.Kind == app.ButtonCopyCode:
			text = lang.L("Copy offer code")
		case b.Kind == app.ButtonCatalog:
			text = lang.L("View catalogue")
		case b.Kind == app.ButtonProducts:
			text = lang.L("View items")
		case b.Kind == app.ButtonOther:
			text = b.Word
		default:
			continue // nothing is written on it yet
		}
		out = append(out, kit.MessageButton{Icon: ButtonIcon(b.Kind), Text: text})
	}
	return out
}
