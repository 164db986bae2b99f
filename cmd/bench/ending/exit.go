// Package ending is how a measurement ends.
package ending

import (
	"fmt"
	"os"
)

// Exit ends the program: with status 2 when it could not measure, which is said after
// its name, with 1 when a limit is passed, else with 0.
func Exit(name string, holds bool, err error) {
	switch {
	case err != nil:
		fmt.Fprintln(os.Stderr, name+":", err)
		os.Exit(2)
	case !holds:
		os.Exit(1)
	}
	os.Exit(0)
}
