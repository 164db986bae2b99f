package main

import (
	"slices"
	"strings"

	"channeldesk/app"
)

// globals are the flags of every verb.
type globals struct {
	Data    string `help:"Data folder; without it, channeldesk in your configuration folder." placeholder:"DIR" env:"CHANNELDESK_DATA"`
	Agent   string `help:"Name of the agent; not needed when there is only one." placeholder:"NAME"`
	Env     string `help:"Environment: draft or published; without it, published." placeholder:"ENV"`
	JSON    bool   `name:"json" help:"Print for scripts: JSON, with stable keys."`
	Secrets string `help:"Where new secrets are kept: keychain, file or memory." placeholder:"STORE"`
	Yes     bool   `help:"Answer yes to what would be asked."`
	Member  string `help:"Name of the member who acts; without it, the one that CHANNELDESK_MEMBER names." placeholder:"NAME"`
}

// grammar is the whole command line.
type grammar struct {
	globals

	Window        windowVerb        `cmd:"" default:"1" hidden:""`
	Apply         applyVerb         `cmd:"" help:"Create or change an agent from a file."`
	Show          showVerb          `cmd:"" help:"Show an environment's settings, without secret values."`
	Check         checkVerb         `cmd:"" help:"Check the connection with the provider, step by step."`
	Secret        secretVerb        `cmd:"" help:"Store an access token or another secret."`
	WebhookSecret webhookSecretVerb `cmd:"" help:"Show the webhook secret, or make a new one."`
	Handoff       handoffVerb       `cmd:"" help:"Make the sheet with the webhook details."`
	Draft         draftVerb         `cmd:"" help:"Create or delete the draft."`
	Publish       publishVerb       `cmd:"" help:"Publish what differs in the draft."`
	Versions      versionsVerb      `cmd:"" help:"List what was published, and what can be restored."`
	Restore       restoreVerb       `cmd:"" help:"Publish the settings of an earlier version again."`
	Register      registerVerb      `cmd:"" help:"Register the webhook address at a provider that takes one for the whole organisation."`
	Numbers       numbersVerb       `cmd:"" help:"List the phone numbers that the access token can see."`
	Subscribe     subscribeVerb     `cmd:"" help:"Let the provider pass messages on."`
	Webhook       webhookVerb       `cmd:"" help:"Set, remove or read the webhook address at the provider."`
	TestMessage   testMessageVerb   `cmd:"" help:"Prove a token by one real message to a number of your own."`
	Protocols     protocolsVerb     `cmd:"" help:"Tell what each protocol needs, offers and does not offer."`
	Serve         serveVerb         `cmd:"" help:"Run the gateway: take webhooks, send, serve the notification API."`
	Send          sendVerb          `cmd:"" help:"Send one message: a template, or a text into an open session."`
	SendBulk      sendBulkVerb      `cmd:"" help:"Send a template to everybody in a file."`
	History       historyVerb       `cmd:"" help:"List what was sent, and export it."`
	Keys          keysVerb          `cmd:"" help:"Make, list and end the keys of the notification API."`
	Templates     templatesVerb     `cmd:"" help:"Read, make, change and delete message templates."`
	Forward       forwardVerb       `cmd:"" help:"List and repeat what is forwarded to the agent's own address, and show its signing secret."`
	Members       membersVerb       `cmd:"" help:"List and change the members of this workspace."`
	Activity      activityVerb      `cmd:"" help:"Read, export and verify the record of who did what."`
	Prices        pricesVerb        `cmd:"" help:"Read and change what messages cost, by dated price lists of your own."`
	Settings      settingsVerb      `cmd:"" help:"Read and change the settings of the workspace."`
	Sandbox       sandboxVerb       `cmd:"" help:"Run the simulated providers on this computer."`
	Doctor        doctorVerb        `cmd:"" help:"Look the data folder and the secrets over."`
	Version       versionVerb       `cmd:"" help:"Print the version."`
}

var secretStores = []app.SecretStoreKind{app.SecretsInKeychain, app.SecretsInFile, app.SecretsInMemory}

// check looks at the flags whose values kong does not know.
func (g globals) check() error {
	if _, err := app.ParseEnvironment(g.Env); err != nil && g.Env != "" {
		return usage("--env takes draft or published.")
	}
	return checkSecretStore("--secrets", g.Secrets)
}

func checkSecretStore(flag, value string) error {
	if value != "" && !slices.Contains(secretStores, app.SecretStoreKind(value)) {
		return usage(flag + " takes keychain, file or memory.")
	}
	return nil
}

// environment is the one that --env names, or Published.
func (g globals) environment() app.Environment {
	if g.Env == "" {
		return app.Published
	}
	return app.Environment(g.Env)
}

// asksForJSON is for arguments that could not be parsed.
func asksForJSON(args []string) bool {
	return slices.ContainsFunc(args, func(a string) bool { return a == "--json" || strings.HasPrefix(a, "--json=t") })
}
