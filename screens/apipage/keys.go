package apipage

import (
	"maps"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

const (
	keyRowHigh = 52
	// endedShown is how many keys that do not work any more are shown.
	endedShown = 100
)

// keys is the card with the table of keys. UI thread only.
type keys struct {
	s      *Screen
	add    *kit.Button
	more   *kit.Link
	rows   *fyne.Container
	foot   *fyne.Container
	footed *kit.Cut
	card   *fyne.Container
	ended  bool // keys that ended are shown too
	// links are kept from one reading to the next, so that the one that has the
	// keyboard focus keeps it.
	links map[linkOf]*kit.Link
	used  map[linkOf]bool // the links that stand in a row
	first *kit.Button     // what makes the first key; nil while there are some
}

// linkOf names a link in a row.
type linkOf struct {
	key    app.KeyID
	action string
}

func newKeys(s *Screen) *keys {
	k := &keys{s: s, links: map[linkOf]*kit.Link{}, rows: kit.Col(0), footed: kit.NewCut("", kit.Caption, kit.Text2)}
	k.add = kit.NewPrimary(lang.L("New key"), s.askNewKey).WithIcon("plus")
	k.more = kit.NewLink("", "history", func() {
		k.ended = !k.ended
		k.show()
	})
	k.foot = kit.Col(0, kit.HLine(), kit.Fix(0, 40, kit.Pad(0, 16, 0, 16, kit.Row(8, kit.Grow(k.footed), k.more))))
	title := kit.Row(8, kit.NewLine(lang.L("API keys"), kit.Section, kit.Text), kit.Grow(kit.NewCut(lang.L("A key lets the client's own systems send messages"), kit.Caption, kit.Text3)))
	head := kit.Fix(0, 56, kit.Pad(0, 16, 0, 16, kit.Row(12, kit.Grow(title), k.add)))
	k.card = kit.NewCard(head, k.rows, k.foot)
	return k
}

// show fills in the keys that were read.
func (k *keys) show() {
	now := k.s.clock.Now()
	open, ended := split(k.s.got.keys, now)
	k.add.Hidden = !k.s.mayManage || len(open) == 0
	shown := open
	if k.ended {
		shown = append(shown[:len(shown):len(shown)], ended[:min(len(ended), endedShown)]...)
	}
	k.foot.Hidden = len(ended) == 0
	k.more.SetText(lang.L("Show keys that ended"))
	if k.ended {
		k.more.SetText(lang.L("Hide keys that ended"))
	}
	k.footed.SetText(endedText(len(ended), k.ended))
	k.rows.Objects, k.first, k.used = nil, nil, map[linkOf]bool{}
	if len(shown) == 0 {
		k.rows.Objects = append(k.rows.Objects, kit.Pad(0, 0, 16, 0, k.empty(len(ended) > 0)))
	} else {
		k.fill(shown)
	}
	lost := false
	maps.DeleteFunc(k.links, func(of linkOf, l *kit.Link) bool {
		gone := !k.used[of]
		lost = lost || gone && l.State().Focused
		return gone
	})
	k.card.Refresh()
	k.s.content.Refresh()
	if lost {
		k.focus()
	}
}

// focus brings the keyboard to what makes a key, in place of what is gone.
func (k *keys) focus() {
	switch {
	case k.first != nil:
		k.first.Focus()
	case k.add.Visible():
		k.add.Focus()
	}
}

func endedText(n int, shown bool) string {
	switch {
	case n == 1:
		return lang.L("1 key does not work any more")
	case shown && n > endedShown:
		return lang.L("{{.N}} keys do not work any more; the newest {{.Shown}} are shown", map[string]any{"N": kit.Number(n), "Shown": endedShown})
	}
	return lang.L("{{.N}} keys do not work any more", map[string]any{"N": kit.Number(n)})
}

// empty says what a key is for.
func (k *keys) empty(before bool) fyne.CanvasObject {
	title := lang.L("No key yet")
	if before {
		title = lang.L("No key works at present")
	}
	var actions []fyne.CanvasObject
	if k.s.mayManage {
		k.first = kit.NewPrimary(lang.L("New key"), k.s.askNewKey).WithIcon("plus")
		actions = append(actions, k.first)
	}
	return kit.NewEmpty(kit.KindNeutral, "key-round", title,
		lang.L("The client's own systems send messages with a key. Make one for each system, so that each can be ended alone."), actions...)
}

func (k *keys) fill(list []app.APIKey) {
	columns := kit.NewColumns([]kit.Column{
		{ID: "name", Title: lang.L("Name")},
		{ID: "hint", Title: lang.L("Starts with"), Width: 118},
		{ID: "env", Title: lang.L("Environment"), Width: 110, HideBelow: 940},
		{ID: "scopes", Title: lang.L("Allowed to"), Width: 100},
		{ID: "used", Title: lang.L("Last used"), Width: 120},
		{ID: "by", Title: lang.L("Created by"), Width: 108, HideBelow: 860},
		{ID: "end", Title: lang.L("Expires"), Width: 100},
		{ID: "do", Title: "", Width: 124},
	})
	k.rows.Objects = []fyne.CanvasObject{columns.Head()}
	for i, key := range list {
		k.rows.Objects = append(k.rows.Objects, columns.Row(keyRowHigh, i == len(list)-1, k.cells(key)...))
	}
}

// cells are the values of one key, in the order of the columns.
func (k *keys) cells(key app.APIKey) []fyne.CanvasObject {
	now := k.s.clock.Now()
	works := stateOf(key, now).works()
	name, strong, ink := kit.BodyStrong, kit.Text, kit.Text2
	if !works {
		name, strong, ink = kit.Body, kit.Text3, kit.Text3
	}
	when, from := usedText(key, now)
	word, detail, kind := endWords(key, now)
	return []fyne.CanvasObject{
		kit.NewCutTip(kit.NewCut(key.Name, name, strong)),
		kit.NewCut(key.Hint, kit.MonoBody, ink),
		environmentChip(key.Environment),
		kit.NewCutTip(kit.NewCut(scopesText(key.Scopes), kit.Body, ink)),
		twoLines(kit.NewCut(when, kit.Body, ink), from),
		kit.NewCutTip(kit.NewCut(key.CreatedBy, kit.Body, ink)),
		twoLines(endWord(word, kind, ink), detail),
		k.actions(key),
	}
}

func endWord(word string, kind kit.Kind, ink kit.Token) *kit.Cut {
	if kind == kit.KindNeutral {
		return kit.NewCut(word, kit.Body, ink)
	}
	return kit.NewCut(word, kit.BodyStrong, kind.Ink())
}

func twoLines(first *kit.Cut, detail string) fyne.CanvasObject {
	if detail == "" {
		return kit.NewCutTip(first)
	}
	return kit.Col(0, kit.NewCutTip(first), kit.NewCutTip(kit.NewCut(detail, kit.Caption, kit.Text3)))
}

func environmentChip(env app.Environment) fyne.CanvasObject {
	kind := kit.KindPublished
	if env == app.Draft {
		kind = kit.KindDraft
	}
	return kit.NewChip(kind, kind.IconName(), frame.EnvironmentName(env), true)
}

// actions are what can be done with a key: an old one cannot be rotated again,
// and one that ended can do nothing more.
func (k *keys) actions(key app.APIKey) fyne.CanvasObject {
	var row []fyne.CanvasObject
	state := stateOf(key, k.s.clock.Now())
	if k.s.mayManage && state.works() {
		if state != keyOld {
			rotate := k.link(key.ID, lang.L("Rotate"), kit.PrimaryText, lang.L("Rotate {{.Name}}", map[string]any{"Name": key.Name}))
			rotate.OnTapped = func() { k.s.askRotate(key) }
			row = append(row, rotate)
		}
		revoke := k.link(key.ID, lang.L("Revoke"), kit.DangerText, lang.L("Revoke {{.Name}}", map[string]any{"Name": key.Name}))
		revoke.OnTapped = func() { k.s.askRevoke(key) }
		row = append(row, revoke)
	}
	return kit.Row(0, kit.Spring(), kit.Row(16, row...))
}

// link gives the link of a key; label is what it is called without its row.
func (k *keys) link(key app.KeyID, action string, token kit.Token, label string) *kit.Link {
	of := linkOf{key, action}
	if k.links[of] == nil {
		k.links[of] = kit.NewTextLink(action, token, nil)
	}
	k.links[of].Label, k.used[of] = label, true
	return k.links[of]
}
