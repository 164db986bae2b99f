package app_test

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"channeldesk/app"
)

func TestTextSays(t *testing.T) {
	for want, text := range map[string]app.Text{
		"":                      {},
		"Plain":                 app.Say("Plain"),
		"+62 is in Nusantara":   app.Say("{{.Number}} is in {{.Account}}", "Number", "+62", "Account", "Nusantara"),
		"3 of 4":                app.Say("{{.N}} of {{.All}}", "N", 3, "All", int64(4)),
		"2,415 of -1,000,000":   app.Say("{{.N}} of {{.All}}", "N", 2415, "All", int64(-1000000)),
		"port 8080, 999":        app.Say("port {{.Port}}, {{.N}}", "Port", "8080", "N", 999),
		"from Not set to On":    app.Say("from {{.A}} to {{.B}}", "A", app.Say("Not set"), "B", app.Say("{{.V}}", "V", "On")),
		"<b> & \"quotes\"":      app.Say("{{.V}}", "V", `<b> & "quotes"`),
		"a {{.B}} typed by you": app.Say("a {{.V}} typed by you", "V", "{{.B}}"),
		"{{.Broken":             app.Say("{{.Broken", "V", 1),
		"100% {{.V}}":           app.Say("100% {{.V}}"),
	} {
		assert.Equal(t, want, text.String())
	}
	assert.True(t, app.Text{}.IsEmpty())
	assert.Nil(t, app.Say("x", "odd").Args)
}

func TestErrorsCarryCodeAndCause(t *testing.T) {
	cause := errors.New("the cause")
	e := app.NewError(app.CodeInvalid, app.Say("It is wrong.")).WithFix(app.Say("Mend it.")).WithField("id").WithDetail("100/33").Because(cause)
	wrapped := fmt.Errorf("save: %w", e)
	assert.Equal(t, "It is wrong. Mend it.", e.Error())
	assert.ErrorIs(t, wrapped, cause)
	assert.Equal(t, app.CodeInvalid, app.ErrorCode(wrapped))
	assert.Same(t, e, app.AsError(wrapped))
	assert.Equal(t, app.Code(""), app.ErrorCode(nil))
	assert.Nil(t, app.AsError(nil))
	assert.Equal(t, app.CodeCancelled, app.ErrorCode(fmt.Errorf("x: %w", context.Canceled)))
	assert.Equal(t, app.CodeCancelled, app.AsError(context.Canceled).Code)
	unexpected := app.AsError(cause)
	assert.Equal(t, app.CodeInternal, unexpected.Code)
	assert.NotContains(t, unexpected.Error(), "the cause")
	assert.ErrorIs(t, unexpected, cause)

	var log bytes.Buffer
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "err", e)
	for _, part := range []string{"invalid", "It is wrong.", "id", "100/33", "the cause"} {
		assert.Contains(t, log.String(), part)
	}
	base := app.NewError(app.CodeInvalid, app.Say("x"))
	_ = base.WithField("changed")
	assert.Empty(t, base.Field, "With… gives a copy")
}

type box struct {
	hidden app.Secret
	Shown  app.Secret
	Many   []app.Secret
	Named  map[string]app.Secret
	At     *app.Secret
}

func TestASecretIsNeverPrinted(t *testing.T) {
	const value = "EAAG-very-secret-value-0123456789"
	s := app.NewSecret(value)
	b := box{s, s, []app.Secret{s}, map[string]app.Secret{"a": s}, &s}
	var out strings.Builder
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%t", "%o", "%e", "%U", "%c", "%20v", "%p", "%T", "%!"} {
		for _, v := range []any{s, &s, b, &b, b.Many, b.Named, []any{s}, fmt.Errorf("wrapped %v", s)} {
			fmt.Fprintf(&out, verb+"\n", v)
		}
	}
	fmt.Fprintln(&out, s, &s, b)
	js, err := json.Marshal(b)
	require.NoError(t, err)
	out.Write(js)
	xm, err := xml.Marshal(s)
	require.NoError(t, err)
	out.Write(xm)
	for _, h := range []slog.Handler{slog.NewTextHandler(&out, nil), slog.NewJSONHandler(&out, nil)} {
		l := slog.New(h)
		l.Info("x", "s", s, "p", &s, "b", b, "pb", &b, slog.Group("g", "s", s))
		l.With("s", s).Info("y")
	}
	printed := out.String()
	for _, form := range []string{value, fmt.Sprintf("%x", value), fmt.Sprintf("%X", value), fmt.Sprintf("%d", []byte(value))} {
		assert.NotContains(t, printed, form)
	}
	assert.NotContains(t, printed, "very-secret")
	assert.Equal(t, value, s.Expose())
	var again app.Secret
	require.Error(t, json.Unmarshal([]byte(`"x"`), &again), "no secret is ever read from JSON")
}

