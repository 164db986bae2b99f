package metacloud

import (
	"bytes"
	"time"

	"channeldesk/app/protocol/transport"
)

// What answers hold, in whatever form it comes.
type (
	text   = transport.Text
	number = transport.Number
)

// flag takes true as true and anything else as false.
type flag bool

// UnmarshalJSON never fails on valid JSON.
func (f *flag) UnmarshalJSON(raw []byte) error {
	*f = string(bytes.TrimSpace(raw)) == "true"
	return nil
}

// moment is Unix seconds as a time, zero for "never" and for nonsense.
func moment(n number) time.Time {
	const latest = 253402300799 // the end of the year 9999
	if n <= 0 || n > latest {
		return time.Time{}
	}
	return time.Unix(int64(n), 0).UTC()
}

// tokenAnswer is what debug_token tells.
type tokenAnswer struct {
	Data *tokenData `json:"data"`
}

type tokenData struct {
	AppID      text   `json:"app_id"`
	App        text   `json:"application"`
	Type       text   `json:"type"`
	Valid      flag   `json:"is_valid"`
	Expires    number `json:"expires_at"`
	DataAccess number `json:"data_access_expires_at"`
	Scopes     []text `json:"scopes"`
	Granular   []struct {
		Scope   text   `json:"scope"`
		Targets []text `json:"target_ids"`
	} `json:"granular_scopes"`
	Error *struct {
		Code    number `json:"code"`
		Subcode number `json:"subcode"`
	} `json:"error"`
}

// allows reports whether a scope was granted.
func (d *tokenData) allows(scope string) bool {
	for _, s := range d.Scopes {
		if string(s) == scope {
			return true
		}
	}
	return false
}

// targets are the ids a scope is limited to; none means all.
func (d *tokenData) targets(scope string) []string {
	var out []string
	for _, g := range d.Granular {
		if string(g.Scope) != scope {
			continue
		}
		for _, id := range g.Targets {
			if isDigits(string(id)) && len(id) <= idMax {
				out = append(out, string(id))
			}
		}
	}
	return out
}

// partial is an answer that can lack what makes it one.
type partial interface{ whole() bool }

func (a accountAnswer) whole() bool { return a.ID != "" }
func (a numberAnswer) whole() bool  { return a.ID != "" }
func (a nodeAnswer) whole() bool    { return a.ID != "" }
func (a healthAnswer) whole() bool  { return a.ID != "" }
func (a numberPage) whole() bool    { return a.Data != nil }
func (a appsAnswer) whole() bool    { return a.Data != nil }

// batchAnswer is one part of a batch call's answer.
type batchAnswer struct {
	Code number `json:"code"`
	Body text   `json:"body"`
}

// numberAnswer is a phone number, as a node or in a list.
type numberAnswer struct {
	ID           text `json:"id"`
	Display      text `json:"display_phone_number"`
	VerifiedName text `json:"verified_name"`
	Quality      text `json:"quality_rating"`
	CodeStatus   text `json:"code_verification_status"`
	NameStatus   text `json:"name_status"`
	Status       text `json:"status"`
	Platform     text `json:"platform_type"`
	Mode         text `json:"account_mode"`
	Limit        text `json:"whatsapp_business_manager_messaging_limit"`
	Throughput   struct {
		Level text `json:"level"`
	} `json:"throughput"`
	Webhook webhookAnswer `json:"webhook_configuration"`
}

// webhookAnswer tells the addresses by place; an empty one is not set.
type webhookAnswer struct {
	Number text `json:"phone_number"`
	WABA   text `json:"whatsapp_business_account"`
	App    text `json:"application"`
}

// accountAnswer is what a WhatsApp Business Account or an app tells of itself.
type accountAnswer struct {
	ID   text `json:"id"`
	Name text `json:"name"`
}

// numberPage is one page of an account's numbers.
type numberPage struct {
	Data   []numberAnswer `json:"data"`
	Paging paging         `json:"paging"`
}

type paging struct {
	Cursors struct {
		After text `json:"after"`
	} `json:"cursors"`
	// Next is only looked at for being there: it can carry the token.
	Next text `json:"next"`
}

// next is the cursor of the following page, or "" on the last one.
func (p paging) next() string {
	if p.Next == "" {
		return ""
	}
	return string(p.Cursors.After)
}

// appsAnswer lists the apps that get an account's messages.
type appsAnswer struct {
	Data []subscribedApp `json:"data"`
}

type subscribedApp struct {
	App struct {
		ID   text `json:"id"`
		Name text `json:"name"`
	} `json:"whatsapp_business_api_data"`
	Override text `json:"override_callback_uri"`
}

// find gives the entry of an app.
func (a appsAnswer) find(appID string) (subscribedApp, bool) {
	for _, s := range a.Data {
		if string(s.App.ID) == appID {
			return s, true
		}
	}
	return subscribedApp{}, false
}

// successAnswer answers a change.
type successAnswer struct {
	Success flag `json:"success"`
}

// healthAnswer tells whether messages can be sent, part by part.
type healthAnswer struct {
	ID     text `json:"id"`
	Health *struct {
		Can      text `json:"can_send_message"`
		Entities []struct {
			Type   text   `json:"entity_type"`
			Can    text   `json:"can_send_message"`
			Info   []text `json:"additional_info"`
			Errors []struct {
				Code     number `json:"error_code"`
				What     text   `json:"error_description"`
				Solution text   `json:"possible_solution"`
			} `json:"errors"`
		} `json:"entities"`
	} `json:"health_status"`
}

func isDigits(s string) bool { return transport.IsDigits(s) }
