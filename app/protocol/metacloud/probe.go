package metacloud

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/url"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

var _ protocol.WebhookProber = (*Protocol)(nil)

// ProbeHandshake asks as Meta does when an address or its verify token is set.
func (p *Protocol) ProbeHandshake(secret app.Secret, challenge string) (url.Values, string) {
	return url.Values{"hub.mode": {"subscribe"}, "hub.verify_token": {secret.Expose()}, "hub.challenge": {challenge}}, challenge
}

// ProbeSign signs as Meta does, with the App Secret.
func (p *Protocol) ProbeSign(body []byte, c protocol.Config) (name, value string, err error) {
	secret := c.Secrets[secretApp]
	if secret.IsEmpty() {
		return "", "", app.NewError(app.CodeIncomplete, app.Say("The App Secret is missing, so nobody can tell whether Meta wrote what comes in.")).
			WithFix(app.Say("Enter the App Secret on the Channel page.")).WithField(secretApp)
	}
	mac := hmac.New(sha256.New, []byte(secret.Expose()))
	mac.Write(body)
	return signatureHeader, signaturePrefix + hex.EncodeToString(mac.Sum(nil)), nil
}
