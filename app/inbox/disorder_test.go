package inbox_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"channeldesk/app"
)

// world is everything that webhooks decide, in a form to compare.
func (o *office) world(c app.Channel) (out []string) {
	o.t.Helper()
	o.view(func(tx app.Tx) error {
		all, err := tx.ListMessages(app.MessageFilter{Agent: c.AgentID, Environment: c.Environment})
		for _, m := range all {
			out = append(out, fmt.Sprint(m.ProviderID, m.Status, m.SentAt.Unix(), m.DeliveredAt.Unix(), m.ReadAt.Unix(), m.Code))
		}
		return err
	})
	o.view(func(tx app.Tx) error {
		for i := range 3 {
			p, err := tx.GetPerson(c.ID, fmt.Sprintf("+62812555070%02d", i))
			if app.ErrorCode(err) == app.CodeNotFound {
				continue
			}
			if err != nil {
				return err
			}
			out = append(out, fmt.Sprint(p.Key, p.Number, p.Name, p.Room, p.LastInboundAt.Unix()))
		}
		return nil
	})
	forwarded := map[string]int{}
	for _, f := range o.forwardings(c) {
		if f.Kind == "message" {
			forwarded[string(f.Body)]++
		}
	}
	for _, n := range forwarded {
		require.Equal(o.t, 1, n, "a message was passed on twice")
	}
	return append(out, fmt.Sprint(len(forwarded)))
}

// TestOrderAndRepetitionsDecideNothing posts the same events in any order, in
// batches of any size, with any of them repeated.
func TestOrderAndRepetitionsDecideNothing(t *testing.T) {
	states := []string{"sent", "delivered", "read"}
	o, made := newOffice(t), 0
	rapid.Check(t, func(r *rapid.T) {
		var statuses, messages []string
		for m := range 3 {
			kinds := states[:rapid.IntRange(0, 3).Draw(r, "states")]
			for i, s := range kinds {
				statuses = append(statuses, metaState(fmt.Sprintf("wamid.out%d", m), s, monday.Add(time.Duration(i)*time.Second)))
			}
		}
		statuses = append(statuses, metaState("wamid.out3", "failed", monday))
		for i := range rapid.IntRange(1, 8).Draw(r, "messages") {
			person := rapid.IntRange(0, 2).Draw(r, "person")
			at := monday.Add(-time.Duration(rapid.IntRange(0, 5).Draw(r, "minutes")) * time.Minute)
			messages = append(messages, strings.Replace(metaMessage(fmt.Sprintf("wamid.in%d", i), at, `"type":"text","text":{"body":"x"}`), "6281255507001", fmt.Sprintf("62812555070%02d", person), 1))
		}
		post := func(o *office, c app.Channel, events []string) {
			var in, out []string
			for _, e := range events {
				if strings.Contains(e, `"status"`) {
					out = append(out, e)
				} else {
					in = append(in, e)
				}
			}
			o.take(c, metaPost("messages", `{`+metaData+`,"messages":[`+strings.Join(in, ",")+`],"statuses":[`+strings.Join(out, ",")+`]}`))
		}
		events := append(statuses, messages...)
		var worlds [2][]string
		for n := range worlds {
			made++
			c := o.metaOf(fmt.Sprintf("Agent %d", made))
			for i := range 4 {
				o.message(c, fmt.Sprintf("msg_%d_%d", made, i), fmt.Sprintf("wamid.out%d", i), "")
			}
			given := events
			if n == 1 {
				given = rapid.Permutation(events).Draw(r, "order")
				given = append(given, rapid.SliceOfN(rapid.SampledFrom(events), 0, 6).Draw(r, "again")...)
			}
			for len(given) > 0 {
				size := len(given)
				if n == 1 {
					size = rapid.IntRange(1, len(given)).Draw(r, "batch")
				}
				post(o, c, given[:size])
				given = given[size:]
			}
			worlds[n] = o.world(c)
		}
		require.Equal(r, worlds[0], worlds[1])
	})
}

// TestTheNewestNameAndRoomCount tells names and rooms in every order.
func TestTheNewestNameAndRoomCount(t *testing.T) {
	told := []struct {
		name string
		at   time.Time
	}{{"Rina", monday.Add(-3 * time.Minute)}, {"Rina B", monday.Add(-2 * time.Minute)}, {"Rina C", monday.Add(-time.Minute)}, {"Rina D", monday.Add(-time.Minute)}}
	for _, order := range [][]int{{0, 1, 2, 3}, {3, 2, 1, 0}, {2, 0, 3, 1}, {1, 3, 0, 2}} {
		o := newOffice(t)
		c := o.qontak("Toko", roomChannel)
		for _, i := range order {
			body := strings.ReplaceAll(qontakText(fmt.Sprint(i), roomChannel, "x", told[i].at), `"name":"Rina"`, `"name":"`+told[i].name+`"`)
			o.take(c, strings.ReplaceAll(body, "room-1", "room-"+fmt.Sprint(i)))
		}
		p := o.person(c, rina)
		assert.Equal(t, []string{"Rina D", "room-3"}, []string{p.Name, p.Room})
		assert.True(t, p.LastInboundAt.Equal(monday.Add(-time.Minute)))
	}
	o := newOffice(t)
	c := o.meta()
	o.take(c, metaText("1", "from the future", monday.Add(time.Hour)))
	assert.True(t, o.person(c, rina).LastInboundAt.Equal(monday), "a wrong clock does not keep the window open")
}
