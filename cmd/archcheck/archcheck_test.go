package archcheck_test

import (
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/cmd/archcheck"
)

// root is the top of the source tree as seen from this folder.
const root = "../.."

// generated folders may stand at the top; they are not part of the source.
var generated = []string{"build", "bin"}

func TestTheTreeKeepsTheImportRules(t *testing.T) {
	imports, err := archcheck.ReadImports(os.DirFS(root))
	require.NoError(t, err)
	require.NotEmpty(t, imports)
	for _, sentence := range archcheck.Violations(imports) {
		t.Error(sentence)
	}
}

func TestTheTopLevelHoldsOnlyWhatBelongsThere(t *testing.T) {
	entries, err := os.ReadDir(root)
	require.NoError(t, err)
	for _, entry := range entries {
		name := entry.Name()
		if strings.HasPrefix(name, ".") || slices.Contains(generated, name) {
			continue
		}
		assert.Contains(t, archcheck.TopLevel, name, "%s does not belong at the top of the tree", name)
	}
}

func TestForbiddenImportsAreReported(t *testing.T) {
	cases := []struct{ from, path, reason string }{
		{"screens/overview", "channeldesk/storage", "only through the services"},
		{"screens/overview", "channeldesk/storage/secret", "only through the services"},
		{"screens/overview", "channeldesk/screens/channel", "no other page"},
		{"screens/overview", "channeldesk/screens", "does not know the shell"},
		{"screens/overview", "channeldesk/app/protocol/metacloud", "never for a certain protocol"},
		{"screens/frame", "channeldesk/screens/channel", "no other page"},
		{"screens/frame", "channeldesk/screens", "does not know the shell"},
		{"screens/templateview", "channeldesk/screens/overview", "no other page"},
		{"screens/templateview", "channeldesk/screens", "does not know the shell"},
		{"screens", "channeldesk/app/protocol/metacloud", "never for a certain protocol"},
		{"screens", "channeldesk/storage", "only through the services"},
		{"screens/overview", "net/http", "speak HTTP"},
		{"screens", "database/sql", "to the database"},
		{"screens/channel", "github.com/zalando/go-keyring", "to the keychain"},
		{"screens/channel", "fyne.io/fyne/v2/app", "only commands start"},
		{"screens/kit", "channeldesk/app", "know no domain"},
		{"screens/kit", "channeldesk/screens/overview", "know no domain"},
		{"screens/kit", "github.com/goccy/go-yaml", "only Fyne"},
		{"app", "channeldesk/app/protocol", "nothing else of ours"},
		{"app", "channeldesk/storage", "nothing else of ours"},
		{"app", "fyne.io/fyne/v2", "window toolkit"},
		{"app", "net/http", "speak HTTP"},
		{"app", "github.com/goccy/go-yaml", "value libraries"},
		{"app/protocol", "net/http", "speak HTTP"},
		{"app/protocol", "channeldesk/app/protocol/metacloud", "only the domain"},
		{"app/protocol/metacloud", "channeldesk/app/protocol/qontak", "no other protocol"},
		{"app/protocol/metacloud", "channeldesk/app/protocol/protocoltest", "no other protocol"},
		{"app/protocol/metacloud", "channeldesk/storage", "only the domain"},
		{"app/protocol/metacloud", "channeldesk/app/channel", "only the domain"},
		{"app/channel", "channeldesk/app/handoff", "through an interface"},
		{"app/channel", "channeldesk/app/protocol/metacloud", "through their interface"},
		{"app/channel", "channeldesk/storage", "neither storage nor screens"},
		{"app/channel", "net/http", "speak HTTP"},
		{"app/handoff", "fyne.io/fyne/v2/canvas", "window toolkit"},
		{"storage", "channeldesk/app/channel", "only the types"},
		{"storage", "channeldesk/app/protocol/metacloud", "only the types"},
		{"storage", "channeldesk/screens/kit", "only the types"},
		{"storage", "net/http", "speak HTTP"},
		{"storage", "github.com/zalando/go-keyring", "to the keychain"},
		{"assets", "channeldesk/app", "only embeds"},
		{"assets", "github.com/goccy/go-yaml", "only embeds"},
		{"app/channel", "channeldesk/cmd/channeldesk", "not a library"},
		{"cmd/gallery", "channeldesk/cmd/channeldesk/wire", "not a library"},
		{"screens", "channeldesk/cmd/internal/drive", "not a library"},
		{"cmd/channeldesk", "database/sql", "to the database"},
		{"tools/thing", "fmt", "do not know"},
	}
	for _, c := range cases {
		t.Run(c.from+" "+c.path, func(t *testing.T) {
			found := archcheck.Violations([]archcheck.Import{{From: c.from, Path: c.path}})
			require.Len(t, found, 1)
			assert.Contains(t, found[0], c.from+" must not import "+c.path)
			assert.Contains(t, found[0], c.reason)
		})
	}
}

