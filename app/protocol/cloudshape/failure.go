package cloudshape

import (
	"strconv"

	"channeldesk/app"
)

// Failure is what one of Meta's codes means for a message, whether it refused
// the message at once or reports the failure later.
type Failure struct {
	// Brief names it in a word or two, for a cell of a table.
	Brief     app.Text
	What, Fix app.Text
	// Passing is true when nothing is wrong but the pace: the same message may be
	// sent again later.
	Passing bool
	// Open is true for trouble of Meta's own, after which the message may have gone
	// out all the same.
	Open bool
	// Words is true when Meta's own words say more than ours.
	Words bool
}

// Lookup gives the meaning of a code; ok is false for one that is not known.
func Lookup(code string) (f Failure, ok bool) {
	if f, ok = failures[code]; ok {
		return f, true
	}
	if n, err := strconv.Atoi(code); err == nil && n >= 200 && n <= 299 {
		return noPermission, true
	}
	return Failure{}, false
}

// passedOnShortest is the length of the codes that are Meta's whoever passes them
// on: shorter ones can be the provider's own.
const passedOnShortest = 6

// PassedOn gives the meaning of a code of Meta's that another provider passed on;
// ok is false for one that is not known, or may be the provider's own.
func PassedOn(code string) (f Failure, ok bool) {
	if len(code) < passedOnShortest {
		return Failure{}, false
	}
	return Lookup(code)
}

func isKnown(code string) bool {
	_, ok := Lookup(code)
	return ok
}

// Explain says why a message failed, by its code, or else in the provider's own
// words, with phone numbers masked.
func Explain(code, words string) (reason, fix app.Text) {
	f, known := Lookup(code)
	if !known {
		f = Failure{What: unexplained, Fix: unexplainedFix, Words: true}
	}
	if words = Words(words); words != "" && f.Words {
		return app.Say("The message was not delivered: {{.Words}}", "Words", words), f.Fix
	}
	return f.What, f.Fix
}

var (
	unexplained    = app.Say("The message was not delivered, and nobody said why.")
	unexplainedFix = app.Say("Look the code up with the provider before you send it again.")
)

var (
	keyRefused = Failure{
		Brief: app.Say("Token refused"),
		What:  app.Say("Meta no longer accepts the access token, so nothing can be sent."),
		Fix:   app.Say("Paste a new access token on the Channel page, then send again."),
	}
	noPermission = Failure{
		Brief: app.Say("No permission"),
		What:  app.Say("The access token may not send messages for this number."),
		Fix:   app.Say("Ask the client's Meta admin to assign the WhatsApp account to the system user, with both WhatsApp permissions."),
	}
	serverTrouble = Failure{
		Brief: app.Say("Server trouble"),
		Open:  true,
		What:  app.Say("Meta had a problem of its own. The message may have gone out all the same."),
		Fix:   app.Say("Wait for its delivery state before you send it again."),
	}
	tooManyCalls = Failure{
		Brief:   app.Say("Sent too fast"),
		Passing: true,
		What:    app.Say("Meta asked us to send slower, and did not take the message."),
		Fix:     app.Say("Wait some minutes, then send again. Nothing is wrong with your settings."),
	}
	badParameter = Failure{
		Brief: app.Say("Bad value"),
		Words: true,
		What:  app.Say("Meta does not accept one of the values of the message."),
		Fix:   app.Say("Check the Phone number ID on the Channel page, the recipient and the values, then send again."),
	}
	accountClosed = Failure{
		Brief: app.Say("Account locked"),
		What:  app.Say("Meta has locked or restricted the WhatsApp account."),
		Fix:   app.Say("Send nothing more, and ask the client to open Business Support at Meta, where the reason stands."),
	}
	notRegistered = Failure{
		Brief: app.Say("Not registered"),
		What:  app.Say("The number is not registered for sending."),
		Fix:   app.Say("Ask the client's Meta admin to register the number in WhatsApp Manager, with its two-step PIN."),
	}
	valueForm = Failure{
		Brief: app.Say("Bad value"),
		Words: true,
		What:  app.Say("A value has a form that WhatsApp does not accept."),
		Fix:   app.Say("Take line breaks, tabs and rows of blanks out of the values, and compare their order with the template."),
	}
	upgrading = Failure{
		Brief:   app.Say("Upgrading"),
		Passing: true,
		What:    app.Say("Meta is upgrading the number at the moment, and did not take the message."),
		Fix:     app.Say("Send it again in some minutes."),
	}
	flowTrouble = Failure{
		Brief: app.Say("Form blocked"),
		What:  app.Say("The form behind this template is blocked or used too often at the moment."),
		Fix:   app.Say("Check the form in WhatsApp Manager, then send again."),
	}
	fileTrouble = Failure{
		Brief: app.Say("File unusable"),
		Words: true,
		What:  app.Say("WhatsApp could not fetch the file, or cannot use it."),
		Fix:   app.Say("Check that the link opens without signing in, and that type and size of the file are allowed."),
	}
)

