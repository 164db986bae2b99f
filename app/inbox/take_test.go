package inbox_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/inbox"
)

func TestWhoIsTurnedAway(t *testing.T) {
	o := newOffice(t)
	meta, qontak := o.meta(), o.qontak("Toko", roomChannel)
	body := metaText("wamid.1", "halo", monday)
	good, room := o.hook(meta, body), o.hook(qontak, qontakText("1", roomChannel, "halo", monday))
	with := func(h inbox.Hook, change func(*inbox.Hook)) inbox.Hook { change(&h); return h }
	for name, c := range map[string]struct {
		hook   inbox.Hook
		status int
	}{
		"no signature":               {with(good, func(h *inbox.Hook) { h.Header = nil }), 401},
		"empty signature":            {with(good, func(h *inbox.Hook) { h.Header = func(string) string { return "" } }), 401},
		"signature of another key":   {with(good, func(h *inbox.Hook) { h.Header = signed("ffff456789abcdef0123456789abcdef", body) }), 401},
		"signature of another body":  {with(good, func(h *inbox.Hook) { h.Body = []byte(body + " ") }), 401},
		"signature without a body":   {with(good, func(h *inbox.Hook) { h.Body = nil }), 401},
		"unknown channel":            {with(good, func(h *inbox.Hook) { h.Key = "xx-000000" }), 404},
		"no channel":                 {with(good, func(h *inbox.Hook) { h.Key = "" }), 404},
		"another protocol's address": {with(good, func(h *inbox.Hook) { h.HookPath = "qontak" }), 404},
		"no protocol":                {with(good, func(h *inbox.Hook) { h.HookPath = "" }), 404},
		"a secret where none is":     {with(good, func(h *inbox.Hook) { h.Secret = "x" }), 404},
		"wrong secret":               {with(room, func(h *inbox.Hook) { h.Secret = "wrong" }), 403},
		"no secret":                  {with(room, func(h *inbox.Hook) { h.Secret = "" }), 403},
		"shortened secret":           {with(room, func(h *inbox.Hook) { h.Secret = h.Secret[:len(h.Secret)-1] }), 403},
		"secret of another channel":  {with(room, func(h *inbox.Hook) { h.Secret = o.hook(o.coster(), "").Secret }), 403},
	} {
		a := o.Take(context.Background(), c.hook)
		assert.Equal(t, c.status, a.Status, name)
		assert.Equal(t, "text/plain; charset=utf-8", a.ContentType)
		assert.NotEmpty(t, a.Body)
	}
	o.view(func(tx app.Tx) error {
		all, err := tx.ListArrivals(0, 0, 10)
		assert.Empty(t, all, "nothing that is not proven is kept")
		return err
	})
	assert.Equal(t, 200, o.Take(context.Background(), good).Status)
	assert.Equal(t, 200, o.Take(context.Background(), room).Status)
}

func TestHandshake(t *testing.T) {
	o := newOffice(t)
	meta, qontak := o.meta(), o.qontak("Toko", roomChannel)
	l, err := o.channels.LiveByKey(o.ctx, "meta", meta.Key)
	require.NoError(t, err)
	ask := func(token, mode, challenge string) inbox.Hook {
		return inbox.Hook{HookPath: "meta", Key: meta.Key, Query: url.Values{"hub.mode": {mode}, "hub.verify_token": {token}, "hub.challenge": {challenge}}}
	}
	right := l.Config.WebhookSecret.Expose()
	for range 2 { // asking again is no other question
		a := o.Handshake(context.Background(), ask(right, "subscribe", "<b>1158201444</b>"))
		assert.Equal(t, inbox.Answer{Status: 200, Body: "<b>1158201444</b>", ContentType: "text/plain; charset=utf-8"}, a)
	}
	for _, h := range []inbox.Hook{ask("", "subscribe", "1"), ask(right+"x", "subscribe", "1"), ask(right, "unsubscribe", "1"), {HookPath: "meta", Key: meta.Key}} {
		a := o.Handshake(context.Background(), h)
		assert.Equal(t, 403, a.Status)
		assert.NotContains(t, a.Body, "1")
	}
	assert.Equal(t, 404, o.Handshake(context.Background(), inbox.Hook{HookPath: "meta", Key: "xx"}).Status)

	h := o.hook(qontak, "")
	assert.Equal(t, 200, o.Handshake(context.Background(), h).Status, "somebody looks whether we are there")
	h.Secret = "wrong"
	assert.Equal(t, 403, o.Handshake(context.Background(), h).Status)
}

