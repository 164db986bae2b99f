package main

import (
	"context"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"

	fyneapp "fyne.io/fyne/v2/app"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/gateway"
)

func TestSettingWhereTheGatewayListens(t *testing.T) {
	b := readyBench(t)
	assert.Equal(t, "127.0.0.1:8080\n", b.must("settings", "get", "gateway-listen"))
	assert.NotContains(t, b.must("settings", "set", "gateway-listen", "8081"), "Other computers")
	assert.Equal(t, "127.0.0.1:8081\n", b.must("settings", "get", "gateway-listen"))
	assert.Contains(t, b.must("settings", "set", "gateway-listen", "0.0.0.0:8081"), "Other computers can reach it there.")
	assert.Contains(t, b.must("--json", "settings", "get"), `"gateway_listen": "0.0.0.0:8081"`)
	wrong := b.run("settings", "set", "gateway-listen", "wa.example.com:8080")
	assert.Equal(t, exitFailed, wrong.code)
	assert.Contains(t, wrong.err, "[invalid]")
	b.must("settings", "set", "gateway-listen", "")
	assert.Equal(t, "127.0.0.1:8080\n", b.must("settings", "get", "gateway-listen"))
}

// windowOf is what the window works with, without the window.
func (b *bench) windowOf() settingsDeps {
	b.t.Helper()
	w, err := openWorkspace(&session{ctx: b.t.Context(), env: environment{Memory: b.memory, Clock: b.clock}, flags: globals{Data: b.data, Secrets: "memory"}})
	require.NoError(b.t, err)
	d := newWindowDesk(w, newPreferences(w))
	b.t.Cleanup(func() {
		d.Close()
		w.Close()
	})
	return settingsDeps{windowDesk: d, Service: w.Access}
}

// takenPort is an address that another program has.
func takenPort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // a port of a test
	require.NoError(t, err)
	t.Cleanup(func() { _ = l.Close() })
	return l.Addr().String()
}

func freeAddress(t *testing.T) string {
	t.Helper()
	free, err := gateway.FreeListen(t.Context(), "127.0.0.1:20000")
	require.NoError(t, err)
	return free
}

func TestTheWindowsGatewayMovesToAnotherAddress(t *testing.T) {
	b := readyBench(t)
	taken, first := takenPort(t), freeAddress(t)
	b.must("settings", "set", "gateway-listen", taken)
	d := b.windowOf()
	members, err := d.Members(app.WithMember(t.Context(), app.Member{Role: app.Owner}))
	require.NoError(t, err)
	ctx := app.WithMember(context.Background(), members[0])

	// Another program has the port: the setting that is free starts it.
	err = d.RunGateway(ctx, true)
	require.Equal(t, gateway.CodeCannotListen, app.ErrorCode(err))
	require.Error(t, d.Gateway().Problem)
	require.Equal(t, taken, d.Gateway().ListenSetting)
	free, err := d.FreeGatewayListen(ctx)
	require.NoError(t, err)
	require.NotEqual(t, taken, free)
	require.NoError(t, d.SetGatewayListen(ctx, first))
	st := d.Gateway()
	require.True(t, st.Running)
	require.NoError(t, st.Problem)
	require.Equal(t, first, st.Listen)

	// It goes on where it was when the new address cannot be had.
	require.Equal(t, gateway.CodeCannotListen, app.ErrorCode(d.SetGatewayListen(ctx, taken)))
	require.Equal(t, first, d.Gateway().Listen)
	require.Equal(t, app.CodeInvalid, app.ErrorCode(d.SetGatewayListen(ctx, "nonsense")))
	_, port, err := net.SplitHostPort(first)
	require.NoError(t, err)
	require.Error(t, d.SetGatewayListen(ctx, "192.0.2.1:"+port), "an address that this computer does not have")
	st = d.Gateway()
	require.True(t, st.Running)
	require.Equal(t, first, st.ListenSetting)
	require.Equal(t, first, st.Listen)

	// The same port at all addresses is only free once the old one is closed.
	require.NoError(t, d.SetGatewayListen(ctx, "0.0.0.0:"+port))
	require.True(t, d.Gateway().OpenToNetwork)
	require.Equal(t, "0.0.0.0:"+port, d.Gateway().Listen)
	require.NoError(t, d.SetGatewayListen(ctx, free))
	require.Equal(t, free, d.Gateway().Listen)

	// Off, it only keeps the setting.
	require.NoError(t, d.RunGateway(ctx, false))
	require.NoError(t, d.SetGatewayListen(ctx, first))
	require.False(t, d.Gateway().Running)
	require.Equal(t, first, d.Gateway().ListenSetting)
}

