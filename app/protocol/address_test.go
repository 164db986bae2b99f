package protocol_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

func TestWebhookAddress(t *testing.T) {
	signed := protocol.Declaration{ID: "meta_cloud", HookPath: "meta"}
	unsigned := protocol.Declaration{ID: "qontak", HookPath: "qontak", SecretInAddress: true}
	secret := app.NewSecret("s3cr3t-part_of.the/address")
	keyed := app.Channel{Key: "nb-41c0d7"}
	for _, c := range []struct {
		name, public, whole, short string
		d                          protocol.Declaration
		c                          app.Channel
		secret                     app.Secret
	}{
		{"signed", "https://wa.example", "https://wa.example/hooks/meta/nb-41c0d7", "https://wa.example/hooks/meta/nb-41c0d7", signed, keyed, secret},
		{"signed, secret not needed", "https://wa.example", "https://wa.example/hooks/meta/nb-41c0d7", "https://wa.example/hooks/meta/nb-41c0d7", signed, keyed, app.Secret{}},
		{"path and slash at the end", "https://wa.example/desk/", "https://wa.example/desk/hooks/meta/nb-41c0d7", "https://wa.example/desk/hooks/meta/nb-41c0d7", signed, keyed, secret},
		{"secret in the address", "https://wa.example", "https://wa.example/hooks/qontak/nb-41c0d7/s3cr3t-part_of.the%2Faddress", "…/hooks/qontak/nb-41c0d7/…", unsigned, keyed, secret},
		{"secret not known", "https://wa.example", "", "…/hooks/qontak/nb-41c0d7/…", unsigned, keyed, app.Secret{}},
		{"no public address", "", "", "", unsigned, keyed, secret},
		{"no protocol", "https://wa.example", "", "", protocol.Declaration{}, keyed, secret},
		{"no key", "https://wa.example", "", "", signed, app.Channel{}, secret},
	} {
		t.Run(c.name, func(t *testing.T) {
			assert.Equal(t, c.whole, protocol.WebhookAddress(c.public, c.d, c.c, c.secret))
			assert.Equal(t, c.short, protocol.ShortWebhookAddress(c.public, c.d, c.c))
			assert.NotContains(t, protocol.ShortWebhookAddress(c.public, c.d, c.c), "s3cr3t")
		})
	}
}