func TestTheOldWebhookSecretCountsWhileItOverlaps(t *testing.T) {
	o := newOffice(t)
	c := o.qontak("Toko", roomChannel)
	old := o.hook(c, qontakText("1", roomChannel, "halo", monday))
	require.NoError(t, o.channels.RegenerateWebhookSecret(o.ctx, c.AgentID, app.Published, time.Hour))
	before := o.channel(c.AgentID)
	require.Zero(t, before.Webhook.PreviousLastUsed)
	require.Equal(t, 200, o.Take(context.Background(), old).Status)
	used := o.channel(c.AgentID)
	assert.True(t, used.Webhook.PreviousLastUsed.Equal(monday))
	assert.Equal(t, before.Version, used.Version)
	assert.Equal(t, before.UpdatedAt, used.UpdatedAt)

	o.clock.pass(30 * time.Second)
	require.Equal(t, 200, o.Take(context.Background(), old).Status)
	assert.True(t, o.channel(c.AgentID).Webhook.PreviousLastUsed.Equal(monday), "at most once a minute")
	o.clock.pass(30 * time.Second)
	require.Equal(t, 200, o.Take(context.Background(), old).Status)
	assert.True(t, o.channel(c.AgentID).Webhook.PreviousLastUsed.Equal(monday.Add(time.Minute)))

	o.take(c, qontakText("2", roomChannel, "dengan rahasia baru", monday))
	o.clock.pass(time.Hour)
	assert.Equal(t, 403, o.Take(context.Background(), old).Status, "the overlap is over")
	require.NoError(t, o.channels.StopWebhookSecret(o.ctx, c.AgentID, app.Published))
	assert.Equal(t, 403, o.Take(context.Background(), old).Status)
}

func TestWhatBecomesOfAWebhook(t *testing.T) {
	o := newOffice(t)
	c := o.meta()
	for _, row := range []struct {
		name, body    string
		state         app.ArrivalState
		events, fresh int
		what          string
	}{
		{"message", metaText("wamid.1", "halo", monday), app.ArrivalApplied, 1, 1, "Message (text) of +62********001"},
		{"repetition", metaText("wamid.1", "halo", monday), app.ArrivalRepeated, 1, 0, "Message (text) of +62********001"},
		{"state", metaStates(metaState("wamid.A", "read", monday)), app.ArrivalApplied, 1, 1, "Delivery state: read, to +62********001"},
		{"mixed", metaPost("messages", `{`+metaData+`,"messages":[`+metaMessage("wamid.2", monday, `"type":"text","text":{"body":"x"}`)+`],"statuses":[`+metaState("wamid.A", "read", monday)+`]}`), app.ArrivalApplied, 2, 1,
			"1 message and 1 delivery state"},
		{"another number", strings.ReplaceAll(metaText("wamid.3", "halo", monday), numberID, "104729385561028"), app.ArrivalForeign, 1, 0, "For another number or channel: Message (text) of +62********001"},
		{"another account", strings.ReplaceAll(metaText("wamid.4", "halo", monday), wabaID, "0"), app.ArrivalForeign, 1, 0, "For another number or channel: Message (text) of +62********001"},
		{"unheard of", metaPost("holograms", `{"x":1}`), app.ArrivalNotPlain, 1, 0, "Not understood: holograms"},
		{"nothing", `{"object":"whatsapp_business_account","entry":[]}`, app.ArrivalApplied, 0, 0, "Nothing in it"},
		{"no JSON", `<html>`, app.ArrivalNotPlain, 0, 0, "What came in is not readable as JSON."},
		{"template", metaPost("message_template_status_update", `{"event":"APPROVED","message_template_id":1,"message_template_name":"order","message_template_language":"id"}`), app.ArrivalApplied, 1, 1,
			"The template order (id) is now approved."},
	} {
		o.take(c, row.body)
		a := o.last(c)
		assert.Equal(t, row.state, a.State, row.name)
		assert.Equal(t, [2]int{row.events, row.fresh}, [2]int{a.Events, a.Fresh}, row.name)
		assert.Equal(t, row.what, a.What.String(), row.name)
		body, err := o.Body(o.ctx, c.AgentID, c.Environment, a.ID)
		require.NoError(t, err)
		assert.Equal(t, row.body, string(body), "byte by byte")
	}
	assert.Len(t, o.forwardings(c), 2, "what is new, for us and a message")
	o.Wait()
	assert.Contains(t, o.signs.seen, c.ID)
}

