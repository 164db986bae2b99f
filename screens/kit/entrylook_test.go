package kit

import (
	"testing"

	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
	"github.com/stretchr/testify/assert"
)

// The toolkit forgets the override of what was not drawn for a minute. The next entry
// of the look gets it all the same.
func TestALookThatWasForgottenIsGivenAgain(t *testing.T) {
	useTheme(t, ModeLight)
	look := entryLook{ink: Text2}
	list := roomOf(look).list
	assert.True(t, isOver(list.Theme()))
	t.Run("forget", func(t *testing.T) { test.TempWidgetRenderer(t, list) })
	e := newEntry()
	newEntryWear(e).put(Text2, false)
	assert.Equal(t, Color(Text2), e.Theme().Color(theme.ColorNameForeground, theme.VariantLight))
}
