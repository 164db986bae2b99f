package app_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"channeldesk/app"
)

func TestTimesInSentencesAreLocalAndEnglish(t *testing.T) {
	at := time.Date(2026, 11, 7, 9, 6, 30, 5, time.Local)
	say := func(s app.Stamp) string { return app.Say("on {{.When}}", "When", s).String() }
	assert.Equal(t, "on 7 Nov 2026", say(app.Day(at)))
	assert.Equal(t, "on 7 Nov", say(app.ShortDay(at)))
	assert.Equal(t, "on 7 Nov 2026 09:06", say(app.Moment(at)))
	assert.Equal(t, "on 7 Nov 09:06", say(app.ShortMoment(at)))
	assert.True(t, app.Day(at).At.Equal(at))
	assert.Equal(t, app.Day(at), app.Day(at.UTC()), "the same time is the same stamp, wherever it was read")
}
