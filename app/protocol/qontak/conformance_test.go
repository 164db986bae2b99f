package qontak_test

import (
	"net/http"
	"testing"

	"channeldesk/app/protocol"
	"channeldesk/app/protocol/protocoltest"
	"channeldesk/app/protocol/qontak"
)

func TestConformance(t *testing.T) {
	for _, auth := range []string{"bearer", "hmac"} {
		t.Run(auth, func(t *testing.T) {
			protocoltest.Run(t, protocoltest.Suite{
				New: func(_ *testing.T, env protocoltest.Env) protocol.Protocol {
					return qontak.New(qontak.Options{HTTPClient: env.Client, Log: env.Log, Sleep: env.Sleep})
				},
				Config: func(baseURL string) protocol.Config { return qontak.SampleConfig(baseURL, auth) },
				Good:   func(*testing.T) http.Handler { return qontak.NewProvider() },
			})
		})
	}
}
