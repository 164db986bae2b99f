package applyfile

// This file is the whole form of an apply file: every key, what it takes, and
// what stands below it.

// takes is what a key's value must be.
type takes int

const (
	takesText    takes = iota // text; a whole number is read as text
	takesFlag                 // true or false
	takesDelay                // 10m, 90s, 1h
	takesKeys                 // a group of the keys in table.keys
	takesNamed                // a group of keys that the protocol declares
	takesKeysOr               // a group of keys, or the word in table.word
	takesSecrets              // a group of secrets by name, each with its source
)

// table describes one key.
type table struct {
	name     string
	takes    takes
	required bool
	word     string
	keys     []table
}

var sourceKeys = []table{
	{name: "env"}, {name: "file"}, {name: "stdin", takes: takesFlag},
}

var channelKeys = []table{
	{name: "protocol"},
	{name: "account_code"},
	{name: "fields", takes: takesNamed},
	{name: "secrets", takes: takesSecrets, keys: sourceKeys},
	{name: "session", takes: takesKeys, keys: sessionKeys},
	{name: "forward", takes: takesKeys, keys: []table{{name: "url", required: true}}},
}

var sessionKeys = []table{
	{name: "ask_user_to_end", takes: takesFlag},
	{name: "ask_more_after", takes: takesDelay},
	{name: "end_confirmation_after", takes: takesDelay},
	{name: "ask_more_text"},
	{name: "end_confirmation_text"},
	{name: "closing_text"},
	{name: "answers", takes: takesKeys, keys: []table{
		{name: "ask_more_yes"}, {name: "ask_more_no"}, {name: "end_yes"}, {name: "end_no"},
	}},
}

// form is the file itself.
var form = table{takes: takesKeys, keys: []table{
	{name: "agent", required: true},
	{name: "environments", takes: takesKeys, required: true, keys: []table{
		{name: "published", takes: takesKeys, keys: channelKeys},
		{name: "draft", takes: takesKeysOr, word: "none", keys: channelKeys},
	}},
}}
