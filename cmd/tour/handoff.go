//go:build linux

package main

import (
	"encoding/xml"
	"fmt"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"

	"channeldesk/app/handoff"
)

// handOff reads the code on the screen as a phone would, and holds it against
// the code that the command line writes into a file.
func handOff(g *guide) {
	g.environment("Draft")
	g.click("Hand-off")
	g.waitText("Who is it for?", "What the QR contains")
	onPage := g.decode(g.photo("handoff"))
	file := filepath.Join(g.work, "sheet.png")
	out, err := exec.Command(g.binary, "--data", g.data, "--agent", sampleAgent, "--env", "draft", "handoff", "--format", "png", "-o", file).CombinedOutput()
	if err != nil {
		g.fail("the command line makes no sheet: %w: %s", err, out)
	}
	want := g.decode(file)
	if onPage != want {
		g.fail("the code on the screen reads %q, that of the command line %q", onPage, want)
	}
	if !strings.HasPrefix(onPage, sampleAgent+", Draft\n") || !strings.Contains(onPage, "https://") {
		g.fail("the code does not say what it must: %q", onPage)
	}
	before := g.seen()
	g.click("Show full screen")
	g.wait("the full screen", func(s seen) bool { return s.Full })
	if large := g.decode(g.photo("handoff-full-screen")); large != want {
		g.fail("the code on the full screen reads %q", large)
	}
	g.keys("Escape")
	g.wait("the window in its former size", func(s seen) bool { return !s.Full && s.Width == before.Width && s.Height == before.Height })
	g.waitText("Who is it for?")
	g.photo("handoff-logged")
}

const sampleAgent = "Nusantara Bank Assistant"

// number is the line with the sheet's number, which counts up.
var number = regexp.MustCompile(`(?m)^Sheet .*$`)

// decode reads all codes of a picture and joins their parts.
func (g *guide) decode(picture string) string {
	out, err := exec.Command("zbarimg", "--quiet", "--nodbus", "--xml", picture).Output()
	if err != nil {
		g.fail("no code can be read on %s: %w", picture, err)
	}
	var found struct {
		Symbols []struct {
			Data string `xml:"data"`
		} `xml:"source>index>symbol"`
	}
	g.must(xml.Unmarshal(out, &found))
	parts := make([]string, len(found.Symbols))
	for i, s := range found.Symbols {
		parts[i] = s.Data
	}
	text, ok := handoff.JoinText(parts)
	if !ok {
		g.must(fmt.Errorf("the codes on %s are no whole sheet: %q", picture, parts))
	}
	return number.ReplaceAllString(text, "Sheet")
}
