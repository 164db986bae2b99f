package channelpage

import (
	"context"

	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/protocol"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// wholeIsSecret reports that the webhook secret is part of the address, so that
// the address is shown without its end.
func (m *model) wholeIsSecret() bool { return m.view.Declaration.SecretInAddress }

// shownAddress is the webhook address as it may be seen by anybody.
func (m *model) shownAddress() string {
	v := m.view
	if !m.wholeIsSecret() || v.WebhookURL == "" || v.PublicAddress == "" {
		return v.WebhookURL
	}
	return v.PublicAddress + protocol.WebhookPath(v.Declaration, v.Channel) + "/…"
}

// addressHelp says why the end of the address is not shown.
func addressHelp(m *model) string {
	switch {
	case !m.wholeIsSecret() || m.view.WebhookURL == "":
		return ""
	case m.looksOnly():
		return lang.L("It ends with the webhook secret, which is hidden here.")
	}
	return lang.L("It ends with the webhook secret, which is hidden here. Copy takes the whole address.")
}

// CopyAddress implements frame.AddressCopier. An address that holds the secret
// is copied as a secret: written down, and cleared after a minute.
func (s *Screen) CopyAddress() {
	m := s.m
	switch {
	case m.view.WebhookURL == "":
		s.shell.Toast(kit.KindWarn, lang.L("There is no webhook URL yet"), lang.L("Enter the public address"), func() {
			s.shell.Go(frame.Settings, frame.PartGateway)
		})
	case !m.wholeIsSecret():
		s.shell.CopyText(m.view.WebhookURL, lang.L("Webhook URL copied"))
	case m.looksOnly():
		s.shell.Toast(kit.KindWarn, lang.L("The whole address holds the webhook secret, which your role does not show"), "", nil)
	case !m.view.Channel.Webhook.Secret.Present():
		s.shell.Toast(kit.KindWarn, lang.L("There is no webhook secret yet, and the address ends with it"), "", nil)
	default:
		s.copyWhole()
	}
}

func (s *Screen) copyWhole() {
	at := s.m.at
	kit.Start(&s.whole, s.ctx, func(ctx context.Context) (app.Secret, error) {
		return s.deps.WholeAddress(ctx, at.Agent, at.Environment)
	}, func(v app.Secret, err error) {
		switch {
		case at != s.m.at:
		case err != nil:
			s.shell.ShowError(err)
		default:
			s.shell.CopySecret(v, lang.L("Whole address copied. The clipboard is cleared in a minute"))
		}
	})
}
