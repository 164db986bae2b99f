package frame_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"channeldesk/app"
	"channeldesk/screens/frame"
)

func TestPartsNameOneTemplate(t *testing.T) {
	draft, ok := frame.PartDraft(frame.DraftPart(12))
	assert.True(t, ok)
	assert.Equal(t, app.TemplateDraftID(12), draft)
	id, ok := frame.PartTemplate(frame.TemplatePart(7))
	assert.True(t, ok)
	assert.Equal(t, app.TemplateID(7), id)
	for _, part := range []string{"", "draft:", "draft:x", "draft:-1", "template:0", frame.TemplatePart(3)} {
		_, ok = frame.PartDraft(part)
		assert.False(t, ok, part)
	}
}
