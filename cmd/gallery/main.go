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
	"path/filepath"
	"strings"

	"channeldesk/screens/kit"
)

func main() {
	out := flag.String("out", "build/gallery", "folder for the pictures")
	only := flag.String("only", "", "draw only scenes whose name begins so, and no widgets")
	flag.Parse()
	if err := run(context.Background(), *out, *only); err != nil {
		fmt.Fprintln(os.Stderr, "gallery:", err)
		os.Exit(1)
	}
}

// run draws everything, look by look. One broken scene does not keep the others
// from being drawn.
func run(ctx context.Context, out, only string) error {
	if err := os.MkdirAll(out, 0o750); err != nil {
		return err
	}
	var taken []string
	var failures error
	for _, mode := range []struct {
		mode kit.Mode
		word string
	}{{kit.ModeLight, "light"}, {kit.ModeDark, "dark"}} {
		for i, size := range [][2]float32{{1280, 800}, {1024, 700}} {
			s := newStage(out, mode.mode, mode.word, size[0], size[1], &taken)
			if i == 0 && only == "" {
				failures = errors.Join(failures, s.widgetPictures())
			}
			failures = errors.Join(failures, s.perform(ctx, only))
		}
	}
	fmt.Printf("%d pictures in %s\n", len(taken), out)
	return errors.Join(failures, writePage(out, taken))
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