func TestWhatTheNumberIsTold(t *testing.T) {
	o := newOffice(t)
	c := o.meta()
	o.update(func(tx app.Tx) error {
		return tx.SaveCheck(c.ID, app.CheckReport{At: monday.Add(-time.Hour), Facts: map[string]string{"quality": "GREEN", "messaging_limit": "TIER_1K", "verified_name": "Old"}})
	})
	facts := func() (f map[string]string) {
		o.view(func(tx app.Tx) error {
			r, err := tx.GetCheck(c.ID)
			f = r.Facts
			return err
		})
		return f
	}
	number := `"display_phone_number":"6281155500188"`
	o.take(c, metaPost("phone_number_quality_update", `{`+number+`,"event":"UPGRADE","current_limit":"TIER_10K"}`))
	assert.Equal(t, "TIER_10K", facts()["messaging_limit"])
	o.take(c, metaPost("phone_number_quality_update", `{"display_phone_number":"628115550199","event":"UPGRADE","current_limit":"TIER_100K"}`))
	assert.Equal(t, "TIER_10K", facts()["messaging_limit"], "another number of the account")
	o.take(c, metaPost("phone_number_quality_update", `{`+number+`,"event":"FLAGGED"}`))
	assert.Equal(t, "RED", facts()["quality"])
	o.take(c, metaPost("phone_number_name_update", `{`+number+`,"decision":"REJECTED","requested_verified_name":"Bad"}`))
	assert.Equal(t, "Old", facts()["verified_name"])
	o.take(c, metaPost("phone_number_name_update", `{`+number+`,"decision":"APPROVED","requested_verified_name":"New"}`))
	assert.Equal(t, "New", facts()["verified_name"])
	assert.Equal(t, "APPROVED", facts()["name_status"])
	late := strings.Replace(metaPost("business_capability_update", `{"max_daily_conversations_per_business":"TIER_250"}`), `"changes"`, `"time":1700000000,"changes"`, 1)
	o.take(c, late)
	assert.Equal(t, "TIER_10K", facts()["messaging_limit"], "older than the check")

	o.take(c, metaPost("user_preferences", `{"user_preferences":[{"wa_id":"6281255507001","value":"stop","timestamp":1763800000}]}`))
	assert.False(t, o.person(c, rina).OptedOutAt.IsZero())
	o.take(c, metaPost("user_preferences", `{"user_preferences":[{"wa_id":"6281255507001","value":"resume","timestamp":1763800009}]}`))
	assert.True(t, o.person(c, rina).OptedOutAt.IsZero())
}

