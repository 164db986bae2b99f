package frametest

import (
	"context"
	"io"
	"strings"

	"fyne.io/fyne/v2"

	"channeldesk/app"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// Shell plays the window for one page and notes what the page asks of it; what is
// asked most is answered, anything else panics. Its methods are for the UI thread.
type Shell struct {
	frame.Shell
	// Win is where dialogs open; UI.Open sets it.
	Win fyne.Window
	// Said are, in order, the texts of toasts, what was copied, "error: " and what
	// failed, and "go", "open", "choose" and such with their arguments.
	Said []string
	// Secrets are those that were copied.
	Secrets []string
	// Action is what the button of the latest toast says, Do what it does.
	Action string
	Do     func()
	// Path is where files are saved; "" is a folder of Dewi's with the name that
	// was suggested.
	Path string
	// Saved is what was written, by suggested name; only its name when the page
	// asks for a place alone.
	Saved map[string]string
	// SaveFailed is how the latest writing ended.
	SaveFailed error
	// Retitled counts how often the title was shown anew.
	Retitled int
	task     kit.Task
}

func (s *Shell) note(parts ...string) { s.Said = append(s.Said, strings.Join(parts, " ")) }

// Last is what was said last; "" when nothing was.
func (s *Shell) Last() string {
	if len(s.Said) == 0 {
		return ""
	}
	return s.Said[len(s.Said)-1]
}

// Window implements frame.Shell.
func (s *Shell) Window() fyne.Window { return s.Win }

// Go implements frame.Shell.
func (s *Shell) Go(page, part string) { s.note("go", page, part) }

// ChooseEnvironment implements frame.Shell.
func (s *Shell) ChooseEnvironment(env app.Environment) { s.note("choose", string(env)) }

// Retitle implements frame.Shell.
func (s *Shell) Retitle() { s.Retitled++ }

// Toast implements frame.Shell.
func (s *Shell) Toast(_ kit.Kind, text, action string, do func()) {
	s.note(text)
	s.Action, s.Do = action, do
}

// ShowError implements frame.Shell.
func (s *Shell) ShowError(err error) { s.note("error:", frame.ErrorText(err)) }

// CopyText implements frame.Shell.
func (s *Shell) CopyText(text, _ string) { s.note(text) }

// CopySecret implements frame.Shell.
func (s *Shell) CopySecret(value app.Secret, _ string) { s.Secrets = append(s.Secrets, value.Expose()) }

// OpenFile implements frame.Shell.
func (s *Shell) OpenFile(path string) { s.note("open", path) }

// OpenLink implements frame.Shell.
func (s *Shell) OpenLink(address string) { s.note("open", address) }

// ReviewRestore implements frame.Shell.
func (s *Shell) ReviewRestore(agent app.AgentID, number int) {
	s.note("restore", kit.Number(number), "of", kit.Number(int(agent)))
}

// SaveFile implements frame.Shell: it writes into Saved, as the window does off the
// UI thread.
func (s *Shell) SaveFile(name string, write func(context.Context, io.Writer) error, done func(string, error)) {
	path := s.Path
	if path == "" {
		path = "/home/dewi/" + name
	}
	var b strings.Builder
	kit.Start(&s.task, context.Background(), func(ctx context.Context) (struct{}, error) {
		if write == nil {
			return struct{}{}, nil
		}
		return struct{}{}, write(ctx, &b)
	}, func(_ struct{}, err error) {
		if s.Saved == nil {
			s.Saved = map[string]string{}
		}
		s.Saved[name], s.SaveFailed = b.String(), err
		if err != nil {
			path = ""
		}
		done(path, err)
	})
}
