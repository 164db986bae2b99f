package metacloud

import "channeldesk/app"

// retry says what becomes of a refused call when nothing is changed.
type retry int

const (
	// none: the same call is refused again.
	none retry = iota
	// fix: something must be changed first.
	fix
	// soon: trouble at Meta that often passes within seconds.
	soon
	// later: wait minutes or more.
	later
)

// rule is what one of Meta's codes means here.
type rule struct {
	retry retry
	what  app.Text
	fix   app.Text
	// field is the box at fault, where the code alone tells.
	field string
	// speaksForItself is true when Meta's own words for the person say more
	// than ours.
	speaksForItself bool
}

var (
	badToken = rule{
		retry: fix, field: secretToken,
		what: app.Say("Meta no longer accepts the access token."),
		fix:  app.Say("Paste a new access token, then check again."),
	}
	noPermission = rule{
		retry: fix, field: secretToken,
		what: app.Say("The access token may not do this."),
		fix:  app.Say("Ask the client's Meta admin to assign the WhatsApp account and the app to the system user, with both WhatsApp permissions, and to make a new token."),
	}
	trouble = rule{
		retry: soon,
		what:  app.Say("Meta has a problem at the moment."),
		fix:   app.Say("Try again in a few minutes. Nothing is wrong with your settings."),
	}
	tooMany = rule{
		retry: later,
		what:  app.Say("Meta asked us to slow down."),
		fix:   app.Say("Wait some minutes, then try again. Nothing is wrong with your settings."),
	}
	badValue = rule{
		retry: fix, speaksForItself: true,
		what: app.Say("Meta does not know one of the values, or may not show it to this access token."),
		fix:  app.Say("Compare the IDs with those in WhatsApp Manager and the App Secret with the app, and check that the access token was made for this account."),
	}
	restricted = rule{
		retry: none,
		what:  app.Say("Meta has restricted the account."),
		fix:   app.Say("Ask the client to open Business Support at Meta, where the reason stands."),
	}
	notRegistered = rule{
		retry: fix, field: fieldNumber,
		what: app.Say("The number is not registered for sending yet."),
		fix:  app.Say("Ask the client's Meta admin to register the number in WhatsApp Manager, with its two-step PIN."),
	}
	payment = rule{
		retry: fix,
		what:  app.Say("Meta could not bill the account."),
		fix:   app.Say("Ask the client to check the payment method in Meta's billing settings."),
	}
	upgrading = rule{
		retry: later,
		what:  app.Say("Meta is upgrading the number at the moment."),
		fix:   app.Say("Try again in some minutes."),
	}
	callback = rule{
		retry: fix,
		what:  app.Say("Meta called the webhook address and did not get the right answer."),
		fix:   app.Say("Check that the gateway runs and that its public address can be reached from the internet, then try again."),
	}
	// notMeta is a refusal without any code: Meta always gives one.
	notMeta = rule{
		retry: none,
		what:  app.Say("The server refused, but not in the way Meta does."),
		fix:   app.Say("Check the API address and the Graph version under Advanced."),
	}
	unknownCode = rule{
		retry: none, speaksForItself: true,
		what: app.Say("Meta refused the request."),
		fix:  app.Say("Copy the details for support."),
	}
)

// rules are Meta's codes for everything but messages, whose codes are told by
// package cloudshape.
var rules = map[int64]rule{
	0: badToken, 190: badToken, 102: badToken,

	3: noPermission, 10: noPermission, 131005: noPermission,

	1: trouble, 2: trouble, 131000: trouble, 131016: trouble, 133004: trouble,

	4: tooMany, 17: tooMany, 32: tooMany, 613: tooMany, 80007: tooMany, 80008: tooMany, 130429: tooMany,

	33: badValue, 100: badValue, 803: badValue, 131008: badValue, 131009: badValue,

	368: restricted, 131031: restricted,

	131045: notRegistered, 133010: notRegistered,
	131042: payment, 134011: payment,
	131057: upgrading, 2494100: upgrading,
	2200: callback,

	101: {
		retry: fix, field: fieldApp,
		what: app.Say("Meta does not know the app, or the App Secret is not that of this app."),
		fix:  app.Say("Compare App ID and App Secret with the app's settings at Meta, Basic."),
	},
	131037: {
		retry: fix,
		what:  app.Say("The display name awaits approval."),
		fix:   app.Say("Ask the client to finish the display name in WhatsApp Manager."),
	},
	131048: {
		retry: none,
		what:  app.Say("People reported messages of this number. Sending is limited."),
		fix:   app.Say("Check the quality of the number in WhatsApp Manager."),
	},
	131059: {
		retry: soon,
		what:  app.Say("The list changed while it was read."),
		fix:   app.Say("Try again."),
	},
	131064: {
		retry: none,
		what:  app.Say("Meta limited the account because of wrongly categorised templates."),
		fix:   app.Say("Check the categories of the templates in WhatsApp Manager."),
	},
	133005: {
		retry: fix,
		what:  app.Say("The two-step PIN is wrong."),
		fix:   app.Say("Ask the client for the PIN that was set for this number."),
	},
}

// ruleOf gives the rule for a code.
func ruleOf(code int64) rule {
	if r, ok := rules[code]; ok {
		return r
	}
	if code >= 200 && code <= 299 {
		return noPermission
	}
	return unknownCode
}
