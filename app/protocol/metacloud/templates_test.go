package metacloud

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"channeldesk/app"
	"channeldesk/app/protocol"

	"github.com/stretchr/testify/require"
)

const jsonType = "application/json"

// TestListTemplates: a page without next is the last one although it has a cursor,
// and of next only the cursor is used.
func TestListTemplates(t *testing.T) {
	var asked []string
	p := with(func(r *http.Request) (*http.Response, error) {
		require.NotContains(t, r.URL.String(), testToken)
		require.Equal(t, "Bearer "+testToken, r.Header.Get("Authorization"))
		require.Equal(t, "/v26.0/118204417730915/message_templates", r.URL.Path)
		asked = append(asked, r.URL.Query().Get("after"))
		switch len(asked) {
		case 1:
			return answer(200, jsonType, `{"data":[{"id":9007199254740993,"name":"payment_due","language":"id","status":"APPROVED","category":"UTILITY","parameter_format":"NAMED",
				"correct_category":"MARKETING","quality_score":{"score":"YELLOW","date":1},"rejected_reason":"NONE","message_send_ttl_seconds":-1,
				"components":[{"type":"BODY","text":"Hi {{name}}, pay.","example":{"body_text_named_params":[{"param_name":"name","example":"Ann"}]}}]}],
				"paging":{"cursors":{"after":"AAA"},"next":"https://evil.example/?access_token=`+testToken+`&after=BBB"},"summary":{"message_template_limit":250}}`)
		case 2:
			return answer(200, jsonType, `{"data":[{"id":"2","name":"old","language":"id","status":"REJECTED","category":"MARKETING","rejected_reason":"SCAM","components":[]},{"name":"no id"},{"id":"2","name":"twice"}],
				"paging":{"cursors":{},"next":"https://graph.facebook.com/v26.0/1/message_templates?after=CCC"}}`)
		}
		return answer(200, jsonType, `{"data":[{"id":"3","name":"new_thing","language":"en_US","status":"LOCKED","quality_score":null}],"paging":{"cursors":{"before":"x","after":"DDD"}}}`)
	})
	var pages int
	var got []app.Template
	limit, err := p.ListTemplates(t.Context(), testConfig(), func(page []app.Template) error { pages++; got = append(got, page...); return nil })
	require.NoError(t, err)
	require.Equal(t, 250, limit)
	require.Equal(t, []string{"", "AAA", "CCC"}, asked)
	require.Equal(t, 3, pages)
	require.Len(t, got, 3)
	first := got[0]
	require.Equal(t, "9007199254740993", first.ProviderID)
	require.Equal(t, app.TemplateApproved, first.Status)
	require.Equal(t, app.QualityMedium, first.Quality)
	require.Equal(t, app.CategoryMarketing, first.NextCategory)
	require.Empty(t, first.Code)
	require.True(t, first.Design.Named)
	require.Equal(t, map[string]string{"name": "Ann"}, first.Design.Samples)
	require.Equal(t, 30*24*time.Hour, first.Design.Lifetime)
	require.Equal(t, "SCAM", got[1].Code)
	require.Contains(t, got[1].Reason.String(), "cheat")
	require.Equal(t, app.TemplateOther, got[2].Status)
	require.Equal(t, "LOCKED", got[2].StatusWord)
	require.False(t, got[2].Sendable())

	stop := fmt.Errorf("stop")
	asked = nil
	_, err = p.ListTemplates(t.Context(), testConfig(), func([]app.Template) error { return stop })
	require.ErrorIs(t, err, stop)
	require.Len(t, asked, 1)
}

// TestStaleCursor: the list starts again once, and tells of nothing twice.
func TestStaleTemplateCursor(t *testing.T) {
	tries := 0
	p := waiting(func(r *http.Request) (*http.Response, error) {
		switch r.URL.Query().Get("after") {
		case "":
			return answer(200, jsonType, `{"data":[{"id":"1","name":"a"}],"paging":{"cursors":{"after":"A"},"next":"x"}}`)
		case "A":
			if tries++; tries <= 3 {
				return answer(400, jsonType, `{"error":{"code":131059}}`)
			}
		}
		return answer(200, jsonType, `{"data":[{"id":"2","name":"b"}],"paging":{"cursors":{"after":"B"}}}`)
	}, func(context.Context, time.Duration) error { return nil })
	var got []string
	_, err := p.ListTemplates(t.Context(), testConfig(), func(page []app.Template) error {
		for _, v := range page {
			got = append(got, v.Name)
		}
		return nil
	})
	require.NoError(t, err)
	require.Equal(t, []string{"a", "b"}, got)

	p = with(func(*http.Request) (*http.Response, error) {
		return answer(200, jsonType, `{"data":[],"paging":{"cursors":{"after":"A"},"next":"x"}}`)
	})
	_, err = p.ListTemplates(t.Context(), testConfig(), func([]app.Template) error { return nil })
	require.Equal(t, app.CodeProviderAnswer, app.ErrorCode(err), "a list that runs in circles")
}

