package main

import (
	"go/ast"
	"go/token"
	"go/types"
)

// step is one move from a container to what it holds: an index, or anyElement.
type step int

const anyElement step = -1

// trail is an expression and the way into its value to the text in question:
// for names[2] that is names and the step 2.
type trail struct {
	expr ast.Expr
	path []step
	// result is which of several results of a call is meant.
	result int
}

// index knows where each variable, field, parameter and result gets its values.
type index struct {
	*source
	values  map[types.Object][]trail
	returns map[types.Object][]trail // by function, all results
	named   map[string][]*types.Func // concrete methods, by name
	asked   map[string][]types.Object
	sinks   []sink
}

// sink is a call that shows a text.
type sink struct {
	key, english ast.Expr
}

func newIndex(s *source) *index {
	x := &index{
		source: s, values: map[types.Object][]trail{}, returns: map[types.Object][]trail{},
		named: map[string][]*types.Func{}, asked: map[string][]types.Object{},
	}
	for _, pkg := range s.paths() {
		for _, f := range s.parsed[pkg] {
			for _, d := range f.Decls {
				if fn, ok := d.(*ast.FuncDecl); ok {
					x.function(fn)
					continue
				}
				ast.Inspect(d, x.visit)
			}
		}
	}
	return x
}

func (x *index) function(d *ast.FuncDecl) {
	fn, _ := x.info.Defs[d.Name].(*types.Func)
	if fn == nil || d.Body == nil {
		return
	}
	if d.Recv != nil {
		x.named[fn.Name()] = append(x.named[fn.Name()], fn)
	}
	x.collectReturns(fn, d.Body)
	if d.Type.Results != nil {
		n := 0
		for _, field := range d.Type.Results.List {
			for _, name := range field.Names {
				x.returns[fn] = append(x.returns[fn], trail{expr: name, result: n})
				n++
			}
		}
	}
	ast.Inspect(d.Body, x.visit)
}

// collectReturns notes the returned expressions of one function, without those
// of functions inside it.
func (x *index) collectReturns(fn types.Object, body *ast.BlockStmt) {
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.ReturnStmt:
			for i, e := range n.Results {
				x.returns[fn] = append(x.returns[fn], trail{expr: e, result: i})
			}
		}
		return true
	})
}

func (x *index) visit(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.AssignStmt:
		x.assign(n.Lhs, n.Rhs)
		if n.Tok == token.DEFINE && len(n.Lhs) == 1 {
			x.literalFunction(n.Lhs[0], n.Rhs[0])
		}
	case *ast.ValueSpec:
		left := make([]ast.Expr, len(n.Names))
		for i, name := range n.Names {
			left[i] = name
		}
		x.assign(left, n.Values)
	case *ast.RangeStmt:
		if n.Value != nil {
			x.give(x.object(n.Value), trail{expr: n.X, path: []step{anyElement}})
		}
	case *ast.CompositeLit:
		x.literal(n)
	case *ast.CallExpr:
		x.call(n)
	}
	return true
}

func (x *index) literalFunction(left, right ast.Expr) {
	if lit, ok := right.(*ast.FuncLit); ok {
		if obj := x.object(left); obj != nil {
			x.collectReturns(obj, lit.Body)
		}
	}
}

func (x *index) assign(left, right []ast.Expr) {
	for i, l := range left {
		for at, ok := l.(*ast.IndexExpr); ok; at, ok = l.(*ast.IndexExpr) {
			l = at.X // what is put into a list or map is among its values
		}
		obj := x.object(l)
		switch {
		case obj == nil || len(right) == 0:
		case len(left) == len(right):
			x.give(obj, trail{expr: right[i]})
		case i == 0 || isCall(right[0]):
			x.give(obj, trail{expr: right[0], result: i})
		}
	}
}

func isCall(e ast.Expr) bool { _, ok := e.(*ast.CallExpr); return ok }

func (x *index) give(to types.Object, t trail) {
	if to != nil && t.expr != nil {
		x.values[to] = append(x.values[to], t)
	}
}

// object is what a name or selector stands for; nil for anything else.
func (x *index) object(e ast.Expr) types.Object {
	switch e := e.(type) {
	case *ast.ParenExpr:
		return x.object(e.X)
	case *ast.StarExpr:
		return x.object(e.X)
	case *ast.IndexExpr: // an instantiated function
		if o, ok := x.object(e.X).(*types.Func); ok {
			return o
		}
	case *ast.Ident:
		if o := x.info.Defs[e]; o != nil {
			return origin(o)
		}
		if o := x.info.Uses[e]; o != nil {
			return origin(o)
		}
	case *ast.SelectorExpr:
		if o := x.info.Uses[e.Sel]; o != nil {
			return origin(o)
		}
	}
	return nil
}

func origin(o types.Object) types.Object {
	switch o := o.(type) {
	case *types.Var:
		return o.Origin()
	case *types.Func:
		return o.Origin()
	}
	return o
}

// literal notes the values that a struct literal gives to its fields.
func (x *index) literal(n *ast.CompositeLit) {
	t := x.info.TypeOf(n)
	if t == nil {
		return
	}
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	st, ok := t.Underlying().(*types.Struct)
	if !ok {
		return
	}
	for i, e := range n.Elts {
		if kv, ok := e.(*ast.KeyValueExpr); ok {
			if name, ok := kv.Key.(*ast.Ident); ok {
				x.give(x.object(name), trail{expr: kv.Value})
			}
			continue
		}
		if i < st.NumFields() {
			x.give(origin(st.Field(i)), trail{expr: e})
		}
	}
}
