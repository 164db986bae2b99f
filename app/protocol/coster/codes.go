package coster

import "channeldesk/app"

// rule is what one of the codes means here.
type rule struct {
	// brief names it in a word or two, for a cell of a table.
	brief app.Text
	what  app.Text
	fix   app.Text
	// field is the box at fault, where the code alone tells; secretOfCall stands
	// for the token of the call.
	field string
	// open is true when the message may have gone out all the same.
	open bool
	// passing is true when the message may be sent again later as it is.
	passing bool
	// speaksForItself is true when Coster's own words say more than ours.
	speaksForItself bool
}

const secretOfCall = "token"

var (
	tokenRefused = rule{
		brief: app.Say("Token refused"),
		field: secretOfCall,
		what:  app.Say("Coster no longer accepts the token."),
		fix:   app.Say("Ask Coster's staff for a new token, and tell them which of the two it is. Paste it on the Channel page, then send the message again."),
	}
	tokenForbidden = rule{
		brief: app.Say("No permission"),
		field: secretOfCall,
		what:  app.Say("Coster does not allow this with the token."),
		fix:   app.Say("Ask Coster's staff whether the token is for this account and for this kind of message."),
	}
	unknownAccount = rule{
		brief: app.Say("Wrong account"),
		field: fieldAccount,
		what:  app.Say("Coster does not know this Account ID, or the address is not the right one."),
		fix:   app.Say("Compare the Account ID with what Coster's staff sent, and the addresses under Advanced."),
	}
	slowDown = rule{
		brief:   app.Say("Sent too fast"),
		passing: true,
		what:    app.Say("Coster asked us to slow down, and did not take the message."),
		fix:     app.Say("Wait some minutes, then try again. Nothing is wrong with your settings."),
	}
	serverTrouble = rule{
		brief: app.Say("Server trouble"),
		open:  true,
		what:  app.Say("Coster had a problem of its own. The message may have gone out all the same."),
		fix:   app.Say("Look at the phone, or wait for a delivery state, before you send it again."),
	}
	unknownRecipient = rule{
		brief: app.Say("No WhatsApp"),
		what:  app.Say("WhatsApp does not know this phone number, or it cannot receive the message."),
		fix:   app.Say("Check the number. Is WhatsApp set up on that phone, and is it up to date?"),
	}
	outsideWindow = rule{
		brief: app.Say("Window closed"),
		what:  app.Say("The customer has not written within the last 24 hours, so only a template may be sent."),
		fix:   app.Say("Send a template instead, or wait until the person writes to the client's number."),
	}
	badParameter = rule{
		brief:           app.Say("Bad value"),
		speaksForItself: true,
		what:            app.Say("Coster misses a value, or one has the wrong form."),
		fix:             app.Say("Compare the Account ID and the Division ID with what Coster's staff sent, and check the number and the template."),
	}
	noTemplate = rule{
		brief: app.Say("No template"),
		what:  app.Say("There is no such template in this language."),
		fix:   app.Say("Compare the template's name and language with what Coster's staff registered. Small and capital letters count."),
	}
	valueCount = rule{
		brief: app.Say("Value count"),
		what:  app.Say("The template takes another number of values."),
		fix:   app.Say("Count the placeholders of the template, then fill in one value for each."),
	}
	templateValues = rule{
		brief:           app.Say("Bad value"),
		speaksForItself: true,
		what:            app.Say("The values do not fit the template."),
		fix:             app.Say("Ask Coster's staff what the template takes. A picture or a code on a button is a value as well."),
	}
	templateOff = rule{
		brief: app.Say("Template off"),
		what:  app.Say("WhatsApp has paused or switched off this template."),
		fix:   app.Say("Choose another template, or ask Coster's staff about this one."),
	}
	spamLimit = rule{
		brief: app.Say("Spam reports"),
		what:  app.Say("People reported messages of this number, so sending is limited."),
		fix:   app.Say("Send nothing in bulk for a day, and ask the client about the quality of the number."),
	}
	recipientExcluded = rule{
		brief: app.Say("Held back"),
		what:  app.Say("WhatsApp does not deliver this kind of message to this person at the moment."),
		fix:   app.Say("Try again on another day, or another number."),
	}
	accountTrouble = rule{
		brief: app.Say("Account trouble"),
		what:  app.Say("The client's WhatsApp account may not send at the moment."),
		fix:   app.Say("Ask Coster's staff for the reason. It can be the payment, the registration of the number or a restriction by Meta."),
	}
	unknownCode = rule{
		speaksForItself: true,
		what:            app.Say("Coster refused the message."),
		fix:             app.Say("Copy the details and ask Coster's staff about the code."),
	}
)

// rules are the codes of the On-Premises form, which Coster's own errors follow,
// and those of Meta that are passed through.
var rules = map[string]rule{
	"1005": tokenRefused, "401": tokenRefused, "190": tokenRefused, "403": tokenForbidden,

	"1000": serverTrouble, "1014": serverTrouble, "131000": serverTrouble, "131016": serverTrouble,

	"429": slowDown, "1015": slowDown, "1016": slowDown, "130429": slowDown, "131056": slowDown, "80007": slowDown,

	"470": outsideWindow, "131047": outsideWindow,
	"471": spamLimit, "131048": spamLimit,
	"472": recipientExcluded, "130472": recipientExcluded, "131049": recipientExcluded, "131050": recipientExcluded,
	"1013": unknownRecipient, "1026": unknownRecipient, "131026": unknownRecipient,

	"1006": badParameter, "1008": badParameter, "1009": badParameter, "1010": badParameter,
	"100": badParameter, "131008": badParameter, "131009": badParameter,

	"2000": valueCount, "132000": valueCount,
	"2001": noTemplate, "2003": noTemplate, "132001": noTemplate,
	"2004": templateValues, "2005": templateValues, "2006": templateValues, "2008": templateValues, "2009": templateValues,
	"2007": templateValues, "2012": templateValues, "132005": templateValues, "132007": templateValues, "132012": templateValues, "132018": templateValues,
	"132015": templateOff, "132016": templateOff,

	"368": accountTrouble, "131031": accountTrouble, "131042": accountTrouble, "131045": accountTrouble, "133010": accountTrouble,

	"480": {
		brief: app.Say("New WhatsApp"),
		what:  app.Say("The recipient's WhatsApp was set up anew, and Coster wants that to be confirmed first."),
		fix:   app.Say("Wait until the person writes to the client's number, then answer."),
	},
	"131021": {
		brief: app.Say("Own number"),
		what:  app.Say("The message was addressed to the client's own number."),
		fix:   app.Say("Enter the number of the person it is for."),
	},
	"131030": {
		brief: app.Say("Not a tester"),
		what:  app.Say("The client's number may write to a few allowed numbers only, because it is a test number."),
		fix:   app.Say("Ask Coster's staff to allow this number, or try one that is allowed."),
	},
}