func TestAllowedImportsAreNotReported(t *testing.T) {
	allowed := []archcheck.Import{
		{From: "cmd/channeldesk", Path: "channeldesk/storage"},
		{From: "cmd/channeldesk", Path: "fyne.io/fyne/v2/app"},
		{From: "cmd/channeldesk", Path: "net/http"},
		{From: "cmd/channeldesk", Path: "channeldesk/cmd/channeldesk/verbs"},
		{From: "cmd/bench/frames", Path: "channeldesk/cmd/internal/drive"},
		{From: "cmd/channeldesk", Path: "database/sql", Test: true},
		{From: "screens", Path: "channeldesk/screens/overview"},
		{From: "screens", Path: "channeldesk/app/channel"},
		{From: "screens/overview", Path: "channeldesk/app/channel"},
		{From: "screens/overview", Path: "channeldesk/app/protocol"},
		{From: "screens/overview", Path: "channeldesk/screens/kit"},
		{From: "screens/overview", Path: "channeldesk/screens/frame"},
		{From: "screens/overview", Path: "channeldesk/screens/templateview"},
		{From: "screens/overview", Path: "channeldesk/assets"},
		{From: "screens/overview", Path: "fyne.io/fyne/v2/lang"},
		{From: "screens/kit", Path: "channeldesk/assets"},
		{From: "screens/kit", Path: "channeldesk/app/bidi"},
		{From: "app/handoff", Path: "channeldesk/app/bidi"},
		{From: "screens/kit", Path: "fyne.io/fyne/v2/widget"},
		{From: "screens/kit", Path: "github.com/stretchr/testify/assert", Test: true},
		{From: "app", Path: "github.com/nyaruka/phonenumbers"},
		{From: "app", Path: "pgregory.net/rapid", Test: true},
		{From: "app/protocol/metacloud", Path: "net/http"},
		{From: "app/protocol/metacloud", Path: "channeldesk/app/protocol/metacloud/wire"},
		{From: "app/protocol/metacloud", Path: "channeldesk/app/sandbox", Test: true},
		{From: "app/protocol/metacloud", Path: "channeldesk/app/protocol/protocoltest", Test: true},
		{From: "app/sandbox", Path: "net/http"},
		{From: "app/channel", Path: "channeldesk/app/protocol"},
		{From: "app/inbox", Path: "channeldesk/app/session"},
		{From: "app/channel", Path: "channeldesk/storage/storagetest", Test: true},
		{From: "storage", Path: "modernc.org/sqlite"},
		{From: "storage", Path: "channeldesk/storage/secret"},
		{From: "storage/secret", Path: "github.com/zalando/go-keyring"},
		{From: "storage/storagetest", Path: "channeldesk/app"},
	}
	assert.Empty(t, archcheck.Violations(allowed))
}

func TestImportsAreReadWhateverTheBuildTags(t *testing.T) {
	tree := fstest.MapFS{
		"app/a_windows.go":       {Data: []byte("//go:build windows\n\npackage app\n\nimport \"net/http\"\n")},
		"app/a_test.go":          {Data: []byte("package app\n\nimport x \"fmt\"\n")},
		"app/testdata/a.go":      {Data: []byte("this is not Go")},
		"build/cache/a.go":       {Data: []byte("this is not Go")},
		"screens/kit/.old/ab.go": {Data: []byte("this is not Go")},
	}
	imports, err := archcheck.ReadImports(tree)
	require.NoError(t, err)
	assert.ElementsMatch(t, []archcheck.Import{
		{From: "app", Path: "net/http"},
		{From: "app", Path: "fmt", Test: true},
	}, imports)
}

func TestAFileThatCannotBeReadIsAnError(t *testing.T) {
	_, err := archcheck.ReadImports(fstest.MapFS{"app/a.go": {Data: []byte("this is not Go")}})
	assert.ErrorContains(t, err, "a.go")
}
