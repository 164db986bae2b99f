package protocol

import (
	"bytes"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/url"
	"strconv"
	"time"

	"channeldesk/app"
)

// WebhookProber is an ability: playing the provider against a webhook address of
// our own, to see whether it would get through. Its methods ask nobody.
type WebhookProber interface {
	// ProbeHandshake is the query with which the provider asks whether an address is
	// ours, and the bare body of the right answer.
	ProbeHandshake(secret app.Secret, challenge string) (query url.Values, want string)
	// ProbeSign signs a body as the provider does and gives the header for it;
	// CodeIncomplete, with the field, when the channel has nothing to sign with.
	ProbeSign(body []byte, c Config) (name, value string, err error)
}

// A self-test is a webhook that we send to ourselves. It has a shape that no
// provider uses, carries a mark made of the channel's webhook secret, and is
// answered with another mark, so that the answer proves which gateway gave it. The
// gateway keeps nothing of it, whether the mark is right or not.
const (
	selfTestStart  = `{"channeldesk_self_test":`
	selfTestMost   = 512
	selfTestSlack  = 10 * time.Minute
	selfTestAnswer = "channeldesk self-test "
)

// The sentences with which a self-test is refused.
const (
	SelfTestForeign  = "The self-test has a mark of another workspace."
	SelfTestClock    = "The self-test is not of this time: compare the clocks."
	SelfTestRepeated = "The self-test came a second time."
)

type selfTest struct {
	Test struct {
		ID   string `json:"id"`
		At   int64  `json:"at"`
		Mark string `json:"mark"`
	} `json:"channeldesk_self_test"`
}

// MakeSelfTest makes the body of a self-test for a channel, by its key in the
// address, and the body of the right answer.
func MakeSelfTest(secret app.Secret, key string, now time.Time) (body []byte, answer string) {
	var id [16]byte
	_, _ = rand.Read(id[:])
	var t selfTest
	t.Test.ID, t.Test.At = hex.EncodeToString(id[:]), now.Unix()
	t.Test.Mark = t.mark(secret, key)
	body, _ = json.Marshal(t) // of strings and a number: it cannot fail
	return body, t.answer(secret, key)
}

// IsSelfTest reports whether a body has the shape of a self-test. It is quick.
func IsSelfTest(body []byte) bool {
	return len(body) <= selfTestMost && bytes.HasPrefix(body, []byte(selfTestStart))
}

// ReadSelfTest looks at a self-test: id is its own, to be taken once, and answer
// what to answer. refusal says why it is none of the channel's, or "".
func ReadSelfTest(body []byte, secret app.Secret, key string, now time.Time) (id, answer, refusal string) {
	var t selfTest
	if secret.IsEmpty() || json.Unmarshal(body, &t) != nil || !hmac.Equal([]byte(t.mark(secret, key)), []byte(t.Test.Mark)) {
		return "", "", SelfTestForeign
	}
	if now.Sub(time.Unix(t.Test.At, 0)).Abs() > selfTestSlack {
		return "", "", SelfTestClock
	}
	return t.Test.ID, t.answer(secret, key), ""
}

func (t selfTest) mark(secret app.Secret, key string) string {
	return selfTestSum(secret, "channeldesk self-test v1\n"+key+"\n"+t.Test.ID+"\n"+strconv.FormatInt(t.Test.At, 10))
}

func (t selfTest) answer(secret app.Secret, key string) string {
	return selfTestAnswer + selfTestSum(secret, "channeldesk self-test answer v1\n"+key+"\n"+t.Test.ID)
}

func selfTestSum(secret app.Secret, text string) string {
	mac := hmac.New(sha256.New, []byte(secret.Expose()))
	mac.Write([]byte(text))
	return hex.EncodeToString(mac.Sum(nil))
}

// SelfTestMemory is the time for which a self-test that was taken must be
// remembered, so that it is taken once.
const SelfTestMemory = 2 * selfTestSlack
