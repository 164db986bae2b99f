// Package frame is the contract between the window's shell and its pages, and
// the few things that every page does alike: translating sentences, presenting
// errors, and showing one of the four states loading, empty, ready and failed.
package frame

import (
	"context"
	"io"

	"fyne.io/fyne/v2"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/app/health"
	"channeldesk/screens/kit"
)

// The pages by name, in rail order.
const (
	Overview = "overview"
	Channel  = "channel"
	Handoff  = "handoff"
	// Templates are the message templates, TemplateEditor a page of its own below
	// them.
	Templates      = "templates"
	TemplateEditor = "template-editor"
	API            = "api"
	History        = "history"
	Activity       = "activity"
	Settings       = "settings"
)

// The parts of pages that a link can lead to.
const (
	PartAccount = "account"
	PartWebhook = "webhook"
	// PartIncoming is what came in by webhook, with the check from outside.
	PartIncoming = "incoming"
	PartGateway  = "gateway"
	PartMembers  = "members"
	// PartPrices are the price lists in Settings.
	PartPrices = "prices"
)

// Place is the agent and environment that the window shows.
type Place struct {
	Agent       app.AgentID
	Environment app.Environment
}

// Page is one page of the window. All methods run on the UI thread.
type Page interface {
	// Title is the page's name in the top bar, translated.
	Title() string
	// Content is built once and kept.
	Content() fyne.CanvasObject
	// Enter shows a place; ctx carries the acting member and ends on Leave.
	// part is where on the page to go, or "".
	Enter(ctx context.Context, at Place, part string)
	// Leave ends what the page had under way.
	Leave()
}

// SubPage is a page below another one: the bar names that one before its own
// title and leads back to it, and when the agent or the environment changes, that
// one is shown. Its title is read after Enter, which may decide it.
type SubPage interface {
	// Parent is the name of the page above, or "".
	Parent() string
}

// FileTaker is a page onto which files can be dropped.
type FileTaker interface {
	// TakeFiles gets the paths of dropped files, and where on the window they fell.
	TakeFiles(paths []string, at fyne.Position)
}

// Reloader is a page that can read its data again, after an event or on Ctrl R.
type Reloader interface{ Reload() }

// Checker is a page on which Ctrl R asks the provider instead of only reading.
type Checker interface{ CheckAgain() }

// Maker is a page that makes something new on Ctrl N.
type Maker interface {
	// New reports whether there was something to make here.
	New() bool
}

// Searcher is a page with a search for Ctrl F.
type Searcher interface{ FocusSearch() }

// MainActor is a page with a main action for Ctrl Enter.
type MainActor interface{ MainAction() }

// AddressCopier is a page that copies the webhook URL on Ctrl Shift C.
type AddressCopier interface{ CopyAddress() }

// FullScreener is a page with a full screen view for F11.
type FullScreener interface{ FullScreen() }

// Escaper is a page with something open that Esc closes.
type Escaper interface {
	// Escape reports whether there was something to close.
	Escape() bool
}

// Turner is a page that says in words whether the window is light or dark.
type Turner interface {
	// Turned is called while the page is shown, after the window turned light or dark.
	Turned()
}

// Holder is a page with edits that are held back and would be lost by leaving.
type Holder interface {
	// Held is the number of edits that are held back.
	Held() int
	// Discard forgets them.
	Discard()
	// ReviewHeld opens their review.
	ReviewHeld()
}

// Finisher is a page that saves in the background what was typed on it.
type Finisher interface {
	// Finish takes over what is being typed and calls done, once and on the UI
	// thread, when everything is saved; at once when nothing waits.
	Finish(done func())
}

// Shell is what a page may ask of the window. All methods are for the UI thread
// unless they say otherwise.
type Shell interface {
	// Window is where dialogs and popovers open.
	Window() fyne.Window
	// Go shows another page, at a part of it, or "".
	Go(page, part string)
	// ChooseEnvironment changes between Draft and Published.
	ChooseEnvironment(app.Environment)
	// CreateDraft makes a Draft of the agent shown and changes to it.
	CreateDraft()
	// ReviewPublish opens the review of Draft's changes.
	ReviewPublish()
	// ReviewEdits opens the review of edits to Published that were held back;
	// done is told whether they were saved.
	ReviewEdits(e channel.Edits, done func(saved bool))
	// ReviewRestore opens the review of going back to a version of Published.
	ReviewRestore(agent app.AgentID, number int)
	// SetConnection turns the chip in the top bar.
	SetConnection(state health.Connection, checking bool)
	// Retitle shows the page's title anew, after it changed.
	Retitle()
	// Toast confirms something; with an action it offers a next step.
	Toast(kind kit.Kind, text, action string, do func())
	// ShowError tells of a failure that has no better place on the page.
	ShowError(err error)
	// CopyText puts text that is no secret into the clipboard and says so.
	CopyText(text, said string)
	// CopySecret puts a secret into the clipboard and clears it after a minute
	// when nothing else was copied.
	CopySecret(value app.Secret, said string)
	// SaveFile asks for a place and writes there off the UI thread; done gets
	// the path, or "" when the person changed their mind. With a nil write only the
	// place is asked for.
	SaveFile(name string, write func(context.Context, io.Writer) error, done func(path string, err error))
	// OpenFile shows a file or address in the system's own program.
	OpenFile(path string)
	OpenLink(address string)
	// SetFullScreen shows an object alone on the whole screen until Esc.
	SetFullScreen(content fyne.CanvasObject, onClose func())
}
