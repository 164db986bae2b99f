package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	write := flag.Bool("write", false, "add missing keys and remove unused ones")
	words := flag.Bool("words", false, "only list words that may stand in sentences untranslated (some are none: names, hosts)")
	root := flag.String("root", ".", "folder of the module")
	flag.Parse()
	ok, err := false, error(nil)
	if *words {
		ok, err = listWords(*root)
	} else {
		ok, err = run(*root, *write)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	if !ok {
		os.Exit(1)
	}
}

// run compares the files with the source and reports whether they agree.
func run(root string, write bool) (bool, error) {
	f, idle, err := keys(root)
	if err != nil {
		return false, err
	}
	en, err := readCatalogue(filepath.Join(root, catalogueFile("en")))
	if err != nil {
		return false, err
	}
	id, err := readCatalogue(filepath.Join(root, catalogueFile("id")))
	if err != nil {
		return false, err
	}
	if write {
		newEn, newID := update(f.English, en, id)
		for name, c := range map[string]catalogue{"en": newEn, "id": newID} {
			if err := writeCatalogue(filepath.Join(root, catalogueFile(name)), c); err != nil {
				return false, err
			}
		}
		en, id = newEn, newID
	}
	all := problems(f, en, id)
	for _, e := range idle {
		all = append(all, "exceptions.go lists "+e+", which is not there any more")
	}
	for _, p := range all {
		fmt.Println(p)
	}
	fmt.Printf("%d texts, %d problems\n", len(f.English), len(all))
	return len(all) == 0, nil
}

// listWords prints the words that stay English inside an Indonesian sentence.
func listWords(root string) (bool, error) {
	s, err := load(root)
	if err != nil {
		return false, err
	}
	en, err := readCatalogue(filepath.Join(root, catalogueFile("en")))
	if err != nil {
		return false, err
	}
	id, err := readCatalogue(filepath.Join(root, catalogueFile("id")))
	if err != nil {
		return false, err
	}
	lines := untranslated(s, func(key string) bool { return id[key] != en[key] })
	for _, l := range lines {
		fmt.Println(l)
	}
	return len(lines) == 0, nil
}

func writeCatalogue(file string, c catalogue) error {
	same, err := sameFile(file, c.bytes())
	if err != nil || same {
		return err
	}
	return os.WriteFile(file, c.bytes(), 0o600) // #nosec G703 -- a file of this source tree
}

// keys finds every text that the window can look up: those of the source and
// those of the toolkit. idle are exceptions that nothing needs any more.
func keys(root string) (f found, idle []string, err error) {
	s, err := load(root)
	if err != nil {
		return found{}, nil, err
	}
	f, idle = collect(s)
	toolkit, err := toolkitKeys(root)
	if err != nil {
		return found{}, nil, err
	}
	for k, text := range toolkit {
		f.English[k] = text
		f.Places[k] = append(f.Places[k], "the toolkit")
	}
	return f, idle, nil
}