func TestMessagesMoveOn(t *testing.T) {
	o := newOffice(t)
	c := o.meta()
	o.message(c, "msg_1", "wamid.A", "")
	o.take(c, metaStates(metaState("wamid.A", "read", monday)+","+metaState("wamid.A", "sent", monday)))
	priced := strings.TrimSuffix(metaState("wamid.A", "delivered", monday), "}") + `,"pricing":{"billable":true,"type":"regular","category":"utility"}}`
	o.take(c, metaStates(priced))
	assert.Equal(t, "utility, billable", o.status("msg_1").Price)
	assert.Equal(t, app.MessageRead, o.status("msg_1").Status)
	o.take(c, metaStates(metaState("wamid.early", "delivered", monday)))
	o.message(c, "msg_2", "wamid.early", "")
	assert.Equal(t, app.MessageDelivered, o.status("msg_2").Status, "a state may come before the answer to our call")
	require.Len(t, o.forwardings(c), 1)
	assert.Contains(t, string(o.forwardings(c)[0].Body), "msg_1")

	q := o.qontak("Toko", roomChannel)
	o.message(q, "msg_3", "", "broadcast-1")
	o.take(q, `{"id":"log-1","messages_broadcast_id":"broadcast-1","channel_integration_id":"`+roomChannel+`","contact_phone_number":"6281255507001","status":"delivered","whatsapp_message_id":"wamid.Q","data_event":"broadcast_log_status","webhook_event":"message_interaction"}`)
	assert.Equal(t, app.MessageDelivered, o.status("msg_3").Status)
	k := o.coster()
	o.message(k, "msg_4", "", "")
	o.take(k, strings.Replace(metaStates(metaState("wamid.K", "failed", monday)), `{"object"`, `{"xid":"msg_4","object"`, 1))
	assert.Equal(t, app.MessageFailed, o.status("msg_4").Status)
}

func TestBatchesOfAThousand(t *testing.T) {
	o := newOffice(t)
	c := o.meta()
	var messages []string
	for i := range 1000 {
		messages = append(messages, metaMessage("wamid."+time.Duration(i).String(), monday.Add(time.Duration(i)*time.Second-time.Hour), `"type":"text","text":{"body":"x"}`))
	}
	body := metaMessages(strings.Join(messages, ","))
	o.take(c, body)
	a := o.last(c)
	assert.Equal(t, [2]int{1000, 1000}, [2]int{a.Events, a.Fresh})
	assert.Equal(t, "1,000 messages", a.What.String())
	assert.Len(t, o.forwardings(c), 1000)
	assert.True(t, o.person(c, rina).LastInboundAt.Equal(monday.Add(999*time.Second-time.Hour)))
	o.take(c, body)
	assert.Equal(t, app.ArrivalRepeated, o.last(c).State)
	assert.Len(t, o.forwardings(c), 1000)
}

// TestTheSameWebhookAtTheSameMoment is what a provider does whose first try was
// slow.
func TestTheSameWebhookAtTheSameMoment(t *testing.T) {
	o := newOffice(t)
	c := o.meta()
	h := o.hook(c, metaText("wamid.1", "halo", monday))
	var wait sync.WaitGroup
	for range 40 {
		wait.Go(func() { assert.Equal(t, 200, o.Take(context.Background(), h).Status) })
	}
	wait.Wait()
	states := map[app.ArrivalState]int{}
	for _, a := range o.arrivals(c) {
		states[a.State]++
	}
	assert.Equal(t, map[app.ArrivalState]int{app.ArrivalApplied: 1, app.ArrivalRepeated: 39}, states)
	assert.Len(t, o.forwardings(c), 1)
}

func TestAChannelThatGoesMeanwhile(t *testing.T) {
	o := newOffice(t)
	c := o.meta()
	h := o.hook(c, metaText("wamid.1", "halo", monday))
	l, err := o.channels.LiveByKey(o.ctx, "meta", c.Key)
	require.NoError(t, err)
	late := inbox.New(inbox.Params{
		Store: o.db, Protocols: o.channels.Protocols, Guard: o.guard, Bus: o.bus, Clock: o.clock, Log: o.channels.Log,
		Channels: inbox.ChannelsFunc(func(context.Context, string, string) (inbox.Live, error) { return inbox.Live(l), nil }),
	})
	require.NoError(t, o.channels.DeleteAgent(o.ctx, c.AgentID))
	assert.Equal(t, 404, late.Take(context.Background(), h).Status)
}

