package qontak

import (
	"strconv"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// ID names this protocol in files and in the database.
const ID app.ProtocolID = "qontak"

// The names of fields and secrets.
const (
	fieldChannel = "channel_integration_id"
	fieldAddress = "api_address"
	fieldAuth    = "auth"
	fieldCalls   = "calls_per_minute"
	fieldCode    = "account_code"

	secretToken      = "access_token"
	secretHMACID     = "hmac_client_id"
	secretHMACSecret = "hmac_client_secret"
)

// The values of the field auth.
const (
	authBearer = "bearer"
	authHMAC   = "hmac"
)

// The ids of the check's steps, which scripts rely on.
const (
	stepToken   = "access_token"
	stepChannel = "channel"
	stepNumber  = "number"
	stepWebhook = "webhook"
)

// The names of the facts that a check finds.
const (
	factOrganisation = "organization_id"
	factName         = "verified_name"
	factNumber       = "display_phone_number"
)

const (
	tokenMax = 4 << 10
	hmacMax  = 512
)

// agentEcho is the switch that stays off: it would bring our own messages back.
const agentEcho = "receive_message_from_agent"

// events are the switches that must be on.
var events = []string{"receive_message_from_customer", "status_message", "broadcast_log_status"}

func declare() protocol.Declaration {
	return protocol.Declaration{
		ID:              ID,
		Name:            "Qontak",
		Summary:         app.Say("Through a Mekari Qontak workspace"),
		PickTitle:       app.Say("Pick from your channels"),
		HookPath:        "qontak",
		Fields:          declareFields(),
		Secrets:         declareSecrets(),
		Steps:           declareSteps(),
		Events:          append([]string(nil), events...),
		SecretInAddress: true,
		FindHelp:        findHelp(),
		TokenRequest:    tokenRequest(),
		NotOffered:      notOffered(),
		SharedFacts: []protocol.SharedFact{{
			Fact: factOrganisation,
			Warning: app.Say("Draft and Published are in the same Qontak organisation. Qontak keeps one registered address for all of it, " +
				"so registering one environment takes the messages away from the other."),
		}},
	}
}

func declareFields() []protocol.Field {
	return []protocol.Field{
		{
			Name: fieldChannel, Label: "Channel Integration ID", Kind: protocol.UUID, Required: true,
			Identity: true, Pick: true,
			Help: app.Say("Qontak's own ID for the WhatsApp channel, in five groups of digits and letters. It is not the phone number."),
			SharedWarning: app.Say("Draft and Published use the same Qontak channel, so both would serve the same customers, " +
				"and both share one registered address."),
		},
		{
			Name: fieldAuth, Label: "Sign-in method", Kind: protocol.Choice, Required: true, Default: authBearer,
			Choices: []protocol.ChoiceOption{
				{Value: authBearer, Label: app.Say("Access token")},
				{Value: authHMAC, Label: app.Say("HMAC client ID and secret")},
			},
			Help: app.Say("Older Qontak set-ups use an access token. New applications of Mekari Developer sign each call with a client ID and secret."),
		},
		{
			Name: fieldAddress, Label: "API address", Kind: protocol.Address, Required: true,
			Advanced: true, Default: addressBearer,
			Choices: knownAddresses(),
			Help: app.Say("Where Qontak is reached. With an access token: {{.Bearer}}. With HMAC: {{.HMAC}}.",
				"Bearer", addressBearer, "HMAC", addressHMAC),
		},
		{
			Name: fieldCalls, Label: "Calls a minute", Kind: protocol.Count, Max: 5,
			Advanced: true, Default: strconv.Itoa(callsPerMinute),
			Help: app.Say("How many calls Qontak allows one sign-in. Each message is a call. Enter another number only when Qontak agreed to it with the client."),
		},
	}
}

func declareSecrets() []protocol.SecretField {
	return []protocol.SecretField{
		{
			Name: secretToken, Label: "Access token", Required: true, Safe4: true, MaxLen: tokenMax,
			When:       &protocol.Condition{Field: fieldAuth, Value: authBearer},
			Help:       app.Say("The Omnichannel API token from Qontak's settings. Ask the client's Qontak admin for it."),
			CheckShape: checkTokenShape,
		},
		{
			Name: secretHMACID, Label: "HMAC client ID", Required: true, MaxLen: hmacMax,
			When:       &protocol.Condition{Field: fieldAuth, Value: authHMAC},
			Help:       app.Say("From the application in Mekari Developer."),
			CheckShape: checkPairShape,
		},
		{
			Name: secretHMACSecret, Label: "HMAC client secret", Required: true, MaxLen: hmacMax,
			When:       &protocol.Condition{Field: fieldAuth, Value: authHMAC},
			Help:       app.Say("From the same application. It signs each call and is never sent itself."),
			CheckShape: checkPairShape,
		},
	}
}

func declareSteps() []protocol.StepDecl {
	return []protocol.StepDecl{
		{ID: stepToken, Title: app.Say("Qontak accepts the sign-in"), Milestone: &protocol.Milestone{
			Kind: protocol.MilestoneCredential, Title: app.Say("Credentials verified"), Part: "account",
			Hint: app.Say("Paste what the client's Qontak admin sent. We check it for you"), Short: app.Say("Paste them, we check them"),
			Action: app.Say("Verify them"),
		}},
		{ID: stepChannel, Title: app.Say("Channel is there and active")},
		{ID: stepNumber, Title: app.Say("Phone number belongs to the channel")},
		{ID: stepWebhook, Title: app.Say("Webhook address is registered"), Milestone: &protocol.Milestone{
			Kind: protocol.MilestoneDelivery, Title: app.Say("Endpoint registered"), Part: "webhook",
			Hint: app.Say("Qontak sends customer messages to this agent's address"), Short: app.Say("Qontak must know the address"),
			Action: app.Say("Register it"),
		}},
	}
}

// notOffered leaves out what registering covers: with it, messages are switched
// on and the address is set in one.
func notOffered() []protocol.NotOffered {
	return []protocol.NotOffered{{
		Ability: protocol.AbilityMakeTemplates,
		What:    app.Say("Qontak takes new templates, but none can be changed or deleted from outside it."),
		Instead: app.Say("Change or delete templates in Qontak itself, or make a new one under another name."),
	}}
}

func checkTokenShape(v string) app.Text {
	switch {
	case uuidShape.MatchString(v):
		return app.Say("This looks like an ID, not like an access token.")
	case isDigits(v):
		return app.Say("This looks like a number, not like an access token.")
	case looksSigned(v):
		return app.Say("This is a signature for one call, not an access token. Choose HMAC as the sign-in method and enter client ID and secret.")
	}
	return app.Text{}
}

func checkPairShape(v string) app.Text {
	switch {
	case uuidShape.MatchString(v):
		return app.Say("This looks like a Channel Integration ID. The HMAC values come from the application in Mekari Developer.")
	case looksSigned(v):
		return app.Say("This is a signature for one call. Enter the client ID and the client secret from which it was made.")
	}
	return app.Text{}
}
