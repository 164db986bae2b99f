package channel_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"filippo.io/age"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/access"
	"channeldesk/app/channel"
	"channeldesk/app/protocol"
	"channeldesk/storage"
	"channeldesk/storage/secret"
)

// envWorker names the data folder in which this test program works until it is
// killed, instead of testing. With envRestorer it restores versions beside
// publishing.
const (
	envWorker   = "CHANNELDESK_TEST_WORKER"
	envRestorer = "CHANNELDESK_TEST_RESTORER"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(envWorker); dir != "" {
		fmt.Println("failed:", workForEver(dir))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// workshop is the service as the program composes it: a database and an
// encrypted file in one folder.
type workshop struct {
	*channel.Service
	db  *storage.DB
	ctx context.Context
}

// makeQuickKey writes the key of an encrypted file as the store does, but so
// that its passphrase takes no time: each killed process has to open it.
func makeQuickKey(t *testing.T, dir string) {
	t.Helper()
	key, err := age.GenerateX25519Identity()
	require.NoError(t, err)
	to, err := age.NewScryptRecipient("pass")
	require.NoError(t, err)
	to.SetWorkFactor(4)
	var sealed bytes.Buffer
	w, err := age.Encrypt(&sealed, to)
	require.NoError(t, err)
	_, err = io.WriteString(w, key.String())
	require.NoError(t, err)
	require.NoError(t, w.Close())
	require.NoError(t, os.WriteFile(filepath.Join(dir, secret.KeyFile), sealed.Bytes(), 0o600))
}

// lockedFile opens the encrypted file.
func lockedFile(dir string) *secret.File {
	return secret.NewFile(dir, func(context.Context) (app.Secret, error) { return app.NewSecret("pass"), nil })
}

func openWorkshop(dir string, file *secret.File) (workshop, error) {
	db, err := storage.Open(context.Background(), storage.Options{Dir: dir})
	if err != nil {
		return workshop{}, err
	}
	guard := access.New(db, app.SystemClock, &app.Bus{})
	owner, err := guard.EnsureOwner(context.Background(), "Sari")
	if err != nil {
		return workshop{}, err
	}
	s := channel.New(channel.Params{
		Store: db, Guard: guard, Bus: &app.Bus{}, Clock: app.SystemClock, Log: slog.New(slog.DiscardHandler),
		Secrets:   secret.NewRouter(map[app.SecretStoreKind]secret.Place{app.SecretsInFile: file}, app.SecretsInFile, nil),
		Protocols: protocol.NewRegistry(newFake(firstDeclaration), newFake(secondDeclaration), newThird(newFake(thirdDeclaration))),
	})
	return workshop{s, db, app.WithMember(context.Background(), owner)}, nil
}

func workForEver(dir string) error {
	w, err := openWorkshop(dir, lockedFile(dir))
	if err != nil {
		return err
	}
	a, err := w.FindAgent(w.ctx, "Kill")
	if app.ErrorCode(err) == app.CodeNotFound {
		a, err = w.CreateAgent(w.ctx, channel.NewAgent{Name: "Kill"})
	}
	if err != nil {
		return err
	}
	do := w.work
	if os.Getenv(envRestorer) != "" {
		if err := w.setUp(a.ID); err != nil {
			return err
		}
		go func() { fmt.Println("failed:", forEver(a.ID, w.restoreSome, func(int) {})) }()
		do = w.publishSome
	}
	return forEver(a.ID, do, func(n int) { fmt.Println(n) })
}

func forEver(id app.AgentID, do func(app.AgentID, int) error, tell func(int)) error {
	for n := 0; ; n++ {
		if err := do(id, n); err != nil && app.ErrorCode(err) == app.CodeInternal {
			return err
		}
		tell(n)
	}
}

// setUp makes both environments ready, unless they are.
func (w workshop) setUp(id app.AgentID) error {
	published, err := w.Get(w.ctx, id, app.Published)
	if err != nil {
		return err
	}
	if published.Channel.Version == 0 {
		if err := w.Save(w.ctx, id, app.Published, firstSetUp(), ""); err != nil {
			return err
		}
	}
	if err := w.CreateDraft(w.ctx, id); app.ErrorCode(err) != app.CodeConflict {
		return err
	}
	return nil
}

// restoreSome now and then restores one of the latest versions, while publishSome
// goes on.
func (w workshop) restoreSome(id app.AgentID, _ int) error {
	lines, err := w.Versions(w.ctx, id)
	if err != nil || rand.IntN(8) > 0 {
		return err
	}
	number := lines[rand.IntN(min(len(lines), 7))].Number
	return w.Restore(w.ctx, id, number, lines[0].Number, "restored")
}

// publishSome changes secrets, and now and then the protocol, and publishes all.
func (w workshop) publishSome(id app.AgentID, n int) error {
	e := firstSetUp()
	if rand.IntN(3) == 0 {
		e = secondSetUp()
	}
	e.Secrets = map[string]app.Secret{"token": app.NewSecret(fmt.Sprintf("a-token-with-number-%d", rand.Int()))}
	if err := w.Save(w.ctx, id, app.Draft, e, fmt.Sprint(n)); err != nil {
		return err
	}
	r, err := w.ReviewDraft(w.ctx, id)
	if err != nil {
		return err
	}
	return w.Publish(w.ctx, id, channel.Publication{
		Names: r.AllNames(channel.Behaviour, channel.Credentials, channel.Identity), BaseVersion: r.BaseVersion, Basis: r.Basis,
	})
}

// work does one random thing; refusals belong to it.
func (w workshop) work(id app.AgentID, n int) error {
	env := app.Environments[rand.IntN(2)]
	published, err := w.Get(w.ctx, id, app.Published)
	if err != nil {
		return err
	}
	edits := channel.SetField("note", fmt.Sprint(n))
	switch rand.IntN(12) {
	case 0:
		return w.CreateDraft(w.ctx, id)
	case 1:
		return w.DeleteDraft(w.ctx, id)
	case 2:
		return w.Publish(w.ctx, id, channel.Publication{Names: []string{"token", "note", "id", "protocol", "extra"}, BaseVersion: published.Channel.Version})
	case 3:
		return w.RegenerateWebhookSecret(w.ctx, id, env, time.Millisecond)
	case 4:
		_, err := w.RetireDue(w.ctx)
		return err
	case 5, 6:
		edits = firstSetUp()
		edits.Secrets = map[string]app.Secret{"token": app.NewSecret(fmt.Sprintf("a-token-with-number-%d", rand.Int())), "extra": app.NewSecret("an-extra-value")}
	case 9:
		edits = secondSetUp()
	case 10:
		edits = channel.SetProtocol("first")
	case 11:
		return w.Restore(w.ctx, id, 1+rand.IntN(max(published.Channel.Version, 1)), published.Channel.Version, "")
	case 7:
		edits = channel.SetSecret("token", fmt.Sprintf("a-token-with-number-%d", rand.Int()))
	}
	edits.BaseVersion = published.Channel.Version
	return w.Save(w.ctx, id, env, edits, "")
}

// TestKillDuringSettingsAndSecrets kills the program at random moments and looks
// at what it left. CHANNELDESK_SOAK=1 makes it two hundred times.
func TestKillDuringSettingsAndSecrets(t *testing.T) { killOften(t, 25) }

// TestKillDuringRestoreBesidePublish kills it while versions are restored beside
// publishing.
func TestKillDuringRestoreBesidePublish(t *testing.T) {
	w, err := openWorkshop(killOften(t, 15, envRestorer+"=1"), nil)
	require.NoError(t, err)
	defer func() { require.NoError(t, w.db.Close()) }()
	done := map[string]int{}
	lines, err := access.New(w.db, app.SystemClock, &app.Bus{}).Recent(w.ctx, 0, 10000)
	require.NoError(t, err)
	for _, l := range lines {
		done[l.Kind]++
	}
	t.Logf("%d published, %d restored", done[app.ActPublished], done[app.ActRestored])
	require.Positive(t, done[app.ActRestored])
	require.Positive(t, done[app.ActPublished])
}

// killOften gives the folder in which the killed programs worked.
func killOften(t *testing.T, rounds int, env ...string) string {
	t.Helper()
	if os.Getenv("CHANNELDESK_SOAK") == "1" {
		rounds = 200
	}
	dir, began := t.TempDir(), time.Now()
	makeQuickKey(t, dir)
	file := lockedFile(dir)
	left, changes := 0, 0
	for range rounds {
		changes += killedWorker(t, dir, rand.IntN(8), env...)
		left += requireSound(t, dir, file)
	}
	t.Logf("%d rounds, %d changes, %d values without owner swept, %s", rounds, changes, left, time.Since(began).Round(time.Millisecond))
	return dir
}

// killedWorker lets a worker do some things and kills it in the middle of the
// next one. It gives how many it reported.
func killedWorker(t *testing.T, dir string, after int, env ...string) (said int) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(append(os.Environ(), envWorker+"="+dir), env...)
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	lines := bufio.NewScanner(out)
	for said < after && lines.Scan() {
		require.NotContains(t, lines.Text(), "failed")
		said++
	}
	for end := time.Now().Add(rand.N(25 * time.Millisecond)); time.Now().Before(end); { // a random moment of the next change
	}
	require.NoError(t, cmd.Process.Kill())
	for lines.Scan() {
		require.NotContains(t, lines.Text(), "failed")
		said++
	}
	_ = cmd.Wait()
	return said
}

// requireSound demands that the folder opens and everything in it is whole, and
// gives how many values had no owner.
func requireSound(t *testing.T, dir string, file *secret.File) int {
	t.Helper()
	w, err := openWorkshop(dir, file)
	require.NoError(t, err)
	defer func() { require.NoError(t, w.db.Close()) }()
	problems, err := w.db.Integrity(w.ctx)
	require.NoError(t, err)
	require.Empty(t, problems)
	lost, err := w.Lost(w.ctx)
	require.NoError(t, err)
	require.Empty(t, lost, "a reference without its secret")
	n, err := w.Sweep(w.ctx, true)
	require.NoError(t, err)
	require.NoError(t, w.db.View(w.ctx, func(tx app.Tx) error {
		orphans, err := tx.OrphanSecretRefs(time.Now().Add(24 * time.Hour))
		require.NoError(t, err)
		require.Empty(t, orphans)
		agents, err := tx.ListAgents()
		require.NoError(t, err)
		for _, a := range agents {
			requireWholeVersion(t, tx, a.ID)
		}
		return err
	}))
	for ref := range held(t, w.db) { // also those that only older versions hold
		_, err := file.Get(w.ctx, ref)
		require.NoError(t, err)
	}
	return n
}

func requireWholeVersion(t *testing.T, tx app.Tx, id app.AgentID) {
	t.Helper()
	c, err := tx.GetChannel(id, app.Published)
	require.NoError(t, err)
	versions, err := tx.ListVersions(c.ID)
	require.NoError(t, err)
	require.Len(t, versions, c.Version)
	if c.Protocol != "" {
		require.True(t, c.Webhook.Secret.Present(), "settings and first webhook secret come together")
	}
	if c.Version > 0 {
		c.Webhook, c.Parked = app.Webhook{}, map[app.ProtocolID]app.ProtocolValues{}
		versions[0].Snapshot.Revision = c.Revision
		require.Equal(t, c, versions[0].Snapshot)
	}
}
