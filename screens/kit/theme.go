package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"channeldesk/assets"
)

// Mode says how the theme chooses between light and dark.
type Mode int

// The three choices offered in Settings.
const (
	ModeSystem Mode = iota // as the operating system says
	ModeLight
	ModeDark
)

var (
	resRegular  = fyne.NewStaticResource("Inter-Regular.otf", assets.FontRegular())
	resSemiBold = fyne.NewStaticResource("Inter-SemiBold.otf", assets.FontSemiBold())
	resItalic   = fyne.NewStaticResource("Inter-Italic.otf", assets.FontItalic())
	resStrong   = fyne.NewStaticResource("Inter-SemiBoldItalic.otf", assets.FontSemiBoldItalic())
	resMono     = fyne.NewStaticResource("JetBrainsMono-Regular.ttf", assets.FontMono())
)

// Theme is the house theme. It gives the toolkit's own widgets (entries,
// lists, scroll bars) the house colours, sizes and fonts; house widgets read
// their tokens with Color instead.
//
// It is handed to the toolkit once. Light and dark change within it, unseen by the
// toolkit: for another theme the toolkit would read its fonts again, measure every
// text, and refresh and lay out all that was ever shown.
type Theme struct {
	// OnTurned is called on the UI thread when the window has turned light or dark,
	// for what says in words which look there is; may be nil.
	OnTurned func()

	mode   Mode
	begins *bool // whether the system is dark, until the toolkit knows it
}

var _ fyne.Theme = (*Theme)(nil)

// NewTheme makes the house theme. Create it after the application and hand
// it to app.Settings().SetTheme.
func NewTheme(mode Mode) fyne.Theme { return &Theme{mode: mode} }

// SetMode changes between system, light and dark. When this theme is the one in use
// and the look is another one then, every window is painted anew with the next
// frame. UI thread only.
func (t *Theme) SetMode(mode Mode) {
	before := IsDark()
	t.mode = mode
	if IsDark() != before {
		t.turned()
	}
}

func (t *Theme) turned() {
	repaintAll()
	if t.OnTurned != nil {
		t.OnTurned()
	}
}

// BeginAs says whether the system is dark. On some systems the toolkit takes it for
// dark until it was told, which is some time after the window came up. Call it before
// the window is made.
func (t *Theme) BeginAs(dark bool) { t.begins = &dark }

// Mode returns the present choice.
func (t *Theme) Mode() Mode { return t.mode }

// dark resolves the choice against what the system reports.
func (t *Theme) dark(system fyne.ThemeVariant) bool {
	switch t.mode {
	case ModeLight:
		return false
	case ModeDark:
		return true
	}
	if t.begins != nil {
		return *t.begins
	}
	return system == theme.VariantDark
}

// IsDark reports whether the window is dark at this moment. Without the house
// theme (in another package's tests) the answer is false.
func IsDark() bool {
	app := fyne.CurrentApp()
	if app == nil {
		return false
	}
	s := app.Settings()
	if t, ok := s.Theme().(*Theme); ok {
		return t.dark(s.ThemeVariant())
	}
	return false
}

// themeInk is the colour of a name in a theme. It is looked up when it is painted,
// so that what the toolkit's widgets have filled with it follows a change of mode
// by itself.
type themeInk struct {
	theme *Theme
	name  fyne.ThemeColorName
}

// RGBA answers the painter.
func (i themeInk) RGBA() (r, g, b, a uint32) {
	return i.theme.colour(i.name, i.theme.dark(systemVariant())).RGBA()
}

func systemVariant() fyne.ThemeVariant {
	if app := fyne.CurrentApp(); app != nil {
		return app.Settings().ThemeVariant()
	}
	return theme.VariantLight
}

// textNames are the names that the toolkit sets texts in. It keeps the pictures of
// texts by colour, so these must be colours of their own in each look.
var textNames = map[fyne.ThemeColorName]bool{
	theme.ColorNameDisabled: true, theme.ColorNameError: true, theme.ColorNameForeground: true,
	theme.ColorNameForegroundOnError: true, theme.ColorNameForegroundOnPrimary: true, theme.ColorNameForegroundOnSuccess: true,
	theme.ColorNameForegroundOnWarning: true, theme.ColorNameHyperlink: true, theme.ColorNamePlaceHolder: true,
	theme.ColorNameSuccess: true, theme.ColorNameWarning: true,
}

