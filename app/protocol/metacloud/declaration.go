package metacloud

import (
	"regexp"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// ID names this protocol in files and in the database.
const ID app.ProtocolID = "meta_cloud"

// The names of fields and secrets.
const (
	fieldWABA    = "waba_id"
	fieldNumber  = "phone_number_id"
	fieldApp     = "app_id"
	fieldAddress = "api_address"
	fieldVersion = "graph_version"
	fieldCode    = "account_code"

	secretApp   = "app_secret"
	secretToken = "access_token"
)

// The ids of the check's steps, which scripts rely on.
const (
	stepToken       = "access_token"
	stepPermissions = "permissions"
	stepNumber      = "number"
	stepSecret      = "app_secret"
	stepWebhook     = "webhook"
	stepHealth      = "health"
)

const (
	defaultAddress = "https://graph.facebook.com"
	defaultVersion = "v26.0"
	addressLabel   = "API address"
	// webhookURLMax is Meta's limit for an override address.
	webhookURLMax = 200
	idMin, idMax  = 5, 20
	tokenMax      = 4 << 10
	appSecretMax  = 128
)

var appSecretShape = regexp.MustCompile(`^[0-9a-f]{32}$`)

// events are the webhook fields to switch on.
var events = []string{
	"messages",
	"message_template_status_update",
	"message_template_quality_update",
	"message_template_components_update",
	"template_category_update",
	"phone_number_quality_update",
	"phone_number_name_update",
	"account_update",
	"account_review_update",
	"account_alerts",
	"business_capability_update",
	"security",
	"user_preferences",
}

func declare() protocol.Declaration {
	return protocol.Declaration{
		ID:           ID,
		Name:         "Meta Cloud",
		Summary:      app.Say("Straight from Meta, with the client's own account"),
		HookPath:     "meta",
		Fields:       declareFields(),
		Secrets:      declareSecrets(),
		Steps:        declareSteps(),
		Events:       append([]string(nil), events...),
		SecretWord:   "verify token",
		FindHelp:     findHelp(),
		TokenRequest: tokenRequest(),
		Charging:     &protocol.Charging{FreeInWindow: []app.TemplateCategory{app.CategoryUtility}},
	}
}

func declareFields() []protocol.Field {
	return []protocol.Field{
		{
			Name: fieldWABA, Label: "WhatsApp Business Account ID", Kind: protocol.Digits, Required: true,
			Min: idMin, Max: idMax, Identity: true,
			Help: app.Say("The account that the number belongs to. Digits only."),
		},
		{
			Name: fieldNumber, Label: "Phone number ID", Kind: protocol.Digits, Required: true,
			Min: idMin, Max: idMax, Identity: true, Pick: true,
			Help: app.Say("Meta's own ID for the number. It is not the phone number."),
		},
		{
			Name: fieldApp, Label: "App ID", Kind: protocol.Digits, Required: true,
			Min: idMin, Max: idMax, Identity: true,
			Help: app.Say("The Meta app that receives the messages. Digits only."),
		},
		{
			Name: fieldAddress, Label: addressLabel, Kind: protocol.Address, Required: true,
			Advanced: true, Default: defaultAddress,
			Help: app.Say("Where Meta is reached. Change it only for a test server."),
		},
		{
			Name: fieldVersion, Label: "Graph version", Kind: protocol.GraphVersion, Required: true,
			Advanced: true, Default: defaultVersion,
			Help: app.Say("The version of Meta's API that is spoken."),
		},
	}
}

func declareSecrets() []protocol.SecretField {
	return []protocol.SecretField{
		{
			Name: secretApp, Label: "App Secret", Required: true, MaxLen: appSecretMax,
			Help:       app.Say("Proves that incoming messages really come from Meta."),
			CheckShape: checkAppSecretShape,
		},
		{
			Name: secretToken, Label: "Access token", Required: true, Safe4: true, MaxLen: tokenMax,
			Help:       app.Say("A system user token does not expire. Ask the client's Meta admin to create one."),
			CheckShape: checkTokenShape,
		},
	}
}

func declareSteps() []protocol.StepDecl {
	return []protocol.StepDecl{
		{ID: stepToken, Title: app.Say("Access token is valid"), Milestone: &protocol.Milestone{
			Kind: protocol.MilestoneCredential, Title: app.Say("Access token verified"), Part: "account",
			Hint: app.Say("Paste the token from the provider. We check it for you"), Short: app.Say("Paste it, we check it"),
			Action: app.Say("Verify the token"),
		}},
		{ID: stepPermissions, Title: app.Say("Permissions are complete")},
		{ID: stepNumber, Title: app.Say("Phone number belongs to the account")},
		{ID: stepSecret, Title: app.Say("App Secret matches")},
		{ID: stepWebhook, Title: app.Say("Webhook is subscribed"), Milestone: &protocol.Milestone{
			Kind: protocol.MilestoneDelivery, Title: app.Say("Message delivery switched on"), Part: "account",
			Hint: app.Say("The provider passes customer messages on to this agent"), Short: app.Say("The app must be subscribed"),
			Action: app.Say("Switch it on"),
		}},
		{ID: stepHealth, Title: app.Say("Ready to send messages")},
	}
}

func checkAppSecretShape(v string) app.Text {
	if appSecretShape.MatchString(v) {
		return app.Text{}
	}
	if looksLikeToken(v) {
		return app.Say("This looks like an access token, not like an App Secret.")
	}
	return app.Say("An App Secret usually has 32 characters: digits and the letters a to f. Check that all of it was copied.")
}

func checkTokenShape(v string) app.Text {
	if appSecretShape.MatchString(v) {
		return app.Say("This looks like an App Secret, not like an access token.")
	}
	if isDigits(v) {
		return app.Say("This looks like an ID, not like an access token.")
	}
	return app.Text{}
}
