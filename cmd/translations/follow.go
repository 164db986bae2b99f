package main

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"sort"
	"strings"
)

// found is what the source says: every key with its English text and the places
// it is written at, and the trails that end in something that is no text.
type found struct {
	English map[string]string
	Places  map[string][]string
	// Lost are places where a text comes from somewhere that cannot be read,
	// each as "file:line: expression", once.
	Lost []string
}

// follower walks trails backwards.
type follower struct {
	*index
	found
	seen map[string]bool
	lost map[string]bool
	used map[int]bool // which exceptions were needed
}

// collect finds the texts of a module.
func collect(s *source) (found, []string) {
	f := &follower{
		index: newIndex(s), found: found{English: map[string]string{}, Places: map[string][]string{}},
		seen: map[string]bool{}, lost: map[string]bool{}, used: map[int]bool{},
	}
	for _, sk := range f.sinks {
		if sk.key == sk.english {
			f.follow(trail{expr: sk.key})
			continue
		}
		key, english := f.text(sk.key), f.text(sk.english)
		if key == "" || english == "" {
			f.loose(sk.key, "a key and its English text must be literals")
			continue
		}
		f.add(key, english, sk.key)
	}
	for l := range f.lost {
		f.Lost = append(f.Lost, l)
	}
	sort.Strings(f.Lost)
	var idle []string
	for i, e := range exceptions {
		if !f.used[i] {
			idle = append(idle, e.File+": "+e.Expr)
		}
		for _, k := range e.Keys {
			if f.used[i] {
				f.add(k, k, nil)
			}
		}
	}
	return f.found, idle
}

func (f *follower) text(e ast.Expr) string {
	if v := f.info.Types[e].Value; v != nil && v.Kind() == constant.String {
		return constant.StringVal(v)
	}
	if b, ok := e.(*ast.BasicLit); ok && b.Kind == token.STRING {
		return constant.StringVal(constant.MakeFromLiteral(b.Value, token.STRING, 0))
	}
	return ""
}

func (f *follower) add(key, english string, at ast.Node) {
	if key == "" {
		return
	}
	if at == nil {
		f.English[key] = english
		return
	}
	place := f.where(at)
	if unseen(place) {
		return
	}
	f.English[key] = english
	if places := f.Places[key]; len(places) == 0 || places[len(places)-1] != place {
		f.Places[key] = append(f.Places[key], place)
	}
}

func unseen(place string) bool {
	return slices.ContainsFunc(leftOut, func(folder string) bool { return strings.HasPrefix(place, folder) })
}

func (f *follower) loose(e ast.Expr, why string) {
	if unseen(f.where(e)) {
		return
	}
	text := types.ExprString(e)
	file := f.files.Position(e.Pos()).Filename
	for i, x := range exceptions {
		if x.File == file && x.Expr == text {
			f.used[i] = true
			return
		}
	}
	f.lost[fmt.Sprintf("%s: %s: %s", f.where(e), text, why)] = true
}

// deepest is how many containers a text can lie in. A value that is taken out
// of itself again and again, as in s = s[1:][0], ends there.
const deepest = 4

// follow goes from an expression to the texts that it can have.
func (f *follower) follow(t trail) {
	if len(t.path) > deepest {
		return
	}
	if tv, ok := f.info.Types[t.expr]; ok && tv.Value != nil {
		if tv.Value.Kind() == constant.String {
			f.add(constant.StringVal(tv.Value), constant.StringVal(tv.Value), t.expr)
		}
		return
	}
	switch e := t.expr.(type) {
	case *ast.BasicLit:
		f.add(f.text(e), f.text(e), e)
	case *ast.ParenExpr:
		f.follow(trail{e.X, t.path, t.result})
	case *ast.StarExpr:
		f.follow(trail{e.X, t.path, t.result})
	case *ast.UnaryExpr:
		f.follow(trail{e.X, t.path, t.result})
	case *ast.SliceExpr:
		f.follow(trail{e.X, t.path, t.result})
	case *ast.IndexExpr:
		f.follow(trail{e.X, append([]step{f.stepOf(e.Index)}, t.path...), 0})
	case *ast.CompositeLit:
		f.intoLiteral(e, t.path)
	case *ast.CallExpr:
		f.intoCall(e, t)
	case *ast.Ident, *ast.SelectorExpr:
		f.intoObject(e, t.path)
	default:
		f.loose(t.expr, "not a text that can be followed")
	}
}

func (f *follower) stepOf(e ast.Expr) step {
	if v := f.info.Types[e].Value; v != nil && v.Kind() == constant.Int {
		if n, ok := constant.Int64Val(v); ok {
			return step(n)
		}
	}
	return anyElement
}

