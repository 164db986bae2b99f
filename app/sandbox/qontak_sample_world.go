package sandbox

import (
	"fmt"
	"strings"
	"time"
)

func manyIntegrationID(i int) string { return deriveUUID(fmt.Sprint("qontak branch ", i)) }

func manyIntegrationNumber(i int) string { return fmt.Sprintf("6282155521%03d", i) }

// digitsOf is a number in E.164 as Qontak and Coster write it: without the plus.
func digitsOf(e164 string) string { return strings.TrimPrefix(e164, "+") }

// SampleQontakWorld builds the world that SampleQontak belongs to. Times are
// taken from now.
func SampleQontakWorld(seed string, now time.Time) QontakWorld {
	v := SampleQontak(seed)
	w := QontakWorld{
		Organisations: map[string]QontakOrganisation{
			v.OrganisationID:      {ID: v.OrganisationID, Name: "Rumah Teduh"},
			v.OtherOrganisationID: {ID: v.OtherOrganisationID, Name: "Another client"},
		},
		Tokens: map[string]QontakToken{},
		Pairs: map[string]QontakPair{
			v.HMACClientID:      {ClientID: v.HMACClientID, ClientSecret: v.HMACClientSecret, OrganisationID: v.OrganisationID},
			v.OtherHMACClientID: {ClientID: v.OtherHMACClientID, ClientSecret: v.OtherHMACSecret, OrganisationID: v.OtherOrganisationID},
			v.ScopelessHMACID: {
				ClientID: v.ScopelessHMACID, ClientSecret: v.ScopelessHMACSecret, OrganisationID: v.OrganisationID, NoScope: true,
			},
		},
		NotOnWhatsApp: map[string]bool{digitsOf(v.NotOnWhatsApp): true},
		Limits:        QontakLimits{PerMinute: 100, PerSecond: 10},
		Quirks:        QontakQuirks{ShowsOff: true},
	}
	for _, t := range []QontakToken{
		{Value: v.Token, Kind: QontakFullToken, ExpiresAt: now.Add(345 * 24 * time.Hour)},
		{Value: v.UserToken, Kind: QontakUserToken},
		{Value: v.BotToken, Kind: QontakBotToken},
		{Value: v.ExpiredToken, Kind: QontakFullToken, ExpiresAt: now.Add(-26 * time.Hour)},
		{Value: v.RevokedToken, Kind: QontakFullToken, Revoked: true},
		{Value: v.OtherToken, Kind: QontakFullToken, OrganisationID: v.OtherOrganisationID},
	} {
		if t.OrganisationID == "" {
			t.OrganisationID = v.OrganisationID
		}
		w.Tokens[t.Value] = t
	}
	w.Integrations = sampleIntegrations(v, now)
	w.Templates = sampleTemplates(v, now)
	return w
}

// sampleIntegrations are listed newest first; the branches come last.
func sampleIntegrations(v QontakValues, now time.Time) []QontakIntegration {
	var list []QontakIntegration
	add := func(id, name, number string, change func(*QontakIntegration)) {
		n := QontakIntegration{
			ID: id, OrganisationID: v.OrganisationID, TargetChannel: "wa_cloud", AccountName: name, Active: true,
			PhoneNumber: number, PhoneNumberID: fmt.Sprint(107700000000000 + len(list)),
			CreatedAt: now.Add(-time.Duration(len(list)+1) * 24 * time.Hour).UTC().Truncate(time.Millisecond),
		}
		if change != nil {
			change(&n)
		}
		list = append(list, n)
	}
	add(v.ChannelIntegrationID, v.AccountName, digitsOf(v.AccountCode), nil)
	add(v.SecondChannelIntegrationID, "Rumah Teduh Bandung", digitsOf(v.SecondAccountCode), nil)
	add(v.InactiveIntegrationID, "Rumah Teduh Lama", digitsOf(v.InactiveAccountCode), func(n *QontakIntegration) { n.Active = false })
	add(v.BareIntegrationID, "Rumah Teduh Baru", "6281355502301", func(n *QontakIntegration) { n.Bare = true })
	add(v.OldIntegrationID, "Rumah Teduh Server", digitsOf(v.OldAccountCode), func(n *QontakIntegration) {
		n.TargetChannel, n.Authorization = "wa", v.oldAuthorization
	})
	add(v.ForeignIntegrationID, "Another client", digitsOf(v.ForeignAccountCode), func(n *QontakIntegration) {
		n.OrganisationID = v.OtherOrganisationID
	})
	for i := range ManyIntegrations {
		add(manyIntegrationID(i), fmt.Sprintf("Cabang %03d", i+1), manyIntegrationNumber(i), nil)
	}
	return list
}

func sampleTemplates(v QontakValues, now time.Time) []QontakTemplate {
	list := []QontakTemplate{
		{
			ID: v.TemplateID, Name: v.Template, Category: "UTILITY",
			Body: "Halo {{1}}, pesanan {{2}} sudah siap diambil.", Footer: "Rumah Teduh",
		},
		{
			ID: v.DocumentTemplateID, Name: "invoice_document", Category: "UTILITY",
			HeaderFormat: "DOCUMENT", HeaderExample: "https://files.example.test/invoice.pdf",
			Body: "Halo {{1}}, berikut tagihan bulan {{2}}.",
			Buttons: []QontakButton{{
				Type: "URL", Text: "Bayar", URL: "https://pay.example.test/{{1}}", Example: `["https://pay.example.test/a1"]`,
			}},
		},
		{
			ID: v.CodeTemplateID, Name: "login_code", Category: "AUTHENTICATION", Body: "{{1}} adalah kode verifikasi Anda.",
			Buttons: []QontakButton{{Type: "URL", Text: "Salin kode", URL: "https://www.whatsapp.com/otp/code/?code={{1}}"}},
		},
		{ID: v.PendingTemplateID, Name: "weekend_offer", Category: "MARKETING", Status: templatePending, Body: "Promo akhir pekan untuk {{1}} sudah mulai."},
		{ID: v.RejectedTemplateID, Name: "cash_prize", Category: "MARKETING", Status: "REJECTED", Body: "Anda mendapat hadiah {{1}} sekarang."},
		{ID: deriveUUID("qontak template old"), Name: "old_update", Category: "PAYMENT_UPDATE", Status: "DISABLED", Body: "Pembayaran diterima."},
		{
			ID: v.ForeignTemplateID, Name: "order_ready", Category: "UTILITY", OrganisationID: v.OtherOrganisationID,
			Body: "Halo {{1}}, pesanan Anda siap.",
		},
	}
	for i := range list {
		t := &list[i]
		t.Language = v.TemplateLanguage
		t.CreatedAt = now.Add(-time.Duration(i+3) * 24 * time.Hour).UTC().Truncate(time.Millisecond)
		if t.OrganisationID == "" {
			t.OrganisationID = v.OrganisationID
		}
		if t.Status == "" {
			t.Status = templateApproved
		}
	}
	return list
}
