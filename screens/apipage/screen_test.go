package apipage

import (
	"context"
	"errors"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/apikey"
	"channeldesk/screens/frame"
	"channeldesk/screens/frame/frametest"
	"channeldesk/screens/kit"
)

func run(t *testing.T, do func(t *testing.T, ui *frametest.UI)) {
	t.Helper()
	frametest.Run(t, kit.ModeLight, do)
}

func TestAKeyIsMadeAndShownOnce(t *testing.T) {
	run(t, func(t *testing.T, ui *frametest.UI) {
		d := sample()
		s, shell := opened(ui, pageSize, d)
		s.MainAction()
		assert.Equal(t, "Name", ui.Focused())
		ui.Type("Loan reminder service")
		ui.Press("Read: see messages and how they ended, templates, the channel")
		ui.Ctrl(fyne.KeyReturn)
		require.Equal(t, []apikey.NewKey{{Name: "Loan reminder service", Scopes: []app.KeyScope{app.ScopeSend, app.ScopeRead}, ExpiresAt: now.AddDate(1, 0, 0)}}, d.created)
		assert.Contains(t, ui.Texts(), sampleValue)
		assert.Contains(t, ui.Texts(), "Published, allowed to send and read, expires 17 Nov 2027")
		assert.Equal(t, "Copy the key", ui.Focused())
		ui.Key(fyne.KeyReturn)
		assert.Equal(t, []string{sampleValue}, shell.Secrets)
		assert.NotContains(t, shell.Said, sampleValue)

		ui.Key(fyne.KeyEscape)
		assert.Equal(t, 1, ui.Layers(), "Esc does not hide the key")
		assert.True(t, ui.Control("Done").Disabled(), "nor does Done before the key is stored")
		ui.Press("I have stored this key in a safe place")
		ui.Press("Done")
		assert.Zero(t, ui.Layers())
		assert.NotContains(t, ui.Texts(), sampleValue)
		assert.Contains(t, ui.Texts(), "Loan reminder service", "the list was read again")
	})
}

func TestWhatIsWrongWithANewKeyStandsAtItsField(t *testing.T) {
	for field, where := range map[string]string{"name": "Name", "scopes": "Send: put messages into the queue", "expires_at": "Expires"} {
		run(t, func(t *testing.T, ui *frametest.UI) {
			d := sample()
			opened(ui, pageSize, d)
			ui.Press("New key")
			d.failing = app.Invalid(field, "This cannot be.")
			ui.Press("Create the key")
			assert.Contains(t, ui.Texts(), "This cannot be.")
			assert.Equal(t, where, ui.Focused())
			d.failing = nil
			ui.Press("Create the key")
			assert.Contains(t, ui.Texts(), sampleValue)
		})
	}
}

func TestANewKeyThatIsRefusedSaysWhy(t *testing.T) {
	run(t, func(t *testing.T, ui *frametest.UI) {
		d := sample()
		_, shell := opened(ui, pageSize, d)
		ui.Press("New key")
		d.failing = errors.New("disk")
		ui.Press("Create the key")
		assert.Equal(t, 1, ui.Layers())
		assert.Empty(t, shell.Said, "it stands in the dialog")
	})
}

func TestAKeyThatWasMadeMeanwhileIsNotLost(t *testing.T) {
	run(t, func(t *testing.T, ui *frametest.UI) {
		d := sample()
		d.hold = make(chan struct{})
		s, _ := opened(ui, pageSize, d)
		ui.Press("New key")
		ui.Type("Kiosk")
		ui.Press("Create the key")
		ui.Press("Create the key")
		ui.Press("Cancel")
		s.Leave()
		close(d.hold)
		ui.Settle()
		assert.Len(t, d.created, 1, "a second press makes no second key")
		assert.Contains(t, ui.Texts(), sampleValue)
	})
}

