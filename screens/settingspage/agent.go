package settingspage

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// agentCard has the agent's own details. Each field saves itself when it is
// left. UI thread only.
type agentCard struct {
	s       *Screen
	agent   app.Agent
	name    *kit.TextField
	country *kit.Select
	contact *kit.TextField
	remove  *kit.Button
	danger  *fyne.Container
	card    *fyne.Container
	task    kit.Task
}

func newAgentCard(s *Screen) *agentCard {
	a := &agentCard{
		s: s, name: kit.NewTextField(lang.L("Name of the agent")),
		country: kit.NewSelect(lang.L("Country of its phone numbers"), countries("")),
		contact: kit.NewTextField(lang.L("Contact on hand-off sheets")),
	}
	a.name.SetCounter(app.AgentNameMax)
	a.country.SetHelp(lang.L("Numbers without a country code are read as of this country"))
	a.contact.SetPlaceholder("Dewi Kartika, +62 812-5550-1423")
	a.contact.SetHelp(lang.L("Whom the provider may ask: a name and a number. Leave it empty to print none."))
	a.name.OnCommitted = func(string) { a.save(a.name) }
	a.contact.OnCommitted = func(string) { a.save(a.contact) }
	a.country.OnChanged = func(string) { a.save(nil) }
	a.remove = kit.NewButton(lang.L("Delete agent"), a.askDelete).As(kit.VariantDangerText).WithIcon("trash-2")
	a.danger = kit.Col(0, kit.HLine(), kit.Pad(12, 0, 0, 0, kit.Row(16,
		kit.Grow(kit.Col(0, kit.NewCut(lang.L("Delete this agent"), kit.Body, kit.Text),
			kit.NewParagraph(kit.Text3, kit.Caption, lang.L("With both environments, their secrets and their hand-off log. It cannot be undone.")))),
		a.remove)))
	a.card = kit.NewCard(kit.CardHead(lang.L("Agent")), kit.CardBody(12, a.name, a.country, a.contact, kit.Pad(4, 0, 0, 0, a.danger)))
	return a
}

func (a *agentCard) setMay(mayEdit, mayManage bool) {
	a.name.SetReadOnly(!mayEdit)
	a.contact.SetReadOnly(!mayEdit)
	a.country.SetReadOnly(!mayEdit)
	if mayManage {
		a.danger.Show()
	} else {
		a.danger.Hide()
	}
}

// show fills in what was read; what is being typed stays.
func (a *agentCard) show(agent app.Agent) {
	a.agent = agent
	a.country.SetOptions(countries(agent.Country))
	a.name.Load(agent.Name)
	a.contact.Load(agent.Contact)
	a.country.SetValue(agent.Country)
}

// save stores all three values; where names the field that says so.
func (a *agentCard) save(where *kit.TextField) {
	next := a.agent
	next.Name, next.Country, next.Contact = a.name.Text(), a.country.Value(), a.contact.Text()
	kit.Start(&a.task, context.WithoutCancel(a.s.ctx), func(ctx context.Context) (struct{}, error) {
		return struct{}{}, a.s.deps.UpdateAgent(ctx, next)
	}, func(_ struct{}, err error) {
		if err != nil {
			a.problems(err)
			return
		}
		if where != nil && where != a.name {
			where.SetCaption(savedText(a.s.clock.Now()))
		}
		a.s.read()
	})
}

func (a *agentCard) problems(err error) {
	for field, problem := range frame.Problems(err) {
		switch field {
		case "name":
			a.name.SetError(frame.ErrorText(problem))
		case "contact":
			a.contact.SetError(frame.ErrorText(problem))
		case "country":
			a.country.SetError(frame.ErrorText(problem))
		default:
			a.s.shell.ShowError(problem)
		}
	}
}

// askDelete asks for the agent's name, so that nobody deletes by habit.
func (a *agentCard) askDelete() {
	agent := a.agent
	typed := kit.NewTextField(lang.L("Type {{.Name}} to delete it", map[string]any{"Name": agent.Name}))
	var d *kit.Dialog
	keep := kit.NewButton(lang.L("Keep the agent"), func() { d.Close() })
	var do *kit.Button
	same := func() bool { return strings.EqualFold(app.CleanName(typed.Text()), agent.Name) }
	do = kit.NewButton(lang.L("Delete for good"), func() {
		if same() && !do.Busy() {
			a.delete(agent, do, func() { d.Close() })
		}
	}).As(kit.VariantDangerFill).WithIcon("trash-2")
	do.SetDisabled(true)
	typed.OnChanged = func(string) { do.SetDisabled(!same()) }
	typed.OnSubmitted = func(string) { do.OnTapped() }
	text := kit.NewParagraph(kit.Text2, kit.Body, lang.L("Messages of customers to this agent are no longer taken, from the moment it is deleted. Draft, Published, the secrets and the log of hand-offs go with it."))
	d = kit.ShowDialog(a.s.shell.Window(), kit.DialogOptions{
		Title: lang.L("Delete {{.Name}}?", map[string]any{"Name": agent.Name}), Width: 480,
		Body: kit.Col(16, text, typed), Actions: []*kit.Button{keep, do}, Main: do, Focus: typed.Focusable(),
	})
}

func (a *agentCard) delete(agent app.Agent, do *kit.Button, done func()) {
	do.SetBusy(true)
	kit.Start(&a.task, context.WithoutCancel(a.s.ctx), func(ctx context.Context) (struct{}, error) {
		return struct{}{}, a.s.deps.DeleteAgent(ctx, agent.ID)
	}, func(_ struct{}, err error) {
		do.SetBusy(false)
		if err != nil {
			a.s.shell.ShowError(err)
			return
		}
		done()
		a.s.shell.Toast(kit.KindNeutral, lang.L("{{.Name}} was deleted", map[string]any{"Name": agent.Name}), "", nil)
	})
}
