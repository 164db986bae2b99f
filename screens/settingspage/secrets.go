package settingspage

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// secretsRead is what the secrets card shows.
type secretsRead struct {
	status  app.SecretStoreStatus
	lost    []channel.LostSecret
	lostErr error
	facts   Facts
	factErr error
}

// secretsCard says where secrets are and lets it be changed. UI thread only.
type secretsCard struct {
	s       *Screen
	list    *kit.RadioList
	status  *fyne.Container
	count   *kit.Paragraph
	lost    *fyne.Container
	stage   *kit.Stage
	ready   *fyne.Container
	card    *fyne.Container
	now     app.SecretStoreStatus
	mayEdit bool
	busy    bool
	task    kit.Task
	useTask kit.Task
}

func newSecretsCard(s *Screen) *secretsCard {
	c := &secretsCard{
		s: s, list: kit.NewRadioList(storeCards()), status: kit.Col(0), lost: kit.Col(8),
		count: kit.NewParagraph(kit.Text2, kit.Body, ""), stage: kit.NewStage(), mayEdit: true,
	}
	c.list.OnChanged = func(id string) { c.choose(app.SecretStoreKind(id)) }
	stay := kit.NewNote(kit.KindNeutral, kit.NewParagraph(kit.Text2, kit.Caption,
		lang.L("Secrets that are stored already stay where they are and go on working. New and replaced ones go to the place chosen here.")))
	c.lost.Hide()
	c.ready = kit.Col(12, c.status, c.list, stay, c.count, c.lost)
	c.card = kit.NewCard(kit.CardHead(lang.L("Where are my secrets?")), kit.CardBody(0, c.stage))
	return c
}

func (c *secretsCard) setMay(mayEdit bool) {
	c.mayEdit = mayEdit
	c.list.SetReadOnly(!mayEdit)
}

// read asks the store, which may ask the person for a password.
func (c *secretsCard) read() {
	if c.stage.State() != kit.StageReady {
		c.stage.Loading(kit.NewSkeletonBlock(260, 180, 420, 180, 420, 180, 380))
	}
	kit.Start(&c.task, c.s.ctx, func(ctx context.Context) (secretsRead, error) {
		var r secretsRead
		r.status = c.s.deps.SecretStoreStatus(ctx)
		r.facts, r.factErr = c.s.deps.Facts(ctx)
		if r.status.Usable {
			r.lost, r.lostErr = c.s.deps.LostSecrets(ctx)
		}
		return r, nil
	}, c.show)
}

func (c *secretsCard) show(r secretsRead, err error) {
	if err != nil {
		c.stage.Failed(lang.L("The secrets could not be looked up"), frame.ErrorText(err), c.read, nil)
		return
	}
	c.now = r.status
	c.list.SetSelected(string(r.status.Kind))
	c.status.Objects = []fyne.CanvasObject{c.statusBox(r.status)}
	c.count.SetText(secretCount(r.facts.Secrets))
	c.s.data.show(r.facts, r.factErr)
	c.showLost(r)
	c.stage.Ready(c.ready)
	c.s.content.Refresh()
}

// statusBox says whether the present place works, and what to do if not.
func (c *secretsCard) statusBox(s app.SecretStoreStatus) fyne.CanvasObject {
	name := storeName(s.Kind)
	if s.Usable {
		return kit.NewNote(kit.KindOK, kit.NewRuns(kit.Caption, kit.Run{Text: name, Bold: true}, kit.Run{Text: " " + lang.L("is in use and works.")}))
	}
	var texts []*kit.Paragraph
	if s.Problem != nil {
		texts = append(texts, kit.NewParagraph(kit.Text, kit.Body, frame.T(s.Problem.What)))
		if !s.Problem.Fix.IsEmpty() {
			texts = append(texts, kit.NewParagraph(kit.Text2, kit.Body, frame.T(s.Problem.Fix)))
		}
	}
	again := kit.NewButton(lang.L("Try again"), c.read).WithIcon("refresh-cw")
	actions := []fyne.CanvasObject{again}
	if s.Kind == app.SecretsInFile && c.mayEdit {
		open := kit.NewPrimary(lang.L("Enter the passphrase"), func() { c.askPassphrase(true) }).WithIcon("lock-keyhole")
		actions = []fyne.CanvasObject{open, again}
	}
	return kit.NewFixBox(kit.KindWarn, lang.L("{{.Place}} cannot be used now", map[string]any{"Place": name}), texts, actions...)
}