func TestRotating(t *testing.T) {
	run(t, func(t *testing.T, ui *frametest.UI) {
		d := sample()
		opened(ui, pageSize, d)
		ui.Press("Rotate Core banking")
		assert.Contains(t, ui.Texts(), "Last use: Just now, from 10.20.4.17.")
		ui.Press("Make the new key")
		assert.Contains(t, ui.Texts(), "The old key, cdk_pub_7F…q2, works until 18 Nov 2026 09:41.")
		assert.Contains(t, ui.Texts(), sampleValue)
		ui.Press("I have stored this key in a safe place")
		ui.Press("Done")

		ui.Press("Rotate Branch kiosk")
		ui.Press("7 days")
		ui.Press("Make the new key")
		assert.Contains(t, ui.Texts(), "works until 23 Nov 2026 10:41", "its own end comes first")
		ui.Press("I have stored this key in a safe place")
		ui.Press("Done")

		ui.Press("Rotate Branch kiosk")
		ui.Press("Not at all")
		ui.Press("Make the new key")
		assert.Contains(t, ui.Texts(), "does not work any more.")
		ui.Press("I have stored this key in a safe place")
		ui.Press("Done")
		assert.Equal(t, []string{"7 24h0m0s", "5 168h0m0s", "5 0s"}, d.rotated)

		d.failing = app.NewError(app.CodeConflict, app.Say("This key was rotated already."))
		ui.Press("Rotate Core banking")
		ui.Press("Make the new key")
		assert.Contains(t, ui.Texts(), "This key was rotated already.")
		ui.Press("Keep the old one")
		assert.Zero(t, ui.Layers())
	})
}

func TestRevoking(t *testing.T) {
	run(t, func(t *testing.T, ui *frametest.UI) {
		d := sample()
		_, shell := opened(ui, pageSize, d)
		ui.Press("Revoke Core banking")
		assert.Equal(t, "Keep the key", ui.Focused())
		assert.Contains(t, ui.Texts(), "Every request with cdk_pub_7F…q2 is refused from now on")
		ui.Press("Keep the key")
		assert.Empty(t, d.revoked)
		ui.Press("Revoke Core banking")
		ui.Press("Revoke the key")
		assert.Equal(t, []app.KeyID{7}, d.revoked)
		assert.Equal(t, []string{"Core banking does not work any more"}, shell.Said)
		assert.Contains(t, ui.Texts(), "3 keys do not work any more")
		assert.Nil(t, ui.Control("Revoke Core banking"))
		d.failing = errors.New("disk")
		ui.Press("Revoke Branch kiosk")
		ui.Press("Revoke the key")
		assert.Len(t, shell.Said, 2)
	})
}

func TestKeysThatEndedAreShownWhenAsked(t *testing.T) {
	run(t, func(t *testing.T, ui *frametest.UI) {
		opened(ui, pageSize, sample())
		assert.NotContains(t, ui.Texts(), "Test of Surya Digital")
		assert.NotContains(t, ui.Texts(), "Integration test", "a key of the other environment")
		ui.Press("Show keys that ended")
		assert.Contains(t, ui.Texts(), "Test of Surya Digital")
		assert.Nil(t, ui.Control("Revoke Test of Surya Digital"))
		ui.Press("Hide keys that ended")
		assert.NotContains(t, ui.Texts(), "Test of Surya Digital")
		assert.Nil(t, ui.Control("Rotate"), "labels name the key")
	})
}

func TestReadingAgainKeepsTheFocus(t *testing.T) {
	run(t, func(t *testing.T, ui *frametest.UI) {
		d := sample()
		s, _ := opened(ui, pageSize, d)
		for ui.Focused() != "Revoke CRM nightly job" {
			ui.Key(fyne.KeyTab)
		}
		d.keys[3].LastUsedAt, d.keys[2].Name = now, "CRM"
		s.Reload()
		ui.Settle()
		assert.Equal(t, "Revoke CRM", ui.Focused())
		ui.Key(fyne.KeyReturn)
		assert.Contains(t, ui.Texts(), "Revoke CRM?")
		ui.Key(fyne.KeyEscape)
		assert.Equal(t, "Revoke CRM", ui.Focused())
	})
}

