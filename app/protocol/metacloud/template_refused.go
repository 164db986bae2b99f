package metacloud

import (
	"errors"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// refusedTemplate is what a subcode of Meta's says of a template.
type refusedTemplate struct {
	part      string
	what, fix app.Text
}

// templateSubcodes are those that tell more than their code.
var templateSubcodes = map[int64]refusedTemplate{
	2388040: {"body", app.Say("A text of the template is too long for Meta."), app.Say("Shorten the text, heading, footer or buttons.")},
	2388047: {"header", app.Say("Meta does not take the heading."), app.Say("Take emoji, line breaks and signs of formatting out of it, and use one variable at most.")},
	2388072: {"body", app.Say("Meta does not take the text or the heading."), app.Say("Check the variables, and take emoji, line breaks and signs of formatting out of the heading.")},
	2388073: {"footer", app.Say("Meta does not take the footer."), app.Say("Take variables, emoji and formatting out of it.")},
	2388293: {"body", app.Say("There are too many variables for so few words."), app.Say("Write some more words, or use fewer variables.")},
	2388299: {"body", app.Say("The text begins or ends with a variable."), app.Say("Write a word before the first and behind the last one.")},
	2388019: {"", app.Say("The account has as many templates as it may have."), app.Say("Delete some that nobody uses. Verified businesses may have many more.")},
	2388043: {"body", app.Say("Example values are missing."), app.Say("Enter an example for each variable, also in the heading and in addresses.")},
	2388024: {"name", app.Say("There is a template with this name in this language already."), app.Say("Choose another name or language.")},
	2388023: {"name", app.Say("The name is taken, or was deleted less than 30 days ago."), app.Say("Choose another name.")},
	2388094: {"", app.Say("Meta's own sample templates cannot be deleted."), app.Text{}},
}

// templateRefused turns a failed call about a template into an error that says
// whether it may be tried again, may have been carried out, or was refused.
func (k *connection) templateRefused(err error) error {
	e := app.AsError(err)
	var g *graphError
	if !errors.As(err, &g) || !g.Coded {
		return e
	}
	if r, ok := templateSubcodes[g.Subcode]; ok {
		return app.NewError(app.CodeProviderRefused, r.what).WithFix(r.fix).WithField(r.part).WithDetail(e.Detail).Because(g)
	}
	switch g.rule().retry {
	case later:
		// Refused for now, so that nothing was made.
		return app.NewError(protocol.CodeSlowDown, e.What).WithFix(e.Fix).WithDetail(e.Detail).Because(g)
	case fix, none:
		if words := k.wordsOf(g); words != "" && (g.Code == 100 || g.Code >= 132000 && g.Code < 133000) {
			return app.NewError(app.CodeProviderRefused, app.Say("Meta refused the template: {{.Words}}", "Words", words)).
				WithFix(app.Say("Change what it names, then submit it again.")).WithDetail(e.Detail).Because(g)
		}
	case soon:
	}
	return e
}
