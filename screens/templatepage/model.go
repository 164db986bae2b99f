package templatepage

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"channeldesk/app"
)

// entry is a template in one language: as the provider has it, as it is being
// written, or both.
type entry struct {
	language string
	template app.Template // its ID is 0 when the provider does not have it
	draft    app.TemplateDraft
}

// known reports whether the provider has it, or somebody declared it.
func (e entry) known() bool { return e.template.ID != 0 }

// writing reports whether it, or a change of it, is being written.
func (e entry) writing() bool { return e.draft.ID != 0 }

// design is what is shown: the provider's, or what is being written.
func (e entry) design() app.TemplateDesign {
	if e.known() {
		return e.template.Design
	}
	return e.draft.Design
}

// How urgent an entry is: the least comes first.
const (
	rankRejected = iota
	rankDisabled
	rankPaused
	rankLow
	rankDraft
	rankReview
	rankOther
	rankGood
	rankLeaving
)

func (e entry) rank() int {
	if !e.known() {
		return rankDraft
	}
	switch e.template.Status {
	case app.TemplateRejected:
		return rankRejected
	case app.TemplateDisabled:
		return rankDisabled
	case app.TemplatePaused:
		return rankPaused
	case app.TemplateInReview:
		return rankReview
	case app.TemplateApproved, app.TemplateDeclared:
		if e.template.Quality == app.QualityLow {
			return rankLow
		}
		return rankGood
	case app.TemplateLeaving:
		return rankLeaving
	}
	return rankOther
}

// group is a template in all of its languages: a row of the list.
type group struct {
	name    string
	entries []entry
}

// worst is the entry that needs somebody most; the first of several. What is only
// being written stands behind what the provider has.
func (g group) worst() entry {
	return slices.MinFunc(g.entries, func(a, b entry) int {
		if a.known() != b.known() {
			if a.known() {
				return -1
			}
			return 1
		}
		return a.rank() - b.rank()
	})
}

// at gives the entry of a language, else the one that needs somebody most.
func (g group) at(language string) entry {
	for _, e := range g.entries {
		if e.language == language {
			return e
		}
	}
	return g.worst()
}

// quality is the worst one that is known.
func (g group) quality() app.TemplateQuality {
	out := app.TemplateQuality("")
	order := []app.TemplateQuality{"", app.QualityHigh, app.QualityMedium, app.QualityLow}
	for _, e := range g.entries {
		if slices.Index(order, e.template.Quality) > slices.Index(order, out) {
			out = e.template.Quality
		}
	}
	return out
}

// groupUp puts templates and drafts together by name, what needs attention first.
func groupUp(list []app.Template, drafts []app.TemplateDraft) []group {
	byName := map[string]*group{}
	var names []string
	of := func(name string) *group {
		if byName[name] == nil {
			byName[name] = &group{name: name}
			names = append(names, name)
		}
		return byName[name]
	}
	for _, t := range list {
		g := of(t.Name)
		g.entries = append(g.entries, entry{language: t.Language, template: t})
	}
	for _, d := range drafts {
		g := of(d.Name)
		if !g.addChange(d) {
			g.entries = append(g.entries, entry{language: d.Language, draft: d})
		}
	}
	out := make([]group, len(names))
	for i, name := range names {
		g := byName[name]
		slices.SortStableFunc(g.entries, func(a, b entry) int { return strings.Compare(a.language, b.language) })
		out[i] = *g
	}
	slices.SortStableFunc(out, func(a, b group) int {
		rank := a.worst().rank()
		return cmp.Or(rank-b.worst().rank(), newest(rank, a, b), strings.Compare(a.name, b.name))
	})
	return out
}

// newest puts the latest trouble before older one; what is well stands by name.
func newest(rank int, a, b group) int {
	if rank >= rankOther {
		return 0
	}
	at := func(e entry) time.Time {
		if e.known() {
			return e.template.ChangedAt
		}
		return e.draft.SavedAt
	}
	return at(b.worst()).Compare(at(a.worst()))
}

// addChange puts a draft to the template that it changes, or that has its name and
// language already: a copy to an environment with the same account does.
func (g *group) addChange(d app.TemplateDraft) bool {
	for i := range g.entries {
		e := &g.entries[i]
		of := d.Edits != "" && e.template.ProviderID == d.Edits || d.Edits == "" && e.language == d.Language
		if of && e.known() && !e.writing() {
			e.draft = d
			return true
		}
	}
	return false
}

