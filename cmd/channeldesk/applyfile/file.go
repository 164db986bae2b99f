package applyfile

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"time"

	"channeldesk/app"
)

// Value is a text of the file with its place.
type Value struct {
	Text string
	At   Pos
}

// Named is one key that the protocol must know, with its value.
type Named struct {
	Name string
	Key  Pos
	Value
}

// Origin is where a secret's value comes from.
type Origin string

// The origins.
const (
	FromEnv   Origin = "env"
	FromFile  Origin = "file"
	FromStdin Origin = "stdin"
)

// Source says where one secret's value is; it never holds the value.
type Source struct {
	Name   string
	Key    Pos
	Origin Origin
	// From is the variable's name or the file's path; At is its place.
	From string
	At   Pos
}

// Config is what a file says about one environment. What is nil or absent
// stays as it is.
type Config struct {
	At          Pos
	Protocol    *Value
	AccountCode *Value
	Fields      []Named
	Secrets     []Source
	// Session holds the settings that the file names; SessionAt their places by
	// the field names of app.SessionSettings.Check.
	Session   func(*app.SessionSettings)
	SessionAt map[string]Pos
	Forward   *Value
}

// File is a file that was read without problems.
type File struct {
	Name      string
	Agent     Value
	Published *Config
	Draft     *Config
	// NoDraft is true for "draft: none"; NoDraftAt is its place.
	NoDraft   bool
	NoDraftAt Pos
}

// Parse reads a file. The error is *Problems with everything that is wrong.
func Parse(name string, data []byte) (*File, error) {
	p := &Problems{File: name}
	s, ok := clean(data, p)
	if !ok {
		return nil, p.Err()
	}
	var root *node
	if isJSON(name, s) {
		root = parseJSON(s, p)
	} else {
		root = parseYAML(s, p)
	}
	if root != nil {
		check(root, form, p)
	}
	if err := p.Err(); err != nil {
		return nil, err
	}
	return build(name, root), nil
}

// isJSON decides by the file's name, or by its content when the name tells
// nothing. Most JSON is YAML too, but not with tabs.
func isJSON(name, s string) bool {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".json":
		return true
	case ".yaml", ".yml":
		return false
	}
	return strings.HasPrefix(strings.TrimSpace(s), "{") && json.Valid([]byte(s))
}

func build(name string, root *node) *File {
	agent, envs := root.get("agent"), root.get("environments")
	f := &File{
		Name: name, Agent: Value{agent.value, agent.pos},
		Published: buildConfig(envs.get("published")),
	}
	if draft := envs.get("draft"); draft != nil && draft.kind == text {
		f.NoDraft, f.NoDraftAt = true, draft.pos
	} else {
		f.Draft = buildConfig(draft)
	}
	return f
}

func buildConfig(n *node) *Config {
	if n == nil {
		return nil
	}
	c := &Config{At: n.pos, Protocol: optional(n.get("protocol")), AccountCode: optional(n.get("account_code")),
		Forward: optional(n.get("forward").get("url"))}
	if fields := n.get("fields"); fields != nil {
		for _, e := range fields.entries {
			c.Fields = append(c.Fields, Named{Name: e.name, Key: e.pos, Value: Value{e.value.value, e.value.pos}})
		}
	}
	if secrets := n.get("secrets"); secrets != nil {
		for _, e := range secrets.entries {
			from := e.value.entries[0]
			s := Source{Name: e.name, Key: e.pos, Origin: Origin(from.name), At: from.value.pos}
			if s.Origin != FromStdin {
				s.From = from.value.value
			}
			c.Secrets = append(c.Secrets, s)
		}
	}
	if session := n.get("session"); session != nil {
		c.buildSession(session)
	}
	return c
}

func optional(n *node) *Value {
	if n == nil {
		return nil
	}
	return &Value{n.value, n.pos}
}

// buildSession collects the named settings as one function.
func (c *Config) buildSession(n *node) {
	c.SessionAt = map[string]Pos{}
	var set []func(*app.SessionSettings)
	take := func(n *node, name string, fn func(*app.SessionSettings, *node)) {
		if v := n.get(name); v != nil {
			c.SessionAt[name] = v.pos
			set = append(set, func(s *app.SessionSettings) { fn(s, v) })
		}
	}
	take(n, "ask_user_to_end", func(s *app.SessionSettings, v *node) { s.AskUserToEnd = isTrue(v) })
	take(n, "ask_more_after", func(s *app.SessionSettings, v *node) { s.AskMoreAfter = delay(v) })
	take(n, "end_confirmation_after", func(s *app.SessionSettings, v *node) { s.EndConfirmationAfter = delay(v) })
	take(n, "ask_more_text", func(s *app.SessionSettings, v *node) { s.AskMoreText = v.value })
	take(n, "end_confirmation_text", func(s *app.SessionSettings, v *node) { s.EndConfirmationText = v.value })
	take(n, "closing_text", func(s *app.SessionSettings, v *node) { s.ClosingText = v.value })
	answers := n.get("answers")
	take(answers, "ask_more_yes", func(s *app.SessionSettings, v *node) { s.AskMoreYes = v.value })
	take(answers, "ask_more_no", func(s *app.SessionSettings, v *node) { s.AskMoreNo = v.value })
	take(answers, "end_yes", func(s *app.SessionSettings, v *node) { s.EndYes = v.value })
	take(answers, "end_no", func(s *app.SessionSettings, v *node) { s.EndNo = v.value })
	c.Session = func(s *app.SessionSettings) {
		for _, fn := range set {
			fn(s)
		}
	}
}

func delay(n *node) time.Duration {
	d, _ := parseDelay(n.value)
	return d
}
