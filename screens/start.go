package screens

import (
	"context"

	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// OpenSandbox starts the sandbox and opens its sample agent. At the first start
// the person is called as the computer's account. done, which may be nil, is told
// how it went.
func (w *Window) OpenSandbox(done func(error)) {
	if w.making[&w.sandboxTask] {
		return
	}
	name := w.ownName()
	kit.Start(&w.sandboxTask, w.ctx(), func(ctx context.Context) (app.Agent, error) {
		ctx, err := w.asOwner(ctx, name)
		if err != nil {
			return app.Agent{}, err
		}
		return w.Deps.StartSandbox(ctx)
	}, func(a app.Agent, err error) {
		if done != nil {
			done(err)
		}
		if err != nil {
			w.ShowError(err)
			return
		}
		w.openCreated(a)
	})
}

// OpenSetupFile asks for a colleague's setup file and opens what it describes.
func (w *Window) OpenSetupFile() {
	w.ChooseFile([]string{".yaml", ".yml", ".json"}, func(path string) {
		name := w.ownName()
		kit.Start(&w.setupTask, w.ctx(), func(ctx context.Context) (SetupResult, error) {
			ctx, err := w.asOwner(ctx, name)
			if err != nil {
				return SetupResult{}, err
			}
			return w.Deps.OpenSetupFile(ctx, path)
		}, func(r SetupResult, err error) {
			if err != nil {
				w.Log.Warn("open a setup file", "cause", err)
				w.showSetupProblem(path, err)
				return
			}
			w.openCreated(r.Agent)
			if len(r.Missing) > 0 {
				w.showHelp(lang.L("Opened. These must be typed again"), append([]string{
					lang.L("A setup file carries no secrets. Enter them on the Channel page:"),
				}, r.Missing...))
			}
		})
	})
}

func (w *Window) showSetupProblem(path string, err error) {
	w.showHelp(lang.L("The setup file could not be opened"), []string{
		frame.ErrorText(err), lang.L("Nothing was changed. File: {{.Path}}", map[string]any{"Path": path}),
	})
}
