package gateway

import (
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"
)

// FuzzMaskPath: no part of a path that could be a number, a key or a secret is
// shown in the log.
func FuzzMaskPath(f *testing.F) {
	for _, p := range []string{"/", "*", "", "/hooks/meta/nb-41c0d7", "/hooks/qontak/kl-1/secret", "/v1/messages/msg_1", "/v1/628123456789", "/wa/hooks/coster/x/y", "//..//%00"} {
		f.Add(p, "/wa")
		f.Add(p, "")
	}
	shown := regexp.MustCompile(`^(|/wa)(|…|(|/)(…|hooks|meta|qontak|coster|v1|messages|templates|channel|docs|style\.css|openapi\.json|healthz|readyz|metrics|[a-z0-9]{1,4}-[0-9a-f]{1,6}|msg_[0-9a-z]{1,40}|))*$`)
	f.Fuzz(func(t *testing.T, path, prefix string) {
		if prefix != "" && prefix != "/wa" {
			return
		}
		require.Regexp(t, shown, maskPath(path, prefix))
	})
}