func testDesign() app.TemplateDesign {
	return app.TemplateDesign{Category: app.CategoryUtility, Body: "Hi {{1}}, pay.", Samples: map[string]string{"1": "Ann"}, Lifetime: time.Minute}
}

func TestCreateTemplate(t *testing.T) {
	var body map[string]any
	p := with(func(r *http.Request) (*http.Response, error) {
		require.Equal(t, "POST /v26.0/118204417730915/message_templates", r.Method+" "+r.URL.Path)
		require.NoError(t, json.NewDecoder(r.Body).Decode(&body))
		return answer(200, jsonType, `{"id":"77","status":"PENDING","category":"MARKETING"}`)
	})
	made, err := p.CreateTemplate(t.Context(), testConfig(), "payment_due", "id", testDesign())
	require.NoError(t, err)
	require.Equal(t, "77", made.ProviderID)
	require.Equal(t, app.TemplateInReview, made.Status)
	require.Equal(t, app.CategoryMarketing, made.Category, "Meta decides")
	require.Equal(t, app.CategoryUtility, made.PreviousCategory)
	raw, err := json.Marshal(body)
	require.NoError(t, err)
	require.JSONEq(t, `{"name":"payment_due","language":"id","category":"UTILITY","message_send_ttl_seconds":60,
		"components":[{"type":"BODY","text":"Hi {{1}}, pay.","example":{"body_text":[["Ann"]]}}]}`, string(raw))
}

// TestTemplateRefusals: what was refused, what may be tried again, and what nobody
// knows.
func TestTemplateRefusals(t *testing.T) {
	for name, c := range map[string]struct {
		status    int
		body      string
		code      app.Code
		field     string
		maybeDone bool
	}{
		"subcode":        {400, `{"error":{"code":100,"error_subcode":2388299}}`, app.CodeProviderRefused, "body", false},
		"heading":        {400, `{"error":{"code":100,"error_subcode":2388047}}`, app.CodeProviderRefused, "header", false},
		"name taken":     {400, `{"error":{"code":100,"error_subcode":2388024}}`, app.CodeProviderRefused, "name", false},
		"words of Meta":  {400, `{"error":{"code":100,"error_user_msg":"Das geht nicht."}}`, app.CodeProviderRefused, "", false},
		"throttled":      {400, `{"error":{"code":80007}}`, protocol.CodeSlowDown, "", false},
		"token":          {401, `{"error":{"code":190}}`, app.CodeProviderRefused, secretToken, false},
		"trouble":        {500, `{"error":{"code":2}}`, app.CodeProviderUnreachable, "", true},
		"server error":   {502, `{}`, app.CodeProviderUnreachable, "", true},
		"another answer": {200, `{"ok":1}`, app.CodeProviderAnswer, "", true},
	} {
		tries := 0
		p := with(func(*http.Request) (*http.Response, error) { tries++; return answer(c.status, jsonType, c.body) })
		_, err := p.CreateTemplate(t.Context(), testConfig(), "a", "id", testDesign())
		require.Equal(t, c.code, app.ErrorCode(err), name)
		require.Equal(t, c.field, app.AsError(err).Field, name)
		require.Equal(t, c.maybeDone, protocol.MaybeDone(err), name)
		require.Equal(t, 1, tries, name)
	}
	for code, r := range templateSubcodes {
		require.NotEmpty(t, r.what.String(), code)
	}
}

