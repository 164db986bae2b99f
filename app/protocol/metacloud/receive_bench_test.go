package metacloud

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"testing"

	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

const benchHead = `{"object":"whatsapp_business_account","entry":[{"id":"102200001110001","changes":[{"field":"messages","value":{"messaging_product":"whatsapp","metadata":{"display_phone_number":"+62 811-5550-0188","phone_number_id":"106500001110002"},`

var benchPosts = map[string]string{
	"state":   benchHead + `"statuses":[{"id":"wamid.HBgNNjI4MTI1NTUwNzAwMRUCABEYEj00000001","status":"delivered","timestamp":"1763802000","recipient_id":"6281200000001","conversation":{"id":"7b1c5a4d0f9e8b3a2c6d","origin":{"type":"utility"}},"pricing":{"billable":true,"pricing_model":"PMP","category":"utility"}}]}}]}]}`,
	"message": benchHead + `"messages":[{"from":"6281300000001","id":"wamid.IN000000000001","timestamp":"1763802000","type":"text","text":{"body":"Halo, apakah pesanan saya sudah dikirim?"}}],"contacts":[{"wa_id":"6281300000001","profile":{"name":"Rina Wijaya"}}]}}]}]}`,
}

func BenchmarkParse(b *testing.B) {
	p := New(Options{Clock: app.SystemClock})
	for name, post := range benchPosts {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			body := []byte(post)
			for b.Loop() {
				if got, err := p.Parse(body); err != nil || len(got) != 1 {
					b.Fatal(got, err)
				}
			}
		})
	}
}

func BenchmarkVerify(b *testing.B) {
	p := New(Options{Clock: app.SystemClock})
	const secret = "0123456789abcdef0123456789abcdef"
	body := []byte(benchPosts["state"])
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write(body)
	signature := signaturePrefix + hex.EncodeToString(mac.Sum(nil))
	c := protocol.Config{Secrets: map[string]app.Secret{secretApp: app.NewSecret(secret)}}
	b.ReportAllocs()
	for b.Loop() {
		require.NoError(b, p.Verify(func(string) string { return signature }, body, c))
	}
}
