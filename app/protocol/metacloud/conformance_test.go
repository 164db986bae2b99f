package metacloud_test

import (
	"net/http"
	"testing"

	"channeldesk/app/protocol"
	"channeldesk/app/protocol/metacloud"
	"channeldesk/app/protocol/protocoltest"
	"channeldesk/app/sandbox"
)

func TestConformance(t *testing.T) {
	gateway := startGateway(t)
	protocoltest.Run(t, protocoltest.Suite{
		New: func(_ *testing.T, env protocoltest.Env) protocol.Protocol {
			return metacloud.New(metacloud.Options{HTTPClient: env.Client, Log: env.Log, Sleep: env.Sleep})
		},
		Config: func(baseURL string) protocol.Config { return config(sandbox.Sample(""), baseURL, gateway) },
		Good: func(t *testing.T) http.Handler {
			return newFakeMeta(t)
		},
		Webhooks: webhooks,
		Outgoing: outgoing,
	})
}
