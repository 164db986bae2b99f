package qontak_test

import (
	"net/http"
	"testing"

	"channeldesk/app"
	"channeldesk/app/protocol"
	"channeldesk/app/protocol/protocoltest"
	"channeldesk/app/protocol/qontak"
	"channeldesk/app/sandbox"
)

func TestConformance(t *testing.T) {
	v := sandbox.SampleQontak("")
	configs := map[string]func(baseURL string) protocol.Config{
		"bearer": func(baseURL string) protocol.Config {
			return sampleConfig(v, baseURL+bearerPath, "bearer", map[string]string{"access_token": v.Token})
		},
		"hmac": func(baseURL string) protocol.Config {
			return sampleConfig(v, baseURL+hmacPath, "hmac", map[string]string{
				"hmac_client_id": v.HMACClientID, "hmac_client_secret": v.HMACClientSecret,
			})
		},
	}
	for auth, config := range configs {
		t.Run(auth, func(t *testing.T) {
			protocoltest.Run(t, protocoltest.Suite{
				New: func(_ *testing.T, env protocoltest.Env) protocol.Protocol {
					return qontak.New(qontak.Options{HTTPClient: env.Client, Log: env.Log, Sleep: env.Sleep})
				},
				Config: config,
				Good: func(t *testing.T) http.Handler {
					q := sandbox.NewQontak(sandbox.Options{})
					q.Change(func(w *sandbox.QontakWorld) { w.Limits = sandbox.QontakLimits{} })
					t.Cleanup(q.Close)
					return &rooms{next: q}
				},
				Webhooks: webhooks,
				Outgoing: outgoing(v),
			})
		})
	}
}

// sampleConfig is a whole configuration for the sample world.
func sampleConfig(v sandbox.QontakValues, address, auth string, secrets map[string]string) protocol.Config {
	c := protocol.Config{
		Channel: app.Channel{Protocol: qontak.ID, AccountCode: v.AccountCode, Fields: map[string]string{
			"channel_integration_id": v.ChannelIntegrationID, "api_address": address, "auth": auth,
		}},
		Secrets: map[string]app.Secret{}, WebhookURL: hookURL, WebhookSecret: app.NewSecret(hookSecret),
	}
	for name, value := range secrets {
		c.Secrets[name] = app.NewSecret(value)
	}
	return c
}
