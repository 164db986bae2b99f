package frame_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/assert"

	"channeldesk/app"
	"channeldesk/screens/frame"
	"channeldesk/screens/frame/frametest"
	"channeldesk/screens/kit"
)

func TestAStageKeepsWhatIsThereAndTellsOfFailures(t *testing.T) {
	frametest.Run(t, kit.ModeLight, func(t *testing.T, ui *frametest.UI) {
		shell := &frametest.Shell{}
		var answer string
		var fails error
		button := kit.NewButton("rows", nil)
		gate := make(chan struct{}, 9)
		var stage *frame.Stage
		var took []string
		read := func() {
			frame.Read(context.Background(), stage, func(context.Context) (string, error) {
				<-gate
				return answer, fails
			}, func(s string) {
				took = append(took, s)
				stage.Put(button)
			})
		}
		stage = frame.NewStage(shell, "Not read", func() fyne.CanvasObject { return kit.NewLine("skeleton", kit.Body, kit.Text) }, read)
		shell.Win = ui.Show(stage, fyne.NewSize(500, 400))

		fails = app.NewError(app.CodeInternal, app.Say("The disk is full."))
		read()
		ui.Pass(time.Second)
		assert.Equal(t, "skeleton", ui.Texts())
		gate <- struct{}{}
		ui.Settle()
		assert.Contains(t, ui.Texts(), "Not read\nThe disk is full.")
		ui.Press("Copy details")
		assert.Contains(t, shell.Last(), "The disk is full.")

		fails, answer = nil, "rows"
		ui.Press("Try again")
		gate <- struct{}{}
		ui.Settle()
		assert.Equal(t, "rows", ui.Texts())
		button.Focus()
		assert.Equal(t, "rows", ui.Focused(), "what stands in the place belongs to the window")

		read()
		ui.Pass(time.Second)
		assert.Equal(t, "rows", ui.Texts(), "what is there stays while it is read again")
		fails = errors.New("eio")
		gate <- struct{}{}
		ui.Settle()
		assert.Equal(t, "rows", ui.Texts())
		assert.Contains(t, shell.Last(), "error:")

		said := len(shell.Said)
		fails = context.Canceled
		read()
		gate <- struct{}{}
		ui.Settle()
		assert.Len(t, shell.Said, said, "what was cancelled is no failure")

		read()
		stage.Forget()
		gate <- struct{}{}
		ui.Pass(time.Second)
		assert.Equal(t, "skeleton", ui.Texts(), "what belongs to another place does not come")
		assert.Equal(t, []string{"rows"}, took)
	})
}
