package main

import (
	"fmt"
	"go/ast"
	"go/types"
	"regexp"
	"sort"
)

var valueName = regexp.MustCompile(`^[A-Z][A-Za-z0-9]*$`)

// untranslated finds words that are put into a sentence as plain strings: the
// sentence is translated then, and the word in it is not. Such a value has to be
// an app.Text, or pass through lang.L first. differ says which texts another
// language says in another way.
func untranslated(s *source, differ func(key string) bool) []string {
	x := newIndex(s)
	var out []string
	for _, pkg := range s.paths() {
		for _, file := range s.parsed[pkg] {
			ast.Inspect(file, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if !ok {
					return true
				}
				for i := 1; i+1 < len(call.Args); i++ {
					name := x.literalText(call.Args[i])
					if !valueName.MatchString(name) || !x.isString(call.Args[i+1]) || !x.isTemplate(call.Args[:i], name) {
						continue
					}
					for _, word := range x.textsOf(call.Args[i+1]) {
						if differ(word) {
							out = append(out, fmt.Sprintf("%s: the value %s can be %q, which stays English", s.where(call.Args[i+1]), name, word))
							break
						}
					}
				}
				return true
			})
		}
	}
	sort.Strings(out)
	return out
}

func (x *index) literalText(e ast.Expr) string {
	if lit, ok := e.(*ast.BasicLit); ok {
		return (&follower{index: x}).text(lit)
	}
	return ""
}

// isString reports whether an expression is a plain string, which nothing
// translates later.
func (x *index) isString(e ast.Expr) bool {
	if x.langFunction(callee(e)) != "" {
		return false
	}
	t := x.info.TypeOf(e)
	if t == nil {
		return false
	}
	basic, ok := t.Underlying().(*types.Basic)
	return ok && basic.Info()&types.IsString != 0
}

func callee(e ast.Expr) ast.Expr {
	if c, ok := e.(*ast.CallExpr); ok {
		return c.Fun
	}
	return e
}

// isTemplate reports whether one of the arguments can be a text that shows the
// value of this name.
func (x *index) isTemplate(args []ast.Expr, name string) bool {
	for _, a := range args {
		if !x.isString(a) {
			continue
		}
		for _, text := range x.textsOf(a) {
			for _, p := range placeholders(text) {
				if p == "{{."+name+"}}" {
					return true
				}
			}
		}
	}
	return false
}

// textsOf are the texts that an expression can have, as far as they are known.
func (x *index) textsOf(e ast.Expr) []string {
	f := &follower{
		index: x, found: found{English: map[string]string{}, Places: map[string][]string{}},
		seen: map[string]bool{}, lost: map[string]bool{}, used: map[int]bool{},
	}
	f.follow(trail{expr: e})
	var out []string
	for key := range f.English {
		out = append(out, key)
	}
	sort.Strings(out)
	return out
}