func TestEditTemplate(t *testing.T) {
	now := time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)
	var path string
	var body map[string]any
	p := New(Options{Clock: app.ClockFunc(func() time.Time { return now }), HTTPClient: &http.Client{Transport: carrier(func(r *http.Request) (*http.Response, error) {
		path, body = r.Method+" "+r.URL.Path, nil
		require.NoError(t, json.NewDecoder(r.Body).Decode(&body))
		return answer(200, jsonType, `{"success":true}`)
	})}})
	v := app.Template{ProviderID: "77", Name: "a", Language: "id", Status: app.TemplateRejected, Category: app.CategoryMarketing}
	require.NoError(t, p.EditTemplate(t.Context(), testConfig(), v, testDesign()))
	require.Equal(t, "POST /v26.0/77", path)
	require.Equal(t, "UTILITY", body["category"])
	require.NotContains(t, body, "name")
	require.NotContains(t, body, "language")
	v.Status = app.TemplateApproved
	require.NoError(t, p.EditTemplate(t.Context(), testConfig(), v, testDesign()))
	require.NotContains(t, body, "category", "an approved one's category stays")

	for status, may := range map[app.TemplateStatus]bool{
		app.TemplateApproved: true, app.TemplateRejected: true, app.TemplatePaused: true,
		app.TemplateInReview: false, app.TemplateDisabled: false, app.TemplateLeaving: false, app.TemplateOther: false,
	} {
		v.Status, v.EditedAt = status, nil
		require.Equal(t, may, p.MayEdit(v) == nil, status)
	}
	v.Status, v.EditedAt = app.TemplateApproved, []time.Time{now.Add(-23 * time.Hour)}
	require.Contains(t, p.MayEdit(v).Error(), "24 hours")
	v.EditedAt = []time.Time{now.Add(-24 * time.Hour)}
	require.Nil(t, p.MayEdit(v))
	v.EditedAt = nil
	for i := range 10 {
		v.EditedAt = append(v.EditedAt, now.Add(-time.Duration(i+2)*48*time.Hour))
	}
	require.Contains(t, p.MayEdit(v).Error(), "30 days")
	v.Status = app.TemplateRejected
	require.Nil(t, p.MayEdit(v), "a rejected one as often as needed")

	path = ""
	for name, number := range map[string]string{"no number": "", "another path": "77/../1"} {
		v.ProviderID = number
		require.Equal(t, app.CodeNotFound, app.ErrorCode(p.EditTemplate(t.Context(), testConfig(), v, testDesign())), name)
	}
	require.Empty(t, path)
}

func TestDeleteTemplate(t *testing.T) {
	var asked []string
	p := with(func(r *http.Request) (*http.Response, error) {
		q := r.URL.Query()
		asked = append(asked, r.Method+" "+r.URL.Path+" "+q.Get("name")+" "+q.Get("hsm_id"))
		return answer(200, jsonType, `{"success":true}`)
	})
	v := app.Template{ProviderID: "77", Name: "a", Language: "id", Status: app.TemplateApproved}
	require.NoError(t, p.DeleteTemplate(t.Context(), testConfig(), v, false))
	require.NoError(t, p.DeleteTemplate(t.Context(), testConfig(), v, true))
	require.Equal(t, []string{"DELETE /v26.0/118204417730915/message_templates a 77", "DELETE /v26.0/118204417730915/message_templates a "}, asked)
	v.ProviderID = ""
	require.Equal(t, app.CodeNotFound, app.ErrorCode(p.DeleteTemplate(t.Context(), testConfig(), v, false)), "the name alone would delete every language")
	v.ProviderID, v.Status = "77", app.TemplateDisabled
	require.Equal(t, app.CodeUnsupported, app.ErrorCode(p.DeleteTemplate(t.Context(), testConfig(), v, false)))
	require.Len(t, asked, 2)
}

// uploads is Meta's side of an upload, which breaks off when told to.
type uploads struct {
	t        *testing.T
	got      []byte
	breaks   []int // after how many bytes of each call
	late     int   // how many bytes of a call that broke arrive after its place was asked for
	sessions int
	asked    []string
}

func (u *uploads) RoundTrip(r *http.Request) (*http.Response, error) {
	require.NotContains(u.t, r.URL.String(), testToken)
	u.asked = append(u.asked, r.Method+" "+r.URL.Path+"?"+r.URL.Query().Get("sig")+" "+r.Header.Get("file_offset"))
	switch {
	case strings.HasSuffix(r.URL.Path, "/uploads"):
		u.sessions++
		require.Equal(u.t, "/v26.0/731940286650112/uploads", r.URL.Path)
		require.Equal(u.t, "image/png", r.URL.Query().Get("file_type"))
		require.Equal(u.t, "10", r.URL.Query().Get("file_length"))
		return answer(200, jsonType, `{"id":"upload:MTphd==?sig=ARZ_1"}`)
	case r.Method == http.MethodGet:
		place := len(u.got)
		u.got, u.late = append(u.got, "0123456789"[place:place+u.late]...), 0
		return answer(200, jsonType, fmt.Sprintf(`{"id":"upload:MTphd==","file_offset":%d}`, place))
	}
	if r.Header.Get("file_offset") != fmt.Sprint(len(u.got)) && u.late == 0 {
		return answer(400, jsonType, `{"error":{"message":"(#100) The file_offset does not match","type":"OAuthException","code":100}}`)
	}
	require.Equal(u.t, "OAuth "+testToken, r.Header.Get("Authorization"))
	require.Equal(u.t, fmt.Sprint(len(u.got)), r.Header.Get("file_offset"))
	require.EqualValues(u.t, 10-len(u.got), r.ContentLength)
	if len(u.breaks) > 0 {
		part := make([]byte, u.breaks[0])
		u.breaks = u.breaks[1:]
		_, err := io.ReadFull(r.Body, part)
		require.NoError(u.t, err)
		u.got = append(u.got, part...)
		return nil, io.ErrUnexpectedEOF
	}
	rest, err := io.ReadAll(r.Body)
	require.NoError(u.t, err)
	u.got = append(u.got, rest...)
	return answer(200, jsonType, `{"h":"4::aW1hZ2UvcG5n:ARZ"}`)
}