// The toolkit's own preferences are not written to the disk: windows that are open
// at the same time read them half written.
func TestTheToolkitKeepsNothing(t *testing.T) {
	// The toolkit goes on watching the folder, so it is not the test's own one.
	home, err := os.MkdirTemp("", "kept")
	require.NoError(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(home) })
	require.NoError(t, os.Mkdir(filepath.Join(home, ".cache"), 0o700))
	t.Setenv("XDG_CACHE_HOME", filepath.Join(home, ".cache"))
	t.Setenv("XDG_CONFIG_HOME", home)
	t.Setenv("HOME", home)
	a := fyneapp.NewWithID(appID)
	keepNothing(a)
	a.Preferences().SetString("a", "b")
	assert.Equal(t, "b", a.Preferences().String("a"))
	require.NoError(t, filepath.WalkDir(home, func(path string, entry os.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && filepath.Base(path) == "preferences.json" {
			t.Error("written: " + path)
		}
		return err
	}))
}

func TestDoctorLooksAtTheGateway(t *testing.T) {
	b := readyBench(t)
	taken := takenPort(t)
	b.must("settings", "set", "gateway-listen", taken)
	d := b.windowOf()
	require.NoError(t, d.SetPreference(settingGatewayOn, "1"))
	d.w.work.Wait()
	at := time.Date(2026, 11, 17, 9, 38, 0, 0, time.Local)
	require.NoError(t, d.w.Store.Update(t.Context(), func(tx app.Tx) error {
		channels, err := tx.ListChannels()
		require.NoError(t, err)
		c := channels[0].ID
		_, err = tx.AddMessage(app.Message{Mark: "msg_1", ChannelID: c, Source: app.SourceWindow, Status: app.MessageQueued})
		require.NoError(t, err)
		_, err = tx.AddMessage(app.Message{Mark: "msg_2", ChannelID: c, Source: app.SourceWindow, Status: app.MessageUnknown})
		require.NoError(t, err)
		_, err = tx.AddForwarding(app.Forwarding{ChannelID: c, Kind: "message", State: app.ForwardDead})
		require.NoError(t, err)
		_, err = tx.AddArrival(app.Arrival{ChannelID: c, At: at, State: app.ArrivalHadProblem})
		return err
	}))
	out := b.must("doctor")
	_, port, err := net.SplitHostPort(taken)
	require.NoError(t, err)
	for _, want := range []string{
		"warning  Gateway: The gateway cannot listen on " + taken + ": another program uses port " + port,
		"channeldesk settings set gateway-listen 127.0.0.1:8081",
		"ok       Window's gateway: listens on " + taken + ", this computer alone",
		"Published: the latest came 17 Nov 2026 09:38; 1 of the latest 1 could not be applied",
		"warning  Messages: 1 waits to be sent, and no gateway runs that would send",
		"warning  Doubtful messages: of 1 message nobody knows whether it went out",
		"warning  Forwarding: 1 event was given up after a day of tries", "then: channeldesk forward replay --all",
		"ok       Journal of the database: ",
	} {
		assert.Contains(t, out, want)
	}
	b.must("settings", "set", "gateway-listen", "0.0.0.0:"+port)
	assert.Contains(t, b.must("doctor"), "warning  Window's gateway: listens on 0.0.0.0:"+port+", where other computers reach it")
	free := freeAddress(t)
	b.must("settings", "set", "gateway-listen", free)
	assert.Contains(t, b.must("doctor"), "Gateway: starts with the window, which is closed")
	require.NoError(t, d.startGateway())
	assert.Contains(t, b.must("doctor"), "ok       Gateway: runs in another program")
}
