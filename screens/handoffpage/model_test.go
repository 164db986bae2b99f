package handoffpage

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/bidi"
	"channeldesk/app/handoff"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

func TestLogRowsSayWhatHappened(t *testing.T) {
	rows := newLogRows(append(sampleEntries(), otherEntries()...), "verify token", noon)
	require.Len(t, rows, 6)
	assert.Equal(t, logRow{
		id: 6, when: "Fri 13 Nov 14:22", by: "Raka Pratama", to: "Surya Digital, provider team", how: "PDF, without token",
		state: handoff.Confirmed, status: "Confirmed 13 Nov 16:05", sheet: "NB-0006", language: "English", confirmedBy: "Raka Pratama",
	}, rows[0])
	assert.Equal(t, "Waiting 20 days", rows[1].status)
	assert.True(t, rows[1].offersInRow)
	assert.Equal(t, "Bank Nusantara, client IT", rows[2].to)
	assert.Equal(t, "First sign of life 27 Oct 09:15", rows[3].status)
	assert.True(t, rows[3].canConfirm, "in its details, there is no room in the row")
	assert.False(t, rows[3].offersInRow)
	assert.Equal(t, "Out of date", rows[4].status)
	assert.Equal(t, "PDF, with token", rows[4].how)
	assert.Equal(t, "Provider team", rows[4].to)
	assert.Equal(t, "19 Oct 2025", rows[5].when, "another year has no time")
	assert.False(t, rows[5].canConfirm, "a note cannot be confirmed")
}

func TestWaitingIsSaidInDays(t *testing.T) {
	assert.Equal(t, "Waiting", waitingText(0))
	assert.Equal(t, "Waiting 1 day", waitingText(1))
	assert.Equal(t, "Waiting 2 days", waitingText(2))
}

func TestReadingHasTheCodesAndWhatTheyContain(t *testing.T) {
	r, err := newReading(sampleSheet(handoff.Request{Language: "en"}), nil, noon)
	require.NoError(t, err)
	require.Len(t, r.codes, 1)
	assert.Equal(t, "Scan with any phone camera", r.codes[0].caption)
	secret := r.facts[3]
	assert.Equal(t, fact{name: "Verify token", value: "Not included"}, secret)
	assert.Equal(t, "…/hooks/meta/nb-41c0d7", r.facts[2].value)

	s := sampleSheet(handoff.Request{Language: "en", IncludeSecret: true})
	s.Contact, s.Events = "", nil
	s.WebhookURL += strings.Repeat("/long", 14)
	r, err = newReading(s, nil, noon)
	require.NoError(t, err)
	require.Greater(t, len(r.codes), 1)
	assert.Equal(t, "Code 1 of 2", r.codes[0].caption)
	assert.True(t, r.facts[3].included)
	assert.NotContains(t, r.facts[3].value, verifyToken)
}

func TestCodesAreWideEnoughInWholePixels(t *testing.T) {
	for _, version := range []int{21, 37, 45, 53, 57, 65} {
		for _, scale := range []float32{1, 1.3, 1.5, 2} {
			grid := make([][]bool, version)
			for i := range grid {
				grid[i] = make([]bool, version)
			}
			side := codeSide(code{picture: modules(handoff.Code{Modules: grid}, 0)}, scale)
			assert.GreaterOrEqual(t, side, float32(codeLeast)-0.01)
			each := side * scale / float32(version)
			assert.InDelta(t, float64(int(each+0.5)), float64(each), 0.001)
		}
	}
}

func TestStepsLeadToThePlace(t *testing.T) {
	got := steps(allMissing())
	require.Len(t, got, 3)
	assert.Equal(t, [2]string{frame.Channel, frame.PartAccount}, [2]string{got[0].page, got[0].part})
	assert.Equal(t, [2]string{frame.Settings, frame.PartGateway}, [2]string{got[1].page, got[1].part})
	assert.Equal(t, [2]string{frame.Channel, frame.PartWebhook}, [2]string{got[2].page, got[2].part})
}

