package activitypage

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/screens/kit"
)

const (
	thisAgent = "this"
	allAgents = "all"
)

// filters is the row of choices above the list. UI thread only.
type filters struct {
	s       *Screen
	chosen  choice
	span    *kit.Select
	agent   *kit.Select
	env     *kit.Select
	who     *kit.Select
	group   *kit.Select
	changed func()
	row     *fyne.Container
}

func newFilters(s *Screen, changed func()) *filters {
	f := &filters{s: s, changed: changed}
	f.span = kit.NewSelect("", spanOptions(f.chosen))
	f.span.SetLeading("calendar")
	f.agent = kit.NewSelect("", []kit.Option{{Value: thisAgent, Label: lang.L("This agent")}, {Value: allAgents, Label: lang.L("All agents")}})
	f.env = kit.NewSelect("", []kit.Option{
		{Value: "", Label: lang.L("All")}, {Value: string(app.Published), Label: lang.L("Published")}, {Value: string(app.Draft), Label: lang.L("Draft")},
	})
	f.env.SetPrefix(lang.L("Environment"))
	f.who = kit.NewSelect("", nil)
	f.who.SetPrefix(lang.L("Who"))
	f.group = kit.NewSelect("", groupOptions())
	f.group.SetPrefix(lang.L("What"))
	f.span.OnChanged = f.spanChosen
	f.agent.OnChanged = func(v string) { f.set(func(c *choice) { c.all = v == allAgents }) }
	f.env.OnChanged = func(v string) { f.set(func(c *choice) { c.env = app.Environment(v) }) }
	f.who.OnChanged = func(v string) { f.set(func(c *choice) { c.who = v }) }
	f.group.OnChanged = func(v string) { f.set(func(c *choice) { c.group = v }) }
	f.setActors(nil)
	f.show()
	f.row = kit.Wrap(8, kit.Fix(172, 0, f.span), kit.Fix(116, 0, f.agent), kit.Fix(192, 0, f.env), kit.Fix(184, 0, f.who), kit.Fix(200, 0, f.group))
	return f
}

// setActors gives the choice of names; one that is chosen stays.
func (f *filters) setActors(names []string) {
	options := []kit.Option{{Value: "", Label: lang.L("Everybody")}}
	for _, n := range names {
		options = append(options, kit.Option{Value: n, Label: whoText(n)})
	}
	if f.chosen.who != "" && !slices.Contains(names, f.chosen.who) {
		options = append(options, kit.Option{Value: f.chosen.who, Label: f.chosen.who})
	}
	f.who.SetOptions(options)
	f.who.SetValue(f.chosen.who)
	f.speak()
}

func (f *filters) set(change func(*choice)) {
	change(&f.chosen)
	f.speak()
	f.changed()
}

// speak names the filters and what they let through for screen readers.
func (f *filters) speak() {
	f.span.SpeakChoice(lang.L("Days"))
	f.agent.SpeakChoice(lang.L("Agent"))
	f.env.SpeakChoice(lang.L("Environment"))
	f.who.SpeakChoice(lang.L("Who"))
	f.group.SpeakChoice(lang.L("What"))
}

// clear takes every filter away; the choice of agents stays.
func (f *filters) clear() {
	f.chosen = choice{all: f.chosen.all}
	f.show()
	f.changed()
}

// widen shows all agents.
func (f *filters) widen() {
	f.chosen.all = true
	f.show()
	f.changed()
}

// show writes the choice into the controls.
func (f *filters) show() {
	f.span.SetOptions(spanOptions(f.chosen))
	f.span.SetValue(f.chosen.span)
	f.agent.SetValue(thisAgent)
	if f.chosen.all {
		f.agent.SetValue(allAgents)
	}
	f.env.SetValue(string(f.chosen.env))
	f.who.SetValue(f.chosen.who)
	f.group.SetValue(f.chosen.group)
	f.speak()
}

// spanChosen asks for the days when others than the usual ones are wanted.
func (f *filters) spanChosen(span string) {
	if span != spanChoose {
		if span != spanCustom {
			f.chosen.span, f.chosen.from, f.chosen.to = span, time.Time{}, time.Time{}
		}
		f.show()
		f.changed()
		return
	}
	today := day(f.s.clock.Now())
	from, to := today.AddDate(0, 0, -29), today
	if f.chosen.span == spanCustom {
		from, to = f.chosen.from, f.chosen.to
	}
	askDays(f.s.shell.Window(), from, to, func(from, to time.Time) {
		f.chosen.span, f.chosen.from, f.chosen.to = spanCustom, from, to
		f.show()
		f.changed()
	}, f.show)
}
