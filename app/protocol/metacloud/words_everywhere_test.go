package metacloud_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// What a check says is read in the window and on the command line, where nothing is
// done "from here".
func TestWordsOfChecksFitEveryFace(t *testing.T) {
	files, err := filepath.Glob("../*/check*.go")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		require.NotContains(t, string(text), "from here", file)
	}
}
