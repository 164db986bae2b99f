package metacloud

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

func TestSendsPerSecond(t *testing.T) {
	p := New(Options{})
	facts := func(level, number string) protocol.Config {
		return protocol.Config{
			Channel: app.Channel{AccountCode: "+6281155500188"}, Facts: map[string]string{"throughput": level, "display_phone_number": number},
		}
	}
	assert.InDelta(t, 80, p.SendsPerSecond(protocol.Config{}), 0)
	assert.InDelta(t, 80, p.SendsPerSecond(facts("STANDARD", "+62 811-5550-0188")), 0)
	assert.InDelta(t, 1000, p.SendsPerSecond(facts("HIGH", "+62 811-5550-0188")), 0)
	assert.InDelta(t, 80, p.SendsPerSecond(facts("HIGH", "+62 811-5550-0199")), 0, "a check of another number")
}
