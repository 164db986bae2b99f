package archcheck

import (
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"strconv"
	"strings"
)

// ReadImports returns all imports of all Go files below the root of the module.
// Folders that the go command leaves out are left out here too, and build/.
func ReadImports(root fs.FS) ([]Import, error) {
	var imports []Import
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir():
			if name != "." && isLeftOut(entry.Name()) {
				return fs.SkipDir
			}
			return nil
		case !strings.HasSuffix(name, ".go"):
			return nil
		}
		found, err := readFile(root, name)
		imports = append(imports, found...)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read imports: %w", err)
	}
	return imports, nil
}

func isLeftOut(folder string) bool {
	return folder == "build" || folder == "bin" || folder == "testdata" ||
		strings.HasPrefix(folder, ".") || strings.HasPrefix(folder, "_")
}

func readFile(root fs.FS, name string) ([]Import, error) {
	source, err := fs.ReadFile(root, name)
	if err != nil {
		return nil, err
	}
	file, err := parser.ParseFile(token.NewFileSet(), name, source, parser.ImportsOnly)
	if err != nil {
		return nil, err
	}
	var imports []Import
	for _, spec := range file.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return nil, fmt.Errorf("%s: import %s: %w", name, spec.Path.Value, err)
		}
		imports = append(imports, Import{From: path.Dir(name), Path: imported, Test: strings.HasSuffix(name, "_test.go")})
	}
	return imports, nil
}
