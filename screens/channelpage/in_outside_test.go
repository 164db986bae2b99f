package channelpage

import (
	"context"
	"errors"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/assert"

	"channeldesk/app"
	"channeldesk/app/outside"
	"channeldesk/screens/kit"
)

func TestTheCheckFromOutsideOnThePage(t *testing.T) {
	d := dead()
	began, goOn := make(chan struct{}), make(chan struct{})
	d.in.check = func(ctx context.Context, report func(outside.Step)) (outside.Report, error) {
		report(outsideStep("name", app.StepPassed, "wa.nusantara.example is known"))
		close(began)
		select {
		case <-goOn:
			return badOutside(), nil
		case <-ctx.Done():
			return outside.Report{}, ctx.Err()
		}
	}
	b := startIncoming(t, kit.ModeLight, d, fyne.NewSize(1060, 1000))
	b.page.incoming.get().outside.start()
	<-began
	b.ui.drain()
	assert.Contains(t, b.texts(), "Checking now")
	close(goOn)
	b.settle()
	for _, want := range []string{"Who must act:", "Whoever runs the server", "2 of 5 passed", "asked from this computer", "Secrets are sent to nobody else"} {
		assert.Contains(t, strings.ReplaceAll(b.texts(), "\n", " "), want)
	}
	b.press("Copy report")
	assert.Contains(t, b.shell.text, "Who must act: Whoever runs the server")

	d.in.check = func(ctx context.Context, _ func(outside.Step)) (outside.Report, error) {
		<-ctx.Done()
		return outside.Report{}, ctx.Err()
	}
	b.page.incoming.get().outside.start()
	assert.Contains(t, b.texts(), "Cancel")
	b.press("Cancel")
	assert.Contains(t, b.texts(), "Run again")
	d.in.check = func(context.Context, func(outside.Step)) (outside.Report, error) {
		return outside.Report{}, errors.New("no")
	}
	b.press("Run again")
	assert.NotEmpty(t, b.shell.errors)
}

func TestStepsThatAreNotNeededAreNoLack(t *testing.T) {
	newApp(t, kit.ModeLight)
	good := goodOutside().Steps
	assert.Equal(t, "5 of 5 passed", outsidePassed(good, true, false))
	good[1].State = app.StepSkipped
	assert.Equal(t, "4 passed, 1 not needed", outsidePassed(good, true, false))
	assert.Equal(t, "4 of 5 passed", outsidePassed(good, true, true), "it still runs")
	assert.Equal(t, "2 of 5 passed", outsidePassed(badOutside().Steps, true, false))
	assert.Equal(t, "5 steps", outsidePassed(outside.Titles(), false, false))
}

func TestAnUnknownNameLeadsToSettings(t *testing.T) {
	d := dead()
	d.in.check = func(context.Context, func(outside.Step)) (outside.Report, error) {
		r := goodOutside()
		name := outsideStep("name", app.StepFailed, "Nobody knows the name wa.nusantara.exampel.")
		name.Fix, name.Actor, name.Who = app.Say("Compare the public address in Settings letter by letter."), outside.Server, app.Say("Whoever runs the server, its name or its tunnel")
		r.Steps = []outside.Step{name}
		return r, nil
	}
	b := startIncoming(t, kit.ModeLight, d, fyne.NewSize(1060, 1000))
	b.page.incoming.get().outside.start()
	b.settle()
	b.press("Open Settings")
	assert.True(t, b.shell.has("go settings gateway"))
}
