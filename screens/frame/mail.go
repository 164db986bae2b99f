package frame

import (
	"net/url"
	"strings"

	"fyne.io/fyne/v2/lang"
)

// ChecklistMail is a mailto address with the list of what the client should
// have ready. agent may be "".
func ChecklistMail(agent string) string {
	subject := lang.L("What we need to connect your WhatsApp number")
	if agent != "" {
		subject = lang.L("What we need to connect WhatsApp to {{.Agent}}", map[string]any{"Agent": agent})
	}
	body := strings.Join([]string{
		lang.L("Hello,"), "",
		lang.L("To connect your WhatsApp number to your AI agent, please have these ready:"), "",
		"- " + lang.L("The WhatsApp phone number and the WhatsApp Business Account ID"),
		"- " + lang.L("The Phone number ID and the App ID, from the provider's pages"),
		"- " + lang.L("A person who may create an access token for us"),
		"- " + lang.L("The name of the person who registers the webhook"), "",
		lang.L("Please do not send tokens or secrets by e-mail. We will tell you a safe way."),
	}, "\r\n")
	return "mailto:?subject=" + mailEscape(subject) + "&body=" + mailEscape(body)
}

func mailEscape(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }
