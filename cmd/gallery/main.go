// Command gallery draws every widget of the house and every page in each of its
// states, light and dark, in the usual and in the smallest window, and writes the
// pictures and a page that shows them. It needs no screen.
//
//	go run ./cmd/gallery -out build/gallery
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"html/template"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"

	"channeldesk/screens/kit"
)

func main() {
	out := flag.String("out", "build/gallery", "folder for the pictures")
	only := flag.String("only", "", "draw only scenes whose name begins so, and no widgets")
	one := flag.String("look", "", "draw only this look, as dark-1024x700, and no page")
	flag.Parse()
	ctx := context.Background()
	if err := os.MkdirAll(*out, 0o750); err != nil {
		fail(err)
	}
	for _, l := range looks() {
		if l.name() == *one {
			fail(l.draw(ctx, *out, *only))
			return
		}
	}
	fail(drawAll(ctx, *out, *only))
}

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "gallery:", err)
		os.Exit(1)
	}
}

// look is a theme and a size of the window.
type look struct {
	word          string
	mode          kit.Mode
	width, height float32
	widgets       bool // the pictures of single widgets are taken as well
}

func (l look) name() string { return fmt.Sprintf("%s-%gx%g", l.word, l.width, l.height) }

func looks() []look {
	return []look{
		{"light", kit.ModeLight, 1280, 800, true}, {"light", kit.ModeLight, 1024, 700, false},
		{"dark", kit.ModeDark, 1280, 800, true}, {"dark", kit.ModeDark, 1024, 700, false},
	}
}

// draw draws everything in one look. One broken scene does not keep the others
// from being drawn.
func (l look) draw(ctx context.Context, out, only string) (failures error) {
	s := newStage(out, l.mode, l.word, l.width, l.height)
	if l.widgets && only == "" {
		failures = s.widgetPictures()
	}
	return errors.Join(failures, s.perform(ctx, only))
}

// drawAll draws the looks beside each other, each in a process of its own: the
// toolkit has one application for each, and most of the time they wait for a
// window to come to rest. Then it writes the page.
func drawAll(ctx context.Context, out, only string) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	failures := make([]error, len(looks()))
	var all sync.WaitGroup
	for i, l := range looks() {
		all.Go(func() {
			c := exec.CommandContext(ctx, self, "-out", out, "-only", only, "-look", l.name()) // #nosec G204 -- this program itself
			c.Stdout, c.Stderr = os.Stdout, os.Stderr
			if err := c.Run(); err != nil {
				failures[i] = fmt.Errorf("%s: %w", l.name(), err)
			}
		})
	}
	all.Wait()
	taken, err := filepath.Glob(filepath.Join(out, "*.png"))
	for i := range taken {
		taken[i] = filepath.Base(taken[i])
	}
	fmt.Printf("%d pictures in %s\n", len(taken), out)
	return errors.Join(append(failures, err, writePage(out, taken))...)
}

// perform plays all scenes of one look on fresh desks.
func (s *stage) perform(ctx context.Context, only string) (failures error) {
	for _, act := range []struct {
		filled bool
		scenes []scene
	}{{false, welcomeScenes()}, {true, scenes()}} {
		failures = errors.Join(failures, s.act(ctx, act.filled, act.scenes, only))
	}
	return failures
}

func (s *stage) act(ctx context.Context, filled bool, scenes []scene, only string) (failures error) {
	dir, err := os.MkdirTemp("", "channeldesk-gallery")
	if err != nil {
		return err
	}
	defer func() { failures = errors.Join(failures, os.RemoveAll(dir)) }()
	d, err := openDesk(ctx, dir)
	if err != nil {
		return err
	}
	defer d.close(ctx)
	if filled {
		if err := d.fill(ctx); err != nil {
			return err
		}
	}
	for _, sc := range scenes {
		if !strings.HasPrefix(sc.name, only) {
			continue
		}
		if err := s.play(ctx, d, sc); err != nil {
			failures = errors.Join(failures, fmt.Errorf("%s, %s: %w", sc.name, s.suffix, err))
		}
	}
	return failures
}

var page = template.Must(template.New("index").Parse(`<!doctype html>
<meta charset="utf-8">
<title>Channel Desk, gallery</title>
<style>
 body { font: 15px/1.5 sans-serif; margin: 32px; background: #f4f5f8; color: #1b1f2a }
 figure { display: inline-block; margin: 0 16px 32px 0; max-width: 640px } img { max-width: 100%; border: 1px solid #ccd0da }
</style>
<h1>Channel Desk, gallery</h1>
<p>Every widget and every page in each of its states, drawn without a screen.</p>
{{range .}}<figure><a href="{{.}}"><img src="{{.}}" alt="{{.}}" loading="lazy"></a><figcaption>{{.}}</figcaption></figure>
{{end}}`))

func writePage(out string, pictures []string) (err error) {
	f, err := os.Create(filepath.Join(out, "index.html"))
	if err != nil {
		return err
	}
	return errors.Join(page.Execute(f, pictures), f.Close())
}
