package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/storage"
)

// The moments at which something is killed.
var bulkPhases = []string{"preparing", "trial", "running", "pausing", "cancelling", "finishing"}

// The gateway, and who prepares, pauses or cancels, are killed again and again in
// the middle of bulk sends. In the end everybody got one message or none, nobody is
// forgotten, the doubtful ones say so, and the counters are those of the table.
func TestKillBulkSends(t *testing.T) {
	rounds, each := len(bulkPhases), 300
	if os.Getenv("CHANNELDESK_SOAK") != "" {
		rounds, each = 100, 1000
	}
	k := newBulkKill(t, each)
	first := rand.IntN(len(bulkPhases))
	for n := range rounds {
		k.round(n, bulkPhases[(first+n)%len(bulkPhases)])
		if n%10 == 9 || n == rounds-1 {
			k.judgeCounters()
		}
		if t.Failed() {
			return
		}
	}
	k.stopped().stop()
	wrong, err := k.db.Integrity(t.Context())
	require.NoError(t, err)
	require.Empty(t, wrong)
	t.Logf("%d rounds of %d: %d kills of the gateway, %d of a person's process; %d messages delivered or accepted, %d cancelled, %d in doubt at the end (%d of them had gone out), %d resumed after they stopped by themselves",
		rounds, each, k.kills, k.childKills, k.sent, k.cancelled, k.doubt, k.doubtSent, k.resumed)
}

// bulkKill is the whole run with its figures.
type bulkKill struct {
	t        *testing.T
	bench    *bench
	provider *bulkProvider
	db       *storage.DB
	agent    app.AgentID
	channel  app.ChannelID
	each     int
	process  *gatewayProcess

	kills, childKills                          int
	sent, cancelled, doubt, doubtSent, resumed int
}

func newBulkKill(t *testing.T, each int) *bulkKill {
	t.Helper()
	b := newBench(t)
	b.useFileStore()
	p := newBulkProvider(t)
	b.must("settings", "set", "public-address", "https://wa.example")
	b.must("--secrets", "file", "apply", "-f", b.file("kill.yaml", strings.Replace(b.good(), b.meta, p.url, 1)))
	k := &bulkKill{t: t, bench: b, provider: p, each: each}
	var err error
	k.db, err = storage.Open(t.Context(), storage.Options{Dir: b.data})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, k.db.Close()) })
	require.NoError(t, k.db.Update(t.Context(), func(tx app.Tx) error { return k.setUp(tx) }))
	go p.tell()
	return k
}

// setUp gives the channel a template and the pace of a number that Meta raised.
func (k *bulkKill) setUp(tx app.Tx) error {
	agents, err := tx.ListAgents()
	if err != nil {
		return err
	}
	c, err := tx.GetChannel(agents[0].ID, app.Published)
	if err != nil {
		return err
	}
	k.agent, k.channel = agents[0].ID, c.ID
	v := k.bench.values
	k.provider.secret = v.AppSecret
	k.provider.channel = &killChannel{number: v.PhoneNumberID, waba: v.WABAID, account: c.AccountCode, key: c.Key, id: c.ID, agent: agents[0].ID}
	t := bulkTemplate
	t.ChannelID = c.ID
	if _, err := tx.SaveTemplate(t); err != nil {
		return err
	}
	return tx.SaveCheck(c.ID, app.CheckReport{Protocol: c.Protocol, At: time.Now(), Facts: map[string]string{
		"throughput": "HIGH", "display_phone_number": c.AccountCode,
	}})
}

// running gives the gateway's process, started when there is none.
func (k *bulkKill) running() *gatewayProcess {
	if k.process == nil {
		k.process = k.bench.startGateway()
		k.provider.gateway.Store(k.process)
	}
	return k.process
}

// stopped forgets the process and gives it.
func (k *bulkKill) stopped() *gatewayProcess {
	p := k.running()
	k.provider.gateway.Store(nil)
	k.process = nil
	return p
}

func (k *bulkKill) kill() {
	p := k.stopped()
	p.kill()
	p.wait()
	k.kills++
}

