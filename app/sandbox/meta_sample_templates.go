package sandbox

import (
	"encoding/json"
	"fmt"
	"time"
)

// sampleMetaTemplates are those of the sample account: one of each kind and in
// each state that matters.
func sampleMetaTemplates(v SampleValues, now time.Time) []Template {
	body := func(text string, examples ...string) TemplateComponent {
		c := TemplateComponent{Type: "BODY", Text: text}
		if len(examples) > 0 {
			c.Example = &TemplateExample{BodyText: [][]string{examples}}
		}
		return c
	}
	footer := TemplateComponent{Type: "FOOTER", Text: "Nusantara Bank"}
	reply := func(text string) TemplateButton { return TemplateButton{Type: "QUICK_REPLY", Text: text} }
	buttons := func(list ...TemplateButton) TemplateComponent {
		return TemplateComponent{Type: "BUTTONS", Buttons: list}
	}
	yes := true
	list := []Template{
		{Name: v.Template, Components: []TemplateComponent{
			body("Halo {{1}}, pesanan {{2}} sudah siap diambil.", "Rina", "NB-1042"), footer,
		}},
		{Name: v.Template, Language: "en_US", Components: []TemplateComponent{
			body("Hello {{1}}, your order {{2}} is ready to be collected.", "Rina", "NB-1042"), footer,
		}},
		{Name: "appointment_reminder", Components: []TemplateComponent{
			{Type: "HEADER", Format: "TEXT", Text: "Janji temu {{1}}", Example: &TemplateExample{HeaderText: []string{"besok"}}},
			body("Halo {{1}}, kami tunggu pada {{2}} pukul {{3}} di cabang kami.", "Rina", "Senin", "09.00"), footer,
			buttons(reply("Saya datang"), reply("Ganti jadwal"), TemplateButton{Type: "PHONE_NUMBER", Text: "Telepon kami", Phone: "+6281155500188"}),
		}},
		{Name: "weekend_promo", Category: "MARKETING", Quality: "YELLOW", Components: []TemplateComponent{
			{Type: "HEADER", Format: "IMAGE", Example: &TemplateExample{HeaderHandle: []string{"https://files.example.test/promo.png"}}},
			body("Halo {{1}}, diskon {{2}} untuk kartu kredit hanya akhir pekan ini.", "Rina", "20%"), footer,
			buttons(reply("Saya tertarik"), reply("Berhenti"), TemplateButton{
				Type: "URL", Text: "Lihat promo", URL: "https://promo.example.test/{{1}}", Example: json.RawMessage(`["https://promo.example.test/a1"]`),
			}),
		}},
		{Name: "payment_named", ParameterFormat: "NAMED", Components: []TemplateComponent{{
			Type: "BODY", Text: "Halo {{customer_name}}, pembayaran {{amount}} sudah kami terima. Terima kasih.",
			Example: &TemplateExample{BodyNamed: []NamedExample{{"customer_name", "Rina"}, {"amount", "Rp150.000"}}},
		}}},
		{Name: "login_code", Category: "AUTHENTICATION", Components: []TemplateComponent{
			{Type: "BODY", Text: "*{{1}}* adalah kode verifikasi Anda. Demi keamanan, jangan bagikan kode ini.", AddSecurity: &yes,
				Example: &TemplateExample{BodyText: [][]string{{"123456"}}}},
			{Type: "FOOTER", Text: "Kode ini kedaluwarsa dalam 5 menit.", CodeMinutes: 5},
			buttons(TemplateButton{Type: "URL", Text: "Salin kode", URL: "https://www.whatsapp.com/otp/code/?otp_type=COPY_CODE&code=otp{{1}}",
				Example: json.RawMessage(`["https://www.whatsapp.com/otp/code/?otp_type=COPY_CODE&code=otp123456"]`)}),
		}},
		{Name: "branch_news", Category: "MARKETING", Status: templatePending, Components: []TemplateComponent{
			body("Cabang baru kami di {{1}} sudah buka setiap hari kerja.", "Bandung"),
		}},
		{Name: "cash_prize", Category: "MARKETING", Status: templateRejected, RejectedReason: "SCAM", Components: []TemplateComponent{
			body("Selamat {{1}}, hadiah tunai menanti Anda hari ini.", "Rina"),
		}},
		{Name: "loan_offer", Category: "MARKETING", Status: templatePaused, Quality: "RED", Components: []TemplateComponent{
			body("Halo {{1}}, pinjaman Anda sudah disetujui dan siap dicairkan.", "Rina"),
		}},
		{Name: "hello_world", Language: "en_US", Sample: true, Components: []TemplateComponent{
			{Type: "HEADER", Format: "TEXT", Text: "Hello World"},
			body("Welcome and congratulations!! This message demonstrates your ability to send a WhatsApp message notification."),
			{Type: "FOOTER", Text: "WhatsApp Business Platform sample message"},
		}},
	}
	for i := range list {
		list[i].complete(v, fmt.Sprint(templateIDs+1001*(i+1)), now.Add(-time.Duration(i+3)*24*time.Hour).UTC().Truncate(time.Second))
	}
	return list
}

// complete fills what a sample template has in common with the others.
func (t *Template) complete(v SampleValues, id string, made time.Time) {
	t.ID, t.WABAID, t.CreatedAt = id, v.WABAID, made
	for _, d := range []struct {
		into  *string
		value string
	}{
		{&t.Language, v.TemplateLanguage}, {&t.Category, "UTILITY"}, {&t.Status, templateApproved},
		{&t.ParameterFormat, "POSITIONAL"}, {&t.Quality, "GREEN"}, {&t.RejectedReason, "NONE"},
	} {
		if *d.into == "" {
			*d.into = d.value
		}
	}
	if t.Status != templateApproved && t.Status != templatePaused {
		t.Quality = "UNKNOWN"
	}
}
