package channelpage

import (
	"context"
	"errors"
	"time"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/app/protocol"
)

// registering is a protocol that takes its address by one call, and texting one
// that proves its tokens by a message. Neither is ever called.
type registering struct{ fakeProtocol }

func (registering) ListNumbers(context.Context, protocol.Config) ([]protocol.Number, error) {
	return nil, errors.ErrUnsupported
}
func (registering) ReadEndpoint(context.Context, protocol.Config) (protocol.Endpoint, error) {
	return protocol.Endpoint{}, errors.ErrUnsupported
}
func (registering) RegisterEndpoint(context.Context, protocol.Config) (protocol.Endpoint, error) {
	return protocol.Endpoint{}, errors.ErrUnsupported
}
func (registering) UnregisterEndpoint(context.Context, protocol.Config) (protocol.Endpoint, error) {
	return protocol.Endpoint{}, errors.ErrUnsupported
}
func (registering) EndpointScope() app.Text {
	return app.Say("One registered address holds for the whole Qontak organisation.")
}

type texting struct{ fakeProtocol }

func (texting) SendTest(context.Context, protocol.Config, protocol.TestMessage) (protocol.TestResult, error) {
	return protocol.TestResult{}, errors.ErrUnsupported
}

func qontakDeclaration() protocol.Declaration {
	return protocol.Declaration{
		ID: "qontak", Name: "Qontak", Summary: app.Say("Through a Mekari Qontak workspace"), HookPath: "qontak", SecretInAddress: true,
		PickTitle: app.Say("Pick from your channels"),
		Fields: []protocol.Field{
			{Name: "channel_integration_id", Label: "Channel Integration ID", Kind: protocol.UUID, Required: true, Identity: true, Pick: true,
				Help: app.Say("Qontak's own ID for the WhatsApp channel, in five groups of digits and letters. It is not the phone number.")},
			{Name: "auth", Label: "Sign-in method", Kind: protocol.Choice, Required: true, Default: "bearer",
				Choices: []protocol.ChoiceOption{{Value: "bearer", Label: app.Say("Access token")}, {Value: "hmac", Label: app.Say("HMAC client ID and secret")}},
				Help:    app.Say("Older Qontak set-ups use an access token. New applications of Mekari Developer sign each call with a client ID and secret.")},
			{Name: "api_address", Label: "API address", Kind: protocol.Address, Required: true, Advanced: true, Default: "https://service-chat.qontak.com/api/open/v1",
				Choices: []protocol.ChoiceOption{{Value: "https://service-chat.qontak.com/api/open/v1", Label: app.Say("Qontak, with an access token")},
					{Value: "https://api.mekari.com/qontak/chat/v1", Label: app.Say("Mekari (current), with HMAC")}}},
		},
		Secrets: []protocol.SecretField{
			{Name: "access_token", Label: "Access token", Required: true, Safe4: true, When: &protocol.Condition{Field: "auth", Value: "bearer"},
				Help: app.Say("The Omnichannel API token from Qontak's settings. Ask the client's Qontak admin for it.")},
			{Name: "hmac_client_id", Label: "HMAC client ID", Required: true, When: &protocol.Condition{Field: "auth", Value: "hmac"},
				Help: app.Say("From the application in Mekari Developer.")},
			{Name: "hmac_client_secret", Label: "HMAC client secret", Required: true, When: &protocol.Condition{Field: "auth", Value: "hmac"},
				Help: app.Say("From the same application. It signs each call and is never sent itself.")},
		},
		Steps: []protocol.StepDecl{
			{ID: "access_token", Title: app.Say("Qontak accepts the sign-in")}, {ID: "channel", Title: app.Say("Channel is there and active")},
			{ID: "number", Title: app.Say("Phone number belongs to the channel")}, {ID: "webhook", Title: app.Say("Webhook address is registered")},
		},
		FindHelp:     []protocol.HelpItem{{Label: "Channel Integration ID", Where: app.Say("Open Settings, then Integrations.")}},
		TokenRequest: app.Say("Hello, please send the Omnichannel API token."),
		NotOffered: []protocol.NotOffered{{Ability: protocol.AbilityMakeTemplates,
			What:    app.Say("Qontak takes new templates, but none can be changed or deleted from outside it."),
			Instead: app.Say("Change or delete templates in Qontak itself, or make a new one under another name.")}},
	}
}

