package main

// stop is a function whose texts are not looked up in the window's files.
type stop struct {
	// Function is the folder, the type and the name of a method.
	Function string
	Reason   string
}

var stops = []stop{
	{"app/handoff.Sheet.say", "a sheet speaks its reader's language and has words of its own"},
}

// leftOut are folders whose texts nobody sees.
var leftOut = []string{"storage/storagetest/", "app/protocol/protocoltest/", "app/sandbox/", "cmd/gallery/", "cmd/bench/", "cmd/devwin/"}

// exception is an expression that is looked up although its texts cannot be
// read from the source.
type exception struct {
	File, Expr string
	Reason     string
	// Keys are the texts that it can have.
	Keys []string
}

var exceptions = []exception{
	{
		"screens/handoffpage/model.go", `t.Format("Mon")`, "the library names the day",
		[]string{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"},
	},
	{
		"screens/settingspage/model.go", "strings.ToUpper(s[:1]) + s[1:]", "made of the name of a secret; its label is a key already",
		[]string{"Access token"},
	},
	{
		"screens/channelpage/findhelp.go", "v.Label", "cmd/channeldesk/window_sandbox_values.go gives them in a struct without a name",
		[]string{
			"Access token", "App Secret", "WhatsApp Business Account ID", "Phone number ID", "App ID", "Account code",
			"An access token that has ended", "An access token without a permission", "An access token of another app",
			"A wrong App Secret", "A number of another account", "A banned number", "Channel Integration ID", "HMAC client ID",
			"HMAC client secret", "API address for HMAC", "An access token that registers no address",
			"An access token of another organisation", "A wrong HMAC client secret", "A channel that is switched off",
			"A channel of another organisation", "Account ID", "Division ID", "Conversation token", "Push token", "Template name",
			"Template language", "A customer's number", "A token that has ended", "A token that Coster does not know",
			"A number that is not on WhatsApp", "Another client's Account ID",
		},
	},
	{
		"app/channel/scrub.go", "strings.NewReplacer(s.pairs...).Replace(t)", "a text that is there already, without its secret values", nil,
	},
	{
		"app/protocol/declaration.go", `strings.Join(labels, " or ")`, "the labels of a group of secrets, joined",
		[]string{"Conversation token or Push token"},
	},
	{"app/apikey/example.go", "o", "an operation that has no label shows its own name", nil},
	{
		"storage/record_text.go", `inner["t"].(string)`, "a sentence that was written into the database before", nil,
	},
}
