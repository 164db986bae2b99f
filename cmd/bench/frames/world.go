//go:build linux

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"channeldesk/app"
	"channeldesk/app/sandbox"
	"channeldesk/storage"
)

const (
	worldSeed = "bench frames"
	bankAgent = "Nusantara Bank Assistant" // of cmd/seed
	// moreAgents and moreTemplates are there beside, as after years of use.
	moreAgents, moreTemplates = 200, 80
	// people are how many the file of recipients has.
	people     = 20_000
	peopleFile = "people.csv"
	// comeIn is how many messages a second come in while rows come in.
	comeIn = 20
)

// world is a data folder whose agent has its channel at a simulated provider.
type world struct {
	ours, data, work string
	sandbox          *sandbox.Sandbox
	values           sandbox.SampleValues
	listen, key      string
}

// prepare makes the folder ready, before the window opens.
func (w *world) prepare(ctx context.Context) (err error) {
	w.values = sandbox.Sample(worldSeed)
	started := sandbox.SampleWorld(worldSeed, time.Now())
	if w.sandbox, err = sandbox.Start(ctx, sandbox.Options{Seed: worldSeed, World: &started}); err != nil {
		return err
	}
	w.addTemplates()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	w.listen = l.Addr().String()
	_ = l.Close()
	if err := w.fill(ctx); err != nil {
		return err
	}
	v := w.values
	file := filepath.Join(w.work, "agent.yaml")
	if err := os.WriteFile(file, []byte("agent: "+bankAgent+`
environments: {published: {protocol: meta_cloud, account_code: "`+v.SecondAccountCode+`",
  fields: {waba_id: "`+v.WABAID+`", phone_number_id: "`+v.SecondPhoneNumberID+`", app_id: "`+v.AppID+`", api_address: "`+w.sandbox.MetaURL()+`"},
  secrets: {access_token: {env: BENCH_TOKEN}, app_secret: {env: BENCH_SECRET}}}}
`), 0o600); err != nil {
		return err
	}
	_, err = w.command("apply", "-f", file)
	if err == nil {
		err = writePeople()
	}
	return err
}

// fill adds agents and settings.
func (w *world) fill(ctx context.Context) (err error) {
	db, err := storage.Open(ctx, storage.Options{Dir: w.data})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return db.Update(ctx, func(tx app.Tx) error {
		for i := range moreAgents {
			agent, err := tx.CreateAgent(app.Agent{Name: fmt.Sprintf("Client %03d Assistant", i+1), Country: "ID", CreatedAt: time.Now()})
			if err != nil {
				return err
			}
			if _, err := tx.CreateChannel(app.Channel{
				AgentID: agent, Environment: app.Published, Key: fmt.Sprintf("client-%d", i), Protocol: "meta_cloud", AccountCode: fmt.Sprintf("+62812%08d", 10000000+i),
				Session: app.DefaultSession(), UpdatedAt: time.Now(), UpdatedBy: "Dewi Kartika",
			}); err != nil {
				return err
			}
		}
		return errors.Join(tx.SetSetting("gateway_on", "1"), tx.SetSetting("gateway_listen", w.listen), tx.SetSetting(app.SettingTheme, "light"))
	})
}

func (w *world) addTemplates() {
	for _, t := range w.sandbox.Meta.Templates(w.values.WABAID) {
		if t.Name != w.values.Template {
			continue
		}
		for i := range moreTemplates {
			t.ID, t.Name = fmt.Sprintf("9999%05d", i), fmt.Sprintf("campaign_%02d", i+1)
			w.sandbox.Meta.PutTemplate(t)
		}
		return
	}
}

// connect lets the provider tell of messages, and makes a key. The window runs.
func (w *world) connect() error {
	for _, args := range [][]string{{"settings", "set", "public-address", "http://" + w.listen}, {"subscribe"}, {"--yes", "webhook", "set"}, {"templates", "sync"}} {
		if _, err := w.command(args...); err != nil {
			return err
		}
	}
	out, err := w.command("--json", "keys", "create", "Bench")
	var made struct{ Key string }
	if err == nil {
		err = json.Unmarshal(out, &made)
	}
	w.key = made.Key
	return err
}

// command runs a verb for the agent.
func (w *world) command(args ...string) ([]byte, error) {
	cmd := exec.Command(w.ours, append([]string{"--data", w.data, "--agent", bankAgent}, args...)...)
	cmd.Env = append(os.Environ(), "BENCH_TOKEN="+w.values.Token, "BENCH_SECRET="+w.values.AppSecret)
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("channeldesk %s: %w: %s", strings.Join(args, " "), err, said.Bytes())
	}
	return out, nil
}

// flood sends messages through the gateway of the window until stop is called, which
// gives how many were taken.
func (w *world) flood(ctx context.Context) (stop func() int) {
	ctx, cancel := context.WithCancel(ctx)
	var wg sync.WaitGroup
	taken := 0
	wg.Go(func() {
		tick := time.NewTicker(time.Second / comeIn)
		defer tick.Stop()
		for n := 0; ; n++ {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
				if w.post(ctx, n) == nil {
					taken++
				}
			}
		}
	})
	return func() int {
		cancel()
		wg.Wait()
		return taken
	}
}

func (w *world) post(ctx context.Context, n int) error {
	body := fmt.Sprintf(`{"to":"+62812%08d","template":{"name":%q,"language":%q,"body":["Rina","NB-%d"]}}`, 30_000_000+n, w.values.Template, "en_US", n)
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+w.listen+"/v1/messages", strings.NewReader(body))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+w.key)
	got, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	_ = got.Body.Close()
	if got.StatusCode != http.StatusAccepted {
		return errors.New("the gateway answers " + got.Status)
	}
	return nil
}

// writePeople leaves a file of recipients where the window looks for files.
func writePeople() error {
	home, err := os.UserHomeDir()
	if err != nil {
		return err
	}
	var b strings.Builder
	b.WriteString("phone,customer,order\n")
	for i := range people {
		phone := fmt.Sprintf("0812%08d", i)
		if i%997 == 3 {
			phone = "0812"
		}
		fmt.Fprintf(&b, "%s,Ibu %d,NB-%d\n", phone, i, i)
	}
	return os.WriteFile(filepath.Join(home, peopleFile), []byte(b.String()), 0o600)
}
