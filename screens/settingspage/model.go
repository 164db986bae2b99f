package settingspage

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// passphraseLeast is the shortest passphrase of the encrypted file, in
// characters.
const passphraseLeast = 12

// checkPassphrase says what is wrong with a passphrase that was typed twice:
// field 1 or 2, or 0 when it will do.
func checkPassphrase(first, second app.Secret) (field int, problem string) {
	n := utf8.RuneCountInString(first.Expose())
	switch {
	case n == 0:
		return 1, lang.L("Enter a passphrase.")
	case n < passphraseLeast:
		return 1, lang.L("This has {{.N}} characters. At least {{.Least}} are needed; four words are easy to remember.", map[string]any{"N": n, "Least": passphraseLeast})
	case second.IsEmpty():
		return 2, lang.L("Enter it a second time.")
	case first.Expose() != second.Expose():
		return 2, lang.L("The two are not the same.")
	}
	return 0, ""
}

// storeNames are the places for secrets in their order on the page.
var storeKinds = []app.SecretStoreKind{app.SecretsInKeychain, app.SecretsInFile, app.SecretsInMemory}

func storeName(k app.SecretStoreKind) string {
	switch k {
	case app.SecretsInFile:
		return lang.L("Encrypted file")
	case app.SecretsInMemory:
		return lang.L("This run only")
	case app.SecretsInKeychain:
	}
	return lang.L("The computer's keychain")
}

func storeText(k app.SecretStoreKind) string {
	switch k {
	case app.SecretsInFile:
		return lang.L("In the data folder, locked with a passphrase that you choose. For servers, and for computers without a keychain.")
	case app.SecretsInMemory:
		return lang.L("Nowhere on disk. What is entered is forgotten when Channel Desk closes.")
	case app.SecretsInKeychain:
	}
	return lang.L("The system guards them, and unlocks them when you log in. The best choice on your own computer.")
}

func storeCards() []kit.RadioCard {
	cards := make([]kit.RadioCard, 0, len(storeKinds))
	for _, k := range storeKinds {
		cards = append(cards, kit.RadioCard{ID: string(k), Title: storeName(k), Text: storeText(k)})
	}
	return cards
}

// secretCount says how many secrets there are.
func secretCount(n int) string {
	switch n {
	case 0:
		return lang.L("No secret is stored yet.")
	case 1:
		return lang.L("1 secret is stored.")
	}
	return lang.L("{{.N}} secrets are stored.", map[string]any{"N": n})
}

// lostRow is a secret without a value, and where to enter it again.
type lostRow struct {
	text, part, button string
	// here is true when it belongs to the place that the window shows.
	here bool
	env  app.Environment
}

func lostRows(lost []channel.LostSecret, at frame.Place) []lostRow {
	rows := make([]lostRow, 0, len(lost))
	for _, l := range lost {
		if l.Name == app.PreviousWebhookSecretName {
			continue // it ends by itself, and nobody can type it
		}
		r := lostRow{part: frame.PartAccount, button: lang.L("Enter it"), env: l.Environment, here: l.Agent.ID == at.Agent}
		if l.Name == app.WebhookSecretName {
			r.part, r.button = frame.PartWebhook, lang.L("Make a new one")
		}
		r.text = lang.L("{{.Secret}} of {{.Agent}}, {{.Environment}}", map[string]any{
			"Secret": secretName(l.Name), "Agent": l.Agent.Name, "Environment": frame.EnvironmentName(l.Environment),
		})
		rows = append(rows, r)
	}
	slices.SortFunc(rows, func(a, b lostRow) int { return strings.Compare(a.text, b.text) })
	return rows
}

// secretName makes words of a secret's name: "access_token" is "Access token".
func secretName(name string) string {
	switch name {
	case app.WebhookSecretName:
		return lang.L("Webhook secret")
	case "app_secret":
		return "App Secret"
	}
	s := strings.ReplaceAll(name, "_", " ")
	if s == "" {
		return s
	}
	return lang.L(strings.ToUpper(s[:1]) + s[1:])
}

// bytesText writes a size with one digit after the point.
func bytesText(n int64) string {
	switch {
	case n >= 1<<30:
		return fmt.Sprintf("%.1f GB", float64(n)/(1<<30))
	case n >= 1<<20:
		return fmt.Sprintf("%.1f MB", float64(n)/(1<<20))
	}
	return fmt.Sprintf("%d kB", (n+1023)/1024)
}

func themes() []kit.Option {
	return []kit.Option{{Value: "system", Label: lang.L("System")}, {Value: "light", Label: lang.L("Light")}, {Value: "dark", Label: lang.L("Dark")}}
}

func languages() []kit.Option {
	return []kit.Option{{Value: "system", Label: lang.L("As the system")}, {Value: "en", Label: "English"}, {Value: "id", Label: "Bahasa Indonesia"}}
}

// textSizes are whole tenths, because the window's scale is rounded to them.
func textSizes() []kit.Option {
	var out []kit.Option
	for percent := 90; percent <= 150; percent += 10 {
		out = append(out, kit.Option{Value: fmt.Sprint(percent), Label: fmt.Sprintf("%d %%", percent)})
	}
	return out
}

// chosen gives a preference, or what holds when there is none.
func chosen(value, otherwise string, among []kit.Option) string {
	if slices.ContainsFunc(among, func(o kit.Option) bool { return o.Value == value }) {
		return value
	}
	return otherwise
}

// countries are the usual ones; another one that an agent already has is kept.
func countries(present string) []kit.Option {
	out := frame.Countries()
	if present == "" || slices.ContainsFunc(out, func(o kit.Option) bool { return o.Value == present }) {
		return out
	}
	return append(out, kit.Option{Value: present, Label: present})
}

// exampleURL is what a webhook URL looks like below an address.
func exampleURL(v channel.View) string {
	if v.WebhookURL != "" {
		return v.WebhookURL
	}
	base := v.PublicAddress
	if base == "" {
		base = "https://wa.client.example"
	}
	return strings.TrimRight(base, "/") + "/hooks/…"
}
