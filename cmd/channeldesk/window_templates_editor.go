package main

import "channeldesk/screens/templateeditor"

// editorDeps is the desk as the template editor sees it; choose asks for a file.
func (d *windowDesk) editorDeps(choose func(extensions []string, chosen func(path string))) templateeditor.Deps {
	return templateeditor.Deps{Templates: d.services().Templates, Get: d.Get, Role: d.Role, Owners: d.Owners, ChooseFile: choose}
}
