package screens

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// files leaves a folder with files in it, and one folder more.
func files(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(dir, "branches"), 0o700))
	for _, name := range []string{"due.csv", "Apology.CSV", "notes.doc", ".hidden.csv", "branches/depok.csv"} {
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, make([]byte, 2048), 0o600))
		require.NoError(t, os.Chtimes(path, time.Time{}, time.Date(2026, 11, 17, 9, 41, 0, 0, time.Local)))
	}
	return dir
}

func TestAFileIsChosenByTheKeyboard(t *testing.T) {
	dir := files(t)
	deps := two()
	deps.prefs = map[string]string{prefOpenFolder: dir}
	started(t, deps, func(t *testing.T, d *desk) {
		var got []string
		ask := func() {
			d.w.ChooseFile([]string{".csv"}, func(path string) { got = append(got, path) })
			d.Settle()
		}
		ask()
		require.Equal(t, "Files", d.Focused())
		for _, name := range []string{"branches", "Apology.CSV", "due.csv", "2 files (.csv)", "2 KB"} {
			assert.Contains(t, d.Texts(), name)
		}
		assert.NotContains(t, d.Texts(), "notes.doc")
		assert.NotContains(t, d.Texts(), "hidden")
		assert.True(t, d.Control("Open").Disabled(), "nothing is marked yet")

		d.Key(fyne.KeyReturn) // the folder
		assert.Contains(t, d.Texts(), "depok.csv")
		d.Press("Folder above")
		assert.Contains(t, d.Texts(), "due.csv")
		d.Key(fyne.KeyEscape)
		assert.Zero(t, d.Layers())
		assert.Empty(t, got)

		ask()
		d.w.win.Canvas().Focused().TypedRune('d')
		d.Key(fyne.KeyReturn)
		assert.False(t, d.Control("Open").Disabled())
		d.Key(fyne.KeyReturn)
		assert.Equal(t, []string{filepath.Join(dir, "due.csv")}, got)
		assert.Zero(t, d.Layers())

		ask()
		d.Key(fyne.KeyDown)
		d.Key(fyne.KeySpace)
		d.Ctrl(fyne.KeyReturn)
		assert.Equal(t, filepath.Join(dir, "Apology.CSV"), got[1])
	})
}

func TestAFileIsChosenByItsPath(t *testing.T) {
	dir := files(t)
	deps := two()
	deps.prefs = map[string]string{prefOpenFolder: dir}
	started(t, deps, func(t *testing.T, d *desk) {
		got := ""
		d.w.ChooseFile([]string{".csv"}, func(path string) { got = path })
		d.Settle()
		d.Back() // Shift Tab goes from the list to the places, and on to the field
		for range 10 {
			if d.Focused() == "Folder" {
				break
			}
			d.Back()
		}
		for typed, says := range map[string]string{
			filepath.Join(dir, "none"):      "cannot be read. Check that it is there and that you may open it.",
			filepath.Join(dir, "notes.doc"): "notes.doc cannot be opened here. Choose a file that ends with .csv.",
		} {
			d.Type(typed)
			d.Key(fyne.KeyReturn)
			assert.Contains(t, d.Texts(), says)
			assert.Equal(t, 1, d.Layers())
		}
		d.Type("branches")
		d.Key(fyne.KeyReturn)
		assert.Contains(t, d.Texts(), "depok.csv", "a path begins at the folder that is shown")
		d.Type(filepath.Join(dir, "due.csv"))
		d.Key(fyne.KeyReturn)
		assert.Equal(t, filepath.Join(dir, "due.csv"), got)
		assert.Zero(t, d.Layers())
		assert.Equal(t, dir, deps.prefs[prefOpenFolder], "the next dialog begins there")
	})
}

func TestAFolderIsChosen(t *testing.T) {
	dir := files(t)
	started(t, two(), func(t *testing.T, d *desk) {
		got := ""
		d.w.chooseFolder(dir, func(path string) { got = path })
		d.Settle()
		assert.NotContains(t, d.Texts(), "due.csv")
		d.Key(fyne.KeyReturn)
		assert.Contains(t, d.Texts(), "This folder itself can be used.")
		assert.NotContains(t, d.Texts(), "Size")
		d.Press("Use this folder")
		assert.Equal(t, filepath.Join(dir, "branches"), got)
	})
}

func TestFileSizes(t *testing.T) {
	for n, want := range map[int64]string{0: "0 bytes", 999: "999 bytes", 1500: "2 KB", 84_400: "84 KB", 2_500_000: "3 MB"} {
		assert.Equal(t, want, fileSize(n))
	}
}
