package qontak

import (
	"net/url"
	"strings"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// The three generations of Qontak's API. The path after the base is the same in
// all of them; the way of signing in is not. The default is the one that takes
// the default sign-in, an access token, so that what nobody changed fits
// together and a token is never sent to a host that wants none.
const (
	address2021   = "https://chat-service.qontak.com/api/open/v1"
	addressBearer = "https://service-chat.qontak.com/api/open/v1"
	addressHMAC   = "https://api.mekari.com/qontak/chat/v1"
)

// knownAddresses are suggestions: any other https address is taken as well.
func knownAddresses() []protocol.ChoiceOption {
	return []protocol.ChoiceOption{
		{Value: addressBearer, Label: app.Say("Qontak, with an access token")},
		{Value: addressHMAC, Label: app.Say("Mekari (current), with HMAC")},
		{Value: address2021, Label: app.Say("Qontak 2021, with an access token")},
	}
}

// wantedAuth is the sign-in method that a known host takes, "" for other hosts.
func wantedAuth(address string) string {
	switch hostOf(address) {
	case hostOf(address2021), hostOf(addressBearer):
		return authBearer
	case hostOf(addressHMAC):
		return authHMAC
	}
	return ""
}

// misfit says that address and sign-in method do not fit each other.
func misfit(address, auth string) (what, fix app.Text, bad bool) {
	switch wantedAuth(address) {
	case "", auth:
		return app.Text{}, app.Text{}, false
	case authHMAC:
		return app.Say("{{.Host}} expects HMAC, but the sign-in method is an access token.", "Host", hostOf(address)),
			app.Say("Choose HMAC as the sign-in method, or enter {{.Address}} as the API address.", "Address", addressBearer), true
	}
	return app.Say("{{.Host}} expects an access token, but the sign-in method is HMAC.", "Host", hostOf(address)),
		app.Say("Choose the access token as the sign-in method, or enter {{.Address}} as the API address.", "Address", addressHMAC), true
}

// hostOf is all that is shown of an address: the rest can be a secret.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return "?"
	}
	return u.Host
}

// defaultFor is the usual address for a sign-in method.
func defaultFor(auth string) string {
	if auth == authHMAC {
		return addressHMAC
	}
	return addressBearer
}

// sameButSecret reports whether two webhook addresses differ in their last part
// only, which is the webhook secret.
func sameButSecret(a, b string) bool {
	i, j := strings.LastIndexByte(a, '/'), strings.LastIndexByte(b, '/')
	return i > 0 && i == j && a[:i] == b[:j]
}
