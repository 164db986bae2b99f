package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/sandbox"
	"channeldesk/storage/secret"
)

// childVar turns the test binary into the program itself, for the tests that
// kill it.
const childVar = "CHANNELDESK_TEST_CHILD"

func TestMain(m *testing.M) {
	switch os.Getenv(childVar) {
	case "":
	case "loop":
		changeForever()
	case "bulk":
		bulkChild()
	default:
		main()
	}
	for _, name := range []string{memberVar, memberPassphraseVar, passphraseFileVar, "CHANNELDESK_DATA", "CHANNELDESK_LOG"} {
		_ = os.Unsetenv(name)
	}
	os.Exit(m.Run())
}

// bench is a data folder with a sandbox beside it. Secrets live in memory over
// all runs unless a run says otherwise.
type bench struct {
	t      *testing.T
	data   string
	files  string // folder of apply files and outputs
	memory *secret.Memory
	clock  app.Clock // nil is the computer's
	sb     *sandbox.Sandbox
	values sandbox.SampleValues
	qontak sandbox.QontakValues
	coster sandbox.CosterValues
	meta   string // address of the simulated Graph interface
	// printed is everything that any run printed.
	printed strings.Builder
	console console
}

func newBench(t *testing.T) *bench {
	t.Helper()
	return newBenchWith(t, sandbox.Options{})
}

func newBenchWith(t *testing.T, o sandbox.Options) *bench {
	t.Helper()
	t.Setenv(memberVar, "Sari")
	sb, err := sandbox.Start(t.Context(), o)
	require.NoError(t, err)
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		_ = sb.Close(ctx)
	})
	sb.Qontak.Change(func(w *sandbox.QontakWorld) { w.Limits = sandbox.QontakLimits{} }) // tests are quick
	b := &bench{
		t: t, data: filepath.Join(t.TempDir(), "data"), files: t.TempDir(), memory: secret.NewMemory(),
		sb: sb, clock: o.Clock, values: sb.Sample(), qontak: sb.SampleQontak(), coster: sb.SampleCoster(), meta: sb.MetaURL(),
	}
	for name, value := range map[string]string{
		"SANDBOX_TOKEN": b.values.Token, "SANDBOX_APP_SECRET": b.values.AppSecret,
		"QONTAK_TOKEN": b.qontak.Token, "QONTAK_HMAC_ID": b.qontak.HMACClientID, "QONTAK_HMAC_SECRET": b.qontak.HMACClientSecret,
		"COSTER_CONVERSATION": b.coster.ConversationToken, "COSTER_PUSH": b.coster.PushToken,
	} {
		t.Setenv(name, value)
	}
	return b
}

// result is what one run gave.
type result struct {
	code     int
	out, err string
}

// run runs the program in this process, with the bench's data folder.
func (b *bench) run(args ...string) result {
	return b.runWith("", args...)
}

func (b *bench) runWith(stdin string, args ...string) result {
	b.t.Helper()
	return b.runFrom(strings.NewReader(stdin), args...)
}

func (b *bench) runFrom(stdin io.Reader, args ...string) result {
	b.t.Helper()
	var out, errs bytes.Buffer
	c := b.console
	c.in, c.out, c.err = stdin, &out, &errs
	all := append([]string{"--data", b.data, "--secrets", "memory"}, args...)
	code := run(b.t.Context(), all, c, environment{Memory: b.memory, Clock: b.clock})
	b.printed.Write(out.Bytes())
	b.printed.Write(errs.Bytes())
	return result{code, out.String(), errs.String()}
}

// must runs the program and gives what it printed; it must end well.
func (b *bench) must(args ...string) string {
	b.t.Helper()
	r := b.run(args...)
	require.Equal(b.t, exitDone, r.code, "%v: %s%s", args, r.out, r.err)
	return r.out
}

// file writes a file and gives its path.
func (b *bench) file(name, content string) string {
	b.t.Helper()
	path := filepath.Join(b.files, name)
	require.NoError(b.t, os.WriteFile(path, []byte(content), 0o600))
	return path
}

// good is an apply file that passes every check of the sandbox.
func (b *bench) good() string {
	return strings.NewReplacer("<waba>", b.values.WABAID, "<number>", b.values.PhoneNumberID, "<app>", b.values.AppID, "<meta>", b.meta).Replace(`agent: Nusantara Bank Assistant
environments:
  published:
    protocol: meta_cloud
    account_code: "+62 811-5550-0188"
    fields: {waba_id: "<waba>", phone_number_id: "<number>", app_id: "<app>", api_address: "<meta>"}
    secrets: {access_token: {env: SANDBOX_TOKEN}, app_secret: {env: SANDBOX_APP_SECRET}}
    session: {ask_user_to_end: true, ask_more_after: 12m, end_confirmation_after: 3m}
    forward: {url: "https://agent.example/in"}
`)
}

// qontakSettings are settings for the simulated Qontak with a bearer token, or
// with a pair for HMAC.
func (b *bench) qontakSettings(hmac bool) string {
	auth, address, secrets := "bearer", b.sb.QontakBearerURL(), "{access_token: {env: QONTAK_TOKEN}}"
	if hmac {
		auth, address, secrets = "hmac", b.sb.QontakHMACURL(), "{hmac_client_id: {env: QONTAK_HMAC_ID}, hmac_client_secret: {env: QONTAK_HMAC_SECRET}}"
	}
	return `{protocol: qontak, account_code: "` + b.qontak.AccountCode + `", secrets: ` + secrets + `,
    fields: {channel_integration_id: ` + b.qontak.ChannelIntegrationID + `, auth: ` + auth + `, api_address: "` + address + `"}}`
}

// costerSettings are settings for the simulated Coster with both tokens.
func (b *bench) costerSettings() string {
	return `{protocol: coster, account_code: "` + b.coster.AccountCode + `",
    secrets: {conversation_token: {env: COSTER_CONVERSATION}, push_token: {env: COSTER_PUSH}},
    fields: {account_id: "` + b.coster.AccountID + `", division_id: "` + b.coster.DivisionID + `",
      conversation_address: "` + b.sb.CosterConversationURL() + `", push_address: "` + b.sb.CosterPushURL() + `"}}`
}

// put applies settings of one environment.
func (b *bench) put(env, settings string) string {
	b.t.Helper()
	return b.must("apply", "-f", b.file("put.yaml", "agent: Nusantara Bank Assistant\nenvironments:\n  "+env+": "+settings+"\n"))
}

// readyBench is a bench to which the good file was applied.
func readyBench(t *testing.T) *bench {
	t.Helper()
	b := newBench(t)
	b.setUp()
	return b
}

// setUp applies the good file.
func (b *bench) setUp() {
	b.t.Helper()
	b.must("settings", "set", "public-address", "https://wa.example")
	b.must("apply", "-f", b.file("channel.yaml", b.good()))
}
