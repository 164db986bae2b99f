package coster_test

import (
	"net/http"
	"testing"

	"channeldesk/app/protocol"
	"channeldesk/app/protocol/coster"
	"channeldesk/app/protocol/protocoltest"
	"channeldesk/app/sandbox"
)

func TestConformance(t *testing.T) {
	protocoltest.Run(t, protocoltest.Suite{
		New: func(_ *testing.T, env protocoltest.Env) protocol.Protocol {
			return coster.New(coster.Options{HTTPClient: env.Client, Log: env.Log, Sleep: env.Sleep})
		},
		Config:   func(baseURL string) protocol.Config { return config(sandbox.SampleCoster(""), baseURL) },
		Good:     func(*testing.T) http.Handler { return sandbox.NewCoster(sandbox.Options{}) },
		Silent:   []string{"identifiers", "tokens"},
		LineOnly: []string{"hosts"},
		Messages: messages(sandbox.SampleCoster("")),
		Webhooks: webhooks,
		Outgoing: outgoing(sandbox.SampleCoster("")),
		ByStatus: byStatus,
	})
}
