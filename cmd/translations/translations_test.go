package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

const moduleRoot = "../.."

func catalogues(t *testing.T) (en, id catalogue) {
	t.Helper()
	en, err := readCatalogue(filepath.Join(moduleRoot, catalogueFile("en")))
	require.NoError(t, err)
	id, err = readCatalogue(filepath.Join(moduleRoot, catalogueFile("id")))
	require.NoError(t, err)
	return en, id
}

// Every text of the window is in both files, nothing else is, and each shows
// the same values in both languages.
func TestTranslationsMatchTheSource(t *testing.T) {
	f, idle, err := keys(moduleRoot)
	require.NoError(t, err)
	require.Greater(t, len(f.English), 800, "most texts were not found")
	en, id := catalogues(t)
	for _, p := range problems(f, en, id) {
		t.Error(p)
	}
	for _, e := range idle {
		t.Errorf("exceptions.go lists %s, which is not there any more", e)
	}
	if t.Failed() {
		t.Log("go run ./cmd/translations -write adds what is missing and removes what is unused")
	}
}

// The files are as the command writes them, so that changes stay small.
func TestFilesAreSorted(t *testing.T) {
	en, id := catalogues(t)
	for language, c := range map[string]catalogue{"en": en, "id": id} {
		ok, err := sameFile(filepath.Join(moduleRoot, catalogueFile(language)), c.bytes())
		require.NoError(t, err)
		require.True(t, ok, "%s.json is not in order: run go run ./cmd/translations -write", language)
	}
}

// A sheet has words of its own. Where the window says the same in English, it
// says the same in Indonesian.
func TestSheetsAndWindowSayTheSame(t *testing.T) {
	_, id := catalogues(t)
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(moduleRoot, "app/handoff/words.go"), nil, 0)
	require.NoError(t, err)
	shared := 0
	ast.Inspect(file, func(n ast.Node) bool {
		kv, ok := n.(*ast.KeyValueExpr)
		if !ok {
			return true
		}
		key, value := quoted(kv.Key), quoted(kv.Value)
		if inWindow := id[key]; key != "" && inWindow != "" {
			shared++
			require.Equal(t, inWindow, value, "%q differs between sheet and window", key)
		}
		return true
	})
	require.Greater(t, shared, 5, "the sheet's words were not found")
}

func quoted(e ast.Expr) string {
	if lit, ok := e.(*ast.BasicLit); ok && lit.Kind == token.STRING {
		s, _ := strconv.Unquote(lit.Value)
		return s
	}
	return ""
}

func TestProblems(t *testing.T) {
	f := found{English: map[string]string{
		"Save": "Save", "other": "other", "{{.N}} days": "{{.N}} days", "New": "New", "a {{ b": "a {{ b",
	}, Lost: []string{"screens/x.go:1: name: nothing gives it a value"}}
	en := catalogue{"Save": "Save", "other": "other", "{{.N}} days": "{{.N}} days", "Old": "Old", "a {{ b": "a {{ b"}
	id := catalogue{"Save": "Simpan", "other": "lain", "{{.N}} days": "{{.M}} hari", "New": "", "a {{ b": "a {{ b"}
	require.Equal(t, []string{
		`"a {{ b" is no template: template: :1: function "b" not defined ()`,
		`"other" is a word of the file format; use lang.X with another key ()`,
		`en.json has "Old", which nothing uses`,
		`en.json lacks "New" ()`,
		`id.json has other values in "{{.N}} days": [{{.N}}] and [{{.M}}]`,
		`id.json lacks "New" ()`,
		`screens/x.go:1: name: nothing gives it a value (list it in exceptions.go when that is right)`,
	}, problems(f, en, id))
}

// Writing keeps what is translated, leaves what is new empty, and drops the rest.
func TestUpdate(t *testing.T) {
	en, id := update(map[string]string{"Save": "Save", "New": "New"}, catalogue{}, catalogue{"Save": "Simpan", "Old": "Lama"})
	require.Equal(t, catalogue{"Save": "Save", "New": "New"}, en)
	require.Equal(t, catalogue{"Save": "Simpan", "New": ""}, id)
	require.Equal(t, "{\n  \"New\": \"\",\n  \"Save\": \"Simpan & <b>\"\n}\n", string(catalogue{"Save": "Simpan & <b>", "New": ""}.bytes()))
}
