package qontak

import (
	"channeldesk/app"
	"channeldesk/app/protocol"
)

const (
	linkQontak = "https://chat.qontak.com"
	linkMekari = "https://developers.mekari.com"
)

func findHelp() []protocol.HelpItem {
	return []protocol.HelpItem{
		{
			Label: "Channel Integration ID", Link: linkQontak,
			Where: app.Say("With the sign-in saved here, choose the channel from a list. In Qontak it stands under Settings, Integrations, at the WhatsApp channel."),
		},
		{
			Label: "Access token", Link: linkQontak,
			Where: app.Say("Open Qontak's settings as an admin, then the API token of Omnichannel. Copy the token whole."),
		},
		{
			Label: "HMAC client ID and secret", Link: linkMekari,
			Where: app.Say("Open Mekari Developer and the client's application. It needs the scope qontak-chat:all. ID and secret stand at its HMAC credentials."),
		},
		{
			Label: "API address",
			Where: app.Say("With an access token: {{.Bearer}}. With HMAC: {{.HMAC}}. The oldest set-ups: {{.Old}}.",
				"Bearer", addressBearer, "HMAC", addressHMAC, "Old", address2021),
		},
	}
}

// tokenRequest is a message to the client's Qontak admin. It names no value, so
// that it can be sent by any way.
func tokenRequest() app.Text {
	return app.Say("Hello, to connect your WhatsApp number in Mekari Qontak we need access to its API. Please send us one of these two:\n" +
		"1. The Omnichannel API token from Qontak's settings, or\n" +
		"2. From your application in Mekari Developer, with the scope qontak-chat:all: the HMAC client ID and the HMAC client secret.\n" +
		"Please also tell us the Channel Integration ID of the WhatsApp channel, and whether another system gets messages from Qontak " +
		"already: Qontak sends them to one address only.\n" +
		"The token and the client secret are passwords: please hand them over in person or by a safe way, not in a chat or an e-mail. Thank you.")
}
