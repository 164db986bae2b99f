//go:build linux

package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
)

// The command line beside the window, on the same data folder: it tells whether
// the window shows what is there.

// command runs a verb for the sample agent and gives what it printed.
func (g *guide) command(args ...string) []byte { return g.commandOf(sampleAgent, args...) }

// commandOf runs a verb for another agent.
func (g *guide) commandOf(agent string, args ...string) []byte {
	cmd := exec.Command(g.binary, append([]string{"--data", g.data, "--agent", agent}, args...)...)
	cmd.Env = append(os.Environ(), g.actor...)
	out, err := cmd.Output()
	if err != nil {
		said := ""
		var e *exec.ExitError
		if errors.As(err, &e) {
			said = string(e.Stderr)
		}
		g.fail("channeldesk %s: %w: %s", strings.Join(args, " "), err, said)
	}
	return out
}

// shown are the settings of an environment that the tour compares.
type shown struct {
	Protocol    string            `json:"protocol"`
	AccountCode string            `json:"account_code"`
	Fields      map[string]string `json:"fields"`
	Version     int               `json:"version"`
	Session     struct {
		AskMoreText string `json:"ask_more_text"`
	} `json:"session"`
}

func (g *guide) shown(env string) (s shown) {
	g.must(json.Unmarshal(g.command("--env", env, "--json", "show"), &s))
	return s
}

// webhookSecret asks for the webhook secret of an environment and keeps it for
// the search at the end.
func (g *guide) webhookSecret(env string) string {
	value := strings.TrimSpace(string(g.command("--env", env, "--yes", "webhook-secret", "show")))
	if len(value) < 32 {
		g.fail("the webhook secret of %s was not shown", env)
	}
	g.keep("a webhook secret of "+env, value)
	return value
}

// keep remembers a secret under a name, or under several when it changes.
func (g *guide) keep(what, value string) {
	if g.secrets == nil {
		g.secrets = map[string]string{}
	}
	for _, known := range g.secrets {
		if known == value {
			return
		}
	}
	g.secrets[fmt.Sprintf("%s (%d)", what, len(g.secrets)+1)] = value
}
