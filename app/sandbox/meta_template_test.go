package sandbox

import (
	"bytes"
	"encoding/json"
	"fmt"
	"mime/multipart"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// movingClock is today until it is moved.
type movingClock struct{ ahead atomic.Int64 }

func (c *movingClock) Now() time.Time          { return today.Add(time.Duration(c.ahead.Load())) }
func (c *movingClock) forward(d time.Duration) { c.ahead.Add(int64(d)) }

// templateBench has a clock that can be moved, and hears of templates.
func templateBench(t *testing.T) (bench, *receiver, *movingClock) {
	t.Helper()
	b, r := newSendBench(t, quick())
	now := &movingClock{}
	b.meta.options.Clock = now
	b.meta.options.ReviewTime = time.Hour
	form := url.Values{"object": {whatsAppObject}, "callback_url": {r.url + "/hooks/app"}, "verify_token": {"x"},
		"fields": {"message_template_status_update,message_template_quality_update,template_category_update"}}
	require.Equal(t, 200, b.postForm("/v26.0/"+b.v.AppID+"/subscriptions", b.appToken(), form).status)
	return b, r, now
}

func newTemplateBody(name, category, text string, examples ...string) string {
	example := ""
	if len(examples) > 0 {
		raw, _ := json.Marshal([][]string{examples})
		example = `,"example":{"body_text":` + string(raw) + `}`
	}
	return `{"name":"` + name + `","language":"id","category":"` + category + `","components":[{"type":"body","text":"` + text + `"` + example + `}]}`
}

func (b bench) templates(query string) []map[string]any {
	b.t.Helper()
	r := b.get("/v26.0/"+b.v.WABAID+"/message_templates?"+query, b.v.Token)
	require.Equal(b.t, 200, r.status, r.raw)
	var out struct{ Data []map[string]any }
	require.NoError(b.t, json.Unmarshal([]byte(r.raw), &out))
	return out.Data
}

func (b bench) makeTemplate(body string) string {
	b.t.Helper()
	r := b.post("/v26.0/"+b.v.WABAID+"/message_templates", b.v.Token, body)
	require.Equal(b.t, 200, r.status, r.raw)
	id, _ := r.json(b.t)["id"].(string)
	return id
}

func TestTemplateIsReviewedAndTold(t *testing.T) {
	b, r, now := templateBench(t)
	good := b.makeTemplate(newTemplateBody("visit_done", "UTILITY", "Halo {{1}}, kunjungan Anda sudah kami catat.", "Rina"))
	bad := b.makeTemplate(newTemplateBody("big_prize", "MARKETING", "Selamat, Anda menang undian berhadiah."))
	moved := b.post("/v26.0/"+b.v.WABAID+"/message_templates", b.v.Token, newTemplateBody("news", "UTILITY", "Diskon besar untuk semua pelanggan kami."))
	require.Contains(t, moved.raw, `"category":"MARKETING"`, "promotion is marketing")
	require.Equal(t, "PENDING", b.templates("name=visit")[0]["status"])
	require.Contains(t, b.message(templateBody(b.v.Customer, "visit_done", "id", bodyValues("a"))).raw, "132001")

	now.forward(2 * time.Hour)
	require.Equal(t, "APPROVED", b.templates("name=visit")[0]["status"])
	told := map[string]cloudValue{}
	for range 3 {
		p := r.next()
		require.Equal(t, "/hooks/app", p.path)
		v := p.value(t)
		told[v.TemplateID.String()] = v
	}
	require.Equal(t, "APPROVED", told[good].Event)
	require.Equal(t, "REJECTED", told[bad].Event)
	require.Equal(t, "SCAM", told[bad].Reason)
	require.Equal(t, 200, b.message(templateBody(b.v.Customer, "visit_done", "id", bodyValues("a"))).status)
	r.next()
	r.next()

	require.NoError(t, b.meta.ChangeTemplate(good, TemplateChange{Status: "PAUSED", Quality: "RED", NextCategory: "MARKETING"}))
	require.Equal(t, "PAUSED", r.next().value(t).Event)
	require.Contains(t, r.next().raw, `"new_quality_score":"RED"`)
	require.Contains(t, r.next().raw, `"correct_category":"MARKETING"`)
	require.Equal(t, 200, b.post("/v26.0/"+good+"/unpause", b.v.Token, "{}").status)
	require.Equal(t, "APPROVED", r.next().value(t).Event)
	require.ErrorIs(t, b.meta.ChangeTemplate("1", TemplateChange{}), errTemplate)
}

func TestTemplatesAreListedInPages(t *testing.T) {
	b, _, _ := templateBench(t)
	all := b.templates("limit=100&fields=id,name,language,status,category,components,parameter_format,quality_score,rejected_reason,correct_category")
	require.Len(t, all, 10)
	require.Equal(t, "order_ready", all[0]["name"])
	require.Len(t, b.templates("status=APPROVED,PAUSED&category=marketing&limit=100"), 2)
	require.Len(t, b.templates("name_or_content=pesanan"), 1)
	require.Len(t, b.templates("language=en_US"), 2)
	seen, next := 0, "/v26.0/"+b.v.WABAID+"/message_templates?limit=4&summary=total_count,message_template_limit"
	for next != "" {
		r := b.get(next, b.v.Token)
		require.Equal(t, 200, r.status, r.raw)
		var page struct {
			Data    []map[string]any
			Paging  struct{ Next string }
			Summary map[string]int
		}
		require.NoError(t, json.Unmarshal([]byte(r.raw), &page))
		require.Equal(t, map[string]int{"total_count": 10, "message_template_limit": 250}, page.Summary)
		seen += len(page.Data)
		next = strings.TrimPrefix(page.Paging.Next, b.base)
	}
	require.Equal(t, 10, seen)
	require.Contains(t, b.get("/v26.0/"+b.v.WABAID+"/message_templates?after=QVFIxxxx", b.v.Token).raw, `"code":131059`)
	id, _ := all[0]["id"].(string)
	require.Contains(t, b.get("/v26.0/"+id+"?fields=name,quality_score", b.v.Token).raw, `"score":"GREEN"`)
	require.Contains(t, b.get("/v26.0/"+id+"?fields=nothing", b.v.Token).raw, "nonexisting field (nothing) on node type (WhatsAppMessageTemplate)")
	require.Contains(t, b.get("/v26.0/"+id, b.v.UnassignedToken).raw, `"code":200`)
}

func TestTemplateIsEditedAndDeleted(t *testing.T) {
	b, r, now := templateBench(t)
	id := b.makeTemplate(newTemplateBody("visit_done", "UTILITY", "Halo {{1}}, kunjungan Anda sudah kami catat.", "Rina"))
	edit := func(text string) reply {
		return b.post("/v26.0/"+id, b.v.Token, `{"components":[{"type":"BODY","text":"`+text+`"}]}`)
	}
	require.Contains(t, edit("Kunjungan Anda sudah kami catat.").raw, "Only approved, rejected or paused")
	for i := range 10 {
		now.forward(25 * time.Hour)
		require.Len(t, b.templates("name=visit_done"), 1)
		require.Equal(t, "APPROVED", r.next().value(t).Event)
		answer := edit(fmt.Sprint("Kunjungan Anda nomor ", i, " sudah kami catat."))
		require.Equal(t, `{"success":true}`, answer.raw)
		require.Equal(t, "PENDING", b.templates("name=visit_done")[0]["status"])
		now.forward(2 * time.Hour)
		b.templates("name=visit_done")
		require.Equal(t, "APPROVED", r.next().value(t).Event)
		require.Contains(t, edit("Sekali lagi, kunjungan Anda sudah kami catat.").raw, "once in a 24 hour window")
		require.NoError(t, b.meta.ChangeTemplate(id, TemplateChange{Status: "APPROVED"}))
	}
	r.next()
	now.forward(25 * time.Hour)
	require.Contains(t, edit("Kunjungan Anda sudah kami catat.").raw, "10 times in a 30 day window")
	path := "/v26.0/" + b.v.WABAID + "/message_templates?name="
	require.Contains(t, b.send("DELETE", path+"hello_world", b.v.Token, "", "").raw, "2388094")
	require.Equal(t, 400, b.send("DELETE", path+"none", b.v.Token, "", "").status)
	require.Equal(t, `{"success":true}`, b.send("DELETE", path+"visit_done&hsm_id="+id, b.v.Token, "", "").raw)
	again := b.post("/v26.0/"+b.v.WABAID+"/message_templates", b.v.Token, newTemplateBody("visit_done", "UTILITY", "Kunjungan lain sudah kami catat."))
	require.Contains(t, again.raw, "2388023", "the name is blocked")
	require.Equal(t, `{"success":true}`, b.send("DELETE", path+"order_ready", b.v.Token, "", "").raw)
	require.Empty(t, b.templates("name=order_ready"), "every language is gone")
}

func TestWhatIsWrongWithATemplate(t *testing.T) {
	b, _, _ := templateBench(t)
	with := func(components string) string {
		return `{"name":"one_more","language":"id","category":"UTILITY","components":[` + components + `]}`
	}
	body := `{"type":"BODY","text":"Terima kasih atas kunjungan Anda."}`
	for name, c := range map[string]struct {
		body    string
		subcode float64
	}{
		"exists":          {newTemplateBody("order_ready", "UTILITY", "Halo semua pelanggan."), 2388024},
		"name":            {newTemplateBody("Order", "UTILITY", "Halo semua."), 0},
		"language":        {strings.ReplaceAll(newTemplateBody("a", "UTILITY", "Halo semua."), `"id"`, `"id-ID"`), 0},
		"category":        {newTemplateBody("a", "PROMO", "Halo semua."), 0},
		"leading":         {newTemplateBody("a", "UTILITY", "{{1}} sudah siap diambil di cabang kami.", "x"), 2388299},
		"many variables":  {newTemplateBody("a", "UTILITY", "Halo {{1}} dan {{2}} ya.", "x", "y"), 2388293},
		"gap":             {newTemplateBody("a", "UTILITY", "Halo {{2}}, pesanan Anda sudah siap.", "x"), 2388072},
		"no example":      {newTemplateBody("a", "UTILITY", "Halo {{1}}, pesanan Anda sudah siap."), 2388043},
		"too long":        {newTemplateBody("a", "UTILITY", strings.Repeat("a", 1025)), 2388040},
		"no body":         {with(`{"type":"FOOTER","text":"a"}`), 0},
		"header emoji":    {with(`{"type":"HEADER","format":"TEXT","text":"Halo 👋"},` + body), 2388047},
		"footer variable": {with(body + `,{"type":"FOOTER","text":"Oleh {{1}} kami"}`), 2388073},
		"no handle":       {with(`{"type":"HEADER","format":"IMAGE"},` + body), 2388043},
		"foreign handle":  {with(`{"type":"HEADER","format":"IMAGE","example":{"header_handle":["4::x"]}},` + body), 0},
		"grouping": {with(body + `,{"type":"BUTTONS","buttons":[{"type":"QUICK_REPLY","text":"a"},{"type":"PHONE_NUMBER","text":"b","phone_number":"+62811"},` +
			`{"type":"QUICK_REPLY","text":"c"}]}`), 0},
		"url in the middle": {with(body + `,{"type":"BUTTONS","buttons":[{"type":"URL","text":"a","url":"https://a.test/{{1}}/b","example":["x"]}]}`), 0},
	} {
		t.Run(name, func(t *testing.T) {
			r := b.post("/v26.0/"+b.v.WABAID+"/message_templates", b.v.Token, c.body)
			require.Equal(t, 400, r.status, r.raw)
			_, subcode := r.errorCode(t)
			require.Equal(t, c.subcode, subcode, r.raw)
		})
	}
	b.meta.Change(func(w *World) {
		a := w.WABAs[b.v.WABAID]
		a.TemplateLimit = 10
		w.WABAs[a.ID] = a
	})
	require.Contains(t, b.post("/v26.0/"+b.v.WABAID+"/message_templates", b.v.Token, with(body)).raw, "2388019")
}

func TestSampleIsUploadedInPieces(t *testing.T) {
	b, _, _ := templateBench(t)
	begin := b.send("POST", "/v26.0/"+b.v.AppID+"/uploads?file_name=a.png&file_length=10&file_type=image%2Fpng", b.v.Token, "", "")
	require.Equal(t, 200, begin.status, begin.raw)
	id, _ := begin.json(t)["id"].(string)
	require.True(t, strings.HasPrefix(id, "upload:"))
	bring := func(offset, body string) reply {
		req := b.request(t.Context(), "POST", "/v26.0/"+id, "", "", body)
		req.Header.Set("Authorization", "OAuth "+b.v.Token)
		req.Header.Set("file_offset", offset)
		r, err := b.do(req)
		require.NoError(t, err)
		return r
	}
	require.Equal(t, 400, bring("0", "1234").status, "the rest is missing")
	require.EqualValues(t, 4, b.get("/v26.0/"+id, b.v.Token).json(t)["file_offset"])
	require.Equal(t, 400, bring("0", "567890").status, "another place")
	r := bring("4", "567890")
	require.Equal(t, 200, r.status, r.raw)
	handle, _ := r.json(t)["h"].(string)
	made := b.makeTemplate(`{"name":"with_picture","language":"id","category":"UTILITY","components":[{"type":"HEADER","format":"IMAGE",` +
		`"example":{"header_handle":["` + handle + `"]}},{"type":"BODY","text":"Terima kasih atas kunjungan Anda."}]}`)
	require.Contains(t, b.get("/v26.0/"+made+"?fields=components", b.v.Token).raw, `https:\/\/scontent`)
	require.Equal(t, 400, b.send("POST", "/v26.0/"+b.v.AppID+"/uploads?file_length=10&file_type=text%2Fplain", b.v.Token, "", "").status)
	require.Equal(t, 400, b.get("/v26.0/upload:x?sig=y", b.v.Token).status)
	require.Equal(t, 401, b.get("/v26.0/"+id, "").status)
}

func TestMediaIsUploadedAndRead(t *testing.T) {
	b, r, now := templateBench(t)
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	require.NoError(t, w.WriteField("messaging_product", "whatsapp"))
	require.NoError(t, w.WriteField("type", "image/png"))
	part, err := w.CreateFormFile("file", "a.png")
	require.NoError(t, err)
	_, err = part.Write(samplePicture())
	require.NoError(t, err)
	require.NoError(t, w.Close())
	made := b.send("POST", "/v26.0/"+b.v.PhoneNumberID+"/media", b.v.Token, w.FormDataContentType(), form.String())
	require.Equal(t, 200, made.status, made.raw)
	_, err = b.meta.Phone().Write(Line{}, Act{Type: "image"})
	require.NoError(t, err)
	image, _ := r.next().value(t).Messages[0]["image"].(map[string]any)
	for _, id := range []any{made.json(t)["id"], image["id"]} {
		node := b.get(fmt.Sprint("/v26.0/", id), b.v.Token).json(t)
		require.Equal(t, "image/png", node["mime_type"])
		address := strings.TrimPrefix(fmt.Sprint(node["url"]), b.base)
		require.Equal(t, string(samplePicture()), b.get(address, b.v.Token).raw)
		require.Equal(t, 404, b.get(address, "").status)
		now.forward(6 * time.Minute)
		require.Equal(t, 404, b.get(address, b.v.Token).status, "the address has ended")
		require.Equal(t, 200, b.send("DELETE", fmt.Sprint("/v26.0/", id), b.v.Token, "", "").status)
		require.Equal(t, 400, b.get(fmt.Sprint("/v26.0/", id), b.v.Token).status)
	}
	require.Equal(t, 400, b.post("/v26.0/"+b.v.PhoneNumberID+"/media", b.v.Token, `{"messaging_product":"whatsapp"}`).status)
}
