//go:build linux

package main

import (
	"context"
	"net"
	"os"
	"path/filepath"
	"strings"

	"channeldesk/app"
	"channeldesk/storage"
)

// apiKey is the name of the key that the tour makes.
const apiKey = "Core banking"

// gatewayOn switches the gateway on in Settings and gives it an address that the
// simulated provider reaches. The window starts anew before, because the port that
// it takes by itself may be another program's here.
func gatewayOn(g *guide) {
	g.keys("ctrl+q")
	g.must(g.Leave(patience))
	listen := g.freePort()
	g.remember("gateway_listen", listen)
	if g.quick {
		g.must(withoutMotion())
	}
	g.start()
	g.wait("the window as it was left", func(s seen) bool { return s.environment() != "" })
	g.environment("Published")
	g.gatewayAt = "http://" + listen

	g.page("Settings")
	g.waitText("It does not run here.")
	g.click("Run the gateway on this computer")
	g.waitText("It listens at " + listen)
	g.state("Run the gateway on this computer", "on")
	g.retype("Public address", g.gatewayAt)
	g.waitText("Saved ")
	g.find("Run the gateway on this computer")
	g.photo("gateway-on")
	var up struct{ Status string }
	g.must(ask("GET", g.gatewayAt+"/readyz", "", nil, &up))

	g.command("--env", "published", "subscribe")
	g.command("--env", "published", "--yes", "webhook", "set")
	g.agent = newAgentServer()
	silence := "5m" // what comes before sessionEnds takes about as long
	if g.quick {
		silence = "1m"
	}
	file := filepath.Join(g.work, "short.yaml")
	g.must(os.WriteFile(file, []byte("agent: "+sampleAgent+`
environments: {published: {session: {ask_user_to_end: true, ask_more_after: `+silence+`, end_confirmation_after: 1m}, forward: {url: "`+g.agent.URL+`/in"}}}
`), 0o600))
	g.command("apply", "-f", file)
}

// freePort gives an address of this computer on which nobody listens.
func (g *guide) freePort() string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	g.must(err)
	defer func() { _ = l.Close() }()
	return l.Addr().String()
}

// remember keeps a preference of the window, which must not run.
func (g *guide) remember(name, value string) {
	db, err := storage.Open(context.Background(), storage.Options{Dir: g.data})
	g.must(err)
	err = db.Update(context.Background(), func(tx app.Tx) error { return tx.SetSetting(name, value) })
	_ = db.Close()
	g.must(err)
}

// apiKeyByKeys makes an API key without touching the mouse, and takes it from the
// clipboard.
func apiKeyByKeys(g *guide) {
	g.page("API integration")
	g.waitText("No key yet", "Base URL")
	g.photo("api-empty")
	g.tabTo("New key")
	g.keys("Return")
	g.waitText("New API key")
	g.must(g.write(apiKey))
	g.tabTo("Read: see messages and how they ended, templates, the channel")
	g.keys("space")
	g.state("Read: see messages and how they ended, templates, the channel", "on")
	g.photo("api-new-key")
	g.tabTo("Create the key")
	g.keys("Return")
	g.waitText("Key created: "+apiKey, "This is the only time you can see the whole key.")
	g.tabTo("Copy the key")
	g.keys("Return")
	g.wait("the key in the clipboard", func(seen) bool { return strings.HasPrefix(fromClipboard(), "cdk_pub_") })
	g.key = strings.TrimSpace(fromClipboard())
	g.keep("an API key", g.key)
	g.photo("api-key-once")
	g.tabTo("I have stored this key in a safe place")
	g.keys("space")
	g.tabTo("Done")
	g.keys("Return")
	g.wait("the page", func(s seen) bool { return s.Layers == 0 })
	g.waitText(apiKey, "Never used")
	if s := g.seen().String(); strings.Contains(s, g.key) {
		g.fail("the page still shows the key")
	}
}