// keepOrder sorts groups as they stood before, so that the list does not move
// under the eyes of somebody who reads it. Groups that were not there come first
// when the top is in sight, and last when not, in their own order.
func keepOrder(groups []group, before []string, atTop bool) []group {
	place := map[string]int{}
	for i, name := range before {
		place[name] = i + 1
	}
	at := func(g group) int {
		if n := place[g.name]; n > 0 || atTop {
			return n
		}
		return len(before) + 1
	}
	out := slices.Clone(groups)
	slices.SortStableFunc(out, func(a, b group) int { return at(a) - at(b) })
	return out
}

func namesOf(groups []group) []string {
	out := make([]string, len(groups))
	for i, g := range groups {
		out[i] = g.name
	}
	return out
}

// The pills above the list.
const (
	pillAll      = "all"
	pillApproved = "approved"
	pillReview   = "review"
	pillRejected = "rejected"
	pillPaused   = "paused"
	pillDrafts   = "drafts"
	pillDeclared = "declared"
	pillOther    = "other"
)

// pillOf says under which pill a group is counted, besides all.
func pillOf(g group) string {
	w := g.worst()
	if !w.known() {
		return pillDrafts
	}
	switch w.template.Status {
	case app.TemplateApproved:
		return pillApproved
	case app.TemplateInReview:
		return pillReview
	case app.TemplateRejected:
		return pillRejected
	case app.TemplatePaused, app.TemplateDisabled:
		return pillPaused
	case app.TemplateDeclared:
		return pillDeclared
	}
	return pillOther
}

// choice is what the list is narrowed to.
type choice struct {
	pill, text string
	category   app.TemplateCategory
	language   string
	quality    app.TemplateQuality
}

// folded is how many filters are set that the popover hides.
func (c choice) folded() int {
	n := 0
	for _, set := range []bool{c.category != "", c.language != "", c.quality != ""} {
		if set {
			n++
		}
	}
	return n
}

// narrowed reports whether anything is left out.
func (c choice) narrowed() bool { return c.pill != pillAll || c.text != "" || c.folded() > 0 }

// takes reports whether a group is shown; the pill is judged by the caller.
func (c choice) takes(g group) bool {
	some := func(fits func(entry) bool) bool { return slices.ContainsFunc(g.entries, fits) }
	switch {
	case c.category != "" && !some(func(e entry) bool { return e.category() == c.category }),
		c.language != "" && !some(func(e entry) bool { return e.language == c.language }),
		c.quality != "" && !some(func(e entry) bool { return e.template.Quality == c.quality }):
		return false
	}
	for word := range strings.FieldsSeq(strings.ToLower(c.text)) {
		if !strings.Contains(strings.ToLower(g.name), word) && !some(func(e entry) bool { return e.says(word) }) {
			return false
		}
	}
	return true
}

func (e entry) category() app.TemplateCategory {
	if e.known() {
		return e.template.Category
	}
	return e.draft.Design.Category
}

// says reports whether a word stands anywhere in the texts of the template.
func (e entry) says(word string) bool {
	has := func(s string) bool { return strings.Contains(strings.ToLower(s), word) }
	d := e.design()
	if d.Header != nil && has(d.Header.Text) || has(d.Body) || has(d.Footer) {
		return true
	}
	for _, b := range d.Buttons {
		if has(b.Text) || has(b.URL) {
			return true
		}
	}
	return slices.ContainsFunc(d.Cards, func(c app.CardDesign) bool { return has(c.Body) })
}

// narrow gives the groups that are shown, and how many each pill has.
func narrow(all []group, c choice) (shown []group, counts map[string]int) {
	counts = map[string]int{}
	for _, g := range all {
		if !c.takes(g) {
			continue
		}
		pill := pillOf(g)
		counts[pillAll]++
		counts[pill]++
		if c.pill == pillAll || c.pill == pill {
			shown = append(shown, g)
		}
	}
	return shown, counts
}

// languagesOf are the codes that occur, sorted.
func languagesOf(all []group) (out []string) {
	for _, g := range all {
		for _, e := range g.entries {
			if e.language != "" && !slices.Contains(out, e.language) {
				out = append(out, e.language)
			}
		}
	}
	slices.Sort(out)
	return out
}
