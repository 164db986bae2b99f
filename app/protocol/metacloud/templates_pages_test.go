package metacloud_test

import (
	"encoding/json"
	"regexp"
	"slices"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// sentPart is a component as it is sent, and a button.
type sentPart struct {
	Type, Format, Text, URL string
	Phone                   string `json:"phone_number"`
	Buttons                 []sentPart
	Cards                   []struct{ Components []sentPart }
	Offer                   struct{ Text string } `json:"limited_time_offer"`
	OTP                     string                `json:"otp_type"`
	Apps                    []any                 `json:"supported_apps"`
	Minutes                 int                   `json:"code_expiration_minutes"`
	Example                 json.RawMessage
}

type sentExamples struct {
	Header      []string   `json:"header_text"`
	Handle      []string   `json:"header_handle"`
	Body        [][]string `json:"body_text"`
	NamedHeader []struct {
		Name    string `json:"param_name"`
		Example string
	} `json:"header_text_named_params"`
	NamedBody []struct {
		Name    string `json:"param_name"`
		Example string
	} `json:"body_text_named_params"`
}

var sentVariable = regexp.MustCompile(`\{\{([^{}]*)\}\}`)

// keepsToPages holds a request to make a template against what Meta's pages say of
// it, without our own rules, and gives what kind of template it is.
func keepsToPages(t *rapid.T, body []byte) (kind string, components json.RawMessage) {
	var q struct {
		Name, Language, Category string
		Format                   string `json:"parameter_format"`
		Seconds                  int    `json:"message_send_ttl_seconds"`
		Components               json.RawMessage
	}
	require.NoError(t, json.Unmarshal(body, &q))
	var parts []sentPart
	require.NoError(t, json.Unmarshal(q.Components, &parts))
	one := map[string]sentPart{}
	for _, p := range parts {
		_, twice := one[p.Type]
		require.False(t, twice, p.Type)
		one[p.Type] = p
	}
	if q.Seconds > 0 {
		span := map[string][2]int{"AUTHENTICATION": {30, 900}, "UTILITY": {30, 43200}, "MARKETING": {43200, 2592000}}[q.Category]
		require.True(t, q.Seconds >= span[0] && q.Seconds <= span[1], "%s %d", q.Category, q.Seconds)
	}
	require.Contains(t, one, "BODY")
	if q.Category == "AUTHENTICATION" {
		require.NotContains(t, one, "HEADER")
		require.Len(t, one["BUTTONS"].Buttons, 1)
		b := one["BUTTONS"].Buttons[0]
		require.True(t, b.OTP == "COPY_CODE" || len(b.Apps) >= 1 && len(b.Apps) <= 5, "%s", body)
		require.LessOrEqual(t, one["FOOTER"].Minutes, 90)
		return "code", q.Components
	}
	kind, most := "usual", 1024
	if o, ok := one["LIMITED_TIME_OFFER"]; ok {
		kind, most = "offer", 600
		require.Equal(t, "MARKETING", q.Category)
		require.NotContains(t, one, "FOOTER")
		require.LessOrEqual(t, utf8.RuneCountInString(o.Offer.Text), 16)
		require.Contains(t, []string{"", "IMAGE", "VIDEO"}, one["HEADER"].Format)
	}
	if c, ok := one["CAROUSEL"]; ok {
		kind = "cards"
		require.Equal(t, "MARKETING", q.Category)
		require.True(t, len(c.Cards) >= 2 && len(c.Cards) <= 10)
		for _, card := range c.Cards {
			require.Len(t, card.Components, len(c.Cards[0].Components))
			for i, p := range card.Components {
				require.Equal(t, c.Cards[0].Components[i].Type, p.Type)
				require.Len(t, p.Buttons, len(c.Cards[0].Components[i].Buttons))
				textKeeps(t, p, q.Format == "NAMED", 160)
			}
		}
	}
	for _, p := range parts {
		textKeeps(t, p, q.Format == "NAMED", most)
	}
	return kind, q.Components
}

// textKeeps holds one component against the pages.
func textKeeps(t *rapid.T, p sentPart, named bool, body int) {
	var e sentExamples
	if len(p.Example) > 0 {
		require.NoError(t, json.Unmarshal(p.Example, &e))
	}
	var names []string
	for _, m := range sentVariable.FindAllStringSubmatch(p.Text, -1) {
		require.False(t, named && slices.Contains(names, m[1]), "a name stands once: %s", p.Text)
		if !slices.Contains(names, m[1]) {
			names = append(names, m[1])
		}
	}
	n := utf8.RuneCountInString(p.Text)
	switch p.Type {
	case "HEADER":
		require.LessOrEqual(t, n, 60)
		require.LessOrEqual(t, len(names), 1)
		require.Len(t, names, len(e.Header)+len(e.NamedHeader))
		require.True(t, len(e.Handle) == 1 || p.Format == "TEXT" || p.Format == "LOCATION", p.Format)
	case "BODY":
		require.LessOrEqual(t, n, body)
		count := len(e.NamedBody)
		if len(e.Body) > 0 {
			count = len(e.Body[0])
		}
		require.Len(t, names, count)
		for _, v := range e.NamedBody {
			require.Contains(t, names, v.Name)
			require.Regexp(t, `^[a-z0-9_]+$`, v.Name)
			require.NotEmpty(t, v.Example)
		}
	case "FOOTER":
		require.LessOrEqual(t, n, 60)
		require.Empty(t, names)
	case "BUTTONS":
		buttonsKeep(t, p.Buttons)
	}
}

func buttonsKeep(t *rapid.T, list []sentPart) {
	require.True(t, len(list) >= 1 && len(list) <= 10)
	count, groups := map[string]int{}, 0
	for i, b := range list {
		count[b.Type]++
		if i > 0 && (b.Type == "QUICK_REPLY") != (list[i-1].Type == "QUICK_REPLY") {
			groups++
		}
		require.LessOrEqual(t, utf8.RuneCountInString(b.Text), 25)
		require.NotRegexp(t, sentVariable, b.Text)
		require.LessOrEqual(t, len(b.URL), 2000)
		require.LessOrEqual(t, len(b.Phone), 20)
		require.Regexp(t, `^[^{}]*(\{\{[^{}]+\}\})?$`, b.URL)
	}
	require.LessOrEqual(t, groups, 1)
	require.LessOrEqual(t, count["URL"], 2)
	for _, kind := range []string{"PHONE_NUMBER", "COPY_CODE", "FLOW", "VOICE_CALL"} {
		require.LessOrEqual(t, count[kind], 1, kind)
	}
}
