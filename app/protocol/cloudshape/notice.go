package cloudshape

import (
	"strings"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// told says how one kind of news is read.
type told struct {
	kind protocol.NoticeKind
	what string
	// value gives the new value.
	value func(v Value) string
	text  func(n protocol.Notice) app.Text
}

func at(path ...string) func(Value) string {
	return func(v Value) string { return v.Get(path...).Line() }
}

// first gives the first of several members that is there.
func first(names ...string) func(Value) string {
	return func(v Value) string {
		for _, name := range names {
			if s := v.Get(name).Line(); s != "" {
				return s
			}
		}
		return ""
	}
}

// news are the fields of Meta's that tell about templates, number and account.
var news = map[string]told{
	"message_template_status_update": {
		kind: protocol.NoticeTemplate, what: "status", value: at("event"),
		text: func(n protocol.Notice) app.Text {
			return app.Say("The template {{.Name}} ({{.Language}}) is now {{.Value}}.", "Name", n.Name, "Language", n.Language, "Value", said(n.Value))
		},
	},
	"message_template_quality_update": {
		kind: protocol.NoticeTemplate, what: "quality", value: at("new_quality_score"),
		text: func(n protocol.Notice) app.Text {
			return app.Say("The quality of the template {{.Name}} ({{.Language}}) is now {{.Value}}.", "Name", n.Name, "Language", n.Language, "Value", said(n.Value))
		},
	},
	"template_category_update": {
		kind: protocol.NoticeTemplate, what: "category", value: first("correct_category", "new_category"),
		text: func(n protocol.Notice) app.Text {
			return app.Say("Meta changes the category of the template {{.Name}} ({{.Language}}) to {{.Value}}.", "Name", n.Name, "Language", n.Language, "Value", said(n.Value))
		},
	},
	"message_template_components_update": {
		kind: protocol.NoticeTemplate, what: "content", value: func(Value) string { return "changed" },
		text: func(n protocol.Notice) app.Text {
			return app.Say("The content of the template {{.Name}} ({{.Language}}) was changed.", "Name", n.Name, "Language", n.Language)
		},
	},
	"phone_number_quality_update": {
		kind: protocol.NoticeNumber, what: "quality",
		value: first("max_daily_conversations_per_business", "current_limit", "event"),
		text: func(n protocol.Notice) app.Text {
			return app.Say("Quality or limit of the number changed: {{.Value}}.", "Value", said(n.Value))
		},
	},
	"phone_number_name_update": {
		kind: protocol.NoticeNumber, what: "name", value: at("decision"),
		text: func(n protocol.Notice) app.Text {
			return app.Say("Meta decided on the display name {{.Name}}: {{.Value}}.", "Name", n.Name, "Value", said(n.Value))
		},
	},
	"business_capability_update": {
		kind: protocol.NoticeNumber, what: "limit",
		value: first("max_daily_conversations_per_business", "max_daily_conversation_per_phone", "max_phone_numbers_per_business"),
		text: func(n protocol.Notice) app.Text {
			return app.Say("The messaging limit is now {{.Value}}.", "Value", said(n.Value))
		},
	},
	"account_update": {
		kind: protocol.NoticeAccount, what: "account", value: accountEvent,
		text: func(n protocol.Notice) app.Text {
			return app.Say("Meta reports about the WhatsApp account: {{.Value}}.", "Value", said(n.Value))
		},
	},
	"account_review_update": {
		kind: protocol.NoticeAccount, what: "review", value: at("decision"),
		text: func(n protocol.Notice) app.Text {
			return app.Say("Meta reviewed the WhatsApp account: {{.Value}}.", "Value", said(n.Value))
		},
	},
	"account_alerts": {
		kind: protocol.NoticeAccount, what: "alert", value: alertType,
		text: func(n protocol.Notice) app.Text {
			return app.Say("Meta warns about the WhatsApp account: {{.Value}}.", "Value", said(n.Value))
		},
	},
	"security": {
		kind: protocol.NoticeAccount, what: "security", value: at("event"),
		text: func(n protocol.Notice) app.Text {
			return app.Say("Somebody changed a security setting of the number: {{.Value}}.", "Value", said(n.Value))
		},
	},
}

// notice reads news; a field that is not known, or a value without news in it,
// is odd.
func (c *change) notice() {
	if c.field == "user_preferences" {
		for v := range c.list(c.value, "user_preferences").Items() {
			if v.Exists() {
				c.preference(v)
			}
		}
		if c.value.Get("user_preferences").Exists() {
			return
		}
	}
	how, ok := news[c.field]
	if !ok {
		c.odd(c.value, c.field)
		return
	}
	n := protocol.Notice{Kind: how.kind, What: how.what, Value: how.value(c.value)}
	if n.Value == "" {
		c.odd(c.value, c.field)
		return
	}
	switch how.kind {
	case protocol.NoticeTemplate:
		n.Subject, n.Template = templateID(c.value), templateNews(c.field, c.value)
		n.Name = c.value.Get("message_template_name").Line()
		n.Language = strings.ReplaceAll(c.value.Get("message_template_language").Word(), "-", "_")
	case protocol.NoticeNumber:
		n.Subject, n.Name = c.aim["account_code"], c.value.Get("requested_verified_name").Line()
	case protocol.NoticeAccount:
		n.Subject = c.account
	}
	n.Text = how.text(n)
	c.add(protocol.Received{
		Key: Digest(c.value, c.account, c.time, c.field), At: moment(c.time), Notice: &n,
	})
}

// templateID is a whole number, written out; some fill it with 0.
func templateID(v Value) string {
	if id := v.Get("message_template_id").ID(); id != "0" {
		return id
	}
	return ""
}

// accountEvent is the event, with the state of a ban, which says more.
func accountEvent(v Value) string {
	event := v.Get("event").Line()
	if ban := v.Get("ban_info", "waba_ban_state").Line(); ban != "" && event != "" {
		return event + " " + ban
	}
	return event
}

func alertType(v Value) string {
	for _, path := range [][]string{{"alert_info", "alert_type"}, {"alert_type"}, {"alert_severity"}, {"event"}} {
		if s := v.Get(path...).Line(); s != "" {
			return s
		}
	}
	return ""
}

// preference is a customer who wants no more marketing, or wants it again.
func (c *change) preference(v Value) {
	value := v.Get("value").Word()
	who := Phone(v.Get("wa_id").Text())
	if who == "" {
		who = v.Get("user_id").ID()
	}
	text := app.Say("A customer wants no more marketing messages.")
	switch {
	case who == "" || value != "stop" && value != "resume":
		c.odd(v, c.field)
		return
	case value == "resume":
		text = app.Say("A customer wants marketing messages again.")
	}
	c.add(protocol.Received{
		Key: Digest(v, c.account, c.field), At: v.Get("timestamp").Time(),
		Notice: &protocol.Notice{Kind: protocol.NoticeAccount, Subject: who, What: "marketing", Value: value, Text: text},
	})
}
