package main

import (
	"context"
	"net/http"
	"strings"
	"time"

	"channeldesk/app"
	"channeldesk/app/apikey"
	"channeldesk/app/notify"
	"channeldesk/screens/apipage"
)

// apiDeps is the desk as the API integration page sees it.
func (d *windowDesk) apiDeps() apipage.Deps {
	live := d.services()
	return apipage.Deps{
		Keys: live.Keys, Get: d.Get, Role: d.Role, Owners: d.Owners, Examples: apikey.Examples,
		Values: d.w.exampleValues, Reach: reachGateway,
		SendNow: func(ctx context.Context, n notify.NewMessage) (app.Message, error) {
			if err := d.needsGateway(); err != nil {
				return app.Message{}, err
			}
			return live.Notify.Accept(ctx, n)
		},
	}
}

// reachWithin is how long the gateway's public address may take to answer.
const reachWithin = 8 * time.Second

// reachGateway asks the gateway at the base address of its API whether it is
// there, and tells how fast it answered.
func reachGateway(ctx context.Context, base string) (time.Duration, error) {
	ctx, cancel := context.WithTimeout(ctx, reachWithin)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, strings.TrimSuffix(base, "/v1")+"/healthz", nil)
	if err != nil {
		return 0, err
	}
	start := time.Now()
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, app.NewError(app.CodeProviderUnreachable, app.Say("Nothing answers at the public address.")).
			WithFix(app.Say("Check that the gateway runs and that the address leads to it.")).Because(err)
	}
	_ = answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return 0, app.NewError(app.CodeProviderAnswer, app.Say("Something else than this gateway answers at the public address.")).
			WithFix(app.Say("Check where the address leads to."))
	}
	return time.Since(start), nil
}
