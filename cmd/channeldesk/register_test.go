package main

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/app/sandbox"
)

// registered runs register with --json and gives what it printed.
func registered(t *testing.T, b *bench, code int, args ...string) (registerJSON, result) {
	t.Helper()
	r := b.run(append([]string{"register", "--json"}, args...)...)
	require.Equal(t, code, r.code, r.out+r.err)
	var out registerJSON
	require.NoError(t, json.Unmarshal([]byte(r.out), &out), r.out)
	return out, r
}

// webhookSecret is the present one of an environment.
func (b *bench) webhookSecret(args ...string) string {
	before := b.printed.String()
	secret := b.must(append(args, "webhook-secret", "show", "--yes")...)
	b.printed.Reset()
	b.printed.WriteString(before)
	return secret[:len(secret)-1]
}

func TestRegister(t *testing.T) {
	for name, hmac := range map[string]bool{"bearer": false, "hmac": true} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			b.put("published", b.qontakSettings(hmac))
			none, r := registered(t, b, exitFailed)
			assert.Equal(t, app.ResultNotAsked, none.Result)
			assert.Nil(t, none.Endpoint)
			assert.Contains(t, r.err, "The gateway has no public address yet.")
			assert.Empty(t, b.sb.Qontak.Endpoint().URL, "something was registered without an address")

			done, _ := registered(t, b, exitDone, "--public-url", "https://wa.example/")
			assert.Equal(t, app.ResultRegistered, done.Result)
			assert.NotNil(t, done.At)
			assert.Equal(t, &endpointJSON{Owner: channel.EndpointOurs, Shown: done.URL, EventsOff: []string{}}, done.Endpoint)
			assert.Regexp(t, `^…/hooks/qontak/nb-[0-9a-f]{6}/…$`, done.URL)
			secret := b.webhookSecret()
			assert.Regexp(t, `^https://wa\.example/hooks/qontak/nb-[0-9a-f]{6}/`+secret+`$`, b.sb.Qontak.Endpoint().URL)
			assert.Equal(t, "https://wa.example\n", b.must("settings", "get", "public-address"))

			again := b.must("register")
			assert.Regexp(t, `^Qontak sends this channel's messages to its address\.\nAddress: …/hooks/qontak/nb-[0-9a-f]{6}/…\n$`, again)
			read, _ := registered(t, b, exitDone, "--read")
			assert.Equal(t, app.ResultRegistered, read.Result)
			assert.Equal(t, channel.EndpointOurs, read.Endpoint.Owner)
			assert.Contains(t, b.must("register", "--read"), "Whose it is     this channel's\n")
			assert.NotContains(t, b.printed.String(), secret)
		})
	}
}

func TestRegisterNamesEverythingThatIsMissing(t *testing.T) {
	b := newBench(t)
	b.put("published", "{protocol: qontak}")
	r := b.run("register")
	assert.Equal(t, result{exitFailed, "", "Channel Integration ID is missing. Access token is missing. The gateway has no public address yet.\nSave it first, then register. [incomplete]\n"}, r)
}

func TestRegisterAsksBeforeItReplaces(t *testing.T) {
	b := newBench(t)
	b.must("settings", "set", "public-address", "https://wa.example")
	b.put("published", b.qontakSettings(false))
	foreign := "https://old.example/in/very-secret-path"
	b.sb.Qontak.SetEndpoint(b.qontak.OrganisationID, foreign)

	held := b.run("register")
	assert.Equal(t, exitUsage, held.code)
	assert.Contains(t, held.err, "This asks first: Messages go to another address now, https://old.example/…. Replace it?")
	b.console.interactive = true
	no := b.runWith("n\n", "register")
	assert.Equal(t, exitFailed, no.code)
	assert.Contains(t, no.err, "[cancelled]")
	assert.Contains(t, no.err, "whole organisation")
	assert.Equal(t, foreign, b.sb.Qontak.Endpoint().URL)
	yes := b.runWith("y\n", "register")
	assert.Equal(t, exitDone, yes.code, yes.err)
	assert.NotEqual(t, foreign, b.sb.Qontak.Endpoint().URL)
	b.console.interactive = false

	b.must("draft", "create")
	sibling := b.run("--env", "draft", "register")
	assert.Equal(t, exitUsage, sibling.code)
	assert.Contains(t, sibling.err, "Messages go to Published of this agent now.")
	done, _ := registered(t, b, exitDone, "--env", "draft", "--yes")
	assert.Equal(t, app.ResultRegistered, done.Result)
	read, _ := registered(t, b, exitDone, "--read")
	assert.Equal(t, endpointJSON{Owner: channel.EndpointSibling, Shown: read.Endpoint.Shown, EventsOff: []string{}, Environment: app.Draft}, *read.Endpoint)
	assert.Equal(t, app.ResultOtherAddress, read.Result, "Published knows that it was replaced")
	assert.NotContains(t, b.printed.String(), "very-secret-path")
}