func TestLast4(t *testing.T) {
	for value, want := range map[string]string{"": "", "123456789012345": "", "1234567890123456": "3456", strings.Repeat("é", 16): "éééé"} {
		assert.Equal(t, want, app.NewSecret(value).Last4())
	}
	assert.True(t, app.Secret{}.IsEmpty())
	assert.Empty(t, app.Secret{}.Expose())
	assert.Empty(t, app.Secret{}.Last4())
}

func TestNames(t *testing.T) {
	for typed, want := range map[string]string{
		"Nusantara Bank Assistant": "NB", "kopi langit": "KL", "": "?", "  ": "?", "!!! ???": "?", "(PT) \"Bank\" Mandiri": "PB",
		"😀 Toko": "T", "9 Lives": "9L", "éclair öl": "ÉÖ", "印尼 银行": "印银", "a\u0301b": "A", "\xff\xfe": "?", "x": "X",
	} {
		assert.Equal(t, want, app.Initials(typed), typed)
	}
	for typed, want := range map[string]string{
		"  a \r\n b\t c\u00a0 ": "a b c", "\u202a+62\u202c": "+62", "\ufefftoken\u200b": "token", "👨\u200d👩\u200d👧": "👨\u200d👩\u200d👧", "a\x00b": "a b",
	} {
		assert.Equal(t, want, app.CleanName(typed))
	}
	name, err := app.CheckAgentName(" " + strings.Repeat("é", app.AgentNameMax) + "\n")
	require.NoError(t, err)
	assert.Len(t, []rune(name), app.AgentNameMax)
	for _, bad := range []string{"", "\u200b", "\n\t", strings.Repeat("x", app.AgentNameMax+1), strings.Repeat("😀", 1<<18)} {
		_, err := app.CheckAgentName(bad)
		require.Equal(t, app.CodeInvalid, app.ErrorCode(err))
		require.Less(t, len(err.Error()), 200)
	}
	rapid.Check(t, func(r *rapid.T) {
		s := rapid.String().Draw(r, "name")
		clean := app.CleanName(s)
		require.Equal(r, clean, app.CleanName(clean))
		n := len([]rune(app.Initials(s)))
		require.True(r, n == 1 || n == 2)
	})
}

func TestEnvironments(t *testing.T) {
	for _, e := range app.Environments {
		got, err := app.ParseEnvironment(string(e))
		require.NoError(t, err)
		assert.Equal(t, e, got)
		assert.Equal(t, e, e.Other().Other())
		assert.NotEqual(t, e.Label(), e.Other().Label())
	}
	for _, bad := range []string{"", "Draft", "prod"} {
		_, err := app.ParseEnvironment(bad)
		assert.Equal(t, app.CodeInvalid, app.ErrorCode(err))
	}
}

func TestSessionLimits(t *testing.T) {
	long := strings.Repeat("x", app.SessionTextMax+1)
	for _, c := range []struct {
		field string
		edit  func(*app.SessionSettings)
	}{
		{"", func(*app.SessionSettings) {}},
		{"", func(s *app.SessionSettings) { s.AskMoreAfter, s.EndConfirmationAfter = time.Minute, time.Minute }},
		{"", func(s *app.SessionSettings) { s.AskMoreAfter, s.EndConfirmationAfter = 90*time.Second, 10*time.Hour }},
		{"", func(s *app.SessionSettings) { s.AskMoreAfter = 23*time.Hour + 40*time.Minute }},
		{"end_confirmation_after", func(s *app.SessionSettings) { s.AskMoreAfter = 23*time.Hour + 40*time.Minute + time.Second }},
		{"ask_more_after", func(s *app.SessionSettings) { s.AskMoreAfter = 59 * time.Second }},
		{"ask_more_after", func(s *app.SessionSettings) { s.AskMoreAfter = -time.Hour }},
		{"ask_more_after", func(s *app.SessionSettings) { s.AskMoreAfter = time.Minute + time.Millisecond }},
		{"ask_more_after", func(s *app.SessionSettings) { s.AskMoreAfter = 1<<63 - 1 - (1<<63-1)%time.Second }},
		{"end_confirmation_after", func(s *app.SessionSettings) { s.EndConfirmationAfter = 0 }},
		{"end_confirmation_after", func(s *app.SessionSettings) { s.EndConfirmationAfter = time.Minute + 1 }},
		{"end_confirmation_after", func(s *app.SessionSettings) { s.EndConfirmationAfter = 1<<63 - 1 - (1<<63-1)%time.Second }},
		{"end_confirmation_after", func(s *app.SessionSettings) { s.EndConfirmationAfter = 12 * time.Hour }},
		{"ask_more_text", func(s *app.SessionSettings) { s.AskMoreText = long }},
		{"closing_text", func(s *app.SessionSettings) { s.AskUserToEnd, s.ClosingText = true, " \n" }},
		{"", func(s *app.SessionSettings) { s.ClosingText = "" }},
		{"end_confirmation_text", func(s *app.SessionSettings) { s.EndConfirmationText = strings.Repeat("😀", 1<<18) }},
		{"end_yes", func(s *app.SessionSettings) { s.EndYes = "" }},
		{"ask_more_no", func(s *app.SessionSettings) { s.AskMoreNo = strings.Repeat("y", 21) }},
		{"", func(s *app.SessionSettings) { s.AskMoreNo = strings.Repeat("é", 20) }},
		{"ask_more_no", func(s *app.SessionSettings) { s.AskMoreYes, s.AskMoreNo = "Ya", "yA" }},
		{"end_no", func(s *app.SessionSettings) { s.EndYes, s.EndNo = "x", "x" }},
	} {
		s := app.DefaultSession()
		c.edit(&s)
		err := s.Check()
		if c.field == "" {
			require.NoError(t, err, "%+v", s)
			continue
		}
		require.Error(t, err, "%s", c.field)
		assert.Equal(t, c.field, app.AsError(err).Field)
	}
	assert.True(t, app.DefaultSession().HasDefaultTexts())
	s := app.SessionSettings{AskMoreText: " a\r\nb\xff \x00", AskMoreYes: " yes \n please\u200b"}.Clean()
	assert.Equal(t, "a\nb", s.AskMoreText)
	assert.Equal(t, "yes please", s.AskMoreYes)
	assert.False(t, s.HasDefaultTexts())
}

