package frame_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"channeldesk/app"
	"channeldesk/screens/frame"
)

func TestMaskedNumbersAreGroupedLikeOthers(t *testing.T) {
	for number, want := range map[string]string{
		"+6281255507399":  "+62 ***-****-*399",
		"+628115550188":   "+62 ***-****-188",
		"+6591234567":     "+65 **** *567",
		"+12025550123":    "+1 2**-***-*123",
		"+971501234567":   "+97* ******567",
		"+62811":          "***",
		"+99912345678901": "+99* ********901",
	} {
		assert.Equal(t, want, frame.MaskedPhone(app.MaskPhone(number)), number)
	}
	assert.Equal(t, "Message (text) of +62 ***-****-*399", frame.T(app.Say("Message ({{.Type}}) of {{.Who}}", "Type", "text", "Who", app.MaskPhone("+6281255507399"))))
	for _, other := range []string{"", "+6281255507399", "a +62****399", "*", "+62 8**"} {
		assert.Equal(t, other, frame.MaskedPhone(other))
	}
}
