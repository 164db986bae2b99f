package main

import (
	"context"

	"channeldesk/app"
	"channeldesk/app/gateway"
)

// gatewayListen is where the window's gateway listens by the workspace's setting.
func (w *workspace) gatewayListen(ctx context.Context) (listen string, err error) {
	err = w.Store.View(ctx, func(tx app.Tx) error {
		listen, err = tx.Setting(gateway.SettingListen)
		return err
	})
	if listen == "" {
		listen = gateway.DefaultListen
	}
	return listen, err
}

// setGatewayListen keeps where the window's gateway listens from its next start
// on; it must have been read by gateway.ParseListen. The default is kept as "".
func (w *workspace) setGatewayListen(ctx context.Context, listen string) error {
	member, err := w.Access.Require(ctx, 0, app.MayEdit)
	if err != nil {
		return err
	}
	before, err := w.gatewayListen(ctx)
	if err != nil || before == listen {
		return err
	}
	kept := listen
	if kept == gateway.DefaultListen {
		kept = ""
	}
	return w.Store.Update(ctx, func(tx app.Tx) error {
		if err := tx.SetSetting(gateway.SettingListen, kept); err != nil {
			return err
		}
		return tx.AddActivity(app.Activity{
			At: w.Clock.Now(), By: member.Name, Kind: app.ActWorkspaceSetting, Before: before, After: listen,
			Text: app.Say("Address changed where the gateway listens"),
		})
	})
}
