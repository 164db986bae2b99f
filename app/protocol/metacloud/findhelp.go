package metacloud

import (
	"channeldesk/app"
	"channeldesk/app/protocol"
)

const (
	linkApps     = "https://developers.facebook.com/apps"
	linkManager  = "https://business.facebook.com/wa/manage"
	linkBusiness = "https://business.facebook.com/settings/system-users"
)

func findHelp() []protocol.HelpItem {
	return []protocol.HelpItem{
		{
			Label: "WhatsApp Business Account ID", Link: linkManager,
			Where: app.Say("Open WhatsApp Manager and choose the account. The ID stands under the account's name, in Account settings."),
		},
		{
			Label: "Phone number ID", Link: linkApps,
			Where: app.Say("Open the app, then WhatsApp, API setup. The ID stands below the number in From. With an access token saved here you can choose the number from a list instead."),
		},
		{
			Label: "App ID", Link: linkApps,
			Where: app.Say("Open the app. The App ID stands at the top of every page of its dashboard."),
		},
		{
			Label: "App Secret", Link: linkApps,
			Where: app.Say("Open the app, then App settings, Basic. Choose Show beside App Secret. Meta asks for the password again."),
		},
		{
			Label: "Access token", Link: linkBusiness,
			Where: app.Say("Open Business settings, then System users. Choose the system user, then Generate token. Give it the app, and the permissions whatsapp_business_management and whatsapp_business_messaging."),
		},
	}
}

// tokenRequest is a message to the client's Meta admin. It names no value, so
// that it can be sent by any way.
func tokenRequest() app.Text {
	return app.Say("Hello, to connect your WhatsApp number we need an access token that does not expire. " +
		"In Meta Business settings, please:\n" +
		"1. Under Users, System users: add a system user with the role Admin, or choose an existing one.\n" +
		"2. Choose Assign assets and give it full control of the app and of the WhatsApp account.\n" +
		"3. Choose Generate token, select the app, set the expiration to Never, and tick whatsapp_business_management and whatsapp_business_messaging.\n" +
		"4. Also note the App ID and the App Secret (the app's settings, Basic), the WhatsApp Business Account ID and the Phone number ID.\n" +
		"The token and the App Secret are passwords: please hand them over in person or by a safe way, not in a chat or an e-mail. Thank you.")
}