func costerDeclaration() protocol.Declaration {
	hex := func(name, label, help string) protocol.Field {
		return protocol.Field{Name: name, Label: label, Kind: protocol.Hex, Required: true, Min: 32, Max: 32, Identity: true, Help: app.Say(help)}
	}
	return protocol.Declaration{
		ID: "coster", Name: "Coster", Summary: app.Say("Hosted by Coster, with one account code"), HookPath: "coster", SecretInAddress: true,
		Fields: []protocol.Field{hex("account_id", "Account ID", "32 digits and letters, from Coster's staff."), hex("division_id", "Division ID", "32 digits and letters, from Coster's staff."),
			{Name: "conversation_address", Label: "Conversation address", Kind: protocol.Address, Required: true, Advanced: true, Default: "https://api.coster.id"},
			{Name: "push_address", Label: "Push address", Kind: protocol.Address, Required: true, Advanced: true, Default: "https://m2m.coster.id"}},
		Secrets: []protocol.SecretField{
			{Name: "conversation_token", Label: "Conversation token", Safe4: true, TestWith: protocol.TestText, Help: app.Say("Answers customers.")},
			{Name: "push_token", Label: "Push token", Safe4: true, TestWith: protocol.TestTemplate, Help: app.Say("Sends templates.")},
		},
		AtLeastOne: []protocol.OneOf{{Secrets: []string{"conversation_token", "push_token"},
			Why: app.Say("The conversation token answers customers, the push token sends notifications.")}},
		Steps: []protocol.StepDecl{{ID: "fields", Title: app.Say("Identifiers have the right form")}, {ID: "tokens", Title: app.Say("A token is stored")},
			{ID: "test", Title: app.Say("Test message")}},
		TokenRequest: app.Say("Hello, please send the two tokens."),
		NotOffered: []protocol.NotOffered{
			{Ability: protocol.AbilityRegister, What: app.Say("Only Coster's staff can set the webhook address."),
				Instead: app.Say("Give them the hand-off sheet, with the webhook secret switched on, because the address is useless without it."), Page: "handoff"},
			{Ability: protocol.AbilityPick, What: app.Say("Coster does not list its accounts and divisions."),
				Instead: app.Say("Type both IDs, as Coster's staff gave them.")},
			{Ability: protocol.AbilityListTemplates, What: app.Say("Coster does not tell which templates there are."),
				Instead: app.Say("Declare them here by name, as they are registered at Coster.")},
		},
	}
}

// threeProtocols are the registry of the product, with declarations like theirs.
func threeProtocols() *protocol.Registry {
	return protocol.NewRegistry(fullProtocol{fakeProtocol{metaDeclaration()}}, texting{fakeProtocol{costerDeclaration()}},
		registering{fakeProtocol{qontakDeclaration()}})
}

// qontak is the channel of the webhook picture.
func qontak() *fakeDeps {
	d := draft()
	d.registry = threeProtocols()
	v := &d.view
	v.Agent.Name = "Kopi Langit Order Desk"
	c := &v.Channel
	c.Key, c.Protocol, c.AccountCode = "kl-7f3a9c", "qontak", "+6281155500199"
	c.Fields = map[string]string{"channel_integration_id": "0b5f0c52-5a35-4c53-9a8e-3f1f7ab0d111"}
	c.Secrets = map[string]app.SecretInfo{"access_token": {Ref: "q", Origin: "q", SetAt: clock(8, 0), SetBy: "Dewi Kartika", Last4: "p7Qd", VerifiedAt: clock(9, 36)}}
	v.PublicAddress, v.WebhookURL = "https://wa.kopilangit.example", "…/hooks/qontak/kl-7f3a9c/…"
	ok := func(id, title, detail string) app.CheckStep {
		return app.CheckStep{ID: id, State: app.StepPassed, Title: app.Say(title), Detail: app.Say(detail)}
	}
	v.Report = app.CheckReport{At: clock(9, 36), Took: 2 * time.Second, Steps: []app.CheckStep{
		ok("access_token", "Qontak accepts the sign-in", "Qontak answered a moment ago"),
		ok("channel", "Channel is there and active", "Kopi Langit, WhatsApp Cloud"),
		ok("number", "Phone number belongs to the channel", "+62 811-5550-0199 is the number of the channel"),
		{ID: "webhook", State: app.StepFailed, Action: "register", Title: app.Say("Webhook address is not registered"),
			Detail: app.Say("Qontak sends customer messages nowhere yet."), Fix: app.Say("Register the endpoint.")},
	}}
	return d
}

