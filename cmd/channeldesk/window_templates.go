package main

import (
	"channeldesk/app"
	"channeldesk/screens/templatepage"
)

// templateDeps is the desk as the Templates page sees it; edit opens a draft in
// the editor.
func (d *windowDesk) templateDeps(edit func(app.TemplateDraft)) templatepage.Deps {
	return templatepage.Deps{Templates: d.services().Templates, Get: d.Get, Role: d.Role, Owners: d.Owners, EditTemplate: edit}
}
