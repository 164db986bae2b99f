package activitypage

import (
	"strings"

	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/screens/kit"
)

// kindGroup is a choice of the filter: several kinds of activity under one word.
type kindGroup struct {
	id    string
	label string // English
	kinds []string
}

var kindGroups = []kindGroup{
	{"settings", "Settings", []string{app.ActAgentCreated, app.ActAgentRenamed, app.ActAgentDeleted, app.ActDraftCreated, app.ActDraftDeleted, app.ActSettingChanged, app.ActWorkspaceSetting}},
	{"publishing", "Publishing", []string{app.ActPublished, app.ActRestored}},
	{"secrets", "Secrets", []string{app.ActSecretStored, app.ActSecretRemoved, app.ActSecretRevealed, app.ActSecretCopied, app.ActWebhookSecretMade, app.ActWebhookSecretOld, app.ActForwardSecretSeen, app.ActExpiryWarned}},
	{"keys", "API keys", []string{app.ActKeyCreated, app.ActKeyRotated, app.ActKeyRevoked, app.ActKeyRenamed, app.ActKeyUsed}},
	{"provider", "Connection", []string{app.ActChecked, app.ActSubscribed, app.ActOverrideSet, app.ActOverrideRemoved, app.ActRegistered, app.ActRegisterFailed, app.ActUnregistered, app.ActTestSent, app.ActForwardedAgain}},
	{"messages", "Messages", []string{app.ActMessageSent, app.ActMessageResolved, app.ActBulkCreated, app.ActBulkPaused, app.ActBulkResumed, app.ActBulkStopped, app.ActBulkCancelled, app.ActOptOutChanged}},
	{"templates", "Templates", []string{app.ActTemplateSubmitted, app.ActTemplateEdited, app.ActTemplateDeleted, app.ActTemplateDeclared, app.ActTemplateTold, app.ActTemplateUnpaused}},
	{"handoffs", "Hand-offs", []string{app.ActHandedOff, app.ActHandoffConfirmed}},
	{"members", "Members", []string{app.ActMemberAdded, app.ActMemberChanged, app.ActMemberRemoved, app.ActSignedIn, app.ActSignInFailed, app.ActExported}},
	{"refused", "Refused or failed", []string{app.ActRefused, app.ActSignInFailed, app.ActRegisterFailed}},
}

// groupMembers is the group whose lines belong to the workspace, not to an agent.
const groupMembers = "members"

// kindsOf are the kinds of a group; nil for all.
func kindsOf(id string) []string {
	for _, g := range kindGroups {
		if g.id == id {
			return g.kinds
		}
	}
	return nil
}

func groupOptions() []kit.Option {
	out := []kit.Option{{Value: "", Label: lang.L("Everything")}}
	for _, g := range kindGroups {
		out = append(out, kit.Option{Value: g.id, Label: lang.L(g.label)})
	}
	return out
}

// kindNames are the kinds in words, in English.
var kindNames = map[string]string{
	app.ActAgentCreated: "Agent created", app.ActAgentRenamed: "Agent renamed", app.ActAgentDeleted: "Agent deleted",
	app.ActDraftCreated: "Draft created", app.ActDraftDeleted: "Draft deleted", app.ActSettingChanged: "Setting changed",
	app.ActSecretStored: "Secret stored", app.ActSecretRemoved: "Secret removed", app.ActSecretRevealed: "Secret revealed",
	app.ActSecretCopied: "Secret copied", app.ActWebhookSecretMade: "Webhook secret made", app.ActWebhookSecretOld: "Webhook secret retired",
	app.ActPublished: "Published", app.ActRestored: "Version restored", app.ActChecked: "Connection checked",
	app.ActSubscribed: "App subscribed", app.ActOverrideSet: "Callback set", app.ActOverrideRemoved: "Callback removed",
	app.ActHandedOff: "Handed off", app.ActHandoffConfirmed: "Hand-off confirmed", app.ActRefused: "Refused",
	app.ActMemberAdded: "Member added", app.ActMemberChanged: "Member changed", app.ActMemberRemoved: "Member removed",
	app.ActSignedIn: "Signed in", app.ActSignInFailed: "Sign-in failed", app.ActRegistered: "Endpoint registered",
	app.ActRegisterFailed: "Registration failed", app.ActUnregistered: "Endpoint switched off", app.ActTestSent: "Test message sent",
	app.ActExpiryWarned: "Warned of an end", app.ActExported: "Activity exported", app.ActWorkspaceSetting: "Workspace setting changed",
	app.ActKeyCreated: "API key created", app.ActKeyRotated: "API key rotated", app.ActKeyRevoked: "API key revoked",
	app.ActKeyRenamed: "API key renamed", app.ActKeyUsed: "API key used",
	app.ActMessageSent: "Message sent", app.ActMessageResolved: "Doubtful message settled",
	app.ActTemplateSubmitted: "Template submitted", app.ActTemplateEdited: "Template changed", app.ActTemplateDeleted: "Template deleted",
	app.ActTemplateDeclared: "Template declared", app.ActTemplateTold: "News of a template",
	app.ActTemplateUnpaused: "End of a pause asked for",
	app.ActBulkCreated:      "Bulk send made", app.ActBulkPaused: "Bulk send paused", app.ActBulkResumed: "Bulk send resumed",
	app.ActBulkStopped: "Bulk send stopped", app.ActBulkCancelled: "Bulk send cancelled", app.ActOptOutChanged: "Opt-out changed",
	app.ActForwardedAgain: "Forwarded again", app.ActForwardSecretSeen: "Forwarding secret revealed",
}

// kindName is a kind in words; one that is not known by name is made readable.
func kindName(kind string) string {
	if name, ok := kindNames[kind]; ok {
		return lang.L(name)
	}
	s := strings.ReplaceAll(kind, "_", " ")
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// isTrouble reports whether a line tells of something that did not work or was
// not allowed.
func isTrouble(kind string) bool {
	return kind == app.ActRefused || kind == app.ActSignInFailed || kind == app.ActRegisterFailed
}
