package handoff

import (
	"fmt"
	"time"

	"channeldesk/app"
)

// The sheet speaks its reader's language, whatever language the window has. So
// its words stand here and not in the window's translations. English is the key.
var indonesian = map[string]string{
	"Draft":                        "Draf",
	"Published":                    "Terbit",
	"Account code":                 "Kode akun",
	"Protocol":                     "Protokol",
	"Webhook URL":                  "URL webhook",
	"Webhook secret":               "Rahasia webhook",
	"Events to switch on":          "Event yang diaktifkan",
	"Questions? Ask":               "Ada pertanyaan? Hubungi",
	"Ask":                          "Hubungi",
	"Sent separately":              "Dikirim terpisah",
	"sent separately":              "dikirim terpisah",
	"Last part of the webhook URL": "Bagian terakhir URL webhook",
	"last part of the webhook URL": "bagian terakhir URL webhook",
	"Shortened, ask for it whole":  "Disingkat, mintalah yang lengkap",
	"shortened, ask for it whole":  "disingkat, mintalah yang lengkap",
	"{{.N}}, listed on the sheet":  "{{.N}}, tercantum di lembar",
	"What to do":                   "Yang perlu dilakukan",
	"provider team":                "tim penyedia",
	"client IT":                    "TI klien",
	"Webhook details for {{.To}}":  "Detail webhook untuk {{.To}}",
	"Webhook details":              "Detail webhook",
	"Scan with any phone camera":   "Pindai dengan kamera ponsel",
	"Code {{.Part}} of {{.Of}}":    "Kode {{.Part}} dari {{.Of}}",
	"Made with Channel Desk on {{.Date}}, {{.Time}}": "Dibuat dengan Channel Desk pada {{.Date}}, {{.Time}}",
	"Sheet {{.Number}}":   "Lembar {{.Number}}",
	"the contact above":   "narahubung di atas",
	"the account manager": "pengelola akun",

	"This sheet holds a secret. Give it only to the person who sets the webhook, and destroy it afterwards.": "Lembar ini memuat rahasia. Berikan hanya kepada orang yang mengatur webhook, lalu musnahkan.",

	"Open the webhook settings of {{.Account}} in {{.Protocol}}.":                                                                                 "Buka pengaturan webhook {{.Account}} di {{.Protocol}}.",
	"Enter the webhook URL above as the callback URL, exactly as it stands.":                                                                      "Masukkan URL webhook di atas sebagai callback URL, persis seperti tertulis.",
	"The webhook URL is shortened here because its last part is a secret. Ask {{.Contact}} for the whole URL and enter that as the callback URL.": "URL webhook di sini disingkat karena bagian terakhirnya rahasia. Minta URL lengkapnya kepada {{.Contact}} dan masukkan sebagai callback URL.",
	"Enter the {{.Word}} printed on this sheet.":                                                                                                  "Masukkan {{.Word}} yang tercetak di lembar ini.",
	"Enter the {{.Word}}. It is sent separately; ask {{.Contact}} for it.":                                                                        "Masukkan {{.Word}}. Nilainya dikirim terpisah; mintalah kepada {{.Contact}}.",
	"Switch on the events listed above, all of them.":                                                                                             "Aktifkan semua event yang tercantum di atas.",
	"Switch on the delivery of messages and message states to this URL.":                                                                          "Aktifkan pengiriman pesan dan status pesan ke URL ini.",
	"Send a WhatsApp message to {{.Account}} as a test, then tell {{.Contact}} that it is set.":                                                   "Kirim pesan WhatsApp ke {{.Account}} sebagai uji coba, lalu beri tahu {{.Contact}} bahwa pengaturan selesai.",
	"Let {{.Host}} be reached from the internet over HTTPS, with a certificate that browsers trust.":                                              "Pastikan {{.Host}} dapat dijangkau dari internet lewat HTTPS dengan sertifikat yang dipercaya peramban.",
	"Allow incoming GET and POST requests to {{.Path}}. Do not filter by sender address: {{.Protocol}} may change its addresses.":                 "Izinkan permintaan GET dan POST yang masuk ke {{.Path}}. Jangan menyaring menurut alamat pengirim: {{.Protocol}} dapat mengganti alamatnya.",
	"Pass the requests on unchanged, body and headers included, up to 3 MB each. Their signature is checked.":                                     "Teruskan permintaan tanpa perubahan, termasuk isi dan header, hingga 3 MB per permintaan. Tanda tangannya diperiksa.",
	"Keep the last part of the URL out of logs, tickets and mail: it is a secret.":                                                                "Jangan simpan bagian terakhir URL di log, tiket, atau email: itu rahasia.",
	"The provider team of {{.Protocol}} enters the webhook URL and the {{.Word}}. You do not need an access token.":                               "Tim penyedia {{.Protocol}} memasukkan URL webhook dan {{.Word}}. Anda tidak memerlukan token akses.",
	"Tell {{.Contact}} when the address can be reached.":                                                                                          "Beri tahu {{.Contact}} setelah alamat dapat dijangkau.",
	"webhook secret": "rahasia webhook",
}

var indonesianMonths = [...]string{"Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"}

// say gives a sentence in the sheet's language.
func (s Sheet) say(english string, pairs ...any) string {
	if s.Language == Indonesian {
		if t, ok := indonesian[english]; ok {
			english = t
		}
	}
	return app.Say(english, pairs...).String()
}

// date is "17 Nov 2026", with Indonesian month names on Indonesian sheets.
func (s Sheet) date(t time.Time) string {
	if s.Language == Indonesian {
		return fmt.Sprintf("%d %s %d", t.Day(), indonesianMonths[t.Month()-1], t.Year())
	}
	return t.Format("2 Jan 2006")
}
