package settingspage

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// gateway is the card of the gateway: whether it runs here, where it listens, and
// its public address. UI thread only.
type gateway struct {
	s       *Screen
	address *kit.TextField
	listen  *gatewayListen
	whose   *kit.Cut
	url     *kit.Cut
	copy    *kit.Button
	run     *kit.Switch
	state   *kit.Paragraph
	view    channel.View
	card    *fyne.Container
	task    kit.Task
	running kit.Task
	turns   bool // it is being started or stopped
}

func newGateway(s *Screen) *gateway {
	g := &gateway{s: s, address: kit.NewTextField(lang.L("Public address")).Mono()}
	g.address.SetPlaceholder("https://wa.client.example")
	g.address.SetHelp(lang.L("Where the internet reaches the gateway, on this computer or on your server. It begins with https://."))
	g.address.OnCommitted = func(string) { g.save() }
	g.run = kit.NewSwitch(lang.L("Run the gateway on this computer"), lang.L("Takes webhooks, sends messages and serves the notification API while this window is open."))
	g.run.OnChanged = g.turn
	g.running.OnBusy = func(busy bool) { g.turns = busy }
	g.listen = newGatewayListen(g)
	g.state = kit.NewParagraph(kit.Text3, kit.Caption, "")
	g.whose = kit.NewCut("", kit.CaptionStrong, kit.Text2)
	g.url = kit.NewCut("", kit.Mono, kit.Text)
	g.copy = kit.NewIconButton("copy", lang.L("Copy webhook URL"), g.copyURL).As(kit.VariantQuietNeutral)
	kit.AttachTooltip(g.copy, lang.L("Copy webhook URL"))
	example := kit.Stack(kit.NewBox(kit.Sunken, kit.Border, 6, 1), kit.Pad(5, 4, 5, 11, kit.Row(8, kit.Grow(kit.Col(0, g.whose, g.url)), g.copy)))
	note := kit.NewNote(kit.KindWarn, kit.NewParagraph(kit.Text, kit.Caption,
		lang.L("Every webhook URL begins with this address. When it changes, sheets that were handed over are out of date, and the providers have to be told the new URL.")))
	g.card = kit.NewCard(kit.CardHead(lang.L("Gateway")), kit.CardBody(12,
		kit.NewParagraph(kit.Text2, kit.Body, lang.L("The gateway takes the providers' messages and delivery states. They can only send them to an address that the internet reaches.")),
		g.run, g.state, g.listen.box, g.address, example, note))
	return g
}

// turn starts or stops the gateway in this program.
func (g *gateway) turn(on bool) {
	g.run.SetDisabled(true)
	kit.Start(&g.running, context.WithoutCancel(g.s.ctx), func(ctx context.Context) (struct{}, error) {
		return struct{}{}, g.s.deps.RunGateway(ctx, on)
	}, func(_ struct{}, err error) {
		g.showState()
		if err != nil && !g.listen.fail(err) {
			g.state.SetText(frame.ErrorText(err))
		}
		g.s.content.Refresh()
	})
}

// showState says how the gateway stands.
func (g *gateway) showState() {
	st := g.s.deps.Gateway()
	g.run.SetOn(st.Running)
	g.run.SetDisabled(st.Elsewhere || g.turns)
	g.listen.show(st)
	switch {
	case st.Elsewhere:
		g.state.SetText(lang.L("It runs in another program with this data folder, as channeldesk serve does. End that one first to run it in this window."))
	case st.Running:
		text := lang.L("It listens at {{.Listen}} on this computer, since {{.Time}}. The public address must lead there.", map[string]any{
			"Listen": st.Listen, "Time": st.Since.Local().Format("15:04"),
		})
		if used := g.inUse(st); used != "" {
			text += " " + used
		}
		g.state.SetText(text)
	case st.Problem != nil && g.listen.fail(st.Problem):
		g.state.SetText(lang.L("It does not run: it needs another address to listen on."))
	case st.Problem != nil:
		g.state.SetText(frame.ErrorText(st.Problem))
	default:
		g.state.SetText(lang.L("It does not run here. It runs on a server with: channeldesk serve"))
	}
}

// inUse says with which settings of the shown channel the gateway works; "" when
// it does not work with it.
func (g *gateway) inUse(st GatewayState) string {
	for _, u := range st.Uses {
		if u.Channel == g.view.Channel.ID {
			return lang.L("It uses the settings of {{.Agent}}, {{.Environment}} as of {{.Time}}, revision {{.Revision}}.", map[string]any{
				"Agent": g.view.Agent.Name, "Environment": frame.EnvironmentName(g.view.Channel.Environment),
				"Time": u.Since.Local().Format("15:04:05"), "Revision": u.Revision,
			})
		}
	}
	return ""
}

// show fills in what was read; what is being typed stays.
func (g *gateway) show(v channel.View) {
	g.view = v
	g.showState()
	g.address.Load(v.PublicAddress)
	g.whose.SetText(lang.L("Webhook URL of {{.Agent}}, {{.Environment}}", map[string]any{
		"Agent": v.Agent.Name, "Environment": frame.EnvironmentName(g.s.at.Environment),
	}))
	g.url.SetText(exampleURL(v))
	g.copy.SetDisabled(v.WebhookURL == "")
}

// save keeps what was typed, also when the page is left meanwhile.
func (g *gateway) save() {
	typed := g.address.Text()
	kit.Start(&g.task, context.WithoutCancel(g.s.ctx), func(ctx context.Context) (struct{}, error) {
		return struct{}{}, g.s.deps.SetPublicAddress(ctx, typed)
	}, func(_ struct{}, err error) {
		if err != nil {
			if app.AsError(err).Field == "" {
				g.s.shell.ShowError(err)
				return
			}
			g.address.SetError(frame.ErrorText(err))
			return
		}
		g.address.SetCaption(savedText(g.s.clock.Now()))
		g.s.read()
	})
}

func (g *gateway) copyURL() {
	if g.view.WebhookURL != "" {
		g.s.shell.CopyText(g.view.WebhookURL, lang.L("Webhook URL copied"))
	}
}

// savedText stands at a field that saved itself.
func savedText(now time.Time) string {
	return lang.L("Saved {{.Time}}", map[string]any{"Time": now.Local().Format("15:04")})
}
