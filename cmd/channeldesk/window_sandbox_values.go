package main

import (
	"channeldesk/app"
	"channeldesk/app/protocol/coster"
	"channeldesk/app/protocol/metacloud"
	"channeldesk/app/protocol/qontak"
	"channeldesk/app/sandbox"
)

// sandboxValue is one sample value for trying things out.
type sandboxValue = struct {
	Label, Value string
	Secret       bool
}

// SandboxValues gives the sample values of the running sandbox for a protocol,
// right and wrong ones.
func (d *windowDesk) SandboxValues(id app.ProtocolID) []sandboxValue {
	d.box.mu.Lock()
	defer d.box.mu.Unlock()
	if d.box.sb == nil {
		return nil
	}
	switch id {
	case metacloud.ID:
		return metaValues(d.box.sb.Sample())
	case qontak.ID:
		return qontakValues(d.box.sb.Qontak.Sample(), d.box.sb.QontakHMACURL())
	case coster.ID:
		return costerValues(d.box.sb.Coster.Sample())
	}
	return nil
}

func metaValues(v sandbox.SampleValues) []sandboxValue {
	return []sandboxValue{
		{"Access token", v.Token, true},
		{"App Secret", v.AppSecret, true},
		{"WhatsApp Business Account ID", v.WABAID, false},
		{"Phone number ID", v.PhoneNumberID, false},
		{"App ID", v.AppID, false},
		{"Account code", v.AccountCode, false},
		{"An access token that has ended", v.ExpiredToken, true},
		{"An access token without a permission", v.NoMessagingToken, true},
		{"An access token of another app", v.OtherAppToken, true},
		{"A wrong App Secret", v.WrongAppSecret, true},
		{"A number of another account", v.OtherPhoneNumberID, false},
		{"A banned number", v.BannedPhoneNumberID, false},
	}
}

func qontakValues(v sandbox.QontakValues, hmacAddress string) []sandboxValue {
	return []sandboxValue{
		{"Channel Integration ID", v.ChannelIntegrationID, false},
		{"Account code", v.AccountCode, false},
		{"Access token", v.Token, true},
		{"HMAC client ID", v.HMACClientID, true},
		{"HMAC client secret", v.HMACClientSecret, true},
		{"API address for HMAC", hmacAddress, false},
		{"An access token that has ended", v.ExpiredToken, true},
		{"An access token that registers no address", v.UserToken, true},
		{"An access token of another organisation", v.OtherToken, true},
		{"A wrong HMAC client secret", v.WrongHMACSecret, true},
		{"A channel that is switched off", v.InactiveIntegrationID, false},
		{"A channel of another organisation", v.ForeignIntegrationID, false},
	}
}

func costerValues(v sandbox.CosterValues) []sandboxValue {
	return []sandboxValue{
		{"Account ID", v.AccountID, false},
		{"Division ID", v.DivisionID, false},
		{"Account code", v.AccountCode, false},
		{"Conversation token", v.ConversationToken, true},
		{"Push token", v.PushToken, true},
		{"Template name", v.Template, false},
		{"Template language", v.TemplateLanguage, false},
		{"A customer's number", v.Customer, false},
		{"A token that has ended", v.ExpiredPushToken, true},
		{"A token that Coster does not know", v.UnknownToken, true},
		{"A number that is not on WhatsApp", v.NotOnWhatsApp, false},
		{"Another client's Account ID", v.OtherAccountID, false},
	}
}
