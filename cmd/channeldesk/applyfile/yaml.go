package applyfile

import (
	"errors"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// parseYAML reads one YAML document. It gives nil after noting what is wrong.
func parseYAML(s string, p *Problems) (root *node) {
	if at, found := firstIndentTab(s); found {
		p.Add(at, "There is a tab in front of this line. YAML takes only blanks there.")
		return nil
	}
	// The parser calls itself for every level; a mistake in it must not end the
	// program either.
	defer func() {
		if recover() != nil {
			p.Add(Pos{1, 1}, "This is not YAML that can be read.")
			root = nil
		}
	}()
	tokens := lexer.Tokenize(s)
	if !checkTokens(tokens, p) {
		return nil
	}
	file, err := parser.Parse(tokens, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		noteYAMLError(err, p)
		return nil
	}
	var docs []ast.Node
	for _, d := range file.Docs {
		if d.Body != nil {
			docs = append(docs, d.Body)
		}
	}
	switch len(docs) {
	case 0:
		p.Add(Pos{1, 1}, "The file is empty.")
		return nil
	case 1:
		return convert(docs[0], p)
	}
	p.Add(place(docs[1].GetToken()), "A second document begins here. A file describes one agent.")
	return nil
}

// checkTokens refuses what would let a small file grow or nest without end.
func checkTokens(tokens token.Tokens, p *Problems) bool {
	open, inLine, line := 0, 0, 0
	for _, t := range tokens {
		if t.Position.Line != line {
			line, inLine = t.Position.Line, 0
		}
		switch t.Type {
		case token.AnchorType, token.AliasType, token.MergeKeyType:
			p.Add(place(t), "References (&, * and <<) are not used in these files. Write the value itself; text that begins with one of these needs quotes.")
			return false
		case token.TagType:
			p.Add(place(t), "Tags (!) are not used in these files. Text that begins with an exclamation mark needs quotes.")
			return false
		case token.MappingStartType, token.SequenceStartType:
			open++
		case token.MappingEndType, token.SequenceEndType:
			open--
		case token.SequenceEntryType, token.MappingKeyType:
			inLine++
		}
		if open > depthMax || inLine > depthMax || t.Position.IndentNum > SizeMax/256 {
			p.Add(place(t), "The file is nested too deeply here.")
			return false
		}
	}
	return true
}

func noteYAMLError(err error, p *Problems) {
	var at yaml.Error
	if !errors.As(err, &at) || at.GetToken() == nil {
		p.Add(Pos{1, 1}, "This is not YAML that can be read.")
		return
	}
	p.Add(place(at.GetToken()), "This is not YAML: %s.", strings.TrimRight(at.GetMessage(), ". "))
}

func place(t *token.Token) Pos {
	if t == nil || t.Position == nil || t.Position.Line < 1 || t.Position.Column < 1 {
		return Pos{1, 1}
	}
	return Pos{t.Position.Line, t.Position.Column}
}

func convert(n ast.Node, p *Problems) *node {
	out := &node{pos: place(n.GetToken())}
	switch v := n.(type) {
	case *ast.NullNode:
	case *ast.StringNode:
		out.kind, out.value = text, v.Value
	case *ast.LiteralNode:
		out.kind, out.value = text, v.Value.Value
	case *ast.BoolNode:
		out.kind, out.value = flag, v.GetToken().Value
	case *ast.IntegerNode, *ast.FloatNode, *ast.InfinityNode, *ast.NanNode:
		out.kind, out.value = number, n.GetToken().Value
	case *ast.MappingNode:
		out.kind = mapping
		for _, pair := range v.Values {
			convertPair(out, pair, p)
		}
		if !v.IsFlowStyle && len(out.entries) > 0 {
			out.pos = out.entries[0].pos
		}
	case *ast.MappingValueNode:
		out.kind = mapping
		convertPair(out, v, p)
		if len(out.entries) > 0 {
			out.pos = out.entries[0].pos
		}
	case *ast.SequenceNode:
		out.kind = list
	default:
		p.Add(out.pos, "This kind of value is not used in these files.")
	}
	return out
}

func convertPair(out *node, pair *ast.MappingValueNode, p *Problems) {
	key := pair.Key
	if s, ok := key.(*ast.StringNode); ok {
		out.entries = append(out.entries, entry{name: s.Value, pos: place(s.GetToken()), value: convert(pair.Value, p)})
		return
	}
	p.Add(place(key.GetToken()), "A key must be a word.")
}
