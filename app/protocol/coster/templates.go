package coster

import (
	"channeldesk/app"
	"channeldesk/app/protocol"
	"channeldesk/app/protocol/cloudshape"
)

// Templates says that Coster's templates are set up by its staff, and tells of
// none: what can be sent is declared here.
func (p *Protocol) Templates() protocol.TemplateOffer {
	staff := app.Say("Coster's staff set templates up. Ask them, then write down here what they have registered.")
	return protocol.TemplateOffer{
		NoCreate: staff, NoEdit: staff,
		NoDelete:   app.Say("Coster's staff delete templates. Here a template can only be forgotten."),
		Categories: cloudshape.AllCategories, Languages: cloudshape.TemplateLanguages,
		Headers: []app.HeaderKind{app.HeaderText, app.HeaderImage, app.HeaderVideo, app.HeaderDocument},
		Buttons: []protocol.ButtonOffer{
			{Kind: app.ButtonQuickReply, Max: 10}, {Kind: app.ButtonURL, Max: 2}, {Kind: app.ButtonPhone, Max: 1}, {Kind: app.ButtonCopyCode, Max: 1},
		},
		MaxButtons: 10, MaxName: 512, MaxBody: 1024, MaxHeader: 60, MaxFooter: 60, MaxLabel: 25,
	}
}

// needed are the rules without which a declared template could not be sent. The
// others advise: the template was approved already, and what is written down here
// may be a part of it.
var needed = map[string]bool{
	"name_missing": true, "name_length": true, "language_known": true, "category_known": true, "body_missing": true, "body_length": true,
	"variables_broken": true, "variables_kind": true, "variables_names": true, "variables_gap": true,
	"header_kind": true, "header_variables": true, "buttons_many": true, "buttons_kind": true, "button_url_variable": true,
	"code_offered": true, "offer_offered": true, "cards_offered": true,
}

// CheckTemplate holds a template against what sending it takes.
func (p *Protocol) CheckTemplate(name, language string, d app.TemplateDesign) []protocol.TemplateFinding {
	out := cloudshape.CheckTemplate(p.Templates(), name, language, d)
	for i := range out {
		out[i].Problem = out[i].Problem && needed[out[i].Rule]
	}
	return out
}