func TestFileNamesAreUsableEverywhere(t *testing.T) {
	s := sampleSheet(handoff.Request{})
	assert.Equal(t, "Nusantara Bank Assistant published NB-0007.pdf", fileName(s, "pdf"))
	s.Agent = "../a/b:c*?\"<>|\\\nd"
	name := fileName(s, "png")
	assert.False(t, strings.ContainsAny(name, "/\\:*?\"<>|\n"), name)
	assert.False(t, strings.HasPrefix(name, "."), name)
	s.Agent = strings.Repeat("🌸", 200)
	assert.LessOrEqual(t, len([]rune(fileName(s, "json"))), 125)
	assert.Contains(t, fileName(s, "json"), "NB-0007")
}

func TestTextOnPaperBreaksWhereItShould(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(kit.NewTheme(kit.ModeLight))
	assert.Equal(t, []string{"https://wa.banknusantara.example", "/hooks/meta/nb-41c0d7"},
		penMono.breakText("https://wa.banknusantara.example/hooks/meta/nb-41c0d7", 280, wrapURL))
	long := strings.Repeat("abcdefghij", 20)
	for _, line := range penMono.breakText("https://"+long+"/"+long, 100, wrapURL) {
		assert.LessOrEqual(t, penMono.width(line), float32(101))
	}
	lines := penValue.breakText("some words and "+long+" in between", 120, wrapWords)
	for _, line := range lines {
		assert.LessOrEqual(t, penValue.width(line), float32(122))
	}
	assert.Equal(t, "somewordsand"+long+"inbetween", strings.ReplaceAll(strings.Join(lines, ""), " ", ""), "nothing is lost")
	assert.True(t, strings.HasSuffix(penTitle.breakText(long, 90, cutOff)[0], ellipsis))
	assert.Equal(t, []string{""}, penValue.breakText("", 10, wrapWords))
}

func TestReadersFromRightToLeftStandInTheLogAsOthersDo(t *testing.T) {
	to := reader(handoff.Entry{Handoff: app.Handoff{To: "شركة الأفق", Way: app.HandoffPDF}})
	assert.False(t, bidi.FromRight([]rune(to)), "the line is one of the window, with a name in it")
	assert.True(t, strings.HasSuffix(to, "شركة الأفق, provider team"))
}

func TestTextOnPaperFromRightToLeft(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(kit.NewTheme(kit.ModeLight))
	name := newInk("مطعم النور 24 (فرع)", penTitle, cutOff)
	objects := test.WidgetRenderer(name)
	objects.Layout(fyne.NewSize(600, 24))
	assert.Equal(t, kit.ShownText(name.text), objects.Objects()[0].(*canvas.Text).Text, "in the order in which it is read")
	for _, line := range penTitle.breakText(strings.Repeat("👩‍👩‍👧", 40), 300, wrapWords) {
		assert.False(t, strings.HasPrefix(line, "\u200d") || strings.HasSuffix(line, "\u200d"), "an emoji of several parts stays whole")
	}
	tall := newInk("Sari", penStrong, wrapWords).HeightFor(lineRoom)
	assert.Greater(t, personValue(strings.Repeat("محمد ", 12)+", +62 812-5550-1423").MinSize().Height, tall, "the number is not pushed off the paper")
}

func TestTimesAreLocal(t *testing.T) {
	at := time.Date(2026, 11, 16, 16, 40, 0, 0, time.Local)
	assert.Equal(t, "Mon 16 Nov 16:40", dayAndTime(at.UTC(), noon, true))
	assert.Empty(t, dayAndTime(time.Time{}, noon, true))
	assert.Equal(t, "Text file", howText(handoff.Entry{Handoff: app.Handoff{Way: app.HandoffText}}, ""))
	assert.Equal(t, "Text file, with secret", howText(handoff.Entry{Handoff: app.Handoff{Way: app.HandoffText, WithSecret: true}}, ""))
}
