package screens

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

func (w *Window) showHelp(title string, paragraphs []string) {
	var objs []fyne.CanvasObject
	for _, p := range paragraphs {
		objs = append(objs, kit.NewParagraph(kit.Text2, kit.Body, p))
	}
	w.inform(title, kit.Col(12, objs...))
}

// helpForPage says what the page is for.
func (w *Window) helpForPage() {
	switch w.page {
	case frame.Overview:
		w.showHelp(lang.L("Overview"), []string{
			lang.L("The strip shows how the channel is: what the provider says of its quality and limit, and when the access token ends."),
			lang.L("The steps below lead through the set-up. The highlighted one comes next, and its button goes there."),
		})
	case frame.Channel:
		w.showHelp(lang.L("Channel"), []string{
			lang.L("Account and credentials: which number, which account, and the secrets that prove it is ours. The check at the right asks the provider and says what is wrong and how to mend it."),
			lang.L("Webhook and session: the address at which the provider reaches this agent, its secret, and what happens when a customer goes quiet."),
			lang.L("In Draft every valid value is saved at once. Published is locked until you choose to edit it, and saved only after a review."),
		})
	case frame.Handoff:
		w.showHelp(lang.L("Hand-off"), []string{
			lang.L("The sheet holds what the provider's staff or the client's computer department needs to connect this channel. Any phone camera reads the code."),
			lang.L("Access tokens and the App Secret are never on it. The webhook secret only when you switch it on."),
			lang.L("Every sheet is written down below, and marked when the details change later."),
		})
	case frame.Templates:
		w.showHelp(lang.L("Templates"), []string{
			lang.L("A template is a message that WhatsApp approves once. With it the agent may write to customers who have not written in the last 24 hours."),
			lang.L("The list is the provider's own, read when you press Sync, a few times a day, and often while something is in review. What you write yourself stays on this computer until you send it for review."),
		})
	case frame.TemplateEditor:
		w.showHelp(lang.L("Template editor"), []string{
			lang.L("Write {{.First}}, {{.Second}} and so on where a value goes, and give an example of each: the review wants to see them. The preview shows what the customer gets.",
				map[string]any{"First": "{{1}}", "Second": "{{2}}"}),
			lang.L("What you write is kept on this computer as you type. Only \"Send for review\" shows it to the provider."),
		})
	case frame.Send, frame.SendProgress:
		w.showHelp(lang.L("Send"), []string{
			lang.L("One message, or a template to everybody in a file. Rows with a problem are shown before anything goes out, and a test to your own phone is a step away."),
			lang.L("A bulk send tries a few messages first, keeps its pace and stops by itself when too many fail. It can be paused and goes on where it was, also after this program was closed."),
			lang.L("Who asked for no more messages stands on the opt-out list and gets none."),
		})
	case frame.History:
		w.showHelp(lang.L("History"), []string{
			lang.L("Every message of this environment with its delivery states. Rows that you read stay where they are while new ones come in; the button above them shows those."),
			lang.L("A failed message says why and what to do. Export CSV writes what the filters let through."),
		})
	case frame.API:
		w.showHelp(lang.L("API integration"), []string{
			lang.L("The client's own systems send messages through the notification API of the gateway. Each system gets a key of its own, shown once."),
			lang.L("The examples are filled with this agent's values and run as they stand. They take the key from an environment variable, so that it is in no file."),
		})
	case frame.Activity:
		w.showHelp(lang.L("Activity"), []string{
			lang.L("Everything that was changed, shown, sent or refused, by whom and when. Lines can be added, never changed or removed: Verify follows the whole chain and names the first line that does not fit."),
			lang.L("Versions lists every published state. An earlier one can be restored after a review."),
		})
	case frame.Settings:
		w.showHelp(lang.L("Settings"), []string{lang.L("These settings belong to this computer and this workspace, not to one agent.")})
	default:
		w.showHelp(lang.L("Welcome to Channel Desk"), []string{lang.L("Set up a client's channel, or try everything with the sandbox first. You can do both.")})
	}
}