// killAfter kills the gateway when the provider took so many more messages.
func (k *bulkKill) killAfter(n int) {
	reached := make(chan struct{})
	k.provider.after(n, func() { close(reached) })
	k.running()
	select {
	case <-reached:
	case <-time.After(time.Minute):
		k.t.Fatal("the messages do not come")
	}
	anyMoment(5 * time.Millisecond) // any moment
	k.kill()
}

// anyMoment lets a random part of a time pass: a kill comes when it likes.
func anyMoment(within time.Duration) { <-time.After(rand.N(within)) }

// child starts a person's process.
func (k *bulkKill) child(args ...string) (*exec.Cmd, *bytes.Buffer) {
	k.t.Helper()
	cmd := exec.Command(os.Args[0], append([]string{k.bench.data}, args...)...)
	cmd.Env = append(os.Environ(), childVar+"=bulk")
	said := &bytes.Buffer{}
	cmd.Stderr = said
	require.NoError(k.t, cmd.Start())
	return cmd, said
}

// person lets a person's process end.
func (k *bulkKill) person(args ...string) {
	k.t.Helper()
	cmd, said := k.child(args...)
	require.NoError(k.t, cmd.Wait(), "%v: %s", args, said)
}

// killedPerson kills a person's process some time after it began.
func (k *bulkKill) killedPerson(within time.Duration, args ...string) {
	cmd, _ := k.child(args...)
	anyMoment(within)
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
	k.childKills++
}

// file writes the recipients of a round.
func (k *bulkKill) file(round int) string {
	var b strings.Builder
	b.WriteString("phone,name,customer\n")
	for i := range k.each {
		fmt.Fprintf(&b, "0812%08d,Ibu %d,Ibu %d\n", 10_000_000+round*k.each+i, i, i)
	}
	return k.bench.file(bulkName(round)+".csv", b.String())
}

func bulkName(round int) string { return fmt.Sprintf("round-%03d", round) }

// find gives the bulk send of a round.
func (k *bulkKill) find(round int) (b app.BulkSend, n app.BulkCounts, ok bool) {
	k.t.Helper()
	require.NoError(k.t, k.db.View(k.t.Context(), func(tx app.Tx) error {
		list, err := tx.ListBulks(k.channel, 3)
		for _, x := range list {
			if x.Name == bulkName(round) {
				b, ok = x, true
				n, err = tx.CountBulk(b.ID)
			}
		}
		return err
	}))
	return b, n, ok
}

// round is one bulk send, with something killed at one moment.
func (k *bulkKill) round(round int, phase string) {
	t := k.t
	t.Helper()
	file, pace, trial := k.file(round), 1000, 0
	switch phase {
	case "trial":
		trial = 5
	case "pausing", "cancelling":
		pace = k.each / 2 // it takes a while to say so
	}
	prepare := []string{"prepare", file, strconv.Itoa(pace), strconv.Itoa(trial)}
	if phase == "preparing" {
		k.preparing(round, prepare)
	} else {
		if phase == "trial" || rand.IntN(2) == 0 {
			k.running()
		}
		k.provider.after(k.moment(phase), func() {})
		k.person(prepare...)
	}
	b, _, ok := k.find(round)
	require.True(t, ok)
	id := strconv.Itoa(int(b.ID))
	switch phase {
	case "trial":
		k.waitFor(round, func(b app.BulkSend, _ app.BulkCounts) bool { return b.Status != app.BulkScheduled })
		anyMoment(50 * time.Millisecond)
		k.kill()
	case "running", "finishing":
		k.killAfterAll(round, k.moment(phase))
	case "pausing", "cancelling":
		k.deciding(round, map[string]string{"pausing": "pause", "cancelling": "cancel"}[phase], id)
	}
	k.finish(round, id)
	k.judge(round, phase)
}

// moment is how many messages go out before something happens.
func (k *bulkKill) moment(phase string) int {
	if phase == "finishing" {
		return k.each - rand.IntN(20)
	}
	return 1 + rand.IntN(k.each*3/4)
}