// intoLiteral goes into a list or map literal. A struct's fields are followed
// as objects of their own.
func (f *follower) intoLiteral(e *ast.CompositeLit, path []step) {
	if t := f.info.TypeOf(e); t != nil {
		if _, ok := t.Underlying().(*types.Struct); ok {
			return
		}
	}
	at := anyElement
	if len(path) > 0 {
		at, path = path[0], path[1:]
	}
	for i, elt := range e.Elts {
		if kv, ok := elt.(*ast.KeyValueExpr); ok {
			f.follow(trail{expr: kv.Value, path: path})
		} else if at == anyElement || int(at) == i {
			f.follow(trail{expr: elt, path: path})
		}
	}
}

func (f *follower) intoCall(e *ast.CallExpr, t trail) {
	if tv, ok := f.info.Types[e.Fun]; ok && tv.IsType() && len(e.Args) == 1 {
		f.follow(trail{e.Args[0], t.path, 0})
		return
	}
	if id, ok := e.Fun.(*ast.Ident); ok && id.Name == "append" {
		f.follow(trail{e.Args[0], t.path, 0})
		for _, a := range e.Args[1:] {
			path := t.path
			if !e.Ellipsis.IsValid() && len(path) > 0 {
				path = path[1:]
			}
			f.follow(trail{a, path, 0})
		}
		return
	}
	callee := f.object(e.Fun)
	var sources []types.Object
	if fn, ok := callee.(*types.Func); ok && isInterfaceMethod(fn) {
		for _, m := range f.named[fn.Name()] {
			sources = append(sources, m)
		}
	} else if callee != nil && len(f.returns[callee]) > 0 {
		sources = append(sources, callee)
	}
	if len(sources) == 0 {
		f.loose(e, "comes from a call")
		return
	}
	for _, fn := range sources {
		if !f.first(fn, t.path, t.result) {
			continue
		}
		for _, r := range f.returns[fn] {
			if r.result == t.result || isCall(r.expr) && r.result == 0 {
				f.follow(trail{r.expr, t.path, t.result * boolInt(isCall(r.expr) && r.result == 0)})
			}
		}
	}
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// first reports whether an object is met for the first time this way.
func (f *follower) first(o types.Object, path []step, result int) bool {
	id := fmt.Sprintf("%p %v %d", o, path, result)
	if f.seen[id] {
		return false
	}
	f.seen[id] = true
	return true
}

func (f *follower) intoObject(e ast.Expr, path []step) {
	o := f.object(e)
	if o == nil {
		if id, ok := e.(*ast.Ident); !ok || id.Name != "nil" {
			f.loose(e, "is not known")
		}
		return
	}
	if _, isNil := o.(*types.Nil); isNil || !f.first(o, path, 0) {
		return
	}
	for _, stop := range stops {
		if f.isParameter(o, stop) {
			return
		}
	}
	values := f.valuesOf(o)
	if len(values) == 0 {
		f.loose(e, "nothing gives it a value")
	}
	for _, v := range values {
		f.follow(trail{v.expr, append(append([]step(nil), v.path...), path...), v.result})
	}
}

// valuesOf are the values of an object. A method's parameter also gets what is
// passed to an interface's method of the same name.
func (f *follower) valuesOf(o types.Object) []trail {
	values := f.values[o]
	for name, methods := range f.named {
		asked := f.asked[name]
		if len(asked) == 0 {
			continue
		}
		for _, m := range methods {
			params := m.Type().(*types.Signature).Params()
			for i := range params.Len() {
				if params.At(i) != o {
					continue
				}
				for _, a := range asked {
					if p := a.Type().(*types.Signature).Params(); p.Len() == params.Len() {
						values = append(values[:len(values):len(values)], f.values[origin(p.At(i))]...)
					}
				}
			}
		}
	}
	return values
}

// isParameter reports whether an object is a parameter of the function that a
// stop names, as "app/handoff.Sheet.say".
func (f *follower) isParameter(o types.Object, st stop) bool {
	if o.Pkg() == nil || o.Parent() == nil || !strings.HasPrefix(st.Function, strings.TrimPrefix(o.Pkg().Path(), module+"/")+".") {
		return false
	}
	for _, m := range f.named[st.Function[strings.LastIndex(st.Function, ".")+1:]] {
		if m.Pkg() != o.Pkg() {
			continue
		}
		params := m.Type().(*types.Signature).Params()
		for i := range params.Len() {
			if params.At(i) == o {
				return true
			}
		}
	}
	return false
}
