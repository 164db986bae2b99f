package qontak

import (
	"net/http"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// NewProvider is the small Qontak of the tests.
func NewProvider() http.Handler { return newProvider() }

// SampleConfig is a whole configuration for it.
func SampleConfig(baseURL, auth string) protocol.Config {
	c := testConfig(baseURL)
	c.Channel.Fields[fieldAuth] = auth
	if auth == authHMAC {
		c.Secrets = map[string]app.Secret{secretHMACID: app.NewSecret(testClient), secretHMACSecret: app.NewSecret(testSecret)}
	}
	return c
}
