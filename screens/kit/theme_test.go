package kit

import (
	"image/color"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
	"github.com/stretchr/testify/assert"

	"channeldesk/assets"
)

func TestThemeDefinesEveryColour(t *testing.T) {
	for _, mode := range []Mode{ModeSystem, ModeLight, ModeDark} {
		test.AssertAllColorNamesDefined(t, NewTheme(mode), "house")
	}
}

func TestThemeKeepsTheCaretAndTheFonts(t *testing.T) {
	th := NewTheme(ModeLight)
	assert.Equal(t, float32(1), th.Size(theme.SizeNameInputBorder))
	assert.Equal(t, float32(0), th.Size(theme.SizeNameSelectionRadius))
	assert.Equal(t, "JetBrainsMono-Regular.ttf", th.Font(fyne.TextStyle{Monospace: true, Bold: true}).Name())
	assert.Equal(t, "Inter-SemiBold.otf", th.Font(fyne.TextStyle{Bold: true}).Name())
	assert.Equal(t, color.NRGBA{}, th.Color(theme.ColorNameShadow, theme.VariantLight))
}

func TestSystemModeFollowsTheVariant(t *testing.T) {
	th := NewTheme(ModeSystem)
	assert.Equal(t, colourOf(Text, true), th.Color(theme.ColorNameForeground, theme.VariantDark))
	assert.Equal(t, colourOf(Text, false), th.Color(theme.ColorNameForeground, theme.VariantLight))
}

func TestEveryTokenHasBothColours(t *testing.T) {
	for tok := Transparent + 1; tok < tokenCount; tok++ {
		assert.NotZero(t, palette[tok].light, "light value of token %d", tok)
		assert.NotZero(t, palette[tok].dark, "dark value of token %d", tok)
	}
	assert.Equal(t, color.Transparent, colourOf(Transparent, true))
}

// luminance follows the contrast formula of WCAG 2.
func luminance(c color.Color) float64 {
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	return 0.2126*linear(n.R) + 0.7152*linear(n.G) + 0.0722*linear(n.B)
}

func TestContrast(t *testing.T) {
	pairs := []struct {
		front, ground Token
		least         float64
	}{
		{Text, Surface, 4.5}, {Text2, Surface, 4.5}, {Text3, Surface, 4.5}, {Text3, Sunken, 4.5}, {Text3, Bg, 4.5},
		{OnPrimary, Primary, 4.5}, {OnPrimary, PrimaryHover, 4.5}, {PrimaryText, Surface, 4.5}, {PrimaryText, Tint, 4.5},
		{DraftOn, DraftFill, 4.5}, {DraftText, DraftTint, 4.5}, {PubOn, PubFill, 4.5}, {PubText, PubTint, 4.5},
		{OkText, OkTint, 4.5}, {WarnText, WarnTint, 4.5}, {DangerText, DangerTint, 4.5}, {White, DangerFill, 4.5},
		{ChatMeta, ChatBg, 4.5}, {CodeKeyword, CodeBg, 4.5}, {PrimaryOnWhite, White, 4.5},
		{Input, Surface, 3}, {Primary, Surface, 3}, {StateSent, Surface, 3}, {StateDelivered, Surface, 3}, {Disabled, Surface, 3},
	}
	for _, dark := range []bool{false, true} {
		for _, p := range pairs {
			a, b := luminance(colourOf(p.front, dark)), luminance(colourOf(p.ground, dark))
			ratio := (max(a, b) + 0.05) / (min(a, b) + 0.05)
			assert.GreaterOrEqual(t, ratio, p.least, "token %d on %d, dark %v", p.front, p.ground, dark)
		}
	}
}

func TestEveryIconIsDrawn(t *testing.T) {
	useTheme(t, ModeLight)
	names := assets.IconNames()
	assert.NotEmpty(t, names)
	for _, name := range names {
		assert.NotNil(t, iconPicture(name, 16, Text), name)
	}
	assert.Nil(t, iconPicture("no-such-icon", 16, Text))
	assert.NotEmpty(t, assets.AppIcon())
}
