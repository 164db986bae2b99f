package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

func (x *examination) folder(dir string) {
	info, err := os.Stat(dir)
	switch {
	case err != nil:
		x.add("data_folder", findingFailed, "Data folder", dir+" cannot be used", "Check that it exists, or choose another one with --data.")
	case runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0:
		x.add("data_folder", findingWarning, "Data folder", dir+", others on this computer can look into it",
			"Close it to others: chmod 700 \""+dir+"\"")
	default:
		x.add("data_folder", findingOK, "Data folder", dir, "")
	}
}

// files looks at the sizes of log and crash file and at who may read the files.
func (x *examination) files(dir string) {
	var logs int64
	open := ""
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if os.IsNotExist(err) {
			return nil // a file of the database that came and went
		}
		if err != nil {
			return err
		}
		if filepath.Base(filepath.Dir(path)) == logFolder {
			logs += info.Size()
		}
		if runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 && open == "" {
			open = entry.Name()
		}
		return nil
	})
	switch {
	case err != nil:
		x.add("files", findingFailed, "Files", "the data folder cannot be looked through", "Check that you may read it.")
	case open != "":
		x.add("files", findingWarning, "Files", "others on this computer can read "+open, "Close it to others: chmod 600")
	default:
		x.add("files", findingOK, "Files", "only you can read them", "")
	}
	x.add("log", findingOK, "Log", sizeText(logs)+" in "+filepath.Join(dir, logFolder), "")
	crash, err := os.Stat(filepath.Join(dir, crashName))
	if err == nil && crash.Size() > 0 {
		x.add("crash", findingWarning, "Crash file", sizeText(crash.Size())+" from "+localTime(crash.ModTime()),
			"Give it to support, then remove "+filepath.Join(dir, crashName)+".")
		return
	}
	x.add("crash", findingOK, "Crash file", "none", "")
}
