//go:build linux

package main

import (
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
)

// bubble is a message as the customer's phone shows it.
type bubble struct {
	ID    string `json:"id"`
	Own   bool   `json:"own"`
	Text  string `json:"text"`
	State string `json:"state"`
}

// apiMessage is a message as the API tells it.
type apiMessage struct {
	ID          string     `json:"id"`
	Status      string     `json:"status"`
	Source      string     `json:"source"`
	Text        string     `json:"text"`
	AcceptedAt  *time.Time `json:"accepted_at"`
	DeliveredAt *time.Time `json:"delivered_at"`
	ReadAt      *time.Time `json:"read_at"`
}

const firstWords = "Halo, apakah promo masih ada?"

// customerWrites lets a customer write, and answers with the example that the API
// page shows, run by curl with the key that was made.
func customerWrites(g *guide) {
	g.writes(firstWords)
	g.page("Overview")
	g.waitText("Last webhook", "Just now", "Messages arrive")
	g.photo("gateway-overview")

	g.page("API integration")
	g.choose("Send a template message", "Send a text")
	g.waitText("It needs a key that may send.")
	g.click("Copy the example")
	g.wait("the example in the clipboard", func(seen) bool { return strings.Contains(fromClipboard(), "curl --silent") })
	answer := g.runExample(fromClipboard())
	g.answered = regexp.MustCompile(`msg_[0-9a-z]+`).FindString(answer)
	if g.answered == "" || !strings.Contains(answer, "\n202\n") {
		g.fail("curl was answered: %s", answer)
	}
	g.waitText("Just now") // the key was used
	m := g.delivered(g.answered)
	// A provider now and then tells that a message was read and leaves the rest out.
	if m.AcceptedAt == nil || m.DeliveredAt == nil && m.ReadAt == nil {
		g.fail("the message has no right times: %+v", m)
	}
	g.shows("> "+firstWords, m.Text)
	g.wheelUp()
	g.photo("api-used")
}

// runExample runs a copied example as a developer would: the key in the
// environment, the sample number replaced by a real one.
func (g *guide) runExample(example string) string {
	file := filepath.Join(g.work, "example.sh")
	own := regexp.MustCompile(`\+62[0-9]{8,}`).ReplaceAllString(example, g.providers().Meta.Customer)
	g.must(os.WriteFile(file, []byte(own), 0o600))
	cmd := exec.Command("sh", file)
	cmd.Env = append(os.Environ(), "CHANNELDESK_API_KEY="+g.key)
	out, err := cmd.CombinedOutput()
	if err != nil {
		g.fail("the example does not run: %w: %s", err, out)
	}
	return string(out)
}

// delivered reads a message through the API until the customer has it.
func (g *guide) delivered(id string) (m apiMessage) {
	_, ok := g.until(patience, func(seen) bool {
		m = apiMessage{}
		g.must(ask(http.MethodGet, g.gatewayAt+"/v1/messages/"+id, g.key, nil, &m))
		return m.Status == "delivered" || m.Status == "read"
	})
	if !ok {
		g.fail("the message does not come to the customer: %+v", m)
	}
	return m
}

// sessionEnds waits until the customer was asked twice, lets the customer agree,
// and finds all of it on the Channel page.
func sessionEnds(g *guide) {
	g.agentByKeys(sampleAgent)
	said := []string{"> " + firstWords, g.delivered(g.answered).Text}
	asked := append(said, "Do you still need help?", "Shall we end this chat?")
	reason := "Session ended by the customer."
	if g.showsWithin(6*time.Minute, asked...) == len(asked) {
		g.phone("tap", map[string]any{"button": "End chat"})
		asked = append(asked, "> End chat")
	} else { // a slow machine: nobody agreed within the minute
		reason = "Session ended: the customer did not answer."
	}
	g.shows(append(asked, "Thank you for writing to us.")...)
	g.sessionMessages()
	if texts, unsigned := g.agent.texts(g.signer); !slices.Equal(texts, []string{firstWords}) || unsigned > 0 {
		g.fail("the agent got %q, %d of it not signed; the customer's agreement is no message for it", texts, unsigned)
	}
	g.environment("Published")
	g.page("Channel")
	g.waitText("What comes in")
	g.wheelUp()
	g.click("What comes in")
	g.waitText(reason, "0 running")
	g.wheelUp()
	g.photo("incoming-ended")
	g.agent.Close()
	g.agentByKeys(bankAgent)
}

// sessionMessages waits until the API tells of the two questions and the closing
// text that the customer has them.
func (g *guide) sessionMessages() {
	var page struct{ Messages []apiMessage }
	_, ok := g.until(patience, func(seen) bool {
		page.Messages = nil
		g.must(ask(http.MethodGet, g.gatewayAt+"/v1/messages?source=session", g.key, nil, &page))
		return len(page.Messages) == 3 && !slices.ContainsFunc(page.Messages, func(m apiMessage) bool { return m.Status != "delivered" && m.Status != "read" })
	})
	if !ok {
		g.fail("the API tells of the session's messages: %+v", page.Messages)
	}
}

// phone makes the customer do something.
func (g *guide) phone(act string, form map[string]any) {
	var answer map[string]any
	g.must(ask(http.MethodPost, g.providers().base+"/_sandbox/phone/"+act, "", form, &answer))
}

func (g *guide) writes(text string) { g.phone("write", map[string]any{"text": text}) }

// shows waits until the customer's phone shows just these messages, own ones with
// a > before them; of each at least the beginning.
func (g *guide) shows(want ...string) {
	if n := g.showsWithin(patience, want...); n != len(want) {
		g.fail("the customer's phone shows %d messages, not %d", n, len(want))
	}
}

// showsWithin waits until it shows these, and gives how many it shows, as there
// may be more.
func (g *guide) showsWithin(most time.Duration, want ...string) (n int) {
	var now []string
	_, ok := g.until(most, func(seen) bool {
		now = g.conversation()
		return len(now) >= len(want) && slices.EqualFunc(now[:len(want)], want, strings.HasPrefix)
	})
	if !ok {
		g.fail("the customer's phone shows %q, not %q", now, want)
	}
	return len(now)
}

func (g *guide) conversation() (out []string) {
	p := g.providers()
	var chat struct{ Bubbles []bubble }
	id := fmt.Sprintf("meta.%s.%s", p.Meta.PhoneNumberID, strings.TrimPrefix(p.Meta.Customer, "+"))
	g.must(ask(http.MethodGet, p.base+"/_sandbox/phone/chats/"+id, "", nil, &chat))
	for _, b := range chat.Bubbles {
		if b.Own {
			out = append(out, "> "+b.Text)
		} else if b.State != "accepted" && b.State != "failed" {
			out = append(out, b.Text)
		}
	}
	return out
}
