//go:build linux

package main

import (
	"html/template"
	"os"
	"path/filepath"
	"slices"
)

var page = template.Must(template.New("index").Parse(`<!doctype html>
<meta charset="utf-8">
<title>Channel Desk, a guided tour</title>
<style>
 body { font: 15px/1.5 sans-serif; margin: 32px auto; max-width: 1280px; background: #f4f5f8; color: #1b1f2a }
 figure { margin: 0 0 40px } img { max-width: 100%; border: 1px solid #ccd0da } figcaption { margin: 8px 0 }
</style>
<h1>Channel Desk, a guided tour</h1>
<p>Taken from the real window, driven by mouse and keys.</p>
{{range .}}<figure><img src="{{.}}" alt="{{.}}" loading="lazy"><figcaption>{{.}}</figcaption></figure>
{{end}}`))

// writeIndex makes the page of all pictures in the folder, also of those that
// another run of this tour left there.
func (g *guide) writeIndex() error {
	files, err := filepath.Glob(filepath.Join(g.out, "*.png"))
	if err != nil {
		return err
	}
	names := make([]string, 0, len(files))
	for _, f := range files {
		names = append(names, filepath.Base(f))
	}
	slices.Sort(names)
	out, err := os.Create(filepath.Join(g.out, "index.html"))
	if err != nil {
		return err
	}
	if err := page.Execute(out, names); err != nil {
		_ = out.Close()
		return err
	}
	return out.Close()
}
