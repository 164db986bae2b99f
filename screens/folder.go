package screens

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"channeldesk/app"
)

// entriesMost is how many files and folders are listed; more have to be looked for
// by their path.
const entriesMost = 2000

// folderEntry is a file or a folder as it is listed.
type folderEntry struct {
	name   string
	folder bool
	size   int64
	at     time.Time
}

// found is what reading a path gave: a folder with what is in it, or a file.
type found struct {
	file bool
	list []folderEntry
	more bool
}

// lookAt reads a folder; it may take long where the folder is on another computer.
func lookAt(path string, endings []string) (found, error) {
	info, err := os.Stat(path)
	if err == nil && !info.IsDir() {
		if endings != nil && slices.Contains(endings, strings.ToLower(filepath.Ext(path))) {
			return found{file: true}, nil
		}
		return found{}, app.NewError(app.CodeInvalid, app.Say("{{.Name}} cannot be opened here.", "Name", filepath.Base(path))).WithFix(wanted(endings))
	}
	var all []os.DirEntry
	if err == nil {
		all, err = os.ReadDir(path)
	}
	if err != nil {
		return found{}, app.NewError(app.CodeNotFound, app.Say("The folder {{.Path}} cannot be read.", "Path", path)).
			WithFix(app.Say("Check that it is there and that you may open it.")).Because(err)
	}
	var f found
	for _, e := range all {
		entry, ok := entryOf(path, e, endings)
		if !ok {
			continue
		}
		if f.more = len(f.list) == entriesMost; f.more {
			break
		}
		f.list = append(f.list, entry)
	}
	slices.SortStableFunc(f.list, func(a, b folderEntry) int {
		switch {
		case a.folder && !b.folder:
			return -1
		case b.folder && !a.folder:
			return 1
		}
		return strings.Compare(strings.ToLower(a.name), strings.ToLower(b.name))
	})
	return f, nil
}

func wanted(endings []string) app.Text {
	if endings == nil {
		return app.Say("Choose a folder.")
	}
	return app.Say("Choose a file that ends with {{.Endings}}.", "Endings", strings.Join(endings, ", "))
}

// entryOf is an entry of a folder when it is one to choose.
func entryOf(dir string, e os.DirEntry, endings []string) (out folderEntry, ok bool) {
	if strings.HasPrefix(e.Name(), ".") {
		return out, false
	}
	out = folderEntry{name: e.Name(), folder: e.IsDir()}
	if out.folder {
		return out, true
	}
	link := e.Type()&os.ModeSymlink != 0
	if !link && !slices.Contains(endings, strings.ToLower(filepath.Ext(e.Name()))) {
		return out, false
	}
	info, err := os.Stat(filepath.Join(dir, e.Name()))
	if err != nil {
		return out, false
	}
	out.folder, out.size, out.at = info.IsDir(), info.Size(), info.ModTime()
	return out, out.folder || info.Mode().IsRegular() && slices.Contains(endings, strings.ToLower(filepath.Ext(e.Name())))
}
