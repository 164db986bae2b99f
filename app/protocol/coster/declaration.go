package coster

import (
	"strings"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// ID names this protocol in files and in the database.
const ID app.ProtocolID = "coster"

const product = "Coster"

// The names of fields and secrets.
const (
	fieldAccount      = "account_id"
	fieldDivision     = "division_id"
	fieldConversation = "conversation_address"
	fieldPush         = "push_address"
	fieldCode         = "account_code"

	secretConversation = "conversation_token"
	secretPush         = "push_token"
)

// The ids of the check's steps, which scripts rely on.
const (
	stepIdentifiers = "identifiers"
	stepHosts       = "hosts"
	stepTokens      = "tokens"
)

const (
	defaultConversation = "https://api.coster.id"
	defaultPush         = "https://m2m.coster.id"

	labelAccount             = "Account ID"
	labelDivision            = "Division ID"
	labelConversationAddress = "Conversation address"
	labelPushAddress         = "Push address"
	labelConversationToken   = "Conversation token"
	labelPushToken           = "Push token"

	idLength = 32
	tokenMax = 4 << 10
)

func declare() protocol.Declaration {
	return protocol.Declaration{
		ID:              ID,
		Name:            product,
		Summary:         app.Say("Hosted by Coster, with one account code"),
		HookPath:        "coster",
		Fields:          declareFields(),
		Secrets:         declareSecrets(),
		Steps:           declareSteps(),
		Events:          []string{"Incoming messages", "Delivery states (sent, delivered, read, failed)"},
		SecretInAddress: true,
		FindHelp:        findHelp(),
		TokenRequest:    tokenRequest(),
		AtLeastOne: []protocol.OneOf{{
			Secrets: []string{secretConversation, secretPush},
			Why:     app.Say("The conversation token answers customers, the push token sends templates. Either is enough to begin with."),
		}},
		NotOffered: notOffered(),
	}
}

func declareFields() []protocol.Field {
	return []protocol.Field{
		{
			Name: fieldAccount, Label: labelAccount, Kind: protocol.Hex, Required: true,
			Min: idLength, Max: idLength, Identity: true,
			Help:          app.Say("The client's account at Coster: 32 digits and letters from a to f."),
			SharedWarning: app.Say("Coster's staff set the webhook address for the account, so customer messages may reach only one of Draft and Published."),
		},
		{
			Name: fieldDivision, Label: labelDivision, Kind: protocol.Hex, Required: true,
			Min: idLength, Max: idLength, Identity: true,
			Help: app.Say("The part of the account that answers, in the same form. Conversations and templates belong to it."),
		},
		{
			Name: fieldConversation, Label: labelConversationAddress, Kind: protocol.Address, Required: true,
			Advanced: true, Default: defaultConversation,
			Help: app.Say("Where answers within a conversation are sent. Change it only when Coster's staff name another."),
		},
		{
			Name: fieldPush, Label: labelPushAddress, Kind: protocol.Address, Required: true,
			Advanced: true, Default: defaultPush,
			Help: app.Say("Where templates are sent. Change it only when Coster's staff name another."),
		},
	}
}

func declareSecrets() []protocol.SecretField {
	return []protocol.SecretField{
		{
			Name: secretConversation, Label: labelConversationToken, Safe4: true, MaxLen: tokenMax,
			Help:       app.Say("Needed to answer customers. Coster's staff hand it out."),
			CheckShape: checkTokenShape, TestWith: protocol.TestText,
		},
		{
			Name: secretPush, Label: labelPushToken, Safe4: true, MaxLen: tokenMax,
			Help:       app.Say("Needed to send templates. It is another token than the one for conversations."),
			CheckShape: checkTokenShape, TestWith: protocol.TestTemplate,
		},
	}
}

func declareSteps() []protocol.StepDecl {
	return []protocol.StepDecl{
		{ID: stepIdentifiers, Title: app.Say("IDs are complete")},
		{ID: stepHosts, Title: app.Say("Coster can be reached")},
		{ID: stepTokens, Title: app.Say("Tokens are accepted"), Milestone: &protocol.Milestone{
			Kind: protocol.MilestoneCredential, Title: app.Say("Tokens verified"), Part: "account",
			Hint: app.Say("One test message to your own phone shows that Coster accepts them"), Short: app.Say("By one test message"),
			Action: app.Say("Send a test message"),
		}},
	}
}

func notOffered() []protocol.NotOffered {
	return []protocol.NotOffered{
		{
			Ability: protocol.AbilityPick,
			What:    app.Say("Coster has no list of accounts to pick from."),
			Instead: app.Say("Type the IDs as Coster's staff sent them."),
		},
		{
			Ability: protocol.AbilityRegister,
			What:    app.Say("Only Coster's staff can set the webhook address."),
			Instead: app.Say("Give them the hand-off sheet, with the webhook secret switched on, because the address is useless without it."),
			Page:    "handoff",
		},
		{
			Ability: protocol.AbilityListTemplates,
			What:    app.Say("Coster does not tell which templates there are."),
			Instead: app.Say("Ask Coster's staff for the names and languages. A template is sent by its exact name."),
		},
		{
			Ability: protocol.AbilityMakeTemplates,
			What:    app.Say("Templates of Coster cannot be made or changed from here."),
			Instead: app.Say("Ask Coster's staff to register or change the template."),
		},
	}
}

// checkTokenShape warns about what is surely no token of Coster's. The form of
// the real ones is not known.
func checkTokenShape(v string) app.Text {
	switch {
	case strings.HasPrefix(strings.ToLower(v), "bearer"):
		return app.Say("This begins with the word Bearer, which is no part of the token. Leave it out.")
	case len(v) == idLength && isHex(v):
		return app.Say("This looks like an Account ID or a Division ID, not like a token.")
	case len(v) < 16:
		return app.Say("This is very short for a token. Check that all of it was copied.")
	}
	return app.Text{}
}

func isHex(v string) bool {
	return v != "" && strings.Trim(v, "0123456789abcdefABCDEF") == ""
}
