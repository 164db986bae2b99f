package notify

import (
	"channeldesk/app"
	"channeldesk/app/protocol"
)

// The codes of our own that a message can end with, beside those of package app.
const (
	codeStopped      app.Code = "stopped"
	codeChannelWaits app.Code = "channel_waits"
	codePersonWaits  app.Code = "person_waits"
	// codeProgramEnded is kept by the storage, for a try whose end nobody saw.
	codeProgramEnded app.Code = "program_ended"
)

var failureNames = map[app.Code]app.Text{
	CodeWindowClosed: app.Say("Window closed"), CodeOptedOut: app.Say("Opted out"), codeTooLate: app.Say("Too late"),
	codeStopped: app.Say("Program ended"), codeProgramEnded: app.Say("Program ended"),
	codeChannelWaits: app.Say("Channel waits"), codePersonWaits: app.Say("Person's limit"),

	protocol.CodeSlowDown: app.Say("Sent too fast"),

	app.CodeProviderUnreachable: app.Say("No clear answer"), app.CodeProviderAnswer: app.Say("No clear answer"),
	app.CodeProviderRefused: app.Say("Refused"), app.CodeCancelled: app.Say("Interrupted"),
	app.CodeInvalid: app.Say("Bad value"), app.CodeIncomplete: app.Say("Incomplete"), app.CodeUnsupported: app.Say("Not supported"),
	app.CodeSecretsUnavailable: app.Say("No keychain"), app.CodeSecretMissing: app.Say("Secret missing"),
	app.CodeInternal: app.Say("Program error"),
}

// FailureName names in a word or two why a message failed, or why nobody knows
// whether it went out, by the code that it carries: the provider's as its protocol
// knows it, or one of our own. It is empty where the code alone does not tell; the
// message's whole reason serves then. The protocol may be nil. Safe for concurrent
// use.
func FailureName(p protocol.Protocol, code string) app.Text {
	if n, ok := p.(protocol.FailureNamer); ok {
		if name := n.FailureName(code); !name.IsEmpty() {
			return name
		}
	}
	return failureNames[app.Code(code)]
}
