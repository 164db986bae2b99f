package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"sort"
	"strings"
)

// module is the name of this program's Go module.
const module = "channeldesk"

// source is the parsed and resolved source of the whole module, tests left out.
// Packages of others stand for nothing but their names: an expression that they
// give a value to is the end of a trail.
type source struct {
	root     string
	files    *token.FileSet
	parsed   map[string][]*ast.File // by import path
	packages map[string]*types.Package
	info     *types.Info
}

// load reads the module whose go.mod is in the folder root.
func load(root string) (*source, error) {
	s := &source{
		root: root, files: token.NewFileSet(), parsed: map[string][]*ast.File{}, packages: map[string]*types.Package{},
		info: &types.Info{
			Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{},
			Uses: map[*ast.Ident]types.Object{}, Selections: map[*ast.SelectorExpr]*types.Selection{},
		},
	}
	if err := s.parse(); err != nil {
		return nil, fmt.Errorf("read the source: %w", err)
	}
	for _, name := range s.paths() {
		if _, err := s.Import(name); err != nil {
			return nil, err
		}
	}
	return s, nil
}

func (s *source) parse() error {
	return filepath.WalkDir(s.root, func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir():
			if name != s.root && isLeftOut(entry.Name()) {
				return fs.SkipDir
			}
			return nil
		case !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		inside, err := filepath.Rel(s.root, name)
		if err != nil {
			return err
		}
		text, err := os.ReadFile(name) // #nosec G304 G122 -- a file of this source tree
		if err != nil {
			return err
		}
		inside = filepath.ToSlash(inside)
		file, err := parser.ParseFile(s.files, inside, text, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		pkg := path.Join(module, path.Dir(inside))
		s.parsed[pkg] = append(s.parsed[pkg], file)
		return nil
	})
}

func isLeftOut(folder string) bool {
	return folder == "build" || folder == "bin" || folder == "testdata" ||
		strings.HasPrefix(folder, ".") || strings.HasPrefix(folder, "_")
}

func (s *source) paths() []string {
	var out []string
	for name := range s.parsed {
		out = append(out, name)
	}
	sort.Strings(out)
	return out
}

var majorVersion = regexp.MustCompile(`^v[0-9]+$`)

// Import implements types.Importer.
func (s *source) Import(name string) (*types.Package, error) {
	if p, ok := s.packages[name]; ok {
		return p, nil
	}
	files, ours := s.parsed[name]
	if !ours {
		short := path.Base(name)
		if majorVersion.MatchString(short) {
			short = path.Base(path.Dir(name))
		}
		p := types.NewPackage(name, short)
		p.MarkComplete()
		s.packages[name] = p
		return p, nil
	}
	// Much of the source does not resolve without the libraries; that is expected.
	check := types.Config{Importer: s, Error: func(error) {}, FakeImportC: true}
	p, _ := check.Check(name, s.files, files, s.info)
	if p == nil {
		return nil, fmt.Errorf("package %s cannot be read", name)
	}
	s.packages[name] = p
	return p, nil
}

// where says a place in the source for people.
func (s *source) where(n ast.Node) string {
	p := s.files.Position(n.Pos())
	return fmt.Sprintf("%s:%d", p.Filename, p.Line)
}
