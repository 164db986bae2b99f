package main

import (
	"context"
	"os"
	"strings"
	"time"

	"channeldesk/app"
	"channeldesk/screens/sendpage"
)

// sendDeps is the desk as the pages for sending see it.
func (d *windowDesk) sendDeps(browse func(endings []string, chosen func(path string))) sendpage.Deps {
	live := d.services()
	live.Bulk.FollowGateway(d.gatewayAnywhere)
	return sendpage.Deps{
		Bulk: live.Bulk, Get: d.Get, Templates: live.Templates.List, Role: d.Role, Owners: d.Owners, Send: live.Notify.Accept, Resolve: live.Notify.Resolve,
		Message: func(ctx context.Context, mark string) (app.Message, error) {
			m, _, err := live.History.Get(ctx, mark)
			return m, err
		},
		Messages: live.History.Page, GatewayRuns: d.gatewayAnywhere, GatewayHere: d.GatewayRuns, Browse: browse, Zone: zoneName(), Prices: d.w.newPrices().Lists,
		FailureNames: d.w.failureNames,
	}
}

// zoneName is the computer's time zone by name, as "Asia/Jakarta"; "" when the
// system does not tell.
func zoneName() string {
	if name := os.Getenv("TZ"); strings.Contains(name, "/") {
		return strings.TrimPrefix(name, ":")
	}
	if name := time.Local.String(); strings.Contains(name, "/") {
		return name
	}
	link, err := os.Readlink("/etc/localtime")
	if err != nil {
		return ""
	}
	_, name, ok := strings.Cut(link, "zoneinfo/")
	if !ok {
		return ""
	}
	return name
}