func TestChannelParts(t *testing.T) {
	c := app.Channel{Fields: map[string]string{"a": "1"}, Secrets: map[string]app.SecretInfo{"t": {Ref: "r1"}, "none": {}}}
	c.Webhook.Secret.Ref, c.Webhook.Previous.Ref = "r2", "r3"
	assert.ElementsMatch(t, []app.SecretRef{"r1", "r2", "r3"}, c.Refs())
	d := c.Clone()
	d.Fields["a"], d.Secrets["t"] = "2", app.SecretInfo{}
	assert.Equal(t, "1", c.Fields["a"])
	assert.True(t, c.Secrets["t"].Present())
	assert.True(t, app.Channel{}.IsEmpty())
	assert.False(t, app.Channel{AccountCode: "+62"}.IsEmpty())

	r := app.Registration{URL: "https://a", At: time.Now(), SecretRef: "r"}
	assert.False(t, r.IsStale("https://a", "r"))
	assert.True(t, r.IsStale("https://b", "r"))
	assert.True(t, r.IsStale("https://a", "s"))
	assert.False(t, app.Registration{}.IsStale("https://a", "r"))

	one, two := app.SecretInfo{Ref: "a", Origin: "o"}, app.SecretInfo{Ref: "b", Origin: "o"}
	assert.True(t, one.SameValue(two))
	assert.True(t, app.SecretInfo{}.SameValue(app.SecretInfo{}))
	assert.False(t, one.SameValue(app.SecretInfo{}))
	assert.False(t, one.SameValue(app.SecretInfo{Ref: "a", Origin: "p"}))
}

func TestReports(t *testing.T) {
	r := app.CheckReport{Steps: []app.CheckStep{{ID: "a", State: app.StepPassed}, {ID: "b", State: app.StepUnknown}}}
	assert.True(t, r.OK())
	assert.False(t, r.Complete())
	assert.False(t, app.CheckReport{}.Complete())
	_, failed := r.FirstFailed()
	assert.False(t, failed)
	r.Steps = append(r.Steps, app.CheckStep{ID: "c", State: app.StepFailed}, app.CheckStep{ID: "d", State: app.StepFailed})
	first, failed := r.FirstFailed()
	assert.True(t, failed)
	assert.Equal(t, "c", first.ID)
	assert.False(t, r.OK())
	assert.Equal(t, 2, r.Count(app.StepFailed))
}

func TestRoles(t *testing.T) {
	all := []app.Permission{app.MaySee, app.MayEdit, app.MaySend, app.MayManage}
	for role, want := range map[app.Role][]bool{
		app.Owner: {true, true, true, true}, app.Contributor: {true, true, true, false}, app.Viewer: {true, false, false, false}, "": {false, false, false, false}, "root": {false, false, false, false},
	} {
		for i, p := range all {
			assert.Equal(t, want[i], role.Allows(p), "%s %s", role, p)
		}
	}
	_, ok := app.ActingMember(context.Background())
	assert.False(t, ok)
	m, ok := app.ActingMember(app.WithMember(context.Background(), app.Member{ID: 3}))
	assert.True(t, ok)
	assert.EqualValues(t, 3, m.ID)
	assert.Equal(t, time.UTC, app.SystemClock.Now().Location())
}