// TestUploadSample: a broken upload goes on where it stopped, now and later.
func TestUploadSample(t *testing.T) {
	const file = "0123456789"
	sample := protocol.Sample{Name: "/home/x/card.png", Type: "image/png", Size: 10, At: func(offset int64) (io.ReadCloser, error) {
		return io.NopCloser(strings.NewReader(file[offset:])), nil
	}}
	u := &uploads{t: t, breaks: []int{4, 3}}
	p := New(Options{HTTPClient: &http.Client{Transport: u}, Sleep: func(context.Context, time.Duration) error { return nil }})
	var last int64
	var mark string
	sample.Progress, sample.Started = func(n int64) { last = n }, func(s string) { mark = s }
	handle, err := p.UploadSample(t.Context(), testConfig(), sample)
	require.NoError(t, err)
	require.Equal(t, "4::aW1hZ2UvcG5n:ARZ", handle)
	require.Equal(t, file, string(u.got))
	require.EqualValues(t, 10, last)
	require.Equal(t, "upload:MTphd==?sig=ARZ_1", mark)
	require.Equal(t, "POST /v26.0/upload:MTphd==?ARZ_1 0", u.asked[1])

	// Broken off for good, and gone on with its mark.
	u = &uploads{t: t, breaks: []int{1, 0, 1, 0, 0, 0, 0}}
	p = New(Options{HTTPClient: &http.Client{Transport: u}, Sleep: func(context.Context, time.Duration) error { return nil }})
	_, err = p.UploadSample(t.Context(), testConfig(), sample)
	require.Error(t, err)
	sample.Session = mark
	handle, err = p.UploadSample(t.Context(), testConfig(), sample)
	require.NoError(t, err)
	require.NotEmpty(t, handle)
	require.Equal(t, file, string(u.got))
	require.Equal(t, 1, u.sessions)

	// What arrives late of a call that broke off moves the place once more.
	u = &uploads{t: t, breaks: []int{4}, late: 3}
	p = New(Options{HTTPClient: &http.Client{Transport: u}, Sleep: func(context.Context, time.Duration) error { return nil }})
	sample.Session = ""
	handle, err = p.UploadSample(t.Context(), testConfig(), sample)
	require.NoError(t, err)
	require.NotEmpty(t, handle)
	require.Equal(t, file, string(u.got))
	u.sessions = 1

	// A mark that is none is not used in an address.
	sample.Session = "https://evil.example/"
	u.got = nil
	_, err = p.UploadSample(t.Context(), testConfig(), sample)
	require.NoError(t, err)
	require.Equal(t, 2, u.sessions)
}

func TestCheckSample(t *testing.T) {
	p := New(Options{})
	require.Nil(t, p.CheckSample(app.HeaderImage, "image/png", 5<<20))
	require.Nil(t, p.CheckSample(app.HeaderImage, "image/jpeg", 1))
	require.Nil(t, p.CheckSample(app.HeaderVideo, "video/mp4", 16<<20))
	require.Nil(t, p.CheckSample(app.HeaderDocument, "application/pdf", 100<<20))
	for _, c := range []struct {
		kind app.HeaderKind
		mime string
		size int64
	}{{app.HeaderImage, "image/png", 5<<20 + 1}, {app.HeaderImage, "image/webp", 1}, {app.HeaderVideo, "video/mp4", 0}, {app.HeaderVideo, "video/mp4", 16<<20 + 1}, {app.HeaderVideo, "image/png", 1}, {app.HeaderDocument, "application/pdf", 100<<20 + 1}, {app.HeaderText, "text/plain", 1}} {
		e := p.CheckSample(c.kind, c.mime, c.size)
		require.NotNil(t, e)
		require.Equal(t, "header", e.Field)
	}
}
