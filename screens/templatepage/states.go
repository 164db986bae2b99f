package templatepage

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// accountFirst leads to what must be saved before there are templates.
func (s *Screen) accountFirst() fyne.CanvasObject {
	return inCard(frame.AccountFirst(s.shell, s.role,
		lang.L("Templates belong to the channel's WhatsApp account. Save its protocol, number and identifiers first."),
		lang.L("Templates belong to the channel's WhatsApp account, and that is not saved yet.")+" "+frame.AskOwners(s.deps.Owners())))
}

// empty explains what a template is.
func (s *Screen) empty() fyne.CanvasObject {
	text := lang.L("A template is a message that WhatsApp approves once, so you can start a chat with customers.")
	var actions []fyne.CanvasObject
	switch {
	case !s.mayDo:
		text += " " + frame.AskOwners(s.deps.Owners())
	case s.got.offer.Listed:
		actions = []fyne.CanvasObject{s.newButton(), kit.NewButton(lang.L("Sync from {{.Provider}}", map[string]any{"Provider": s.provider()}), s.head.startSync)}
	default:
		text = lang.L("{{.Provider}} tells of no templates. Its staff set them up; declare here what they have set up, so that it can be sent.", map[string]any{"Provider": s.provider()})
		actions = []fyne.CanvasObject{s.newButton()}
	}
	card := inCard(kit.NewEmpty(kit.KindNeutral, "message-square-text", lang.L("No templates yet"), text, actions...))
	if s.got.sync.Problem.IsEmpty() {
		return card
	}
	return kit.Col(16, s.problemNote(), kit.Grow(card))
}

// newButton begins a template.
func (s *Screen) newButton() *kit.Button {
	text := lang.L("New template")
	if !s.got.offer.Listed {
		text = lang.L("Declare a template")
	}
	return kit.NewPrimary(text, s.pressNew).WithIcon("plus")
}

// provider is the provider's own name, as "Meta".
func (s *Screen) provider() string {
	name, _, _ := strings.Cut(s.got.view.Declaration.Name, " ")
	return name
}

// showNotes tells why there are no buttons, and why the list is old.
func (s *Screen) showNotes() {
	s.reason.Hidden = s.mayDo
	if !s.mayDo {
		s.reason.Objects = []fyne.CanvasObject{frame.RoleNote(lang.L("You can look, not change."), s.got.view.Agent.Name, s.role, frame.AskOwners(s.deps.Owners()))}
	}
	s.problem.Hidden = s.got.sync.Problem.IsEmpty()
	if !s.problem.Hidden {
		s.problem.Objects = []fyne.CanvasObject{s.problemNote()}
	}
}

func (s *Screen) problemNote() fyne.CanvasObject {
	sync := s.got.sync
	old := lang.L("They were never read before.")
	if !sync.At.IsZero() {
		old = lang.L("The list is from {{.When}}.", map[string]any{"When": lowerFirst(frame.When(sync.At, s.clock.Now()))})
	}
	runs := kit.NewRuns(kit.Caption,
		kit.Run{Text: lang.L("{{.Provider}}'s templates could not be read.", map[string]any{"Provider": s.provider()}) + " ", Bold: true},
		kit.Run{Text: frame.T(sync.Problem) + " " + old})
	if !s.mayDo {
		return kit.NewNote(kit.KindWarn, runs)
	}
	return kit.NewNote(kit.KindWarn, runs, kit.NewLink(lang.L("Try again"), "refresh-cw", s.head.startSync))
}

// lowerFirst is for a time in the middle of a sentence: "today 09:30".
func lowerFirst(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToLower(first)) + s[size:]
}

// inCard puts something into the middle of the room of the page.
func inCard(o fyne.CanvasObject) fyne.CanvasObject {
	return kit.NewCard(kit.Grow(frame.Middle(o)))
}

// skeleton is the page while it is read.
func skeleton() fyne.CanvasObject {
	return kit.Col(16, kit.Fix(0, 32, kit.Spring()), kit.Grow(kit.NewCard(kit.NewSkeletonRows(6, 170, 80, 44, 60, 80))))
}
