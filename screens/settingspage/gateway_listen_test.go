package settingspage

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/screens/frame/frametest"
)

var errTaken = app.NewError("gateway_listen", app.Say("The gateway cannot listen on 127.0.0.1:8080: another program uses port 8080.")).
	WithFix(app.Say("Choose another port, for example 127.0.0.1:8081, or end the other program.")).WithField("listen")

// typeListen types another address to listen on and leaves the field.
func (b *bench) typeListen(text string) {
	f := b.screen.gate.listen.field
	f.Focus()
	f.SetText("")
	test.Type(f.Focusable(), text)
	b.shell.win.Canvas().Unfocus()
	b.wait()
}

func TestTheGatewayListensWhereItIsTold(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		b := newBench(t)
		b.enter(app.Owner, "")
		l := b.screen.gate.listen
		assert.Equal(t, "127.0.0.1:8080", l.field.Text())
		assert.False(t, l.open.Visible())
		assert.False(t, l.out.Visible())

		b.typeListen("0.0.0.0:9000")
		assert.Equal(t, []string{"0.0.0.0:9000"}, b.deps.listens)
		assert.True(t, l.open.Visible(), "others can reach it")
		assert.Empty(t, b.shell.toasts, "it does not run")

		b.deps.gateway.Running = true
		b.typeListen("127.0.0.1:9000")
		assert.False(t, l.open.Visible())
		assert.Equal(t, []string{"The gateway listens on 127.0.0.1:9000 now"}, b.shell.toasts)
		assert.Contains(t, b.texts(), "It listens at 127.0.0.1:9000 on this computer")
	})
}

func TestATakenPortHasAWayOut(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		b := newBench(t)
		b.enter(app.Owner, "")
		l := b.screen.gate.listen
		b.deps.gateway.Problem = errTaken
		b.screen.gate.run.Tapped(nil)
		b.wait()
		assert.False(t, b.screen.gate.run.On())
		assert.Contains(t, l.field.ErrorText(), "another program uses port 8080")
		assert.Contains(t, b.texts(), "It does not run: it needs another address to listen on.")
		require.True(t, l.out.Visible())

		b.deps.listenErr = errTaken
		b.typeListen("127.0.0.1:8082")
		assert.Equal(t, "127.0.0.1:8082", l.field.Text(), "what was typed stays")
		require.True(t, l.out.Visible())

		l.free.Tapped(nil)
		b.wait()
		assert.Equal(t, "127.0.0.1:8081", l.field.Text())
		assert.Empty(t, l.field.ErrorText())
		assert.False(t, l.out.Visible())
		assert.True(t, b.screen.gate.run.On(), "it was to run")
	})
}

func TestAnAddressThatIsNoneIsMendedByTyping(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		b := newBench(t)
		b.enter(app.Owner, "")
		b.deps.listenErr = app.Invalid("listen", "A port is a number from 1 to 65535.")
		b.typeListen("127.0.0.1:0")
		assert.Equal(t, "A port is a number from 1 to 65535.", b.screen.gate.listen.field.ErrorText())
		assert.False(t, b.screen.gate.listen.out.Visible())
	})
}

func TestViewersCannotMoveTheGateway(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		b := newBench(t)
		b.deps.gateway.Problem = errTaken
		b.enter(app.Viewer, "")
		assert.False(t, b.screen.gate.listen.out.Visible())
		assert.Contains(t, b.screen.gate.listen.field.ErrorText(), "another program")
	})
}

func TestLooksOfTheGateway(t *testing.T) {
	look := func(name string, change func(*bench)) {
		frametest.LightAndDark(t, name, 624, 560, func(t *testing.T) fyne.CanvasObject {
			b := newBench(t)
			change(b)
			b.enter(app.Owner, "")
			return b.screen.gate.card
		})
	}
	look("gateway-taken", func(b *bench) { b.deps.gateway.Problem = errTaken })
	look("gateway-open", func(b *bench) {
		b.deps.gateway = GatewayState{Running: true, Listen: "0.0.0.0:9000", ListenSetting: "0.0.0.0:9000", OpenToNetwork: true, Since: morning}
	})
}
