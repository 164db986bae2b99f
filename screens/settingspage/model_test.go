package settingspage

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/screens/frame"
)

func TestPassphrasesAreCheckedBeforeTheyAreUsed(t *testing.T) {
	for name, c := range map[string]struct {
		first, second string
		field         int
	}{
		"nothing":             {"", "", 1},
		"eleven characters":   {"elevenchars", "elevenchars", 1},
		"twelve letters":      {"éééééééééééé", "ééééééééééé", 2},
		"only once":           {"four plain words here", "", 2},
		"not the same":        {"four plain words here", "four plain words hers", 2},
		"twice the same":      {"four plain words here", "four plain words here", 0},
		"twelve wide letters": {"éééééééééééé", "éééééééééééé", 0},
	} {
		field, problem := checkPassphrase(app.NewSecret(c.first), app.NewSecret(c.second))
		assert.Equal(t, c.field, field, name)
		assert.Equal(t, c.field == 0, problem == "", name)
		if c.first != "" {
			assert.NotContains(t, problem, c.first, name)
		}
	}
}

func TestLostSecretsSayWhereToEnterThem(t *testing.T) {
	rows := lostRows(lostSample(), frame.Place{Agent: 1, Environment: app.Published})
	require.Len(t, rows, 3, "the previous webhook secret cannot be entered")
	assert.Equal(t, "Access token of Nusantara Bank Assistant, Published", rows[0].text)
	assert.Equal(t, frame.PartAccount, rows[0].part)
	assert.True(t, rows[0].here)
	assert.False(t, rows[1].here)
	assert.Equal(t, frame.PartWebhook, rows[2].part)
	assert.Equal(t, app.Draft, rows[2].env)
}

func TestChoicesFallBackToWhatHolds(t *testing.T) {
	assert.Equal(t, "system", chosen("", "system", themes()))
	assert.Equal(t, "dark", chosen("dark", "system", themes()))
	assert.Equal(t, "100", chosen("125", "100", textSizes()), "the scale knows whole tenths only")
	assert.Equal(t, "150", chosen("150", "100", textSizes()))
}

func TestCountriesKeepTheOneInUse(t *testing.T) {
	last := func(list []string) string { return list[len(list)-1] }
	var values []string
	for _, o := range countries("KE") {
		values = append(values, o.Value)
	}
	assert.Equal(t, "KE", last(values))
	assert.Len(t, countries("ID"), len(values)-1)
}

func TestExampleURLNeverInventsAKey(t *testing.T) {
	assert.Equal(t, "https://a.example/hooks/meta/nb-1", exampleURL(channel.View{WebhookURL: "https://a.example/hooks/meta/nb-1"}))
	assert.Equal(t, "https://a.example/hooks/…", exampleURL(channel.View{PublicAddress: "https://a.example/"}))
	assert.True(t, strings.HasPrefix(exampleURL(channel.View{}), "https://"))
}

func TestSizesAndCounts(t *testing.T) {
	assert.Equal(t, "12 kB", bytesText(12_000))
	assert.Equal(t, "1.2 MB", bytesText(1_300_000))
	assert.Equal(t, "2.0 GB", bytesText(2<<30))
	assert.Equal(t, "1 secret is stored.", secretCount(1))
	assert.Equal(t, "Channel integration", secretName("channel_integration"))
}