func TestALockedSecretStoreAsksForPatience(t *testing.T) {
	o := newOffice(t)
	c := o.meta()
	s := inbox.New(inbox.Params{
		Store: o.db, Protocols: o.channels.Protocols, Guard: o.guard, Bus: o.bus, Clock: o.clock, Log: o.channels.Log,
		Channels: inbox.ChannelsFunc(func(context.Context, string, string) (inbox.Live, error) {
			return inbox.Live{}, app.NewError(app.CodeSecretsUnavailable, app.Say("Locked."))
		}),
	})
	a := s.Take(context.Background(), o.hook(c, metaText("wamid.1", "halo", monday)))
	assert.Equal(t, 503, a.Status)
	assert.Positive(t, a.RetryAfter)
	assert.Equal(t, 503, s.Handshake(context.Background(), inbox.Hook{HookPath: "meta", Key: c.Key}).Status)
}

func TestOneAddressForAWholeOrganisation(t *testing.T) {
	o := newOffice(t)
	const second = "1b5f0c52-5a35-4c53-9a8e-3f1f7ab0d222"
	a, b := o.qontak("Toko A", roomChannel), o.qontak("Toko B", second)
	o.take(a, qontakText("1", second, "untuk B", monday))
	assert.Empty(t, o.arrivals(a), "what is for B alone is B's webhook")
	assert.Equal(t, app.ArrivalApplied, o.last(b).State)
	assert.Len(t, o.forwardings(b), 1)
	o.take(b, qontakText("1", second, "untuk B", monday))
	assert.Equal(t, app.ArrivalRepeated, o.last(b).State, "by whichever address")

	o.take(a, "["+qontakText("2", second, "B", monday)+","+qontakText("3", roomChannel, "A", monday)+"]")
	assert.Equal(t, 2, o.last(a).Fresh)
	assert.Len(t, o.forwardings(a), 1)
	assert.Len(t, o.forwardings(b), 2)
	o.take(a, qontakText("4", "2b5f0c52-5a35-4c53-9a8e-3f1f7ab0d333", "?", monday))
	assert.Equal(t, app.ArrivalForeign, o.last(a).State)

	for c, organisation := range map[app.ChannelID]string{a.ID: "org-1", b.ID: "org-2"} {
		o.update(func(tx app.Tx) error {
			return tx.SaveCheck(c, app.CheckReport{At: monday, Facts: map[string]string{sharedFact(t, o): organisation}})
		})
	}
	o.take(a, qontakText("5", second, "not of this organisation", monday))
	assert.Equal(t, app.ArrivalForeign, o.last(a).State)
}

func sharedFact(t *testing.T, o *office) string {
	t.Helper()
	d := o.channels.Protocols.Declaration("qontak")
	require.NotEmpty(t, d.SharedFacts)
	return d.SharedFacts[0].Fact
}

func TestAMistakeOfOursHoldsNothingUp(t *testing.T) {
	o := newOffice(t)
	c := o.meta()
	bad := true
	o.forward.fail = func(person string) {
		if bad && person == "+6281255507002" {
			panic("a mistake")
		}
	}
	other := strings.ReplaceAll(metaMessage("wamid.2", monday, `"type":"text","text":{"body":"b"}`), "6281255507001", "6281255507002")
	body := metaMessages(metaMessage("wamid.1", monday, `"type":"text","text":{"body":"a"}`) + "," + other + "," + metaMessage("wamid.3", monday, `"type":"text","text":{"body":"c"}`))
	o.take(c, body)
	a := o.last(c)
	assert.Equal(t, app.ArrivalHadProblem, a.State)
	assert.Equal(t, 2, a.Fresh)
	assert.Equal(t, "1 of these could not be applied: 3 messages", a.What.String())
	assert.Len(t, o.forwardings(c), 2)

	bad = false
	require.NoError(t, o.Again(o.ctx, c.AgentID, c.Environment, a.ID))
	assert.Len(t, o.forwardings(c), 3)
	assert.Equal(t, app.ArrivalApplied, o.last(c).State)
	require.NoError(t, o.Again(o.ctx, c.AgentID, c.Environment, a.ID))
	assert.Len(t, o.forwardings(c), 3, "what took effect stays as it is")
	assert.Equal(t, app.ArrivalApplied, o.last(c).State)
	assert.Len(t, o.arrivals(c), 1)
}

