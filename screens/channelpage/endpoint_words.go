package channelpage

import (
	"strings"
	"time"

	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// endpointText is what the box says, and the word on its button; "" for none.
type endpointText struct {
	kind        kit.Kind
	title, text string
	action      string
}

// endpointWords says a state that is neither under way, blocked nor failed.
func endpointWords(m *model, state endpointState, now time.Time) endpointText {
	name, again := m.view.Declaration.Name, lang.L("Register again")
	switch state {
	case endpointRegistered:
		return endpointText{kit.KindOK, say("{{.Provider}} has this address", "Provider", name), registeredText(m, now), again}
	case endpointSeen:
		return endpointText{kit.KindOK, say("{{.Provider}} has this address", "Provider", name),
			lang.L("It was read there, though no registration is noted here. Registering again notes it."), again}
	case endpointStale:
		return staleWords(m, now)
	case endpointQuiet:
		return endpointText{kit.KindWarn, lang.L("Not everything is switched on"),
			say("{{.Provider}} has this address, and does not report: {{.Events}}. Registering again switches all of it on.",
				"Provider", name, "Events", strings.Join(m.endpoint.view.EventsOff, ", ")), again}
	case endpointMoved:
		return endpointText{kit.KindWarn, movedTitle(m), lang.L("Customer messages do not reach this environment. Registering again brings them back."), again}
	}
	t := endpointText{kit.KindWarn, say("{{.Provider}} does not know this address yet", "Provider", name),
		lang.L("Sends the URL and secret, then waits for the reply."), lang.L("Register endpoint")}
	if try := m.view.Channel.Webhook.LastTry; try.Result == app.ResultUnregistered {
		t.title = say("{{.Provider}} does not have this address", "Provider", name)
		t.text = byText("Unregistered {{.When}} by {{.Who}}.", "Unregistered {{.When}}.", try.At, try.By, now)
	}
	return t
}

// endpointStatus is the state in two words, for the chip.
func endpointStatus(state endpointState) (kit.Kind, string) {
	switch state {
	case endpointRegistered, endpointSeen:
		return kit.KindOK, lang.L("Verified")
	case endpointStale:
		return kit.KindWarn, lang.L("Out of date")
	case endpointMoved:
		return kit.KindWarn, lang.L("Another address")
	case endpointWorking:
		return kit.KindInfo, lang.L("Registering")
	}
	return kit.KindWarn, lang.L("Not verified")
}

func staleWords(m *model, now time.Time) endpointText {
	t := endpointText{kind: kit.KindWarn, action: lang.L("Register again")}
	name, w := m.view.Declaration.Name, m.view.Channel.Webhook
	if w.Registered.OK && m.addressChanged() {
		t.title = say("{{.Provider}} still has the old address", "Provider", name)
		t.text = lang.L("The webhook URL changed after it was registered, so messages go to the old one.")
	} else {
		t.title = say("{{.Provider}} still has the old secret", "Provider", name)
		t.text = lang.L("The secret changed after the address was registered, and messages with the old one are not taken any more.")
		if w.Previous.Present() {
			t.text = say("The secret changed after the address was registered. Messages arrive until the old one ends, {{.Until}}.",
				"Until", momentText(w.PreviousUntil))
		}
	}
	if registered := registeredText(m, now); registered != "" {
		t.text += " " + registered
	}
	return t
}

func movedTitle(m *model) string {
	name := m.view.Declaration.Name
	switch m.endpoint.view.Owner {
	case channel.EndpointNone:
		return say("{{.Provider}} has no address any more", "Provider", name)
	case channel.EndpointSibling:
		return say("{{.Provider}} has the address of {{.Environment}} now", "Provider", name, "Environment", frame.EnvironmentName(m.endpoint.view.Sibling))
	}
	return say("{{.Provider}} has another address now", "Provider", name)
}

// registeredText says when and by whom the provider confirmed the address.
func registeredText(m *model, now time.Time) string {
	at, by := m.registeredAt()
	if at.IsZero() {
		return ""
	}
	return byText("Registered {{.When}} by {{.Who}}.", "Registered {{.When}}.", at, by, now)
}

// byText says when something was done, and by whom when that is known.
func byText(known, unknown string, at time.Time, by string, now time.Time) string {
	if by == "" {
		return say(unknown, "When", when(at, now))
	}
	return say(known, "When", when(at, now), "Who", by)
}

func momentText(t time.Time) string { return frame.Date(t) + " " + t.Local().Format("15:04") }

// endpointSeenText says what stood at the provider when it was read last; ""
// when it was not.
func endpointSeenText(m *model, now time.Time) string {
	v := m.endpoint.view
	if v == nil {
		return ""
	}
	return say("Read {{.When}}: {{.What}}", "When", when(v.At, now), "What", ownerText(m, v))
}

// ownerText says whose address stands at the provider, as the rest of a sentence.
func ownerText(m *model, v *channel.EndpointView) string {
	switch v.Owner {
	case channel.EndpointNone:
		return lang.L("no address is registered there.")
	case channel.EndpointOurs:
		if len(v.EventsOff) > 0 {
			return say("this channel's address stands there, and these are switched off: {{.Events}}.", "Events", strings.Join(v.EventsOff, ", "))
		}
		return lang.L("this channel's address stands there, with everything switched on.")
	case channel.EndpointOld:
		return lang.L("this channel's address stands there, with an older secret.")
	case channel.EndpointSibling:
		return say("the address of {{.Agent}} in {{.Environment}} stands there.", "Agent", m.view.Agent.Name, "Environment", frame.EnvironmentName(v.Sibling))
	case channel.EndpointForeign:
		return say("another address stands there: {{.Address}}", "Address", v.Shown)
	}
	return say("{{.Provider}} does not tell which address is registered.", "Provider", m.view.Declaration.Name)
}

// tryText is how a try to register ended.
type tryText struct {
	kind                   kit.Kind
	title, text, fix, when string
}

// tryWords puts the latest try into words: those it brings, or the usual ones of
// its result.
func tryWords(m *model, now time.Time) tryText {
	name, try := m.view.Declaration.Name, m.view.Channel.Webhook.LastTry
	t := tryText{kind: kit.KindWarn, text: frame.T(try.What), fix: frame.T(try.Fix)}
	t.when = byText("Tried {{.When}} by {{.Who}}.", "Tried {{.When}}.", try.At, try.By, now)
	usual, fix := "", ""
	switch try.Result {
	case app.ResultOtherAddress:
		t.title = say("{{.Provider}} kept another address", "Provider", name)
		usual = say("{{.Provider}} took the call, and still another address stands there.", "Provider", name)
		fix = lang.L("Read what stands there now, and register again.")
	case app.ResultEventsOff:
		t.title = lang.L("Not everything is switched on")
		usual = say("{{.Provider}} has this address, and does not report all events.", "Provider", name)
		fix = lang.L("Register again. If it stays, ask the client's admin to switch the events on.")
	case app.ResultRefused:
		t.kind = kit.KindDanger
		t.title = say("{{.Provider}} refused the last try", "Provider", name)
		usual = lang.L("Nothing was changed there.")
		fix = lang.L("Run the connection check, mend what it finds, and register again.")
	case app.ResultNotAsked:
		t.title = say("{{.Provider}} was not asked", "Provider", name)
		usual = lang.L("Nothing left this computer, so nothing was changed there.")
		fix = lang.L("Look at the connection of this computer, and register again.")
	default:
		t.title = lang.L("It is not known how the last try ended")
		usual = lang.L("The call went out, and no answer came back that says how it ended.")
		fix = lang.L("Read what stands there now, and register again if it is another address.")
	}
	if t.text == "" {
		t.text = usual
	}
	if t.fix == "" {
		t.fix = fix
	}
	return t
}

// tryDetails is a failed try for support, without secrets.
func tryDetails(try app.RegistrationTry) string {
	return strings.Join([]string{"Channel Desk", try.What.String(), try.Fix.String(), "Result: " + string(try.Result), try.Detail}, "\n")
}
