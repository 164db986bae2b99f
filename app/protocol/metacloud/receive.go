package metacloud

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"net/url"
	"strings"

	"channeldesk/app"
	"channeldesk/app/protocol"
	"channeldesk/app/protocol/cloudshape"
)

const (
	signatureHeader = "X-Hub-Signature-256"
	signaturePrefix = "sha256="
	accountObject   = "whatsapp_business_account"
)

// Handshake answers the question that Meta asks whenever an address or its verify
// token is set: it gives the challenge when the verify token is one of ours.
func (p *Protocol) Handshake(query url.Values, secrets []app.Secret) (string, error) {
	asked := sha256.Sum256([]byte(query.Get("hub.verify_token")))
	known := 0
	for _, s := range secrets {
		if s.IsEmpty() {
			continue
		}
		ours := sha256.Sum256([]byte(s.Expose()))
		known |= subtle.ConstantTimeCompare(asked[:], ours[:])
	}
	if known != 1 || query.Get("hub.mode") != "subscribe" {
		return "", app.NewError(app.CodeForbidden, app.Say("The verify token is not that of this channel.")).
			WithFix(app.Say("Copy the webhook secret from the Channel page into the field for the verify token at Meta."))
	}
	return query.Get("hub.challenge"), nil
}

// Verify checks Meta's signature over the bytes of the body as they came.
func (p *Protocol) Verify(header func(name string) string, body []byte, c protocol.Config) error {
	secret := c.Secrets[secretApp]
	if secret.IsEmpty() {
		return forbidden(app.Say("The App Secret is missing, so nobody can tell whether Meta wrote this."), "no App Secret is stored").
			WithFix(app.Say("Enter the App Secret on the Channel page. Meta repeats what it could not deliver.")).WithField(secretApp)
	}
	given, ok := strings.CutPrefix(strings.TrimSpace(header(signatureHeader)), signaturePrefix)
	if !ok {
		return forbidden(app.Say("What came in has no signature of Meta's."), "no signature")
	}
	var theirs [sha256.Size]byte
	if len(given) != hex.EncodedLen(len(theirs)) {
		return forbidden(app.Say("What came in has no signature of Meta's."), "the signature has another form")
	}
	if _, err := hex.Decode(theirs[:], []byte(given)); err != nil {
		return forbidden(app.Say("What came in has no signature of Meta's."), "the signature has another form")
	}
	if !p.signers.fits(secret.Expose(), body, &theirs) {
		return forbidden(app.Say("The signature does not fit, so Meta did not write this, or the App Secret is that of another app."), "the signature does not fit").
			WithFix(app.Say("Compare the App Secret with the app's settings at Meta, Basic. If it was reset there, the new one is needed here."))
	}
	return nil
}

func forbidden(what app.Text, cause string) *app.Error {
	return app.NewError(app.CodeForbidden, what).Because(errors.New(cause))
}

// shape is Meta's own.
var shape = cloudshape.Shape{Account: fieldWABA, Number: fieldNumber}

// Parse takes a webhook of Meta's apart.
func (p *Protocol) Parse(body []byte) ([]protocol.Received, error) {
	post, ok := cloudshape.Read(body)
	if !ok {
		return nil, app.NewError(app.CodeInvalid, app.Say("What came in is not readable as JSON."))
	}
	defer post.Free()
	if !post.IsObject() || !post.Get("object").Exists() && !post.Get("entry").Exists() {
		return nil, app.NewError(app.CodeInvalid, app.Say("What came in is not a webhook of Meta's."))
	}
	object := post.Get("object").Word()
	entries := post.Get("entry")
	switch {
	case object != accountObject && (object != "" || !entries.IsList()):
		return []protocol.Received{{Key: cloudshape.Digest(post, "post"), Unknown: nameOr(object, "object")}}, nil
	case !entries.IsList():
		return []protocol.Received{{Key: cloudshape.Digest(post, "post"), Unknown: "entry"}}, nil
	}
	return shape.Entries(post), nil
}

func nameOr(name, instead string) string {
	if name == "" {
		return instead
	}
	return name
}
