package kit

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"github.com/stretchr/testify/assert"
)

// setting are settings that a test changes.
type setting struct {
	fyne.Settings
	theme   fyne.Theme
	variant fyne.ThemeVariant
	scale   float32
	listen  []func(fyne.Settings)
}

func (s *setting) Theme() fyne.Theme                  { return s.theme }
func (s *setting) ThemeVariant() fyne.ThemeVariant    { return s.variant }
func (s *setting) Scale() float32                     { return s.scale }
func (s *setting) PrimaryColor() string               { return "blue" }
func (s *setting) ShowAnimations() bool               { return true }
func (s *setting) AddListener(do func(fyne.Settings)) { s.listen = append(s.listen, do) }

func (s *setting) SetTheme(t fyne.Theme) {
	s.theme = t
	s.apply()
}

func (s *setting) apply() {
	for _, do := range s.listen {
		do(s)
	}
}

// The toolkit does all anew whenever settings change. When the system turns dark, the
// window turns without it.
func TestToolkitIsToldOfSettingsSparingly(t *testing.T) {
	house := useTheme(t, ModeSystem)
	turned, told := 0, 0
	house.OnTurned = func() { turned++ }
	s := &setting{theme: house, variant: theme.VariantLight, scale: 1}
	sparingSettings{s}.AddListener(func(fyne.Settings) { told++ })

	s.variant = theme.VariantDark
	s.apply()
	s.apply() // the toolkit tells of its file twice
	assert.Equal(t, 1, turned)
	assert.Zero(t, told)

	house.SetMode(ModeDark)
	turned = 0
	s.variant = theme.VariantLight
	s.apply()
	assert.Zero(t, turned, "the window is dark whatever the system is")
	assert.Zero(t, told)

	s.scale = 2
	s.apply()
	assert.Equal(t, 1, told)
	applyAnew(s)
	assert.Equal(t, 2, told, "a finer screen needs everything anew")
	s.SetTheme(theme.DefaultTheme())
	assert.Equal(t, 3, told)
	s.variant = theme.VariantDark
	s.apply()
	assert.Equal(t, 4, told, "other themes follow by the toolkit alone")
	assert.Zero(t, turned)
}

// A light system is told to the toolkit only when the window is there already, and it
// takes silence for dark.
func TestWindowBeginsAsTheSystemIs(t *testing.T) {
	house := useTheme(t, ModeSystem)
	turned := 0
	house.OnTurned = func() { turned++ }
	s := &setting{theme: house, variant: theme.VariantDark, scale: 1}
	house.BeginAs(false)
	assert.False(t, house.dark(s.variant))
	sparingSettings{s}.AddListener(func(fyne.Settings) {})
	s.variant = theme.VariantLight
	s.apply()
	assert.Zero(t, turned)
	assert.False(t, house.dark(s.variant))
	s.variant = theme.VariantDark
	s.apply()
	assert.Equal(t, 1, turned)
	assert.True(t, house.dark(s.variant))
}

// loop stands for the function of the toolkit in which its driver runs.
type loop struct{}

func (loop) runGL(a fyne.App) fyne.Settings { return a.Settings() }

func TestOnlyTheLoopOfTheDriverIsToldSparingly(t *testing.T) {
	useTheme(t, ModeLight)
	a := fyne.CurrentApp()
	assert.Equal(t, a.Settings(), standIn{a}.Settings())
	assert.Equal(t, sparingSettings{a.Settings()}, loop{}.runGL(standIn{a}))
}