// What asked for a key, or ended one, is gone afterwards: the keyboard is then on
// what makes a key.
func TestTheKeyboardIsNotLostWithARow(t *testing.T) {
	frametest.Run(t, kit.ModeLight, func(t *testing.T, ui *frametest.UI) {
		d := sample()
		d.keys = nil
		opened(ui, pageSize, d)
		for ui.Focused() != "New key" {
			ui.Key(fyne.KeyTab)
		}
		ui.Key(fyne.KeyReturn)
		ui.Type("Core banking")
		ui.Press("Create the key")
		ui.Press("I have stored this key in a safe place")
		ui.Press("Done")
		assert.Equal(t, "New key", ui.Focused())
		for ui.Focused() != "Revoke Core banking" {
			ui.Key(fyne.KeyTab)
		}
		ui.Key(fyne.KeyReturn)
		ui.Press("Revoke the key")
		assert.Nil(t, ui.Control("Revoke Core banking"))
		assert.Equal(t, "New key", ui.Focused())
	})
}

func TestManyKeysThatEndedAreLimited(t *testing.T) {
	run(t, func(t *testing.T, ui *frametest.UI) {
		d := sample()
		d.keys = nil
		for i := range 150 {
			d.keys = append(d.keys, app.APIKey{ID: app.KeyID(i + 1), Environment: app.Published, Name: "Old", RevokedAt: now})
		}
		opened(ui, pageSize, d)
		assert.Contains(t, ui.Texts(), "No key works at present")
		ui.Press("Show keys that ended")
		assert.Contains(t, ui.Texts(), "150 keys do not work any more; the newest 100 are shown")
	})
}

func TestAViewerOnlyLooks(t *testing.T) {
	run(t, func(t *testing.T, ui *frametest.UI) {
		d := sample()
		d.role = app.Viewer
		s, shell := opened(ui, pageSize, d)
		assert.Contains(t, ui.Texts(), "Your role on Nusantara Bank Assistant is Viewer. Ask Dewi Kartika, the owner, if you need to edit.")
		for _, word := range []string{"New key", "Rotate Core banking", "Revoke Core banking", "Run it now"} {
			assert.Nil(t, ui.Control(word), word)
		}
		s.MainAction()
		assert.Zero(t, ui.Layers())
		ui.Press("Copy the example")
		assert.Len(t, shell.Said, 1)
	})
}

func TestTheAccountComesFirst(t *testing.T) {
	run(t, func(t *testing.T, ui *frametest.UI) {
		d := sample()
		d.view.Channel.AccountCode = ""
		s, shell := opened(ui, pageSize, d)
		s.MainAction()
		assert.Zero(t, ui.Layers())
		ui.Press("Enter the account")
		assert.Equal(t, []string{"go channel account"}, shell.Said)
		d.role = app.Viewer
		s.Reload()
		ui.Settle()
		assert.Nil(t, ui.Control("Enter the account"))
		d.view.Channel.AccountCode = "+6281155500188"
		s.Reload()
		ui.Settle()
		assert.Contains(t, ui.Texts(), "Core banking")
	})
}

func TestWithoutAPublicAddress(t *testing.T) {
	run(t, func(t *testing.T, ui *frametest.UI) {
		d := sample()
		d.view.PublicAddress = ""
		s, shell := opened(ui, pageSize, d)
		assert.True(t, ui.Control("Copy base URL").Disabled())
		assert.Nil(t, ui.Control("API guide"))
		assert.NotContains(t, ui.Texts(), "Answering")
		ui.Press("Copy the example")
		require.Len(t, shell.Said, 1)
		assert.Contains(t, shell.Said[0], sampleAddress+"/v1/messages")
		ui.Press("Enter the public address")
		assert.Equal(t, "go settings gateway", shell.Said[1])
		d.view.PublicAddress = "https://wa.banknusantara.example"
		s.Reload()
		ui.Settle()
		ui.Press("Copy base URL")
		ui.Press("API guide")
		assert.Equal(t, []string{"https://wa.banknusantara.example/v1", "open https://wa.banknusantara.example/docs"}, shell.Said[2:])
	})
}

func TestAnAddressThatDoesNotAnswer(t *testing.T) {
	run(t, func(t *testing.T, ui *frametest.UI) {
		d := sample()
		d.reached = errors.New("refused")
		s, _ := opened(ui, pageSize, d)
		assert.Contains(t, ui.Texts(), "Not answering")
		d.reached = nil
		s.Reload()
		ui.Settle()
		assert.Contains(t, ui.Texts(), "Answering, 42 ms")
		d.reached = errors.New("refused")
		s.Reload()
		ui.Settle()
		assert.Contains(t, ui.Texts(), "Not answering, last Today 09:41")
	})
}

