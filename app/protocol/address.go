package protocol

import (
	"net/url"
	"strings"

	"channeldesk/app"
)

// hooksPath begins the path of every webhook address.
const hooksPath = "/hooks/"

// WebhookAddress is the whole address under which the provider reaches a
// channel: the gateway's public address, /hooks/, the protocol's part, the
// channel's key, and, where the provider cannot sign, the webhook secret as the
// last part. It is "" as long as one of these is not known, so that an address
// without its secret is never registered or handed over as if it worked. Where
// the secret is part of the address, the result is itself a secret. Safe for
// concurrent use.
func WebhookAddress(publicAddress string, d Declaration, c app.Channel, secret app.Secret) string {
	public, path := strings.TrimRight(publicAddress, "/"), WebhookPath(d, c)
	if public == "" || path == "" {
		return ""
	}
	if !d.SecretInAddress {
		return public + path
	}
	if secret.IsEmpty() {
		return ""
	}
	return public + path + "/" + url.PathEscape(secret.Expose())
}

// WebhookPath is the part of the webhook address after the public address that
// is no secret, as "/hooks/meta/nb-41c0d7"; "" while there is no protocol or no
// key. Safe for concurrent use.
func WebhookPath(d Declaration, c app.Channel) string {
	if d.HookPath == "" || c.Key == "" {
		return ""
	}
	return hooksPath + d.HookPath + "/" + c.Key
}

// ShortWebhookAddress shows where a webhook address leads when its secret part
// must not be seen: "…/hooks/qontak/kl-7f3a9c/…". Where the secret is no part of
// the address, or there is no public address yet, it is the same as
// WebhookAddress. Safe for concurrent use.
func ShortWebhookAddress(publicAddress string, d Declaration, c app.Channel) string {
	if !d.SecretInAddress {
		return WebhookAddress(publicAddress, d, c, app.Secret{})
	}
	path := WebhookPath(d, c)
	if publicAddress == "" || path == "" {
		return ""
	}
	return "…" + path + "/…"
}
