package metacloud_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"channeldesk/app"
	"channeldesk/app/protocol"
	"channeldesk/app/protocol/metacloud"
	"channeldesk/app/sandbox"
)

const verifyToken = "verify-token-of-the-tests-0123456789abcdef"

// startGateway serves what Meta calls when a webhook address is set.
func startGateway(t *testing.T) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		q := r.URL.Query()
		if q.Get("hub.verify_token") != verifyToken {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		_, _ = io.WriteString(w, q.Get("hub.challenge"))
	}))
	t.Cleanup(server.Close)
	return server.URL + "/hooks/meta/nb-41c0d7"
}

// config is the good configuration of the sandbox's sample world.
func config(v sandbox.SampleValues, baseURL, webhookURL string) protocol.Config {
	return protocol.Config{
		Channel: app.Channel{
			Protocol: metacloud.ID, AccountCode: v.AccountCode,
			Fields: map[string]string{
				"waba_id": v.WABAID, "phone_number_id": v.PhoneNumberID, "app_id": v.AppID, "api_address": baseURL,
			},
		},
		Secrets: map[string]app.Secret{
			"access_token": app.NewSecret(v.Token), "app_secret": app.NewSecret(v.AppSecret),
		},
		WebhookURL: webhookURL, WebhookSecret: app.NewSecret(verifyToken),
	}
}