// killAfterAll kills the gateway when so many of a round's messages were taken.
func (k *bulkKill) killAfterAll(round, n int) {
	if n -= k.takenOf(round); n > 0 {
		k.killAfter(n)
		return
	}
	k.kill()
}

// takenOf is how many of a round's messages the provider took.
func (k *bulkKill) takenOf(round int) (n int) {
	b, _, _ := k.find(round)
	prefix := "msg_" + strings.TrimPrefix(b.Mark, "bulk_") + "_"
	k.provider.mu.Lock()
	defer k.provider.mu.Unlock()
	for mark := range k.provider.took {
		if strings.HasPrefix(mark, prefix) {
			n++
		}
	}
	return n
}

// preparing kills who stores the recipients, and often the gateway that goes on
// with it. When nothing was stored at all, the person begins again.
func (k *bulkKill) preparing(round int, prepare []string) {
	t := k.t
	t.Helper()
	if rand.IntN(3) > 0 {
		k.running()
	}
	cmd, _ := k.child(prepare...)
	rows, end := rand.IntN(k.each), time.Now().Add(time.Minute)
	for tick := time.Tick(time.Millisecond); ; <-tick {
		if b, _, ok := k.find(round); ok && b.Prepared >= rows || rand.IntN(400) == 0 {
			break
		}
		require.True(t, time.Now().Before(end))
	}
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
	k.childKills++
	if rand.IntN(2) == 0 && k.process != nil {
		k.kill()
	}
	if _, _, ok := k.find(round); !ok {
		k.person(prepare...)
	}
}

// deciding kills who pauses or cancels, and the gateway, at about the same time.
func (k *bulkKill) deciding(round int, what, id string) {
	reached := make(chan struct{})
	if n := k.moment(what) - k.takenOf(round); n > 0 {
		k.provider.after(n, func() { close(reached) })
		k.running()
		<-reached
	}
	if rand.IntN(2) == 0 {
		k.killedPerson(300*time.Millisecond, what, id)
		k.kill()
	} else {
		cmd, said := k.child(what, id)
		anyMoment(200 * time.Millisecond)
		k.kill()
		if err := cmd.Wait(); err != nil { // it may have been finished meanwhile
			require.Contains(k.t, said.String(), "finished")
		}
	}
	b, _, _ := k.find(round)
	k.running()
	if b.Status.Ended() || b.Status == app.BulkPaused {
		return
	}
	cmd, said := k.child(what, id) // the person tries again
	if err := cmd.Wait(); err != nil {
		require.Contains(k.t, said.String(), "finished")
	}
}

// waitFor looks at a round's bulk send until something is so.
func (k *bulkKill) waitFor(round int, so func(app.BulkSend, app.BulkCounts) bool) {
	k.t.Helper()
	end := time.Now().Add(2 * time.Minute)
	for tick := time.Tick(10 * time.Millisecond); ; <-tick {
		b, n, ok := k.find(round)
		if ok && so(b, n) {
			return
		}
		require.True(k.t, time.Now().Before(end), "%+v %+v", b, n)
	}
}

// finish lets a gateway live until nothing is left to do.
func (k *bulkKill) finish(round int, id string) {
	k.running()
	k.waitFor(round, func(b app.BulkSend, n app.BulkCounts) bool {
		switch b.Status {
		case app.BulkPaused:
			require.Eventually(k.t, func() bool { _, n, _ := k.find(round); return n.Queued+n.Sending == 0 }, 30*time.Second, 10*time.Millisecond,
				"what is being sent goes out")
			before := k.takenOf(round)
			<-time.After(150 * time.Millisecond)
			require.Equal(k.t, before, k.takenOf(round), "paused is paused")
			k.person("resume", id)
		case app.BulkStopped:
			k.resumed++
			k.person("resume", id)
		}
		return b.Status.Ended() && n.Held+n.Queued+n.Sending == 0 && k.provider.quiet()
	})
}