func TestWhatIsNotOfferedIsHidden(t *testing.T) {
	run(t, func(t *testing.T, ui *frametest.UI) {
		s, _ := opened(ui, pageSize, sample(), func(d *Deps) { d.SendNow, d.Reach, d.Values = nil, nil, nil })
		assert.NotContains(t, ui.Texts(), "Answering")
		s.example.operation.SetValue(string(apikey.SendText))
		s.example.operation.OnChanged("")
		ui.Settle()
		assert.Nil(t, ui.Control("Run it now"))
		assert.Panics(t, func() { New(Deps{}, nil, nil) })
	})
}

func TestLoadingFailedAndReadAgain(t *testing.T) {
	run(t, func(t *testing.T, ui *frametest.UI) {
		d := sample()
		d.err = errors.New("disk")
		s, shell := opened(ui, pageSize, d)
		assert.Contains(t, ui.Texts(), "The API page could not be read")
		d.err = nil
		ui.Press("Try again")
		assert.Contains(t, ui.Texts(), "Core banking")
		d.err = errors.New("disk")
		s.Reload()
		ui.Settle()
		assert.Equal(t, kit.StageReady, s.stage.State(), "what was read stays")
		assert.Len(t, shell.Said, 1)
	})
}

func TestTheKeysAreThoseOfThePlace(t *testing.T) {
	run(t, func(t *testing.T, ui *frametest.UI) {
		d := sample()
		s, _ := opened(ui, pageSize, d)
		s.Leave()
		draft := frame.Place{Agent: 1, Environment: app.Draft}
		s.Enter(context.Background(), draft, PartNewKey)
		assert.NotContains(t, ui.Texts(), "Core banking", "nothing of the other place stays")
		ui.Settle()
		assert.Equal(t, draft, d.asked[len(d.asked)-1])
		assert.Contains(t, ui.Texts(), "Integration test")
		assert.NotContains(t, ui.Texts(), "Core banking")
		assert.Contains(t, ui.Texts(), "New API key", "the link leads to the dialog")
	})
}

func TestReadingShowsBarsAfterAWhile(t *testing.T) {
	run(t, func(t *testing.T, ui *frametest.UI) {
		d := sample()
		wait := make(chan struct{})
		s, _ := opened(ui, pageSize, d, func(deps *Deps) {
			deps.Get = slowly(deps.Get, wait)
		})
		ui.Pass(400 * time.Millisecond)
		assert.Equal(t, kit.StageLoading, s.stage.State())
		close(wait)
		ui.Settle()
		assert.Equal(t, kit.StageReady, s.stage.State())
	})
}

func TestKeysReachEverything(t *testing.T) {
	run(t, func(t *testing.T, ui *frametest.UI) {
		d := sample()
		d.keys = d.keys[1:2]
		opened(ui, pageSize, d)
		var order []string
		for range 16 {
			ui.Key(fyne.KeyTab)
			order = append(order, ui.Focused())
		}
		assert.Equal(t, []string{"Copy base URL", "API guide", "New key", "Rotate Core banking", "Revoke Core banking",
			"cURL", "JavaScript", "Python", "Go", "PHP", "Java", "C#", "Ruby"}, order[:13])
		assert.Contains(t, order, "Copy the example")
		assert.Equal(t, "Copy base URL", order[15], "and round again")
	})
}

func TestCtrlNAsksForANewKey(t *testing.T) {
	frametest.Run(t, kit.ModeLight, func(t *testing.T, ui *frametest.UI) {
		d := sample()
		s, _ := opened(ui, pageSize, d)
		assert.True(t, s.New())
		ui.Settle()
		assert.Equal(t, 1, ui.Layers())
		ui.Key(fyne.KeyEscape)
		d.role = app.Viewer
		s.Reload()
		ui.Settle()
		assert.False(t, s.New())
		assert.Zero(t, ui.Layers())
		assert.Contains(t, ui.Walk(), "What the example does")
	})
}