// themeTokens maps the toolkit's colour names to ours. The shadow is left
// out on purpose: the toolkit also paints scroll edges and scrims with it,
// and all of those are drawn by the kit.
var themeTokens = map[fyne.ThemeColorName]Token{
	theme.ColorNameBackground:          Bg,
	theme.ColorNameButton:              NeutralTint,
	theme.ColorNameDisabledButton:      Sunken,
	theme.ColorNameDisabled:            Disabled,
	theme.ColorNameError:               Danger,
	theme.ColorNameForeground:          Text,
	theme.ColorNameForegroundOnError:   White,
	theme.ColorNameForegroundOnPrimary: OnPrimary,
	theme.ColorNameForegroundOnSuccess: White,
	theme.ColorNameForegroundOnWarning: White,
	theme.ColorNameHeaderBackground:    Sunken,
	theme.ColorNameHover:               NeutralTint,
	theme.ColorNameHyperlink:           PrimaryText,
	theme.ColorNameInnerWindowBorder:   Border,
	theme.ColorNameInputBackground:     Surface,
	theme.ColorNameInputBorder:         Input,
	theme.ColorNameMenuBackground:      Surface,
	theme.ColorNameOverlayBackground:   Surface,
	theme.ColorNamePlaceHolder:         Text3,
	theme.ColorNamePressed:             Tint,
	theme.ColorNamePrimary:             Primary,
	theme.ColorNameScrollBar:           Input,
	theme.ColorNameSelection:           Tint,
	theme.ColorNameSeparator:           Border,
	theme.ColorNameSuccess:             Ok,
	theme.ColorNameWarning:             Warn,
}

// Color answers the toolkit's widgets.
func (t *Theme) Color(name fyne.ThemeColorName, system fyne.ThemeVariant) color.Color {
	switch {
	case name == theme.ColorNameShadow, name == theme.ColorNameScrollBarBackground:
		return color.NRGBA{}
	case textNames[name]:
		return t.colour(name, t.dark(system))
	}
	return themeInk{t, name}
}

// colour is the colour of a name in one of the looks.
func (t *Theme) colour(name fyne.ThemeColorName, dark bool) color.Color {
	if name == theme.ColorNameFocus {
		c := colourOf(Primary, dark).(color.NRGBA)
		c.A = 0x33
		return c
	}
	if tok, ok := themeTokens[name]; ok {
		return colourOf(tok, dark)
	}
	variant := fyne.ThemeVariant(theme.VariantLight)
	if dark {
		variant = theme.VariantDark
	}
	return theme.DefaultTheme().Color(name, variant)
}

// Font gives Inter for text and JetBrains Mono for anything monospaced.
func (t *Theme) Font(style fyne.TextStyle) fyne.Resource {
	switch {
	case style.Monospace:
		return resMono
	case style.Symbol:
		return theme.DefaultTheme().Font(style)
	case style.Bold && style.Italic:
		return resStrong
	case style.Bold:
		return resSemiBold
	case style.Italic:
		return resItalic
	}
	return resRegular
}

// Icon leaves the toolkit's own few icons (arrows, ticks) as they are.
func (t *Theme) Icon(name fyne.ThemeIconName) fyne.Resource {
	return theme.DefaultTheme().Icon(name)
}

// themeSizes are the measures stock widgets take from the theme. The input
// border is also the width of the text caret and must not become 0; the
// selection radius is 0 because list rows are square.
var themeSizes = map[fyne.ThemeSizeName]float32{
	theme.SizeNameText:               13,
	theme.SizeNameCaptionText:        12,
	theme.SizeNameSubHeadingText:     14,
	theme.SizeNameHeadingText:        18,
	theme.SizeNameInlineIcon:         16,
	theme.SizeNamePadding:            4,
	theme.SizeNameInnerPadding:       8,
	theme.SizeNameLineSpacing:        4,
	theme.SizeNameSeparatorThickness: 1,
	theme.SizeNameInputBorder:        1,
	theme.SizeNameInputRadius:        6,
	theme.SizeNameButtonRadius:       6,
	theme.SizeNameSelectionRadius:    0,
	theme.SizeNameCardRadius:         8,
	theme.SizeNamePopupRadius:        8,
	theme.SizeNameMenuRadius:         8,
	theme.SizeNameDialogRadius:       12,
	theme.SizeNameScrollBar:          10,
	theme.SizeNameScrollBarSmall:     3,
	theme.SizeNameModalBlurRadius:    0,
}

// Size answers the toolkit's widgets.
func (t *Theme) Size(name fyne.ThemeSizeName) float32 {
	if v, ok := themeSizes[name]; ok {
		return v
	}
	return theme.DefaultTheme().Size(name)
}
