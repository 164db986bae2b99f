//go:build linux

package main

import (
	"context"
	"encoding/json"
	"image"
	"image/color"
	"image/png"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"channeldesk/app/sandbox"
)

const (
	bankAgent = "Bank Samudra Notifications"
	// bankSeed makes the secrets of its providers other than those of the window's.
	bankSeed = "guided tour"
	// reviewTime is how long a review takes there, stateTime how long it takes until
	// something is told of a message.
	reviewTime = 3 * time.Second
	stateTime  = 2 * time.Second
)

// bank is an agent whose simulated provider runs beside the program, so that what
// was sent is still known there when the program was killed.
type bank struct {
	sandbox *sandbox.Sandbox
	values  sandbox.SampleValues
	// list is the file of recipients, exported the history as the window wrote it.
	list, exported string
	// decisions is how many decisions about templates were awaited, paused how many
	// messages of the bulk send had gone out when it was paused.
	decisions, paused int
}

// templatesBegin sets the agent up by the command line, for a number that may write
// to many people quickly, and turns the window to it.
func templatesBegin(g *guide) {
	b := &bank{values: sandbox.Sample(bankSeed)}
	g.bank = b
	world := sandbox.SampleWorld(bankSeed, time.Now())
	number := world.Numbers[b.values.SecondPhoneNumberID]
	number.Quality, number.Limit, number.Throughput, number.VerifiedName = "GREEN", "TIER_10K", "HIGH", "Bank Samudra"
	world.Numbers[number.ID] = number
	delivery := sandbox.DefaultDelivery()
	delivery.Sent, delivery.Delivered = stateTime, stateTime+time.Second/2
	var err error
	b.sandbox, err = sandbox.Start(context.Background(), sandbox.Options{Seed: bankSeed, World: &world, ReviewTime: reviewTime, Delivery: &delivery})
	g.must(err)
	for _, v := range b.values.Secrets() {
		g.keep("a sample secret of the bank", v)
	}
	file := filepath.Join(g.work, "bank.yaml")
	g.must(os.WriteFile(file, []byte("agent: "+bankAgent+`
environments: {published: {protocol: meta_cloud, account_code: "`+b.values.SecondAccountCode+`",
  fields: {waba_id: "`+b.values.WABAID+`", phone_number_id: "`+b.values.SecondPhoneNumberID+`", app_id: "`+b.values.AppID+`", api_address: "`+b.sandbox.MetaURL()+`"},
  secrets: {access_token: {env: TOUR_BANK_TOKEN}, app_secret: {env: TOUR_BANK_SECRET}}}}
`), 0o600))
	actor := g.actor
	g.actor = append(append([]string{}, actor...), "TOUR_BANK_TOKEN="+b.values.Token, "TOUR_BANK_SECRET="+b.values.AppSecret)
	g.commandOf(bankAgent, "apply", "-f", file)
	g.actor = actor
	g.commandOf(bankAgent, "subscribe")
	g.commandOf(bankAgent, "--yes", "webhook", "set")
	g.appCallback()
	g.commandOf(bankAgent, "check")
	g.agentByKeys(bankAgent)
}

// appCallback does what the client's staff does on Meta's pages for developers: it
// enters the address from the sheet for the whole app. What Meta tells of templates
// goes there only.
func (g *guide) appCallback() {
	var now struct {
		URL string `json:"url"`
	}
	g.must(json.Unmarshal(g.commandOf(bankAgent, "--json", "webhook", "read"), &now))
	secret := strings.TrimSpace(string(g.commandOf(bankAgent, "--yes", "webhook-secret", "show")))
	g.keep("the bank's webhook secret", secret)
	v := g.bank.values
	var answer map[string]any
	g.must(ask(http.MethodPost, g.bank.sandbox.MetaURL()+"/v26.0/"+v.AppID+"/subscriptions", v.AppID+"|"+v.AppSecret, map[string]string{
		"object": "whatsapp_business_account", "callback_url": now.URL, "verify_token": secret,
		"fields": "messages,message_template_status_update",
	}, &answer))
}

// agentByKeys turns to an agent without touching the mouse.
func (g *guide) agentByKeys(name string) {
	g.keys("ctrl+k")
	g.waitText("Choose an agent")
	g.must(g.write(name))
	g.waitText(name)
	g.keys("Return")
	g.wait(name, func(s seen) bool { t, ok := s.Control(name); return ok && s.Layers == 0 && t.Y < 2*barHeight })
	g.page("Overview")
	g.waitText("Recent activity")
}

// templatesSync reads the provider's list: by itself when the page is opened, and
// again when that is asked for.
func templatesSync(g *guide) {
	g.page("Templates")
	for _, t := range g.bank.sandbox.Meta.Templates(g.bank.values.WABAID) {
		g.waitText(t.Name)
	}
	g.bank.sandbox.Meta.PutTemplate(g.newElsewhere())
	g.click("Sync")
	g.waitText("written_elsewhere")
	g.photo("templates")
}

// newElsewhere is a template that somebody made on the provider's own pages.
func (g *guide) newElsewhere() sandbox.Template {
	for _, t := range g.bank.sandbox.Meta.Templates(g.bank.values.WABAID) {
		if t.Name == g.bank.values.Template {
			t.ID, t.Name, t.CreatedAt = "999900001", "written_elsewhere", time.Now()
			return t
		}
	}
	g.fail("the sandbox has no template %s", g.bank.values.Template)
	return sandbox.Template{}
}

// makePicture leaves a picture in the home folder.
func (g *guide) makePicture(name string) {
	picture := image.NewRGBA(image.Rect(0, 0, 640, 336))
	for y := range 336 {
		for x := range 640 {
			picture.Set(x, y, color.RGBA{uint8(20 + x/8), uint8(60 + y/4), 150, 255})
		}
	}
	file, err := os.Create(g.home(name))
	g.must(err)
	g.must(png.Encode(file, picture))
	g.must(file.Close())
}

// home is where a file is in the home folder, which file dialogs open.
func (g *guide) home(name string) string {
	dir, err := os.UserHomeDir()
	g.must(err)
	return filepath.Join(dir, name)
}

// statusAtMeta is how the provider decided about a template; "" before it is there.
func (g *guide) statusAtMeta(name string) string {
	for _, t := range g.bank.sandbox.Meta.Templates(g.bank.values.WABAID) {
		if t.Name == name {
			return t.Status
		}
	}
	return ""
}
