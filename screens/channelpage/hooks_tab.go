package channelpage

import (
	"fyne.io/fyne/v2"

	"channeldesk/app"
	"channeldesk/screens/kit"
)

// hooksTab is the tab with the webhook and the session, and at the right what the
// customer sees of them.
type hooksTab struct {
	webhook  *webhookCard
	session  *sessionCard
	customer *customerPanel
	page     *fyne.Container
}

func newHooksTab(s *Screen) *hooksTab {
	h := &hooksTab{webhook: newWebhookCard(s), customer: newCustomerPanel(s)}
	h.session = newSessionCard(s, h.customer)
	form := kit.Col(16, h.webhook.card, kit.Grow(h.session.card))
	h.page = kit.FormPanel(form, h.customer.card, sessionForm, panelLeast)
	return h
}

// apply lets every part read the model.
func (h *hooksTab) apply() {
	h.webhook.apply()
	h.session.apply()
	h.customer.apply(h.session.typed())
}

func (h *hooksTab) leave() { h.webhook.leave() }

// setError shows a problem at the field of a name; false when there is none.
func (h *hooksTab) setError(name string, e *app.Error) bool { return h.session.setError(name, e) }
