package templatepage

import (
	"context"

	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/screens/kit"
)

// canUnpause reports whether asking the provider for the end of the pause may help.
func (d *detail) canUnpause() bool {
	return d.shown.template.Status == app.TemplatePaused && d.facts != nil && d.facts.mayUnpause == nil
}

// unpause asks the provider to end the pause.
func (d *detail) unpause() {
	id := d.shown.template.ID
	kit.Start(&d.act, d.s.ctx, func(ctx context.Context) (app.Template, error) {
		return d.s.deps.Templates.Unpause(context.WithoutCancel(ctx), id)
	}, func(t app.Template, err error) {
		if err != nil {
			d.s.shell.ShowError(err)
			return
		}
		// The window tells of its end, also when that comes later.
		if !t.Sendable() {
			d.s.shell.Toast(kit.KindOK, lang.L("{{.Provider}} ends the pause of {{.Name}}. It can be sent again in some minutes.", map[string]any{"Name": t.Name, "Provider": d.s.provider()}), "", nil)
		}
		d.s.Reload()
	})
}
