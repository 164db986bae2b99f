package screens

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app/channel"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// reviewTable shows Published now and after, row by row in three groups, each
// with its own ticks.
type reviewTable struct {
	content  fyne.CanvasObject
	rows     []channel.Row
	ticks    map[string]*kit.Checkbox
	onChange func()
}

const (
	reviewRowHeight  = 44
	reviewHeadHeight = 36
	reviewNameWidth  = 172
	reviewNowWidth   = 230
	reviewArrowWidth = 28
	reviewTickWidth  = 48 // what ticks take from the values for the names
)

func newReviewTable(rows []channel.Row, after string, ticks bool) *reviewTable {
	t := &reviewTable{rows: rows, ticks: map[string]*kit.Checkbox{}, onChange: func() {}}
	title := func(text string) fyne.CanvasObject { return kit.NewCut(text, kit.CaptionStrong, kit.Text2) }
	// The ground is round at the top, as the edge around it.
	head := kit.Stack(kit.NewBox(kit.Sunken, kit.Transparent, 7, 0), kit.Pad(8, 0, 0, 0, kit.NewRect(kit.Sunken)), reviewCells(ticks, title(lang.L("Setting")),
		title(lang.L("Published now")), kit.Spring(), title(after), reviewHeadHeight))
	lines := []fyne.CanvasObject{head, kit.HLine()}
	groups := []struct {
		group channel.Group
		note  string
	}{
		{channel.Behaviour, ""},
		{channel.Credentials, lang.L("Credentials")},
		{channel.Identity, lang.L("Identity: customers would be served by another number or account")},
	}
	for _, g := range groups {
		var inGroup []channel.Row
		for _, r := range rows {
			if r.Group == g.group {
				inGroup = append(inGroup, r)
			}
		}
		if len(inGroup) == 0 {
			continue
		}
		if ticks && g.note != "" {
			lines = append(lines, kit.Pad(8, 16, 4, 16, kit.NewCut(g.note, kit.CaptionStrong, groupToken(g.group))))
		}
		for _, r := range inGroup {
			lines = append(lines, t.row(r, ticks), kit.HLine())
		}
	}
	lines = lines[:len(lines)-1]
	t.content = kit.Stack(kit.NewBox(kit.Transparent, kit.Border, 8, 1), kit.Pad(1, 1, 1, 1, kit.Col(0, lines...)))
	return t
}

func groupToken(g channel.Group) kit.Token {
	if g == channel.Identity {
		return kit.WarnText
	}
	return kit.Text3
}

func (t *reviewTable) row(r channel.Row, ticks bool) fyne.CanvasObject {
	var name fyne.CanvasObject = kit.NewCut(lang.L(r.Label), kit.BodyStrong, kit.Text)
	if ticks {
		box := kit.NewCheckbox("")
		box.SetSpoken(lang.L(r.Label))
		box.SetChecked(r.Group == channel.Behaviour && !r.TakesBack)
		box.OnChanged = func(bool) { t.onChange() }
		t.ticks[r.Name] = box
		name = kit.Row(8, box, kit.Grow(name))
	}
	style, after := kit.Body, kit.BodyStrong
	if r.Mono {
		style, after = kit.Mono, kit.Mono
	}
	var afterObj fyne.CanvasObject = kit.NewCutTip(kit.NewCut(frame.T(r.After), after, kit.Text))
	if r.Secret {
		afterObj = kit.Row(6, kit.NewIcon("lock-keyhole", 14, kit.Text), kit.Grow(afterObj))
	}
	arrow := kit.Mid(reviewArrowWidth-14, 0, kit.NewIcon("arrow-right", 14, kit.Text3))
	return reviewCells(ticks, name, kit.NewCutTip(kit.NewCut(frame.T(r.Before), style, kit.Text2)), arrow, afterObj, reviewRowHeight)
}

func reviewCells(ticks bool, name, now, arrow, after fyne.CanvasObject, height float32) fyne.CanvasObject {
	nameWidth, nowWidth := float32(reviewNameWidth), float32(reviewNowWidth)
	if ticks {
		nameWidth, nowWidth = nameWidth+reviewTickWidth, nowWidth-reviewTickWidth
	}
	return kit.Fix(0, height-1, kit.Pad(0, 16, 0, 16, kit.Row(8,
		kit.Fix(nameWidth, 0, name), kit.Fix(nowWidth, 0, now), kit.Fix(reviewArrowWidth, 0, arrow), kit.Grow(after))))
}

// tickLike takes over the ticks of another table, for the rows that both have.
func (t *reviewTable) tickLike(other *reviewTable) {
	for name, box := range t.ticks {
		if was := other.ticks[name]; was != nil {
			box.SetChecked(was.Checked())
		}
	}
}

// tickedGroups are the groups of the rows that are to go.
func (t *reviewTable) tickedGroups() []channel.Group {
	names := t.ticked()
	var groups []channel.Group
	for _, r := range t.rows {
		if slices.Contains(names, r.Name) && !slices.Contains(groups, r.Group) {
			groups = append(groups, r.Group)
		}
	}
	return groups
}

// ticked gives the names of the rows that are to go, all of them without ticks.
func (t *reviewTable) ticked() []string {
	var names []string
	for _, r := range t.rows {
		if box := t.ticks[r.Name]; box == nil || box.Checked() {
			names = append(names, r.Name)
		}
	}
	return names
}
