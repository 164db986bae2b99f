package settingspage

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// listenField is the field of problems with the address that is listened on.
const listenField = "listen"

// gatewayListen is where the gateway on this computer listens: the field, a way out
// when its port is taken, and a warning when other computers reach it.
type gatewayListen struct {
	g     *gateway
	field *kit.TextField
	free  *kit.Link
	out   *fyne.Container
	open  *kit.Note
	box   *fyne.Container
	task  kit.Task
	bad   bool // what is typed is not saved
	may   bool
}

func newGatewayListen(g *gateway) *gatewayListen {
	l := &gatewayListen{g: g, field: kit.NewTextField(lang.L("Listens on")).Mono()}
	l.field.SetPlaceholder("127.0.0.1:8080")
	l.field.SetHelp(lang.L("127.0.0.1 is this computer alone: right when a tunnel or a web server on it passes the messages on. 0.0.0.0 is all of its addresses. Behind the colon stands the port."))
	l.field.OnCommitted = l.save
	l.free = kit.NewLink(lang.L("Use a free port"), "plug", l.takeFree)
	l.out = kit.Row(0, l.free, kit.Spring())
	l.out.Hide()
	l.open = kit.NewNote(kit.KindWarn, kit.NewParagraph(kit.Text, kit.Caption,
		lang.L("Open to the network: other computers reach the gateway at this address, without encryption. Let a firewall close the port to strangers, and put a web server with a certificate in front of it.")))
	l.open.Hide()
	l.box = kit.Col(8, l.field, l.out, l.open)
	return l
}

func (l *gatewayListen) setMay(may bool) {
	l.may = may
	l.field.SetReadOnly(!may)
}

// show fills in how it stands; what is being typed stays.
func (l *gatewayListen) show(st GatewayState) {
	if !l.bad {
		l.field.Load(st.ListenSetting)
	}
	l.open.Hidden = !st.OpenToNetwork
	if st.Problem == nil && !l.bad {
		l.field.SetError("")
		l.out.Hide()
	}
}

// fail shows a problem at the field and reports whether it is one of the address.
func (l *gatewayListen) fail(err error) bool {
	e := app.AsError(err)
	if e.Field != listenField {
		return false
	}
	l.field.SetError(frame.ErrorText(err))
	// What is no address at all is mended by typing, not by another port.
	l.out.Hidden = e.Code == app.CodeInvalid || !l.may
	return true
}

// save keeps what was typed; a gateway that runs goes on there.
func (l *gatewayListen) save(typed string) {
	l.start(func(ctx context.Context) error { return l.g.s.deps.SetGatewayListen(ctx, typed) })
}

// takeFree lets the gateway listen where nobody else does.
func (l *gatewayListen) takeFree() {
	l.bad = false
	l.start(func(ctx context.Context) error {
		address, err := l.g.s.deps.FreeGatewayListen(ctx)
		if err != nil {
			return err
		}
		return l.g.s.deps.SetGatewayListen(ctx, address)
	})
}

func (l *gatewayListen) start(change func(context.Context) error) {
	s, ran := l.g.s, l.g.s.deps.Gateway().Running
	l.free.SetDisabled(true)
	l.g.run.SetDisabled(true)
	if ran {
		l.g.state.SetText(lang.L("It starts again at the new address. What is under way comes to its end first."))
	}
	kit.Start(&l.task, context.WithoutCancel(s.ctx), func(ctx context.Context) (struct{}, error) {
		return struct{}{}, change(ctx)
	}, func(_ struct{}, err error) {
		l.free.SetDisabled(false)
		l.g.run.SetDisabled(false)
		l.bad = err != nil
		if err == nil {
			l.field.SetError("")
			l.out.Hide()
			l.field.SetText(s.deps.Gateway().ListenSetting)
			l.field.SetCaption(savedText(s.clock.Now()))
		}
		l.g.showState()
		if err != nil && !l.fail(err) {
			s.shell.ShowError(err)
		}
		if st := s.deps.Gateway(); err == nil && ran && st.Running {
			s.shell.Toast(kit.KindOK, lang.L("The gateway listens on {{.Listen}} now", map[string]any{"Listen": st.Listen}), "", nil)
		}
		s.content.Refresh()
	})
}