// failures are Meta's codes that concern messages.
var failures = map[string]Failure{
	"0": keyRefused, "190": keyRefused, "102": keyRefused,
	"3": noPermission, "10": noPermission, "131005": noPermission,
	"1": serverTrouble, "2": serverTrouble, "131000": serverTrouble, "131016": serverTrouble, "133004": serverTrouble,
	"4": tooManyCalls, "17": tooManyCalls, "32": tooManyCalls, "613": tooManyCalls, "80007": tooManyCalls, "80008": tooManyCalls,
	"33": badParameter, "100": badParameter, "131008": badParameter, "131009": badParameter, "135000": badParameter,
	"368": accountClosed, "131031": accountClosed,
	"131045": notRegistered, "133010": notRegistered,
	"131057": upgrading, "2494100": upgrading,
	"132007": valueForm, "132008": valueForm, "132012": valueForm, "132018": valueForm,
	"132068": flowTrouble, "132069": flowTrouble,
	"131052": fileTrouble, "131053": fileTrouble,

	"130429": {
		Brief:   app.Say("Sent too fast"),
		Passing: true,
		What:    app.Say("The number reached its highest sending speed, and Meta did not take the message."),
		Fix:     app.Say("Send it again in some seconds."),
	},
	"131056": {
		Brief:   app.Say("Person's limit"),
		Passing: true,
		What:    app.Say("Too many messages went to this person in a short time, and Meta did not take this one."),
		Fix:     app.Say("Wait a moment before you write to this person again. Others are not affected."),
	},
	"131048": {
		Brief: app.Say("Spam reports"),
		What:  app.Say("People reported messages of this number, so Meta limits its sending."),
		Fix:   app.Say("Stop bulk sends and check the quality of the number in WhatsApp Manager."),
	},
	"131064": {
		Brief: app.Say("Account limited"),
		What:  app.Say("Meta limited the account because of wrongly categorised templates."),
		Fix:   app.Say("Check the categories of the templates in WhatsApp Manager."),
	},
	"131021": {
		Brief: app.Say("Own number"),
		What:  app.Say("The message was addressed to the channel's own number."),
		Fix:   app.Say("Enter the number of the person it is for."),
	},
	"131026": {
		Brief: app.Say("No WhatsApp"),
		What:  app.Say("This number cannot receive WhatsApp messages."),
		Fix:   app.Say("Check the number. If it is right, the person has no WhatsApp, an old version, or has not accepted its terms."),
	},
	"131030": {
		Brief: app.Say("Not a tester"),
		What:  app.Say("The channel has a test number, and this recipient is not on its list."),
		Fix:   app.Say("Add the recipient to the test number at Meta first."),
	},
	"130497": {
		Brief: app.Say("Country barred"),
		What:  app.Say("Meta does not allow this account to write to the country of this number."),
		Fix:   app.Say("Leave out the recipients of this country."),
	},
	"130472": {
		Brief: app.Say("Experiment"),
		What:  app.Say("Meta held this marketing message back, because the person is part of an experiment."),
		Fix:   app.Say("Do not send it again. If it is important, use a utility template or another way."),
	},
	"131037": {
		Brief: app.Say("Name pending"),
		What:  app.Say("The display name of the number awaits approval, so it cannot send yet."),
		Fix:   app.Say("Ask the client to finish the display name in WhatsApp Manager."),
	},
	"131042": {
		Brief: app.Say("Payment trouble"),
		What:  app.Say("Meta could not bill the account, so it does not deliver."),
		Fix:   app.Say("Ask the client to check the payment method in Meta's billing settings."),
	},
	"131047": {
		Brief: app.Say("Window closed"),
		What:  app.Say("More than 24 hours have passed since the person wrote, so only a template may be sent."),
		Fix:   app.Say("Send a template instead."),
	},
	"131049": {
		Brief: app.Say("Marketing limit"),
		What:  app.Say("Meta held this marketing message back, because the person got enough of them lately."),
		Fix:   app.Say("Try again on another day, not within 24 hours."),
	},
	"131050": {
		Brief: app.Say("Opted out"),
		What:  app.Say("This person wants no marketing messages from this business."),
		Fix:   app.Say("Take the person off marketing sends. Utility templates still arrive."),
	},
	"131051": {
		Brief: app.Say("Wrong kind"),
		What:  app.Say("WhatsApp does not support this kind of message."),
		Fix:   app.Say("Send it as a text or with a template."),
	},
	"131062": {
		Brief: app.Say("Number hidden"),
		What:  app.Say("Messages of this kind can only be sent to a phone number, and this person hides theirs."),
		Fix:   app.Say("Ask the person for the phone number."),
	},
	"131063": {
		Brief: app.Say("Marketing off"),
		What:  app.Say("Marketing messages are switched off for this account."),
		Fix:   app.Say("Ask the client's Meta admin to switch them on, or use a utility template."),
	},
	"132000": {
		Brief: app.Say("Value count"),
		What:  app.Say("The template takes another number of values than were given."),
		Fix:   app.Say("Fetch the template again and fill in one value for each placeholder."),
	},
	"132001": {
		Brief: app.Say("No template"),
		What:  app.Say("There is no approved template of this name in this language."),
		Fix:   app.Say("Check name, language and approval of the template."),
	},
	"132005": {
		Brief: app.Say("Text too long"),
		What:  app.Say("With its values the text of the template is too long."),
		Fix:   app.Say("Shorten the values: text and values together have at most 1,024 characters."),
	},
	"132015": {
		Brief: app.Say("Paused template"),
		What:  app.Say("Meta paused the template because of its low quality."),
		Fix:   app.Say("Wait until it is approved again, or use another template."),
	},
	"132016": {
		Brief: app.Say("Template off"),
		What:  app.Say("Meta switched the template off for good because of its low quality."),
		Fix:   app.Say("Make a new template."),
	},
	"134011": {
		Brief: app.Say("Terms missing"),
		What:  app.Say("The client has not accepted the terms of WhatsApp payments."),
		Fix:   app.Say("Ask the client to accept them in WhatsApp Manager."),
	},
	"137000": {
		Brief: app.Say("New WhatsApp"),
		What:  app.Say("The person's WhatsApp was set up anew, and Meta wants that to be confirmed first."),
		Fix:   app.Say("Wait until the person writes, then answer."),
	},
}
