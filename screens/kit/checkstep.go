package kit

// StepState is how far one step of a check has come.
type StepState int

// The states. Unknown means that the step could not be checked, which is
// never the same as failed.
const (
	StepWaiting StepState = iota
	StepRunning
	StepPassed
	StepFailed
	StepUnknown
)

// CheckStep is one result of a check: an icon, a title and a detail line.
// Its height is 54, whatever the state, so late results move nothing.
type CheckStep struct {
	Block
	state  StepState
	icon   *Icon
	spin   *Activity
	title  *Cut
	detail *Cut
}

// NewCheckStep makes a step in a state.
func NewCheckStep(state StepState, title, detail string) *CheckStep {
	s := &CheckStep{
		icon:   NewIcon("", 16, Text3),
		spin:   NewActivity(16, PrimaryText),
		title:  NewCut(title, Body, Text),
		detail: NewCut(detail, Caption, Text3),
	}
	s.spin.Hide()
	mark := Pad(2, 0, 0, 0, Stack(s.icon, s.spin))
	s.Extend(s, Pad(9, 16, 9, 16, RowTop(12, mark, Grow(Col(0, s.title, s.detail)))))
	s.Set(state, title, detail)
	return s
}

// State returns the present state.
func (s *CheckStep) State() StepState { return s.state }

// Set changes state and texts together.
func (s *CheckStep) Set(state StepState, title, detail string) {
	s.state = state
	s.title.SetText(title)
	s.detail.SetText(detail)
	name, ink := stepIcon(state)
	s.icon.SetName(name)
	s.icon.SetToken(ink)
	if state == StepWaiting {
		s.title.SetToken(Text2)
	} else {
		s.title.SetToken(Text)
	}
	running := state == StepRunning
	if running {
		s.spin.Start()
		s.spin.Show()
		s.icon.Hide()
		return
	}
	s.spin.Stop()
	s.spin.Hide()
	s.icon.Show()
}

func stepIcon(state StepState) (string, Token) {
	switch state {
	case StepPassed:
		return "circle-check", OkText
	case StepFailed:
		return "circle-x", DangerText
	case StepUnknown:
		return "circle-help", WarnText
	}
	return "circle-dashed", Text3
}
