package screens

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// saved opens the dialog for a file that holds "sheet".
func saved(d *desk, failure *error) (path *string, told *int) {
	path, told = new(string), new(int)
	d.w.SaveFile("sheet.pdf", func(_ context.Context, f io.Writer) error {
		if *failure != nil {
			return *failure
		}
		_, err := io.WriteString(f, "sheet")
		return err
	}, func(p string, _ error) { *path, *told = p, *told+1 })
	d.Settle()
	return path, told
}

func TestAFileIsSavedWholeAndTheFolderRemembered(t *testing.T) {
	dir := t.TempDir()
	deps := two()
	deps.prefs = map[string]string{prefSaveFolder: dir}
	var failure error
	started(t, deps, func(t *testing.T, d *desk) {
		path, told := saved(d, &failure)
		assert.Equal(t, "File name", d.Focused())
		assert.NotEmpty(t, d.w.win.Canvas().Focused().(interface{ SelectedText() string }).SelectedText(), "typing replaces the name")
		for typed, says := range map[string]string{"": "Give the file a name.", "..": "Give the file a name.", "a/b": "A file name has none of these"} {
			d.Type(typed)
			d.Key(fyne.KeyReturn)
			assert.Contains(t, d.Texts(), says)
		}
		d.Type("for the bank")
		d.Key(fyne.KeyReturn)
		want := filepath.Join(dir, "for the bank.pdf")
		assert.Equal(t, want, *path)
		assert.Equal(t, 1, *told)
		assert.Zero(t, d.Layers())
		content, err := os.ReadFile(want)
		require.NoError(t, err)
		assert.Equal(t, "sheet", string(content))
	})
}

func TestAFileThatIsThereIsAskedFor(t *testing.T) {
	dir := t.TempDir()
	there := filepath.Join(dir, "sheet.pdf")
	require.NoError(t, os.WriteFile(there, []byte("old"), 0o600))
	deps := two()
	deps.prefs = map[string]string{prefSaveFolder: dir}
	var failure error
	started(t, deps, func(t *testing.T, d *desk) {
		path, _ := saved(d, &failure)
		d.Press("Save")
		assert.Contains(t, d.Texts(), "sheet.pdf is there already.")
		d.Press("Keep the old one")
		assert.Equal(t, 1, d.Layers())
		failure = errors.New("disk full")
		d.Press("Save")
		d.Press("Replace")
		assert.Equal(t, 1, d.Layers(), "the dialog stays, so that another folder can be chosen")
		assert.Contains(t, d.Texts(), "could not be saved")
		content, _ := os.ReadFile(there)
		assert.Equal(t, "old", string(content))
		failure = nil
		d.Press("Save")
		d.Press("Replace")
		assert.Equal(t, there, *path)
	})
}

func TestAChangeOfMindSavesNothing(t *testing.T) {
	deps := two()
	deps.prefs = map[string]string{prefSaveFolder: t.TempDir()}
	var failure error
	started(t, deps, func(t *testing.T, d *desk) {
		path, told := saved(d, &failure)
		d.Key(fyne.KeyEscape)
		assert.Empty(t, *path)
		assert.Equal(t, 1, *told)
	})
}
