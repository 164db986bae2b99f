package metacloud_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/protocol"
	"channeldesk/app/protocol/metacloud"
)

// FuzzVerify: only the signature of this very body is taken, in whatever way a
// header is written.
func FuzzVerify(f *testing.F) {
	const secret = "0123456789abcdef0123456789abcdef"
	sign := func(body []byte) []byte {
		mac := hmac.New(sha256.New, []byte(secret))
		mac.Write(body)
		return mac.Sum(nil)
	}
	good := "sha256=" + hex.EncodeToString(sign([]byte("{}")))
	for _, header := range []string{good, "", "sha256=", "sha1=00", good + "0", good[:70], " " + good + " ", strings.ToUpper(good), good + "," + good, "sha256=" + strings.Repeat("0", 64)} {
		f.Add(header, []byte("{}"))
		f.Add(header, []byte(""))
	}
	p := metacloud.New(metacloud.Options{})
	c := protocol.Config{Secrets: map[string]app.Secret{"app_secret": app.NewSecret(secret)}}
	f.Fuzz(func(t *testing.T, header string, body []byte) {
		err := p.Verify(func(string) string { return header }, body, c)
		given, ok := strings.CutPrefix(strings.TrimSpace(header), "sha256=")
		theirs, bad := hex.DecodeString(given)
		genuine := ok && bad == nil && string(theirs) == string(sign(body))
		require.Equal(t, genuine, err == nil, "%q", header)
		if err != nil {
			require.Equal(t, app.CodeForbidden, app.ErrorCode(err))
			require.NotContains(t, err.Error(), secret)
		}
	})
}

// FuzzHandshake: the challenge comes back only for the right token, and as it was.
func FuzzHandshake(f *testing.F) {
	const token = "wholesecretwholesecretwholesecret"
	f.Add("hub.mode=subscribe&hub.challenge=42&hub.verify_token=" + token)
	f.Add("hub.mode=subscribe&hub.challenge=42&hub.verify_token=" + token[1:])
	f.Add("hub.mode=subscribe&hub.challenge=42")
	f.Add("hub.mode=unsubscribe&hub.challenge=42&hub.verify_token=" + token)
	f.Add("hub.verify_token=" + token + "&hub.verify_token=x&hub.mode=subscribe")
	f.Add("%zz;a=b&&=")
	p := metacloud.New(metacloud.Options{})
	f.Fuzz(func(t *testing.T, query string) {
		q, _ := url.ParseQuery(query)
		body, err := p.Handshake(q, []app.Secret{app.NewSecret(token)})
		if err != nil {
			require.Empty(t, body)
			return
		}
		require.Equal(t, token, q.Get("hub.verify_token"))
		require.Equal(t, q.Get("hub.challenge"), body)
		body, err = p.Handshake(q, []app.Secret{app.NewSecret("")})
		require.Error(t, err, "%q", body)
	})
}
