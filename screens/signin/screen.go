package signin

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// Screen is the view. UI thread only.
type Screen struct {
	deps  Deps
	clock app.Clock
	done  func(app.Member)

	ctx     context.Context //nolint:containedctx // the visit's own life, from Enter to Leave
	title   *kit.Line
	lead    *kit.Paragraph
	stage   *kit.Stage
	list    *memberList
	ask     *passphraseAsk // nil while the members are listed
	content *fyne.Container
	load    kit.Task
	signing kit.Task
}

var (
	_ frame.Page      = (*Screen)(nil)
	_ frame.Reloader  = (*Screen)(nil)
	_ frame.MainActor = (*Screen)(nil)
)

// New builds the view; done is called on the UI thread with who signed in.
func New(deps Deps, clock app.Clock, done func(app.Member)) *Screen {
	s := &Screen{deps: deps, clock: clock, done: done, ctx: context.Background(), stage: kit.NewStage()}
	s.title = kit.NewLine(lang.L("Who is there?"), kit.Display, kit.Text)
	s.lead = kit.NewParagraph(kit.Text2, kit.Lead, "")
	mark := kit.Fix(48, 48, kit.Stack(kit.NewBox(kit.Primary, kit.Transparent, 12, 0), kit.Mid(48, 48, kit.NewIcon("message-circle-more", 26, kit.OnPrimary))))
	head := kit.Col(0, kit.Row(0, mark, kit.Spring()), kit.Pad(20, 0, 4, 0, s.title), s.lead)
	s.content = kit.ScrollBox(centred(kit.Col(0, head, kit.Pad(24, 0, 0, 0, s.stage))))
	return s
}

// Title implements frame.Page.
func (s *Screen) Title() string { return lang.L("Sign in") }

// Content implements frame.Page.
func (s *Screen) Content() fyne.CanvasObject { return s.content }

// Enter implements frame.Page. Entered again while it is shown, it reads the
// members anew and leaves alone what is being typed.
func (s *Screen) Enter(ctx context.Context, _ frame.Place, _ string) {
	s.ctx = ctx
	if s.stage.State() != kit.StageReady {
		s.say(lang.L("Who is there?"), whyText())
		s.stage.Loading(skeleton())
	}
	s.Reload()
}

// Leave implements frame.Page: what was typed is forgotten.
func (s *Screen) Leave() {
	s.load.Cancel()
	s.signing.Cancel()
	s.forget()
	s.list = nil
	s.stage.Loading(skeleton())
}

// MainAction implements frame.MainActor: it signs in.
func (s *Screen) MainAction() {
	if s.ask != nil {
		s.ask.submit()
	}
}

// Reload implements frame.Reloader.
func (s *Screen) Reload() {
	kit.Start(&s.load, s.ctx, s.deps.Members, func(members []app.Member, err error) {
		if err != nil {
			s.failed(err)
			return
		}
		s.take(members)
	})
}

func (s *Screen) failed(err error) {
	if s.stage.State() == kit.StageReady {
		return // what was read last is still there to choose from
	}
	s.stage.Failed(lang.L("The members could not be read"), frame.ErrorText(err), func() {
		s.stage.Loading(skeleton())
		s.Reload()
	}, nil)
	s.content.Refresh()
}

// take shows the members, or goes on asking the one who was chosen.
func (s *Screen) take(members []app.Member) {
	if s.ask != nil {
		for _, m := range members {
			if m.ID == s.ask.member.ID && m.HasPassphrase {
				s.ask.among(members)
				return
			}
		}
		s.forget()
		s.list = nil
	}
	if s.list != nil && s.list.same(members) {
		return
	}
	s.list = newMemberList(members, s.choose)
	if len(members) == 1 && members[0].HasPassphrase {
		s.choose(members[0])
		return
	}
	s.showList("")
}

// showList turns to the members; problem says why nobody could sign in.
func (s *Screen) showList(problem string) {
	chosen := app.MemberID(0)
	if s.ask != nil {
		chosen = s.ask.member.ID
	}
	s.forget()
	s.say(lang.L("Who is there?"), whyText())
	s.list.setProblem(problem)
	s.stage.Ready(s.list)
	s.content.Refresh()
	s.list.focus(chosen)
}

// forget empties the field and ends what it waits for.
func (s *Screen) forget() {
	if s.ask != nil {
		s.ask.close()
		s.ask = nil
	}
}

// choose goes on with a member: asks for the passphrase, or signs in at once.
func (s *Screen) choose(m app.Member) {
	if s.list.busy {
		return
	}
	if !m.HasPassphrase {
		s.list.setBusy(m.ID, true)
		s.signIn(m, app.Secret{}, func(err error) {
			s.list.setBusy(m.ID, false)
			s.list.setProblem(frame.ErrorText(err))
			s.content.Refresh()
			s.Reload()
		})
		return
	}
	s.ask = newPassphraseAsk(s, m, s.list.members)
	s.say(lang.L("Enter your passphrase"), lang.L("It keeps others from working under your name."))
	s.stage.Ready(s.ask)
	s.content.Refresh()
	s.ask.field.Focus()
}

// signIn tries it; failed hears of what went wrong.
func (s *Screen) signIn(m app.Member, passphrase app.Secret, failed func(error)) {
	kit.Start(&s.signing, s.ctx, func(ctx context.Context) (app.Member, error) {
		return s.deps.SignIn(ctx, m.ID, passphrase)
	}, func(member app.Member, err error) {
		if err != nil {
			failed(err)
			return
		}
		s.list.setBusy(m.ID, false)
		s.done(member)
	})
}

func (s *Screen) say(title, text string) {
	s.title.SetText(title)
	s.lead.SetText(text)
}

func whyText() string {
	return lang.L("Everybody works under their own name, so that the activity log says who changed what.")
}

// skeleton stands for the members while they are read.
func skeleton() fyne.CanvasObject {
	return kit.NewCard(kit.Pad(16, 16, 16, 16, kit.NewSkeletonBlock(180, 90, 200, 90, 160, 90)))
}
