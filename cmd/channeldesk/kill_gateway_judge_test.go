package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
)

// posted is how many posts the agents' address got of customers' messages.
func (k *killRun) posted() (n int) {
	for _, p := range k.passed {
		if p.Event == "message" {
			n += k.posts[p.Delivery]
		}
	}
	return n
}

// judgeInbound demands that each customer's message was passed on under one
// delivery id. A post that a kill cut off comes again under the same id.
func (k *killRun) judgeInbound() {
	passed := map[string]int{}
	for _, p := range k.passed {
		if p.Event == "message" {
			passed[p.ID]++
		}
	}
	require.Equal(k.t, k.inbound, len(passed), "customers' messages passed on")
	for n := range k.inbound {
		require.Equal(k.t, 1, passed[fmt.Sprint("wamid.in", n)], "message %d of a customer", n)
	}
	require.Equal(k.t, len(k.forwards), len(k.passed), "what is kept as passed on is what came")
}

// judgeStates demands that each message is as far as the provider told, with a
// time for each state.
func (k *killRun) judgeStates() {
	for _, m := range k.messages {
		told := k.told[m.Mark]
		if told == "" {
			continue
		}
		require.Equal(k.t, told, m.Status, m.Mark)
		for state, at := range map[app.MessageStatus]int64{
			app.MessageSent: m.SentAt.Unix(), app.MessageDelivered: m.DeliveredAt.Unix(), app.MessageRead: m.ReadAt.Unix(),
		} {
			if state.Rank() <= told.Rank() {
				require.EqualValues(k.t, killMonday+state.Rank(), at, "%s %s", m.Mark, state)
			}
		}
	}
}

// judgeSends demands that what was answered with 202 is there once, that nothing
// went to the provider twice, and that the doubtful ones are listed.
func (k *killRun) judgeSends() {
	stored := map[string]app.Message{}
	for _, m := range k.messages {
		if m.Source == app.SourceAPI {
			stored[m.Mark] = m
		}
	}
	require.Equal(k.t, len(k.sends), len(stored), "one message for each Idempotency-Key")
	for _, s := range k.sends {
		require.Contains(k.t, stored, s.mark)
	}
	for mark, m := range stored {
		took := k.took[mark]
		require.LessOrEqual(k.t, took, 1, "%s went out twice", mark)
		switch {
		case m.Status == app.MessageUnknown:
			k.doubt++
			require.NotEmpty(k.t, m.Reason.String(), "says why")
			require.True(k.t, k.unknown[mark], "%s is not listed", mark)
		case m.Status.Rank() >= app.MessageAccepted.Rank() && m.Status.Rank() <= app.MessageRead.Rank():
			require.Equal(k.t, 1, took, "%s is %s", mark, m.Status)
		default:
			require.Fail(k.t, "not an end", "%s is %s", mark, m.Status)
		}
	}
	require.Len(k.t, k.unknown, k.doubt)
	for mark := range k.took {
		require.Contains(k.t, stored, mark, "sent and not kept")
	}
}

// judgeOrder demands that each person's events came in the order in which they
// were applied, each state of a message once and none after a later one.
func (k *killRun) judgeOrder() {
	slices.SortFunc(k.forwards, func(a, b app.Forwarding) int { return int(a.ID - b.ID) })
	applied, came := map[string][]string{}, map[string][]string{}
	for _, f := range k.forwards {
		var p killPassed
		require.NoError(k.t, json.Unmarshal(f.Body, &p))
		applied[p.who()] = append(applied[p.who()], p.Delivery)
	}
	last := map[string]app.MessageStatus{}
	for _, p := range k.passed {
		came[p.who()] = append(came[p.who()], p.Delivery)
		if p.Event == "status" {
			require.Greater(k.t, p.Status.Rank(), last[p.ID].Rank(), "%s: %s after %s", p.ID, p.Status, last[p.ID])
			last[p.ID] = p.Status
		}
	}
	require.Equal(k.t, applied, came)
}

// listUnknown asks the API which messages are in doubt.
func (k *killRun) listUnknown(p *gatewayProcess) map[string]bool {
	k.t.Helper()
	found := map[string]bool{}
	for _, c := range k.channels {
		for cursor := ""; ; {
			status, answer := p.ask("GET", "/v1/messages?status=unknown&limit=200"+cursor, "", "Authorization", "Bearer "+c.readKey)
			require.Equal(k.t, http.StatusOK, status, answer)
			var page struct {
				Messages []struct{ ID, Status, Error string }
				Next     string `json:"next_cursor"`
			}
			require.NoError(k.t, json.Unmarshal([]byte(answer), &page))
			for _, m := range page.Messages {
				assert.Equal(k.t, "unknown", m.Status)
				assert.NotEmpty(k.t, m.Error)
				found[m.ID] = true
			}
			if page.Next == "" {
				break
			}
			cursor = "&cursor=" + page.Next
		}
	}
	return found
}
