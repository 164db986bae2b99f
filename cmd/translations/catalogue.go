package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"go/build"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"sort"
	"strings"
	"text/template"
)

// catalogue is one translation file: texts by key.
type catalogue map[string]string

// reserved are the words of the file format. As a key next to others each of
// them would make the whole file unreadable.
var reserved = []string{
	"id", "description", "hash", "leftdelim", "rightdelim",
	"zero", "one", "two", "few", "many", "other", "translation",
}

// catalogueFile is where the texts of a language are, below the module's root.
func catalogueFile(language string) string {
	return filepath.Join("assets", "translations", language+".json")
}

func readCatalogue(file string) (catalogue, error) {
	data, err := os.ReadFile(file) // #nosec G304 -- a file of this source tree
	if err != nil {
		return nil, err
	}
	c := catalogue{}
	if err := json.Unmarshal(data, &c); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return c, nil
}

// bytes is the file: sorted, one text a line.
func (c catalogue) bytes() []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	_ = e.Encode(c) // a map of strings always has a form
	return b.Bytes()
}

// sameFile reports whether a file holds exactly this.
func sameFile(file string, want []byte) (bool, error) {
	data, err := os.ReadFile(file) // #nosec G304 -- a file of this source tree
	return bytes.Equal(data, want), err
}

// toolkitKeys are the toolkit's own texts by key, in English.
func toolkitKeys(root string) (catalogue, error) {
	p, err := build.Import(langPackage, root, build.FindOnly)
	if err != nil {
		return nil, fmt.Errorf("find the toolkit: %w", err)
	}
	data, err := os.ReadFile(filepath.Join(p.Dir, "translations", "base.en.json"))
	if err != nil {
		return nil, err
	}
	raw := map[string]any{}
	if err := json.Unmarshal(data, &raw); err != nil {
		return nil, err
	}
	c := catalogue{}
	for k, v := range raw {
		if forms, ok := v.(map[string]any); ok {
			v = forms["other"]
		}
		text, ok := v.(string)
		if !ok {
			return nil, fmt.Errorf("the toolkit's text %q has no simple form", k)
		}
		c[k] = text
	}
	return c, nil
}

// update gives both files the keys of the source: English repeats the key, a
// text that is missing in the other language is left empty.
func update(english map[string]string, en, id catalogue) (newEn, newID catalogue) {
	newEn, newID = catalogue{}, catalogue{}
	for k, text := range english {
		newEn[k] = text
		newID[k] = id[k]
	}
	return newEn, newID
}

// problems says what is wrong with the files, in sorted sentences.
func problems(f found, en, id catalogue) []string {
	var out []string
	say := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	for _, l := range f.Lost {
		say("%s (list it in exceptions.go when that is right)", l)
	}
	for k, text := range f.English {
		at := strings.Join(f.Places[k], ", ")
		if slices.Contains(reserved, strings.ToLower(k)) {
			say("%q is a word of the file format; use lang.X with another key (%s)", k, at)
		}
		if _, err := template.New("").Parse(text); err != nil {
			say("%q is no template: %v (%s)", k, err, at)
		}
		if en[k] != text {
			say("en.json lacks %q (%s)", k, at)
		}
		if id[k] == "" {
			say("id.json lacks %q (%s)", k, at)
		} else if a, b := placeholders(text), placeholders(id[k]); !slices.Equal(a, b) {
			say("id.json has other values in %q: %v and %v", k, a, b)
		}
	}
	for name, c := range map[string]catalogue{"en.json": en, "id.json": id} {
		for k := range c {
			if _, used := f.English[k]; !used {
				say("%s has %q, which nothing uses", name, k)
			}
		}
	}
	sort.Strings(out)
	return out
}

var placeholder = regexp.MustCompile(`{{[^}]*}}`)

// placeholders are the different values that a template shows, sorted. One that
// is said twice in one language need not be in the other.
func placeholders(text string) []string {
	set := map[string]bool{}
	for _, p := range placeholder.FindAllString(text, -1) {
		set[p] = true
	}
	return slices.Sorted(maps.Keys(set))
}
