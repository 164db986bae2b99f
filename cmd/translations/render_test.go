package main

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/app/protocol"
	"channeldesk/assets"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// speak makes the toolkit speak a language whatever the computer speaks: the
// texts are registered under the system's own name, as the window does.
func speak(t *testing.T, language string) {
	t.Helper()
	data, err := assets.Translations.ReadFile("translations/" + language + ".json")
	require.NoError(t, err)
	for _, locale := range []fyne.Locale{"en", fyne.Locale(language), lang.SystemLocale()} {
		require.NoError(t, lang.AddTranslationsForLocale(data, locale))
	}
}

// Every text, whatever signs it holds, comes out of the toolkit filled in.
func TestEveryTextRenders(t *testing.T) {
	en, id := catalogues(t)
	for language, c := range map[string]catalogue{"en": en, "id": id} {
		t.Run(language, func(t *testing.T) {
			speak(t, language)
			for key, want := range c {
				if want == "" {
					continue // said by TestTranslationsMatchTheSource
				}
				args := map[string]any{}
				for _, p := range placeholders(want) {
					name := strings.TrimSuffix(strings.TrimPrefix(p, "{{."), "}}")
					args[name] = "«" + name + "»"
					want = strings.ReplaceAll(want, p, "«"+name+"»")
				}
				require.Equal(t, want, lang.L(key, args))
			}
		})
	}
}

func TestSentencesInIndonesian(t *testing.T) {
	speak(t, "id")
	require.Equal(t, "Agen ini sudah punya Draf.",
		frame.T(app.Say("This agent has a {{.Environment}} already.", "Environment", app.Say("Draft"))), "a text inside a text")
	require.Equal(t, "Agen Bank \"A\" {{.X}} dibuat",
		frame.T(app.Say("Agent {{.Name}} created", "Name", `Bank "A" {{.X}}`)), "a value is never a template")
	require.Equal(t, "2.415 baris bermasalah", lang.L("{{.N}} rows have a problem", map[string]any{"N": kit.Number(2415)}))
	require.Contains(t, frame.T(app.Say("Put {{.N}} numbers on the list of those who get no messages", "N", 12415)), "12.415")
	for d, want := range map[time.Duration]string{
		time.Minute: "1 menit", 2 * time.Minute: "2 menit", time.Hour: "1 jam", 25*time.Hour + time.Second: "25 jam 1 detik",
	} {
		require.Equal(t, want, frame.T(channel.DurationText(d)))
	}
	require.Equal(t, "17 Agu 2026", frame.Date(time.Date(2026, 8, 17, 12, 0, 0, 0, time.Local)))
	august := time.Date(2026, 8, 7, 9, 6, 0, 0, time.Local)
	for stamp, want := range map[app.Stamp]string{
		app.Day(august): "7 Agu 2026", app.ShortDay(august): "7 Agu", app.Moment(august): "7 Agu 2026 09:06", app.ShortMoment(august): "7 Agu 09:06",
	} {
		require.Equal(t, "Kedaluwarsa "+want, frame.T(app.Say("Expires {{.Date}}", "Date", stamp)), "a time inside a sentence")
	}
	_, err := protocol.SecretField{Label: "Access token"}.Check("")
	require.Contains(t, frame.ErrorText(err), "Token akses", "a label inside a sentence")
	require.Equal(t, "3 hari", lang.N("{{.N}} days", 3, map[string]any{"N": 3}), "the toolkit's own plural")
	require.Equal(t, "1 hari", lang.N("{{.N}} days", 1, map[string]any{"N": 1}), "Indonesian has one form for all numbers")
	for key, want := range map[string]string{"Cancel": "Batal", "Paste": "Tempel", "friday.short": "Jum", "file.name": "Nama"} {
		require.Equal(t, want, lang.L(key), "a word of the toolkit")
	}
}
