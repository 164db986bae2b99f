package coster_test

import (
	"bytes"
	"log/slog"
	"net/http/httptest"
	"testing"
	"time"

	"channeldesk/app"
	"channeldesk/app/protocol"
	"channeldesk/app/protocol/coster"
	"channeldesk/app/sandbox"

	"github.com/stretchr/testify/require"
)

const webhookSecret = "webhook-secret-of-the-tests-0123456789"

var verified = time.Date(2026, 11, 3, 8, 0, 0, 0, time.UTC)

// config is the good configuration of the sandbox's sample world, with both
// tokens proved.
func config(v sandbox.CosterValues, baseURL string) protocol.Config {
	proved := app.SecretInfo{Ref: "r", Origin: "r", VerifiedAt: verified}
	return protocol.Config{
		Channel: app.Channel{
			Protocol: coster.ID, AccountCode: v.AccountCode, Key: "wp-41c0d7",
			Fields: map[string]string{
				"account_id": v.AccountID, "division_id": v.DivisionID,
				"conversation_address": baseURL + "/conversation", "push_address": baseURL + "/push",
			},
			Secrets: map[string]app.SecretInfo{"conversation_token": proved, "push_token": proved},
		},
		Secrets: map[string]app.Secret{
			"conversation_token": app.NewSecret(v.ConversationToken), "push_token": app.NewSecret(v.PushToken),
		},
		WebhookURL:    "https://desk.example/hooks/coster/wp-41c0d7/" + webhookSecret,
		WebhookSecret: app.NewSecret(webhookSecret),
	}
}

func messages(v sandbox.CosterValues) []protocol.TestMessage {
	return []protocol.TestMessage{
		{ID: "test-0001", To: v.Customer, Template: v.Template, Language: v.TemplateLanguage, Values: []string{"Rina", "Rp150.000"}},
		{ID: "test-0002", To: v.Customer, Text: "Halo, ini pesan percobaan."},
	}
}

// bench is the protocol with a sandbox to speak to.
type bench struct {
	t      *testing.T
	coster *sandbox.Coster
	sample sandbox.CosterValues
	p      *coster.Protocol
	c      protocol.Config
	log    bytes.Buffer
}

func newBench(t *testing.T) *bench {
	t.Helper()
	b := &bench{t: t, coster: sandbox.NewCoster(sandbox.Options{})}
	b.sample = b.coster.Sample()
	server := httptest.NewServer(b.coster)
	t.Cleanup(server.Close)
	b.p = coster.New(coster.Options{Log: slog.New(slog.NewTextHandler(&b.log, &slog.HandlerOptions{Level: slog.LevelDebug}))})
	b.c = config(b.sample, server.URL)
	t.Cleanup(func() {
		for _, private := range append(b.sample.Secrets(), webhookSecret, b.sample.AccountID, b.sample.DivisionID, b.sample.Customer[1:]) {
			require.NotContains(t, b.log.String(), private)
		}
	})
	return b
}

func (b *bench) set(name, value string) { b.c.Channel.Fields[name] = value }

func (b *bench) secret(name, value string) { b.c.Secrets[name] = app.NewSecret(value) }

func (b *bench) template() protocol.TestMessage { return messages(b.sample)[0] }

func (b *bench) text() protocol.TestMessage { return messages(b.sample)[1] }
