package metacloud

import (
	"context"
	"net/http"

	"channeldesk/app"
	"channeldesk/app/protocol"
	"channeldesk/app/protocol/cloudshape"
)

// MayUnpause knows which pauses end by themselves. Of one whose kind was not told
// nobody knows: asking does no harm then.
func (p *Protocol) MayUnpause(t app.Template) *app.Error {
	switch {
	case t.Status != app.TemplatePaused:
		return app.NewError(app.CodeUnsupported, app.Say("The template is not paused."))
	case t.Code == cloudshape.PauseFirst || t.Code == cloudshape.PauseSecond:
		return app.NewError(app.CodeUnsupported, app.Say("Meta ends this pause by itself, and not sooner when it is asked.")).
			WithFix(app.Say("Wait for its end, or change the text: then it is reviewed anew."))
	}
	return nil
}

// unpaused is the answer to asking for the end of a pause.
type unpaused struct {
	Success flag `json:"success"`
	Reason  text `json:"reason"`
}

func (u unpaused) whole() bool { return bool(u.Success) || u.Reason != "" }

// UnpauseTemplate asks Meta to end the pause of a template.
func (p *Protocol) UnpauseTemplate(ctx context.Context, c protocol.Config, t app.Template) error {
	k, e := p.forTemplate(c, t, p.MayUnpause)
	if e != nil {
		return e
	}
	var got unpaused
	if err := k.do(ctx, call{method: http.MethodPost, path: t.ProviderID + "/unpause"}, &got); err != nil {
		return k.templateRefused(err)
	}
	if !got.Success {
		return app.NewError(app.CodeProviderRefused, app.Say("Meta did not end the pause: {{.Words}}", "Words", k.clean(string(got.Reason)))).
			WithFix(app.Say("Wait for the end of the pause, or change the text of the template."))
	}
	return nil
}
