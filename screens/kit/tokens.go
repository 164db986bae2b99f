package kit

import (
	"fmt"
	"image/color"
)

// Token names the meaning of a colour. The colour itself depends on whether
// the window is light or dark; Color looks it up.
type Token int

// The tokens, grouped by use. "Strip", "Fill", "Edge" and "On" of Draft and
// Pub belong to the environment control and to "Publish now", nothing else.
const (
	Transparent Token = iota
	Bg
	Surface
	Sunken
	Rail
	Border
	Divider
	Input
	NeutralTint
	Text
	Text2
	Text3
	Disabled
	Primary
	PrimaryHover
	OnPrimary
	PrimaryText
	Tint
	TintBorder
	DraftStrip
	DraftFill
	DraftEdge
	DraftOn
	DraftText
	DraftTint
	PubStrip
	PubFill
	PubEdge
	PubOn
	PubText
	PubTint
	Ok
	OkText
	OkTint
	Warn
	WarnText
	WarnTint
	WarnEdge
	Danger
	DangerText
	DangerTint
	DangerEdge
	DangerFill
	StateQueued
	StateSent
	StateDelivered
	StateRead
	StateFailed
	ChatBg
	ChatBubble
	ChatOwn
	ChatText
	ChatMeta
	ChatLink
	CodeBg
	CodeString
	CodeKeyword
	CodeComment
	White
	PrimaryOnWhite
	Scrim
	Shadow
	tokenCount
)

// pair holds the light and the dark value of a token as 0xRRGGBBAA.
type pair struct{ light, dark uint32 }

// palette is the one place where colours are written down.
var palette = [tokenCount]pair{
	Transparent:    {0x00000000, 0x00000000},
	Bg:             {0xF7F8FAFF, 0x0F1217FF},
	Surface:        {0xFFFFFFFF, 0x171B22FF},
	Sunken:         {0xF1F3F6FF, 0x12151BFF},
	Rail:           {0xF1F3F6FF, 0x12151BFF},
	Border:         {0xE1E4EAFF, 0x2A303BFF},
	Divider:        {0xECEEF2FF, 0x232933FF},
	Input:          {0x868F9FFF, 0x6B7588FF},
	NeutralTint:    {0xEBEEF2FF, 0x262C36FF},
	Text:           {0x171A21FF, 0xE8EBF0FF},
	Text2:          {0x475062FF, 0xB6BECBFF},
	Text3:          {0x5C6678FF, 0x929CADFF},
	Disabled:       {0x7F8899FF, 0x6F7A8CFF},
	Primary:        {0x2B55D9FF, 0x3E63DDFF},
	PrimaryHover:   {0x2247BFFF, 0x345AD0FF},
	OnPrimary:      {0xFFFFFFFF, 0xFFFFFFFF},
	PrimaryText:    {0x2449BEFF, 0x9DB5FFFF},
	Tint:           {0xE9EEFCFF, 0x1D2A4DFF},
	TintBorder:     {0xB9C8F6FF, 0x3B5199FF},
	DraftStrip:     {0xE8A400FF, 0xF0B429FF},
	DraftFill:      {0xF5BC33FF, 0xF0B429FF},
	DraftEdge:      {0xB57B00FF, 0xF0B429FF},
	DraftOn:        {0x2B1C00FF, 0x2B1C00FF},
	DraftText:      {0x6B4700FF, 0xFFD874FF},
	DraftTint:      {0xFFF2CCFF, 0x3A2D0BFF},
	PubStrip:       {0x1B8A55FF, 0x2FB574FF},
	PubFill:        {0x177A4BFF, 0x177A4BFF},
	PubEdge:        {0x177A4BFF, 0x2FB574FF},
	PubOn:          {0xFFFFFFFF, 0xFFFFFFFF},
	PubText:        {0x0D5C37FF, 0x83E3B1FF},
	PubTint:        {0xE0F4E9FF, 0x12321FFF},
	Ok:             {0x1B8A55FF, 0x2FB574FF},
	OkText:         {0x0D6B40FF, 0x83E3B1FF},
	OkTint:         {0xE6F5ECFF, 0x12321FFF},
	Warn:           {0xC4540AFF, 0xF08A3CFF},
	WarnText:       {0x9A3F05FF, 0xFFB784FF},
	WarnTint:       {0xFEF0E4FF, 0x3B2414FF},
	WarnEdge:       {0xF3C9A5FF, 0x6B4020FF},
	Danger:         {0xC6342BFF, 0xE5675EFF},
	DangerText:     {0xA8241CFF, 0xFFA69FFF},
	DangerTint:     {0xFDECEAFF, 0x38191AFF},
	DangerEdge:     {0xF2BDB8FF, 0x70302BFF},
	DangerFill:     {0xC6342BFF, 0xC6342BFF},
	StateQueued:    {0x8A94A6FF, 0x667085FF},
	StateSent:      {0x8A94A6FF, 0x667085FF},
	StateDelivered: {0x6888E8FF, 0x5A7BE0FF},
	StateRead:      {0x2B55D9FF, 0x9DB5FFFF},
	StateFailed:    {0xC6342BFF, 0xE5675EFF},
	ChatBg:         {0xEFEAE3FF, 0x0E1418FF},
	ChatBubble:     {0xFFFFFFFF, 0x20282EFF},
	ChatOwn:        {0xD8F2CCFF, 0x12402FFF},
	ChatText:       {0x171A21FF, 0xE8EBF0FF},
	ChatMeta:       {0x5C6678FF, 0x9AA5AEFF},
	ChatLink:       {0x0B6BA8FF, 0x7CC4F5FF},
	CodeBg:         {0xF6F7F9FF, 0x12151BFF},
	CodeString:     {0x0D6B40FF, 0x83E3B1FF},
	CodeKeyword:    {0x8A2BA8FF, 0xD9A6F2FF},
	CodeComment:    {0x5C6678FF, 0x929CADFF},
	White:          {0xFFFFFFFF, 0xFFFFFFFF},
	PrimaryOnWhite: {0x2449BEFF, 0x2449BEFF},
	Scrim:          {0x12161E70, 0x00000099},
	Shadow:         {0x12161E24, 0x00000080},
}

// In gives the token in the colour of one variant, whatever the window shows:
// a message on the customer's phone is light or dark by itself.
func (t Token) In(dark bool) Token {
	switch base := t % tokenCount; {
	case base == Transparent:
		return Transparent
	case dark:
		return base + 2*tokenCount
	default:
		return base + tokenCount
	}
}

// colourOf returns the value of a token for one variant, or for its own when it
// has one. Fully transparent
// tokens give color.Transparent itself, because painters skip that value.
func colourOf(t Token, dark bool) color.Color {
	if t >= tokenCount {
		dark = t >= 2*tokenCount
		t %= tokenCount
	}
	if t <= Transparent {
		return color.Transparent
	}
	v := palette[t].light
	if dark {
		v = palette[t].dark
	}
	return color.NRGBA{R: uint8(v >> 24), G: uint8(v >> 16), B: uint8(v >> 8), A: uint8(v)}
}

// Color returns the colour of a token for the variant that is showing now.
// UI thread only; read it again in every Refresh.
func Color(t Token) color.Color { return colourOf(t, IsDark()) }

// hex writes a colour as #RRGGBB for SVG text; transparency is dropped.
func hex(c color.Color) string {
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	return fmt.Sprintf("#%02X%02X%02X", n.R, n.G, n.B)
}

// seen tells whether a colour paints anything at all.
func seen(c color.Color) bool {
	_, _, _, a := c.RGBA()
	return a != 0
}
