package metacloud

import (
	"crypto/hmac"
	"crypto/sha256"
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// Signatures of several secrets are checked at the same moment, and none is taken
// for that of another secret or body, also after many secrets.
func TestSignersKeepSecretsApart(t *testing.T) {
	var s signers
	var wait sync.WaitGroup
	for n := range 8 {
		wait.Go(func() {
			for i := range signersMost / 4 {
				secret, body := fmt.Sprint("secret ", n, " ", i), fmt.Append(nil, "body ", n, i)
				mac := hmac.New(sha256.New, []byte(secret))
				mac.Write(body)
				right := [sha256.Size]byte(mac.Sum(nil))
				wrong := right
				wrong[i%len(wrong)] ^= 1
				for range 2 {
					require.True(t, s.fits(secret, body, &right))
					require.False(t, s.fits(secret, body, &wrong))
					require.False(t, s.fits(secret, append(body, ' '), &right))
					require.False(t, s.fits(secret+"x", body, &right))
				}
			}
		})
	}
	wait.Wait()
	require.LessOrEqual(t, len(s.of), signersMost)
}
