package qontak

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"testing"
	"time"

	"channeldesk/app"
	"channeldesk/app/protocol"

	"github.com/stretchr/testify/require"
)

const testTemplateID = "5f1d2c4e-7c2a-4f59-8b51-2a9d2d7a1001"

func templateConfig() protocol.Config {
	return protocol.Config{
		Channel: app.Channel{Protocol: ID, Fields: map[string]string{fieldChannel: "0b5f0c52-5a35-4c53-9a8e-3f1f7ab0d111"}},
		Secrets: map[string]app.Secret{secretToken: app.NewSecret("qontak-test-token-qontak-test-token")},
	}
}

func TestListTemplatesOfOddForms(t *testing.T) {
	p := carried(func(r *http.Request) (*http.Response, error) {
		require.Equal(t, http.MethodGet, r.Method)
		return answer(200, `{"status":"success","data":[
			{"id":"`+testTemplateID+`","name":"invoice","language":"id","header":{"format":"DOCUMENT","example":"https://files.example/a.pdf"},
			 "body":"Halo {{1}}, tagihan {{2}}.","footer":null,"buttons":[{"type":"URL","text":"Bayar","url":"https://pay.example/{{1}}","example":"[\"https://pay.example/1\"]"}],
			 "status":"APPROVED","category":"PAYMENT_UPDATE","quality_rating":null,"quality_rating_text":"Neutral"},
			{"id":"`+testTemplateID[:35]+`2","name":"odd","language":"id","header":"nothing","body":null,"buttons":{},"status":"SOMETHING","category":null},
			{"id":"no uuid","name":"x"}],"meta":{"pagination":{"total":3}}}`, nil)
	}, time.Now)
	var got []app.Template
	_, err := p.ListTemplates(t.Context(), templateConfig(), func(page []app.Template) error { got = append(got, page...); return nil })
	require.NoError(t, err)
	require.Len(t, got, 2)
	require.Equal(t, app.TemplateDesign{
		Category: app.CategoryUtility, Header: &app.HeaderDesign{Kind: app.HeaderDocument, Handle: "https://files.example/a.pdf"}, Body: "Halo {{1}}, tagihan {{2}}.",
		Buttons: []app.ButtonDesign{{Kind: app.ButtonURL, Text: "Bayar", URL: "https://pay.example/{{1}}", Sample: "https://pay.example/1"}},
	}, got[0].Design)
	require.Equal(t, app.TemplateOther, got[1].Status)
	require.False(t, got[1].Sendable())
}

// Any success is one; what was refused and what nobody knows are told apart.
func TestCreateTemplateAnswers(t *testing.T) {
	d := app.TemplateDesign{Category: app.CategoryUtility, Body: "Halo {{1}}, bayar.", Samples: map[string]string{"1": "Rina"}}
	for name, c := range map[string]struct {
		status    int
		body      string
		code      app.Code
		id        string
		maybeDone bool
	}{
		"with its id":  {201, `{"status":"success","data":{"id":"` + testTemplateID + `"}}`, "", testTemplateID, false},
		"other form":   {200, `{"message":"ok"}`, "", "", false},
		"nothing":      {200, ``, "", "", false},
		"refused":      {422, `{"status":"error","error":{"code":422,"messages":["Name has already been taken"]}}`, app.CodeProviderRefused, "", false},
		"limit":        {429, `{"status":"error"}`, protocol.CodeSlowDown, "", false},
		"server error": {500, `{"status":"error"}`, app.CodeProviderUnreachable, "", true},
	} {
		var sent []byte
		p := carried(func(r *http.Request) (*http.Response, error) {
			sent, _ = io.ReadAll(r.Body)
			return answer(c.status, c.body, nil)
		}, time.Now)
		made, err := p.CreateTemplate(context.Background(), templateConfig(), "invoice", "id", d)
		require.Equal(t, c.code, app.ErrorCode(err), "%s: %v", name, err)
		require.Equal(t, c.maybeDone, protocol.MaybeDone(err), name)
		require.Equal(t, c.id, made.ProviderID, name)
		require.True(t, json.Valid(sent))
		require.JSONEq(t, `{"name":"invoice","category":"UTILITY","attributes":[{"language":"id","components":[{"type":"BODY","text":"Halo {{1}}, bayar.","example":{"body_text":["Rina"]}}]}]}`, string(sent))
	}
}

func TestWhatQontakCannotSend(t *testing.T) {
	p := New(Options{})
	require.False(t, p.Templates().Edit || p.Templates().Delete)
	rules := func(d app.TemplateDesign) (out []string) {
		for _, f := range p.CheckTemplate("a", "id", d) {
			out = append(out, f.Rule)
		}
		return out
	}
	text := app.TemplateDesign{Category: app.CategoryUtility, Body: "Halo."}
	require.Empty(t, rules(text))
	text.Header = &app.HeaderDesign{Kind: app.HeaderText, Text: "Untuk {{1}}", Samples: map[string]string{"1": "x"}}
	require.Equal(t, []string{"header_value"}, rules(text))
	text.Header = &app.HeaderDesign{Kind: app.HeaderImage, Path: "/x.png"}
	require.Equal(t, []string{"header_link"}, rules(text))
	text.Header = &app.HeaderDesign{Kind: app.HeaderImage, Handle: "https://files.example/x.png"}
	require.Empty(t, rules(text))
	for _, m := range []app.TemplateMessage{
		{ID: testTemplateID, Names: []string{"a"}, Body: []string{"x"}}, {ID: testTemplateID, OfferEnds: 1}, {ID: testTemplateID, Cards: []app.TemplateCard{{}}},
		{ID: testTemplateID, Header: &app.TemplateHeader{Kind: "location", Place: &app.Place{}}},
	} {
		require.Equal(t, app.CodeUnsupported, app.ErrorCode(needForTemplate(&m)))
	}
}