// full is a store that takes nothing more.
type full struct {
	inbox.Store
	err error
}

func (f *full) Group(ctx context.Context, fn func(app.Tx) error) error {
	if f.err != nil {
		return f.err
	}
	return f.Store.Group(ctx, fn)
}

func TestWhatIsNotSavedIsNotAnsweredWithOK(t *testing.T) {
	store := &full{Store: newOffice(t).db}
	o := newOfficeOn(t, store)
	c := o.meta()
	h := o.hook(c, metaText("wamid.1", "halo", monday))
	store.err = app.NewError(app.CodeBusy, app.Say("Busy."))
	a := o.Take(context.Background(), h)
	assert.Equal(t, http.StatusServiceUnavailable, a.Status)
	assert.Positive(t, a.RetryAfter)
	store.err = app.NewError("storage_disk_full", app.Say("Full."))
	assert.Equal(t, http.StatusInternalServerError, o.Take(context.Background(), h).Status)
	store.err = context.Canceled
	assert.Equal(t, http.StatusServiceUnavailable, o.Take(context.Background(), h).Status)
	store.err = nil
	assert.Empty(t, o.arrivals(c))
	assert.Equal(t, 200, o.Take(context.Background(), h).Status)
}

func TestWhatWaitedIsApplied(t *testing.T) {
	o := newOffice(t)
	c := o.meta()
	o.update(func(tx app.Tx) error {
		for _, body := range []string{metaText("wamid.1", "halo", monday), "{", metaText("wamid.2", "halo", monday)} {
			if _, err := tx.AddArrival(app.Arrival{ChannelID: c.ID, At: monday, Body: []byte(body)}); err != nil {
				return err
			}
		}
		return nil
	})
	require.NoError(t, o.ApplyWaiting(context.Background()))
	all := o.arrivals(c)
	assert.Equal(t, []app.ArrivalState{app.ArrivalApplied, app.ArrivalNotPlain, app.ArrivalApplied}, []app.ArrivalState{all[0].State, all[1].State, all[2].State})
	assert.Len(t, o.forwardings(c), 2)
}

func TestWhoMayLook(t *testing.T) {
	o := newOffice(t)
	c, other := o.meta(), o.coster()
	o.take(c, metaText("wamid.1", "halo", monday))
	id := o.last(c).ID
	viewer := app.Member{Name: "Vina", Role: app.Viewer}
	o.update(func(tx app.Tx) (err error) { viewer.ID, err = tx.AddMember(viewer); return err })
	ctx := app.WithMember(context.Background(), viewer)
	_, err := o.Recent(ctx, c.AgentID, c.Environment, 0, 0)
	require.NoError(t, err)
	_, err = o.Body(ctx, c.AgentID, c.Environment, id)
	assert.Equal(t, app.CodeForbidden, app.ErrorCode(err))
	assert.Equal(t, app.CodeForbidden, app.ErrorCode(o.Again(ctx, c.AgentID, c.Environment, id)))
	_, err = o.Recent(context.Background(), c.AgentID, c.Environment, 0, 0)
	assert.Equal(t, app.CodeForbidden, app.ErrorCode(err))
	_, err = o.Body(o.ctx, other.AgentID, other.Environment, id)
	assert.Equal(t, app.CodeNotFound, app.ErrorCode(err), "another channel's")
	assert.Equal(t, app.CodeNotFound, app.ErrorCode(o.Again(o.ctx, other.AgentID, other.Environment, id)))
	_, err = o.Body(o.ctx, c.AgentID, c.Environment, id)
	require.NoError(t, err)
	o.view(func(tx app.Tx) error {
		lines, err := tx.ListActivity(c.AgentID, 1)
		assert.Equal(t, inbox.ActContentSeen, lines[0].Kind)
		return err
	})
}
