//go:build linux

package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"channeldesk/app/sandbox"
)

// providers are the simulated ones inside the program, with the values that they
// accept or refuse. The values are worth nothing outside of it.
type providers struct {
	base      string
	QontakURL string               `json:"qontak_bearer_url"`
	Meta      sandbox.SampleValues `json:"sample"`
	Qontak    sandbox.QontakValues `json:"sample_qontak"`
	Coster    sandbox.CosterValues `json:"sample_coster"`
}

var local = &http.Client{Timeout: patience}

// providers asks the sandbox inside the program, on the control path that
// answers to this computer only.
func (g *guide) providers() providers {
	ports, err := g.listening()
	g.must(err)
	for _, port := range ports {
		p := providers{base: fmt.Sprintf("http://127.0.0.1:%d", port)}
		err := ask(http.MethodGet, p.base+"/_sandbox/state", "", nil, &p)
		if err == nil && p.Meta.Token != "" {
			return p
		}
	}
	g.fail("the program runs no sandbox")
	return providers{}
}

// ask sends one request and reads the JSON of the answer.
func ask(method, address, token string, body, answer any) error {
	var content io.Reader
	if body != nil {
		data, err := json.Marshal(body)
		if err != nil {
			return err
		}
		content = bytes.NewReader(data)
	}
	r, err := http.NewRequest(method, address, content)
	if err != nil {
		return err
	}
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	got, err := local.Do(r)
	if err != nil {
		return err
	}
	defer func() { _ = got.Body.Close() }()
	if got.StatusCode != http.StatusOK {
		return errors.New("the sandbox answers " + got.Status)
	}
	return json.NewDecoder(got.Body).Decode(answer)
}

// interactions is what stands at Qontak for the sample organisation.
type interactions struct {
	Data map[string]json.RawMessage `json:"data"`
}

// hook is one switch there with the addresses that get it.
type hook struct {
	Enabled  bool `json:"enabled"`
	Webhooks []struct {
		URL string `json:"url"`
	} `json:"webhooks"`
}

// qontakEvents are the switches that must be on.
var qontakEvents = []string{"receive_message_from_customer", "status_message", "broadcast_log_status"}

// registered gives the address that stands at Qontak for all events that must be
// on; "" when one is off or has another address.
func (g *guide) registered(p providers) (address string) {
	var now interactions
	g.must(ask(http.MethodGet, p.QontakURL+"/message_interactions", p.Qontak.Token, nil, &now))
	for i, name := range qontakEvents {
		var h hook
		g.must(json.Unmarshal(now.Data[name], &h))
		if !h.Enabled || len(h.Webhooks) != 1 || i > 0 && h.Webhooks[0].URL != address {
			return ""
		}
		address = h.Webhooks[0].URL
	}
	return address
}

// registerForeign is another system that takes the address over.
func (g *guide) registerForeign(p providers, address string) {
	body := map[string]any{"url": address, "receive_message_from_agent": false}
	for _, name := range qontakEvents {
		body[name] = true
	}
	var answer interactions
	g.must(ask(http.MethodPut, p.QontakURL+"/message_interactions", p.Qontak.Token, body, &answer))
}

// costerMessages are those that the simulated Coster took.
func (g *guide) costerMessages(p providers) []sandbox.CosterMessage {
	var all struct {
		Coster []sandbox.CosterMessage `json:"coster"`
	}
	g.must(ask(http.MethodGet, p.base+"/_sandbox/messages", "", nil, &all))
	return all.Coster
}

// listening gives the ports on which the program listens on 127.0.0.1.
func (g *guide) listening() (ports []uint64, err error) {
	dir := fmt.Sprintf("/proc/%d", g.Cmd.Process.Pid)
	own := map[string]bool{}
	handles, err := filepath.Glob(filepath.Join(dir, "fd", "*"))
	if err != nil {
		return nil, err
	}
	for _, h := range handles {
		if target, err := os.Readlink(h); err == nil {
			if inode, ok := strings.CutPrefix(target, "socket:["); ok {
				own[strings.TrimSuffix(inode, "]")] = true
			}
		}
	}
	table, err := os.Open(filepath.Join(dir, "net", "tcp"))
	if err != nil {
		return nil, err
	}
	defer func() { _ = table.Close() }()
	for lines := bufio.NewScanner(table); lines.Scan(); {
		f := strings.Fields(lines.Text())
		if len(f) < 10 || f[3] != "0A" || !own[f[9]] {
			continue
		}
		if _, hex, ok := strings.Cut(f[1], ":"); ok {
			if port, err := strconv.ParseUint(hex, 16, 16); err == nil {
				ports = append(ports, port)
			}
		}
	}
	return ports, nil
}
