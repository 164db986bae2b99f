package main

import (
	"go/ast"
	"go/types"
)

// langPackage is the toolkit's package that looks texts up.
const langPackage = "fyne.io/fyne/v2/lang"

// call notes a call that shows a text, and what other calls pass on.
func (x *index) call(n *ast.CallExpr) {
	if name := x.langFunction(n.Fun); name != "" {
		x.langCall(name, n)
		return
	}
	callee := x.object(n.Fun)
	var signature *types.Signature
	if callee != nil {
		signature, _ = callee.Type().(*types.Signature)
		if signature == nil && callee.Type() != nil {
			signature, _ = callee.Type().Underlying().(*types.Signature)
		}
	} else if lit, ok := n.Fun.(*ast.FuncLit); ok {
		signature, _ = x.info.TypeOf(lit).(*types.Signature)
	}
	if signature == nil {
		return
	}
	params := signature.Params()
	for i, arg := range n.Args {
		switch last := params.Len() - 1; {
		case i < last || i == last && !signature.Variadic():
			x.give(origin(params.At(i)), trail{expr: arg})
		case last >= 0 && signature.Variadic():
			t := trail{expr: arg}
			if !n.Ellipsis.IsValid() {
				// The parameter is a list whose elements are the arguments.
				t.expr = &ast.CompositeLit{Type: &ast.ArrayType{Elt: ast.NewIdent("any")}, Elts: []ast.Expr{arg}, Lbrace: arg.Pos()}
			}
			x.give(origin(params.At(last)), t)
		}
	}
	if fn, ok := callee.(*types.Func); ok && isInterfaceMethod(fn) {
		x.asked[fn.Name()] = append(x.asked[fn.Name()], fn)
	}
}

func isInterfaceMethod(fn *types.Func) bool {
	sig, ok := fn.Type().(*types.Signature)
	return ok && sig.Recv() != nil && types.IsInterface(sig.Recv().Type())
}

// langFunction is the name of the function of the toolkit's lang package that an
// expression stands for, or "".
func (x *index) langFunction(e ast.Expr) string {
	sel, ok := e.(*ast.SelectorExpr)
	if !ok {
		return ""
	}
	id, ok := sel.X.(*ast.Ident)
	if !ok {
		return ""
	}
	if p, ok := x.info.Uses[id].(*types.PkgName); ok && p.Imported().Path() == langPackage {
		return sel.Sel.Name
	}
	return ""
}

func (x *index) langCall(name string, n *ast.CallExpr) {
	switch name {
	case "L", "Localize", "N", "LocalizePlural":
		x.sinks = append(x.sinks, sink{key: n.Args[0], english: n.Args[0]})
	case "X", "LocalizeKey", "XN", "LocalizePluralKey":
		x.sinks = append(x.sinks, sink{key: n.Args[0], english: n.Args[1]})
	}
}