// coster is a channel whose provider has no set-up by API.
func coster() *fakeDeps {
	d := qontak()
	v := &d.view
	c := &v.Channel
	c.Key, c.Protocol = "kl-2b7c10", "coster"
	c.Fields = map[string]string{"account_id": "aaaaaaaa000011eebbbbcccccccccccc", "division_id": "dddddddd000011eebbbbcccccccccccc"}
	c.Secrets = map[string]app.SecretInfo{"push_token": {Ref: "p", Origin: "p", SetAt: clock(8, 0), SetBy: "Dewi Kartika", Last4: "t9Lm"}}
	v.WebhookURL = "…/hooks/coster/kl-2b7c10/…"
	v.Report = app.CheckReport{At: clock(9, 36), Steps: []app.CheckStep{
		{ID: "fields", State: app.StepPassed, Title: app.Say("Identifiers have the right form"), Detail: app.Say("Whether Coster knows them shows with the first message")},
		{ID: "tokens", State: app.StepPassed, Title: app.Say("A token is stored"), Detail: app.Say("Push token")},
		{ID: "test", State: app.StepUnknown, Action: "test_send", Field: "push_token", Title: app.Say("Tokens are not proved yet"),
			Detail: app.Say("Coster cannot check a token without a message, and no message has proved the Push token yet."),
			Fix:    app.Say("Send a test message to your own number.")},
	}}
	return d
}

// registered is the Qontak channel after the provider confirmed its address.
func registered() *fakeDeps {
	d := qontak()
	d.view.Channel.Webhook.Registered = app.Registration{URL: d.view.WebhookURL, At: clock(9, 30), By: "Dewi Kartika", OK: true, SecretRef: "w"}
	return d
}

// failedTry is the Qontak channel after a try that ended in a result.
func failedTry(result app.RegistrationResult) *fakeDeps {
	d := qontak()
	d.view.Channel.Webhook.LastTry = app.RegistrationTry{At: clock(9, 38), By: "Dewi Kartika", Result: result, URL: d.view.WebhookURL}
	return d
}

// viewer is a member who may only look.
func viewer(d *fakeDeps) *fakeDeps {
	d.role, d.owners = app.Viewer, []string{"Dewi Kartika"}
	return d
}

func (f *fakeDeps) Role(app.AgentID) app.Role { return f.role }
func (f *fakeDeps) Owners() []string          { return f.owners }

func (f *fakeDeps) WholeAddress(context.Context, app.AgentID, app.Environment) (app.Secret, error) {
	f.note("whole address")
	return app.NewSecret("https://wa.kopilangit.example/hooks/qontak/kl-7f3a9c/s3cret"), nil
}

func (f *fakeDeps) Registerable(channel.View) []app.Text { return f.lacks }

func (f *fakeDeps) ReadEndpoint(context.Context, app.AgentID, app.Environment) (channel.EndpointView, error) {
	f.note("read endpoint")
	if f.readEnd == nil {
		return channel.EndpointView{Owner: channel.EndpointNone, At: fixedNow}, nil
	}
	return f.readEnd()
}

func (f *fakeDeps) RegisterEndpoint(ctx context.Context, _ app.AgentID, _ app.Environment, agreed string) (app.RegistrationTry, error) {
	f.note("register " + agreed)
	try := app.RegistrationTry{At: fixedNow, By: "Dewi Kartika", Result: app.ResultRegistered, URL: f.view.WebhookURL}
	var err error
	if f.register != nil {
		try, err = f.register(ctx, agreed)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if try.Result != "" {
		f.view.Channel.Webhook.LastTry = try
	}
	if err == nil {
		f.view.Channel.Webhook.Registered = app.Registration{URL: f.view.WebhookURL, At: try.At, By: try.By, OK: true, SecretRef: f.view.Channel.Webhook.Secret.Ref}
	}
	return try, err
}

func (f *fakeDeps) UnregisterEndpoint(context.Context, app.AgentID, app.Environment) error {
	f.note("unregister")
	if f.unregister != nil {
		return f.unregister()
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	w := &f.view.Channel.Webhook
	w.Registered, w.LastTry = app.Registration{}, app.RegistrationTry{At: fixedNow, By: "Dewi Kartika", Result: app.ResultUnregistered}
	return nil
}

func (f *fakeDeps) SendTest(_ context.Context, _ app.AgentID, _ app.Environment, m protocol.TestMessage) (protocol.TestResult, error) {
	f.note("test " + m.To + " " + m.Template + m.Text)
	if f.sendTest == nil {
		return protocol.TestResult{MessageID: "wamid.1", Secret: "push_token"}, nil
	}
	return f.sendTest(m)
}
