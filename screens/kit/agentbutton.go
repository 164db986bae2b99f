package kit

import (
	"hash/fnv"
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
)

// agentHues are the grounds of agents' avatars; white text reads on each.
var agentHues = [...]color.NRGBA{
	{0x31, 0x45, 0x6E, 0xFF}, {0x7A, 0x4A, 0x2B, 0xFF}, {0x6B, 0x3A, 0x66, 0xFF}, {0x0F, 0x5E, 0x4A, 0xFF},
	{0x8A, 0x2F, 0x3F, 0xFF}, {0x3E, 0x5C, 0x1F, 0xFF}, {0x1F, 0x56, 0x73, 0xFF}, {0x53, 0x3F, 0x9A, 0xFF},
}

// AgentColour returns the ground colour of an agent's avatar. It depends on
// the name alone, so it is the same on every computer. Safe for concurrent
// use.
func AgentColour(name string) color.Color {
	h := fnv.New32a()
	_, _ = h.Write([]byte(strings.TrimSpace(name)))
	return agentHues[h.Sum32()%uint32(len(agentHues))]
}

// AgentButton is the card at the top of the rail that opens the list of
// agents: 56 high with avatar and name, or the avatar alone in the slim rail.
// UI thread only.
type AgentButton struct {
	Press
	avatar *Avatar
	name   *twoLines
	arrows *Icon
	slim   bool
}

// NewAgentButton makes a button without a name; call Set.
func NewAgentButton(onTap func()) *AgentButton {
	b := &AgentButton{
		avatar: NewAvatar("", agentHues[0], 32, false), name: newTwoLines(BodyTight, Text),
		arrows: NewIcon("chevrons-up-down", 14, Text3),
	}
	b.OnTapped = onTap
	b.Style = func(s PressState) Face {
		if s.Hovered {
			return Face{Sunken, Input, 1}
		}
		return Face{Surface, Border, 1}
	}
	b.Extend(b, Pad(0, 9, 0, 9, Row(8, b.avatar, Grow(b.name), b.arrows)), 8)
	b.SetMin(56, 56)
	return b
}

// Set shows an agent.
func (b *AgentButton) Set(name, initials string, fill color.Color) {
	b.Label = name
	b.avatar.Set(initials, fill)
	b.name.set(name)
	b.Refresh()
}

// SetSlim shows the avatar alone, 40 by 40.
func (b *AgentButton) SetSlim(slim bool) {
	b.slim = slim
	b.name.Hidden, b.arrows.Hidden = slim, slim
	if slim {
		b.content.(*fyne.Container).Layout = padLayout{4, 4, 4, 4}
		b.SetMin(40, 40)
	} else {
		b.content.(*fyne.Container).Layout = padLayout{0, 9, 0, 9}
		b.SetMin(56, 56)
	}
}

// MemberButton is the person at the foot of the rail: 48 high with a round
// avatar, name and role, or the avatar alone in the slim rail. UI thread only.
type MemberButton struct {
	Press
	avatar *Avatar
	name   *Cut
	role   *Cut
	words  *fyne.Container
	arrow  *Icon
}

// NewMemberButton makes a button without a name; call Set.
func NewMemberButton(onTap func()) *MemberButton {
	b := &MemberButton{
		avatar: NewAvatar("", color.NRGBA{0x2F, 0x6B, 0x5E, 0xFF}, 32, true),
		name:   NewCut("", BodyTight, Text), role: NewCut("", Caption, Text3),
		arrow: NewIcon("chevron-right", 14, Text3),
	}
	b.words = Grow(Col(0, b.name, b.role))
	b.OnTapped = onTap
	b.Style = func(s PressState) Face {
		if s.Hovered {
			return Face{Fill: NeutralTint}
		}
		return Face{}
	}
	b.Extend(b, Pad(0, 8, 0, 8, Row(8, b.avatar, b.words, b.arrow)), 6)
	b.SetMin(48, 48)
	return b
}

// Set shows a person; a nil fill keeps the usual green.
func (b *MemberButton) Set(name, role, initials string, fill color.Color) {
	if fill == nil {
		fill = color.NRGBA{0x2F, 0x6B, 0x5E, 0xFF}
	}
	b.Label = name
	b.avatar.Set(initials, fill)
	b.name.SetText(name)
	b.role.SetText(role)
	b.Refresh()
}

// SetSlim shows the avatar alone, 40 by 40.
func (b *MemberButton) SetSlim(slim bool) {
	b.words.Hidden, b.arrow.Hidden = slim, slim
	if slim {
		b.content.(*fyne.Container).Layout = padLayout{4, 4, 4, 4}
		b.SetMin(40, 40)
	} else {
		b.content.(*fyne.Container).Layout = padLayout{0, 8, 0, 8}
		b.SetMin(48, 48)
	}
}

// twoLines is a name on at most two lines; what does not fit is cut.
type twoLines struct {
	Block
	text          string
	first, second *Cut
}

func newTwoLines(style Style, tok Token) *twoLines {
	t := &twoLines{first: NewCut("", style, tok), second: NewCut("", style, tok)}
	t.Extend(t, Col(0, t.first, t.second))
	return t
}

func (t *twoLines) set(text string) {
	t.text = text
	t.split(t.Size().Width)
}

// split breaks the text at the last space that fits the width.
func (t *twoLines) split(width float32) {
	style := t.first.style
	first, rest := t.text, ""
	for width > 0 && style.Width(first) > width {
		at := strings.LastIndexByte(first, ' ')
		if at <= 0 {
			break
		}
		first, rest = first[:at], strings.TrimSpace(t.text[at:])
	}
	t.first.SetText(first)
	t.second.SetText(rest)
	t.second.Hidden = rest == ""
}

// HeightFor breaks the text for the width.
func (t *twoLines) HeightFor(width float32) float32 {
	t.split(width)
	return t.Block.HeightFor(width)
}

func (t *twoLines) minWidth() float32 { return 0 }
