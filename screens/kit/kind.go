package kit

// Kind is what a chip, a note or a box is about. It decides the colours; the
// word and the icon say the same, so colour never stands alone.
type Kind int

// The kinds. Draft and Published belong to the environment.
const (
	KindNeutral Kind = iota
	KindOK
	KindWarn
	KindDanger
	KindInfo
	KindDraft
	KindPublished
)

// kindLook holds the colours of a kind and the icon it has by itself.
type kindLook struct {
	tint, ink, edge Token
	icon            string
}

var kindLooks = [...]kindLook{
	KindNeutral:   {NeutralTint, Text2, Border, "info"},
	KindOK:        {OkTint, OkText, Ok, "circle-check"},
	KindWarn:      {WarnTint, WarnText, WarnEdge, "triangle-alert"},
	KindDanger:    {DangerTint, DangerText, DangerEdge, "circle-x"},
	KindInfo:      {Tint, PrimaryText, TintBorder, "info"},
	KindDraft:     {DraftTint, DraftText, DraftEdge, "pencil-line"},
	KindPublished: {PubTint, PubText, PubEdge, "radio-tower"},
}

// Ink returns the text and icon colour of the kind.
func (k Kind) Ink() Token { return kindLooks[k].ink }

// Tint returns the ground colour of the kind.
func (k Kind) Tint() Token { return kindLooks[k].tint }

// Edge returns the edge colour of boxes of the kind.
func (k Kind) Edge() Token { return kindLooks[k].edge }

// IconName returns the icon that goes with the kind.
func (k Kind) IconName() string { return kindLooks[k].icon }
