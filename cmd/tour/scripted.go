//go:build linux

package main

import (
	"bufio"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"

	"channeldesk/app/sandbox"
)

// scripted does the whole work by the command line alone, in a data folder of
// its own: one file makes an agent with Meta Cloud in Published and Qontak in
// Draft, both are checked, the endpoint is registered, both are handed over.
func scripted(g *guide) {
	s := &script{guide: g, data: filepath.Join(g.work, "scripted")}
	stop := s.serve()
	defer stop()
	s.env = append(os.Environ(), "TOUR_META_TOKEN="+s.values.Meta.Values.Token, "TOUR_APP_SECRET="+s.values.Meta.Values.AppSecret,
		"TOUR_QONTAK_TOKEN="+s.values.Qontak.Values.Token)
	file := filepath.Join(g.work, "channel.yaml")
	g.must(os.WriteFile(file, []byte(s.file()), 0o600))
	s.run("settings", "set", "public-address", "https://wa.client.example")
	s.says(s.run("apply", "-f", file), "Agent Kopi Langit Assistant: created", "Draft: created from Published", "Applied.")
	s.says(s.run("apply", "-f", file), "Nothing to change.")
	s.run("subscribe")
	s.says(s.run("check"), "passed")
	if out, err := s.try("--env", "draft", "check"); err == nil || !strings.Contains(out, "failed") {
		g.fail("the check of the Draft passed though nothing is registered yet: %s", out)
	}
	s.says(s.run("--env", "draft", "--yes", "register"), "Address: ")
	s.says(s.run("--env", "draft", "--json", "check"), `"ok": true`)
	for _, env := range []string{"published", "draft"} {
		secret := strings.TrimSpace(s.run("--env", env, "--yes", "webhook-secret", "show"))
		g.keep("a scripted webhook secret", secret)
		plain := s.run("--env", env, "handoff", "-o", "-")
		if strings.Contains(plain, secret) {
			g.fail("the sheet of %s holds the webhook secret though nobody asked for it", env)
		}
		s.says(s.run("--env", env, "handoff", "--include-secret", "-o", "-"), secret)
	}
	s.says(s.run("--json", "activity", "verify"), "true")
}

// script is the command line at work.
type script struct {
	*guide
	data   string
	env    []string
	values simulated
}

// simulated is what "sandbox --json --show-values" prints.
type simulated struct {
	Meta struct {
		Address string               `json:"api_address"`
		Values  sandbox.SampleValues `json:"values"`
	} `json:"meta_cloud"`
	Qontak struct {
		Address string               `json:"api_address"`
		Values  sandbox.QontakValues `json:"values"`
	} `json:"qontak"`
}

// serve starts the sandbox verb and reads its values; stop ends it.
func (s *script) serve() (stop func()) {
	cmd := exec.Command(s.binary, "--json", "sandbox", "--show-values")
	out, err := cmd.StdoutPipe()
	s.must(err)
	s.must(cmd.Start())
	stop = func() {
		_ = cmd.Process.Signal(syscall.SIGINT)
		_, _ = io.Copy(io.Discard, out)
		_ = cmd.Wait()
	}
	if err := json.NewDecoder(bufio.NewReader(out)).Decode(&s.values); err != nil {
		stop()
		s.must(err)
	}
	for _, v := range append(s.values.Meta.Values.Secrets(), s.values.Qontak.Values.Secrets()...) {
		if len(v) >= 16 {
			s.keep("a scripted sample secret", v)
		}
	}
	return stop
}

// file describes the agent in both environments.
func (s *script) file() string {
	m, q := s.values.Meta, s.values.Qontak
	return strings.NewReplacer("<waba>", m.Values.WABAID, "<number>", m.Values.PhoneNumberID, "<app>", m.Values.AppID, "<meta>", m.Address,
		"<account>", m.Values.AccountCode, "<channel>", q.Values.ChannelIntegrationID, "<qontak>", q.Address, "<code>", q.Values.AccountCode).Replace(`agent: Kopi Langit Assistant
environments:
  published:
    protocol: meta_cloud
    account_code: "<account>"
    fields: {waba_id: "<waba>", phone_number_id: "<number>", app_id: "<app>", api_address: "<meta>"}
    secrets: {access_token: {env: TOUR_META_TOKEN}, app_secret: {env: TOUR_APP_SECRET}}
  draft:
    protocol: qontak
    account_code: "<code>"
    fields: {channel_integration_id: "<channel>", auth: bearer, api_address: "<qontak>"}
    secrets: {access_token: {env: TOUR_QONTAK_TOKEN}}
    session: {ask_more_after: 12m}
`)
}

// try runs a verb and gives all that it printed.
func (s *script) try(args ...string) (string, error) {
	cmd := exec.Command(s.binary, append([]string{"--data", s.data}, args...)...)
	cmd.Env = s.env
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// run runs a verb that must end well.
func (s *script) run(args ...string) string {
	out, err := s.try(args...)
	if err != nil {
		s.fail("channeldesk %s: %w: %s", strings.Join(args, " "), err, out)
	}
	return out
}

// says fails unless what was printed holds all of these words.
func (s *script) says(printed string, words ...string) {
	for _, w := range words {
		if !strings.Contains(printed, w) {
			s.fail("%q was not printed, but: %s", w, printed)
		}
	}
}
