package inbox

import (
	"channeldesk/app"
	"channeldesk/app/protocol"
)

// stateWord is a delivery state within a sentence.
func stateWord(s protocol.DeliveryState) app.Text {
	switch s {
	case protocol.StateSent:
		return app.Say("sent")
	case protocol.StateDelivered:
		return app.Say("delivered")
	case protocol.StateRead:
		return app.Say("read")
	case protocol.StateFailed:
		return app.Say("failed")
	}
	return app.Say("unknown")
}

// typeWords are what customers send, by the providers' words for it.
var typeWords = map[string]app.Text{
	"text": app.Say("text"), "image": app.Say("picture"), "video": app.Say("video"), "audio": app.Say("sound"), "voice": app.Say("voice message"),
	"document": app.Say("document"), "file": app.Say("document"), "sticker": app.Say("sticker"), "location": app.Say("location"),
	"contacts": app.Say("contact card"), "contact": app.Say("contact card"), "button": app.Say("tapped button"), "interactive": app.Say("tapped button"),
	"reaction": app.Say("reaction"), "order": app.Say("order"), "system": app.Say("system message"),
}

// typeWord is what a customer sent, within a sentence.
func typeWord(provider string) app.Text {
	if t, ok := typeWords[provider]; ok {
		return t
	}
	return app.Say("another kind")
}
