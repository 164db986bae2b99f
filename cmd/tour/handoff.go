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
	g.page("Hand-off")
	g.waitText("Who is it for?", "What the QR contains")
	want := g.sheet()
	g.reads(want, g.judged("handoff"))
	if !strings.HasPrefix(want, sampleAgent+", Draft\n") || !strings.Contains(want, g.gatewayAt) {
		g.fail("the code does not say what it must: %q", want)
	}
	before := g.seen()
	g.click("Show full screen")
	g.wait("the full screen", func(s seen) bool { return s.Full })
	g.reads(want, g.judged("handoff-full-screen"))
	g.keys("Escape")
	g.wait("the window in its former size", func(s seen) bool { return !s.Full && s.Width == before.Width && s.Height == before.Height })
	g.waitText("Who is it for?")
	g.photo("handoff-logged")
}

// handOffWhole is the sheet of a provider whose address holds the secret: it is
// shortened until somebody switches the secret on.
func handOffWhole(provider string) func(*guide) {
	return func(g *guide) {
		secret := g.webhookSecret("draft")
		g.page("Hand-off")
		g.waitText("Who is it for?", "Not included", "Shortened, ask for it whole")
		want := g.sheet()
		g.reads(want, g.judged(provider+"-handoff"))
		if strings.Contains(want, secret) || !strings.Contains(want, "/hooks/"+provider+"/") {
			g.fail("the sheet without the secret is not the shortened one")
		}
		g.click("Include secret")
		g.waitText("for all to read?")
		g.photo(provider + "-handoff-ask")
		g.click("Include it")
		g.waitText("Included, for all to read")
		g.waitGone("Shortened, ask for it whole")
		want = g.sheet("--include-secret")
		g.reads(want, g.codes(provider+"-handoff-with-secret")...)
		if !strings.Contains(want, "/hooks/"+provider+"/") || !strings.Contains(want, "/"+secret) {
			g.fail("the sheet with the secret lacks the whole address")
		}
		g.click("Include secret")
		g.waitText("Not included")
	}
}

const sampleAgent = "Nusantara Bank Assistant"

// sheet is what the code of the command line's sheet of the Draft says.
func (g *guide) sheet(flags ...string) string {
	file := filepath.Join(g.work, "sheet.png")
	g.command(append([]string{"--env", "draft", "handoff", "--format", "png", "-o", file}, flags...)...)
	return g.decode(file)
}

// codes photographs the sheet with each of its codes.
func (g *guide) codes(name string) (pictures []string) {
	pictures = append(pictures, g.judged(name))
	var count, all int
	if t, ok := g.seen().Text("Code 1 of "); ok {
		_, _ = fmt.Sscanf(t.Text, "Code %d of %d", &count, &all)
	}
	for n := 2; n <= all; n++ {
		g.click("Next code")
		g.waitText(fmt.Sprintf("Code %d of %d", n, all))
		pictures = append(pictures, g.judged(name+"-more"))
	}
	return pictures
}

// reads fails unless the codes on pictures say just this.
func (g *guide) reads(want string, pictures ...string) {
	if got := g.decode(pictures...); got != want {
		g.fail("the code on %s is another one than that of the command line, %d letters instead of %d", filepath.Base(pictures[0]), len(got), len(want))
	}
}

// number is the line with the sheet's number, which counts up.
var number = regexp.MustCompile(`(?m)^Sheet .*$`)

// decode reads all codes of pictures and joins their parts.
func (g *guide) decode(pictures ...string) string {
	var parts []string
	for _, picture := range pictures {
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
		for _, s := range found.Symbols {
			parts = append(parts, s.Data)
		}
	}
	text, ok := handoff.JoinText(parts)
	if !ok {
		g.fail("the codes on %s are no whole sheet", filepath.Base(pictures[0]))
	}
	return number.ReplaceAllString(text, "Sheet")
}
