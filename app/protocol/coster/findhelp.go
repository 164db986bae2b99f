package coster

import (
	"channeldesk/app"
	"channeldesk/app/protocol"
)

func findHelp() []protocol.HelpItem {
	return []protocol.HelpItem{
		{
			Label: labelAccount,
			Where: app.Say("Coster's staff send it when the account is opened. Every incoming message also carries it, so the client's computer department may know it."),
		},
		{
			Label: labelDivision,
			Where: app.Say("Coster's staff send it together with the Account ID. When the client has several divisions, ask which one this agent belongs to."),
		},
		{
			Label: labelConversationToken,
			Where: app.Say("Ask Coster's staff for the token for answers within a conversation. Copy the request, beside the tokens, is a message to them."),
		},
		{
			Label: labelPushToken,
			Where: app.Say("Ask Coster's staff for the token for templates. It is not the token for conversations."),
		},
	}
}

// tokenRequest is a message to Coster's staff. It names no value, so that it can
// be sent by any way.
func tokenRequest() app.Text {
	return app.Say("Hello, to connect our client's WhatsApp number to their AI agent we need from you:\n" +
		"1. The Account ID and the Division ID that the agent belongs to (32 characters each).\n" +
		"2. The access token for answers within a conversation, and the one for templates, with the date on which each ends.\n" +
		"3. The hosts to which we send both, if they are not api.coster.id and m2m.coster.id.\n" +
		"4. The names, languages and number of values of the templates that are registered for this account.\n" +
		"5. From you in turn: please set the webhook address that we hand you for incoming messages and for delivery states, and tell us when that is done.\n" +
		"The tokens are passwords: please hand them over in person or by a safe way, not in a chat or an e-mail. Thank you.")
}