// showLost names the secrets without a value and leads to where they are typed.
func (c *secretsCard) showLost(r secretsRead) {
	c.lost.Objects = nil
	defer func() { c.lost.Hidden = len(c.lost.Objects) == 0 }()
	if r.lostErr != nil {
		again := kit.NewLink(lang.L("Try again"), "refresh-cw", c.read)
		c.lost.Add(kit.NewNote(kit.KindWarn, kit.NewParagraph(kit.Text, kit.Caption, frame.ErrorText(r.lostErr)), again))
		return
	}
	rows := lostRows(r.lost, c.s.at)
	if len(rows) == 0 {
		return
	}
	title := lang.L("1 secret is lost and has to be entered again")
	if len(rows) > 1 {
		title = lang.L("{{.N}} secrets are lost and have to be entered again", map[string]any{"N": len(rows)})
	}
	body := kit.Col(4, kit.NewRuns(kit.Body, kit.Run{Text: title, Bold: true}))
	for _, row := range rows {
		line := kit.Row(12, kit.Grow(kit.NewParagraph(kit.Text, kit.Body, row.text)))
		if row.here {
			line.Add(kit.NewButton(row.button, func() {
				c.s.shell.ChooseEnvironment(row.env)
				c.s.shell.Go(frame.Channel, row.part)
			}))
		} else {
			line.Add(kit.NewLine(lang.L("On that agent's Channel page"), kit.Caption, kit.Text2))
		}
		body.Add(line)
	}
	icon := kit.Pad(2, 0, 0, 0, kit.NewIcon("triangle-alert", 16, kit.WarnText))
	c.lost.Add(kit.Stack(kit.NewBox(kit.WarnTint, kit.WarnEdge, 8, 1), kit.Pad(13, 13, 13, 13, kit.RowTop(12, icon, kit.Grow(body)))))
}

// choose asks what a place needs before it is used.
func (c *secretsCard) choose(kind app.SecretStoreKind) {
	if c.busy {
		c.list.SetSelected(string(c.now.Kind))
		return
	}
	switch kind {
	case app.SecretsInFile:
		c.askPassphrase(false)
	case app.SecretsInMemory:
		kit.Confirm(c.s.shell.Window(), kit.ConfirmOptions{
			Title: lang.L("Keep secrets for this run only?"),
			Text:  lang.L("New secrets are forgotten when Channel Desk closes, and have to be entered again after each start."),
			Keep:  lang.L("Leave it as it is"), Do: lang.L("This run only"),
			OnDo:   func() { c.use(kind, app.Secret{}, nil, func() {}) },
			OnKeep: c.back,
		})
	case app.SecretsInKeychain:
		c.use(kind, app.Secret{}, nil, func() {})
	}
}

// back shows the place that is in use.
func (c *secretsCard) back() { c.list.SetSelected(string(c.now.Kind)) }

// use changes the place; failed hears of a problem with the passphrase.
func (c *secretsCard) use(kind app.SecretStoreKind, passphrase app.Secret, failed func(error), done func()) {
	c.busy = true
	kit.Start(&c.useTask, context.WithoutCancel(c.s.ctx), func(ctx context.Context) (struct{}, error) {
		return struct{}{}, c.s.deps.UseSecretStore(ctx, kind, passphrase)
	}, func(_ struct{}, err error) {
		c.busy = false
		if err != nil {
			if failed != nil {
				failed(err)
				return
			}
			c.back()
			c.s.shell.ShowError(err)
			return
		}
		done()
		c.read()
	})
}