func TestRegisterFails(t *testing.T) {
	b := newBench(t)
	b.must("settings", "set", "public-address", "https://wa.example")
	b.put("published", b.qontakSettings(false))
	b.sb.Qontak.Inject(sandbox.Fault{Kind: sandbox.FaultCut, Method: "PUT"})
	open, r := registered(t, b, exitFailed)
	assert.Equal(t, app.ResultOpen, open.Result)
	assert.Contains(t, r.err, "may or may not have taken the change")
	b.sb.Qontak.ClearFaults()

	t.Setenv("QONTAK_TOKEN", b.qontak.UserToken)
	b.put("published", b.qontakSettings(false))
	refused, r := registered(t, b, exitFailed)
	assert.Equal(t, app.ResultRefused, refused.Result, r.err)
	assert.NotEmpty(t, refused.What)
	text := b.run("register")
	assert.Equal(t, exitFailed, text.code)
	assert.Empty(t, text.out)
	shown := showed(t, b)
	assert.Equal(t, app.ResultRefused, shown.Webhook.LastTry.Result)
	assert.Nil(t, shown.Webhook.Registered)
	assert.Contains(t, b.must("show"), "Latest try ")
}

func TestUnregister(t *testing.T) {
	b := newBench(t)
	b.must("settings", "set", "public-address", "https://wa.example")
	b.put("published", b.qontakSettings(false))
	b.must("register")
	assert.True(t, showed(t, b).Webhook.Registered.OK)
	assert.Equal(t, exitUsage, b.run("register", "--remove").code)
	gone, _ := registered(t, b, exitDone, "--remove", "--yes")
	assert.Equal(t, app.ResultUnregistered, gone.Result)
	assert.Nil(t, showed(t, b).Webhook.Registered)

	b.sb.Qontak.SetEndpoint(b.qontak.OrganisationID, "https://old.example/in")
	kept, r := registered(t, b, exitFailed, "--remove", "--yes")
	assert.Equal(t, app.ResultNotAsked, kept.Result)
	assert.Contains(t, r.err, `"code": "conflict"`)
	assert.Equal(t, "https://old.example/in", b.sb.Qontak.Endpoint().URL)
}

func TestANewSecretOrAddressOutdatesTheRegistration(t *testing.T) {
	b := newBench(t)
	b.must("settings", "set", "public-address", "https://wa.example")
	b.put("published", b.qontakSettings(false))
	b.must("register")
	assert.Contains(t, b.must("webhook-secret", "regenerate"), "Give it to the provider with: channeldesk register, or channeldesk handoff --include-secret.\n")
	assert.False(t, showed(t, b).Webhook.Registered.OK)
	assert.Contains(t, b.must("show"), ", out of date since\n")
	old, _ := registered(t, b, exitDone, "--read")
	assert.Equal(t, channel.EndpointOld, old.Endpoint.Owner)
	b.must("register") // its own older address is nobody's to ask about
	assert.True(t, showed(t, b).Webhook.Registered.OK)

	moved := b.run("register", "--public-url", "https://new.example")
	assert.Equal(t, exitUsage, moved.code)
	assert.Contains(t, moved.err, "The public address of this workspace is https://wa.example. All webhook addresses and hand-offs follow it. Change it to https://new.example?")
	assert.True(t, showed(t, b).Webhook.Registered.OK)
	b.must("register", "--public-url", "https://new.example", "--yes")
	assert.Contains(t, b.sb.Qontak.Endpoint().URL, "https://new.example/hooks/qontak/")
	assert.Equal(t, exitFailed, b.run("register", "--public-url", "ftp://x").code)
	for _, args := range [][]string{{"--read", "--remove"}, {"--read", "--public-url", "https://x.example"}, {"--remove", "--public-url", "https://x.example"}} {
		assert.Equal(t, exitUsage, b.run(append([]string{"register"}, args...)...).code, args)
	}
}

func TestVerbsThatAProtocolDoesNotOffer(t *testing.T) {
	b := readyBench(t)
	for _, c := range []struct {
		settings string
		args     []string
		want     string
	}{
		{"", []string{"register", "--public-url", "https://elsewhere.example", "--yes"}, "Use: channeldesk webhook set [unsupported]"},
		{"", []string{"test-message", "--to", "0812555070", "--text", "x"}, "[unsupported]"},
		{b.qontakSettings(false), []string{"webhook", "read"}, "Use: channeldesk register [unsupported]"},
		{b.qontakSettings(false), []string{"webhook", "set"}, "Use: channeldesk register [unsupported]"},
		{b.qontakSettings(false), []string{"subscribe"}, "Use: channeldesk register [unsupported]"},
		{b.costerSettings(), []string{"register"}, "Only Coster's staff can set the webhook address.\nGive them the hand-off sheet"},
		{b.costerSettings(), []string{"numbers"}, "Coster has no list of accounts to pick from.\nType the IDs"},
	} {
		if c.settings != "" {
			b.put("published", c.settings)
		}
		r := b.run(c.args...)
		assert.Equal(t, exitFailed, r.code, c.args)
		assert.Contains(t, r.err, c.want)
		assert.Contains(t, r.err, "[unsupported]")
	}
	assert.Equal(t, "https://wa.example\n", b.must("settings", "get", "public-address"), "a refused register changed the address")
	b.must("apply", "-f", b.file("new.yaml", "agent: Kopi Langit\nenvironments: {}\n"))
	assert.Contains(t, b.run("--agent", "Kopi Langit", "register").err, "Choose a protocol first. [incomplete]")
}
