package forward

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"channeldesk/app"
)

// isGenuine is what a receiver does, as the package's description says.
func isGenuine(header, secret string, body []byte) bool {
	parts := strings.Split(header, ",")
	stamp, ok := strings.CutPrefix(parts[0], "t=")
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(stamp + "."))
	mac.Write(body)
	want := hex.EncodeToString(mac.Sum(nil))
	for _, p := range parts[1:] {
		if v, isV1 := strings.CutPrefix(p, "v1="); ok && isV1 && hmac.Equal([]byte(v), []byte(want)) {
			return true
		}
	}
	return false
}

// FuzzSignature: whatever is forwarded, a receiver takes it with either secret, and
// takes no other body, time or secret.
func FuzzSignature(f *testing.F) {
	f.Add("new", "old", []byte(`{"delivery":"evt_1"}`), int64(1764547200))
	f.Add("", "x", []byte(""), int64(0))
	f.Add("a,v1=b", "t=1", []byte("1.2.3"), int64(-1))
	f.Add("\x00", "\xff", []byte("\n,v1="), int64(1)<<62)
	f.Fuzz(func(t *testing.T, now, before string, body []byte, at int64) {
		secrets := []app.Secret{signingSecret(app.NewSecret(now)), signingSecret(app.NewSecret(before))}
		header := signature(secrets, body, time.Unix(at, 0))
		for _, s := range secrets {
			require.True(t, isGenuine(header, s.Expose(), body))
			require.False(t, isGenuine(header, s.Expose()+"x", body))
			require.False(t, isGenuine(header, s.Expose(), append([]byte("x"), body...)))
		}
		if stamp, rest, _ := strings.Cut(header, ","); stamp != "t=7" {
			require.False(t, isGenuine("t=7,"+rest, secrets[0].Expose(), body), "at another time")
		}
		require.NotContains(t, header, "fwd_")
		require.Regexp(t, `^t=-?[0-9]+,v1=[0-9a-f]{64},v1=[0-9a-f]{64}$`, header)
	})
}
