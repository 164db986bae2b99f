package signin

import (
	"reflect"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/screens/kit"
)

const rowHigh = 60

// memberList is the card with everybody who may sign in. Tab and the arrow keys
// move, Enter chooses. UI thread only.
type memberList struct {
	kit.Block
	members []app.Member
	rows    []*memberRow
	problem *kit.Note
	busy    bool
}

func newMemberList(members []app.Member, choose func(app.Member)) *memberList {
	l := &memberList{members: members, problem: kit.NewNote(kit.KindWarn, kit.NewParagraph(kit.Text, kit.Caption, ""))}
	l.problem.Hide()
	var objs []fyne.CanvasObject
	for i, m := range members {
		if i > 0 {
			objs = append(objs, kit.Pad(0, 8, 0, 56, kit.HLine()))
		}
		r := newMemberRow(m, func() { choose(m) })
		r.OnKey = func(e *fyne.KeyEvent) bool { return l.key(i, e) }
		l.rows = append(l.rows, r)
		objs = append(objs, r)
	}
	if len(members) == 0 {
		objs = append(objs, kit.NewEmpty(kit.KindWarn, "user", lang.L("There is no member"), lang.L("Close Channel Desk and start it again.")))
	}
	l.Extend(l, kit.Col(12, l.problem, kit.NewCard(kit.Pad(7, 7, 7, 7, kit.Col(0, objs...)))))
	return l
}

// same reports whether these are the members that are shown already.
func (l *memberList) same(members []app.Member) bool { return reflect.DeepEqual(l.members, members) }

func (l *memberList) key(at int, e *fyne.KeyEvent) bool {
	switch e.Name {
	case fyne.KeyDown:
		at++
	case fyne.KeyUp:
		at--
	case fyne.KeyHome:
		at = 0
	case fyne.KeyEnd:
		at = len(l.rows) - 1
	default:
		return false
	}
	l.rows[min(max(at, 0), len(l.rows)-1)].Focus()
	return true
}

// focus moves the keyboard focus to a member, or to the first one.
func (l *memberList) focus(id app.MemberID) {
	for i, m := range l.members {
		if m.ID == id {
			l.rows[i].Focus()
			return
		}
	}
	if len(l.rows) > 0 {
		l.rows[0].Focus()
	}
}

// setBusy shows that a member is being signed in; the others wait.
func (l *memberList) setBusy(id app.MemberID, busy bool) {
	l.busy = busy
	for i, m := range l.members {
		if m.ID == id {
			l.rows[i].setBusy(busy)
		}
	}
}

func (l *memberList) setProblem(text string) {
	l.problem.SetRuns(kit.Run{Text: text})
	l.problem.Hidden = text == ""
	l.Refresh()
}

// memberRow is one member: badge, name, role, and whether a passphrase is asked.
type memberRow struct {
	kit.Press
	turning *kit.Activity
	arrow   *kit.Icon
}

func newMemberRow(m app.Member, choose func()) *memberRow {
	r := &memberRow{turning: kit.NewActivity(14, kit.PrimaryText), arrow: kit.NewIcon("chevron-right", 14, kit.Text3)}
	r.turning.Hide()
	detail := lang.L(m.Role.Label())
	parts := []fyne.CanvasObject{
		kit.NewPerson(app.Initials(m.Name), 36),
		kit.Grow(kit.Col(0, kit.NewCutTip(kit.NewCut(m.Name, kit.BodyStrong, kit.Text)), kit.NewCut(detail, kit.Caption, kit.Text3))),
	}
	if m.HasPassphrase {
		parts = append(parts, kit.NewIcon("lock-keyhole", 14, kit.Text3))
	}
	parts = append(parts, r.turning, r.arrow)
	r.Label, r.OnTapped = m.Name, choose
	r.Style = func(s kit.PressState) kit.Face {
		if s.Hovered {
			return kit.Face{Fill: kit.Sunken}
		}
		return kit.Face{}
	}
	r.Extend(r, kit.Pad(0, 12, 0, 12, kit.Row(12, parts...)), 6)
	r.SetMin(200, rowHigh)
	return r
}

func (r *memberRow) setBusy(busy bool) {
	r.turning.Hidden, r.arrow.Hidden = !busy, busy
	if busy {
		r.turning.Start()
	} else {
		r.turning.Stop()
	}
	r.Refresh()
}
