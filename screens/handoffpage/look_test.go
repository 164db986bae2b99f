package handoffpage

import (
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/handoff"
	"channeldesk/screens/frame/frametest"
)

func TestLooksAsDrawn(t *testing.T) {
	frametest.LightAndDark(t, "page", 1060, 910, func(t *testing.T) fyne.CanvasObject {
		b := newBench(t)
		b.deps.entries = append(b.deps.entries, otherEntries()...)
		b.enter()
		return b.screen.Content()
	})
}

func TestLooksOnSmallWindowWithSecret(t *testing.T) {
	frametest.LightAndDark(t, "small-secret", 960, 866, func(t *testing.T) fyne.CanvasObject {
		b := newBench(t)
		b.enter()
		b.screen.ctl.secret.SetOn(true)
		b.screen.Reload()
		b.wait()
		return b.screen.Content()
	})
}

func TestLooksWithAShortenedAddress(t *testing.T) {
	frametest.LightAndDark(t, "shortened", 1060, 741, func(t *testing.T) fyne.CanvasObject {
		b := newBench(t)
		b.deps.sheet = shortened
		b.enter()
		return b.screen.Content()
	})
}

func TestLooksWithLongNames(t *testing.T) {
	frametest.LightAndDark(t, "long-names", 960, 741, func(t *testing.T) fyne.CanvasObject {
		b := newBench(t)
		b.deps.sheet = func(r handoff.Request) (handoff.Sheet, error) {
			s := sampleSheet(r)
			s.Agent = "Perusahaan Perseroan Terbatas Bank Pembangunan Daerah Istimewa Yogyakarta 🌸🌸🌸"
			s.To = "Perkumpulan Penyedia Layanan Percakapan Digital Nusantara Raya, Yogyakarta dan Jawa Tengah"
			s.Contact = "Raden Mas Kartika Dewi Sulistyaningrum, +62 812-5550-1423"
			return s, nil
		}
		b.enter()
		return b.screen.Content()
	})
}

func TestLooksWithEventsInWords(t *testing.T) {
	frametest.LightAndDark(t, "events-in-words", 960, 641, func(t *testing.T) fyne.CanvasObject {
		b := newBench(t)
		b.deps.sheet = func(r handoff.Request) (handoff.Sheet, error) {
			s, err := shortened(r)
			s.ProtocolName, s.Events = "Coster", []string{"Incoming messages", "Delivery states (sent, delivered, read, failed)"}
			return s, err
		}
		b.enter()
		return b.screen.Content()
	})
}

func TestLooksWhenSomethingIsMissing(t *testing.T) {
	frametest.LightAndDark(t, "missing", 1060, 741, func(t *testing.T) fyne.CanvasObject {
		b := newBench(t)
		b.deps.entries = nil
		b.deps.sheet = func(r handoff.Request) (handoff.Sheet, error) {
			s := sampleSheet(r)
			s.Missing = allMissing()
			return s, nil
		}
		b.enter()
		return b.screen.Content()
	})
}

func TestLooksFullScreen(t *testing.T) {
	frametest.LightAndDark(t, "full-screen", 1280, 800, func(t *testing.T) fyne.CanvasObject {
		newBench(t)
		s := sampleSheet(handoff.Request{Audience: app.ForProvider, To: "Surya Digital", Language: "en", IncludeSecret: true})
		p, err := newProjection(s, false)
		require.NoError(t, err)
		return newBigCode(p)
	})
}

// allMissing is what a fresh agent lacks.
func allMissing() []handoff.Missing {
	return []handoff.Missing{
		{What: "account_code", Why: app.Say("The account code is missing. Enter the phone number on the Channel page.")},
		{What: "public_address", Why: app.Say("The gateway has no public address yet, so there is no webhook URL. Enter the public address in Settings.")},
		{What: "webhook_secret", Why: app.Say("There is no webhook secret yet. Generate it on the Channel page.")},
	}
}

// otherEntries are the states that the drawn log does not have.
func otherEntries() []handoff.Entry {
	at := sampleEntries()[2].At
	sign := handoff.Entry{State: handoff.SignSeen, Handoff: app.Handoff{ID: 3, Sheet: "NB-0003", At: at.AddDate(0, 0, -2), By: "Dewi Kartika", To: "Surya Digital", Audience: app.ForProvider, Way: app.HandoffPrint, FirstSignAt: at.AddDate(0, 0, -1)}}
	old := handoff.Entry{State: handoff.OutOfDate, Handoff: app.Handoff{ID: 2, Sheet: "NB-0002", At: at.AddDate(0, 0, -9), By: "Dewi Kartika", Audience: app.ForProvider, Way: app.HandoffPDF, WithSecret: true}}
	note := handoff.Entry{State: handoff.Noted, Handoff: app.Handoff{ID: 1, At: at.AddDate(-1, 0, -9), By: "Dewi Kartika", To: "Surya Digital", Way: app.HandoffNote, Note: "Read out over the phone, they will set it on Monday"}}
	return []handoff.Entry{sign, old, note}
}
