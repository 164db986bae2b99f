package archcheck

import (
	"fmt"
	"slices"
	"strings"
)

// Module is the path of our own module; packages of ours begin with it.
const Module = "channeldesk"

// Import says that a package imports another one.
type Import struct {
	// From is the importing package, relative to the module: "app/channel".
	From string
	// Path is the imported package as written in the file.
	Path string
	// Test is true when only a test file imports it.
	Test bool
}

// TopLevel lists the files and folders that may stand at the top of the tree.
// Names that begin with a dot may stand there too.
var TopLevel = []string{
	"cmd", "app", "screens", "assets", "storage",
	"FyneApp.toml", "go.mod", "go.sum", "README.md", "LICENSE", "Makefile", "CHANGELOG.md",
}

// Packages of others that only some of ours may import.
const (
	fyne    = "fyne.io/fyne/v2"
	fyneApp = "fyne.io/fyne/v2/app"
	keyring = "github.com/zalando/go-keyring"
	netHTTP = "net/http"
)

// databasePackages are what speaks to a database. Only storage does.
var databasePackages = []string{"database/sql", "modernc.org/sqlite", "github.com/pressly/goose", "github.com/jackc/pgx"}

// valueLibraries are the small packages of others that the root of app may use:
// they compute, and touch neither disk, network nor window.
var valueLibraries = []string{"github.com/nyaruka/phonenumbers"}

// testLibraries may be imported by any test.
var testLibraries = []string{"github.com/stretchr/testify", "pgregory.net/rapid"}

// Violations returns a sentence for each import that breaks a rule, sorted and
// without repeats. None means that the architecture holds.
func Violations(imports []Import) []string {
	var found []string
	for _, i := range imports {
		if reason := judge(i); reason != "" {
			found = append(found, fmt.Sprintf("%s%s must not import %s: %s", i.From, testSuffix(i), i.Path, reason))
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

func testSuffix(i Import) string {
	if i.Test {
		return " (test)"
	}
	return ""
}

// judge returns why the import is not allowed, or "" when it is.
func judge(i Import) string {
	if reason := judgeEverywhere(i); reason != "" {
		return reason
	}
	switch from := i.From; {
	case within(from, "cmd"):
		return ""
	case from == "assets":
		return judgeAssets(i)
	case from == "app":
		return judgeDomain(i)
	case from == "app/protocol":
		return judgeProtocolPort(i)
	case within(from, "app/protocol"):
		return judgeProtocol(i)
	case within(from, "app"):
		return judgeService(i)
	case within(from, "storage"):
		return judgeStorage(i)
	case from == "screens":
		return judgeShell(i)
	case within(from, "screens/kit"):
		return judgeKit(i)
	case within(from, "screens"): // what pages share, screens/frame and screens/templateview, keeps the rules of a page too
		return judgePage(i)
	default:
		return "this package stands in a place that the rules do not know"
	}
}

// judgeEverywhere holds the rules about packages that belong to one place only.
// A test of a service may play the gateway that a provider calls.
func judgeEverywhere(i Import) string {
	inCommand := within(i.From, "cmd")
	switch target, ours := ourPackage(i.Path); {
	case ours && within(target, "cmd") && !within(i.From, firstTwo(target)) && !(inCommand && within(target, "cmd/internal")): // cmd/internal is what commands share
		return "a command is not a library"
	case within(i.Path, fyneApp) && !inCommand:
		return "only commands start the real window (it brings minutes of OpenGL compiling)"
	case within(i.Path, fyne) && !inCommand && !within(i.From, "screens"):
		return "only screens and commands know the window toolkit"
	case within(i.Path, keyring) && !within(i.From, "storage/secret"):
		return "only storage/secret speaks to the keychain"
	case anyWithin(i.Path, databasePackages) && !within(i.From, "storage") && !(inCommand && i.Test):
		return "only storage speaks to the database"
	case i.Path == netHTTP && !inCommand && !maySpeakHTTP(i.From) && !(i.Test && within(i.From, "app")):
		return "only protocols, the sandbox, the gateway, forwarding and the check from outside speak HTTP"
	}
	return ""
}

func maySpeakHTTP(from string) bool {
	return (from != "app/protocol" && within(from, "app/protocol")) || within(from, "app/sandbox") || within(from, "app/gateway") || from == "app/forward" || from == "app/outside"
}

func judgeAssets(i Import) string {
	if target, ours := ourPackage(i.Path); ours && target != "assets" {
		return "assets only embeds files"
	}
	if isThirdParty(i.Path) && !isTestLibrary(i) {
		return "assets only embeds files"
	}
	return ""
}

func judgeDomain(i Import) string {
	if target, ours := ourPackage(i.Path); ours && target != "app" {
		return "the domain knows nothing else of ours"
	}
	if isThirdParty(i.Path) && !anyWithin(i.Path, valueLibraries) && !isTestLibrary(i) {
		return "the domain uses only the standard library and value libraries"
	}
	return ""
}

func judgeProtocolPort(i Import) string {
	target, ours := ourPackage(i.Path)
	if !ours || target == "app" || target == "app/protocol" {
		return ""
	}
	return "the protocol interface knows only the domain"
}

func judgeProtocol(i Import) string {
	target, ours := ourPackage(i.Path)
	switch {
	case !ours, target == "app", target == "app/protocol", target == "app/protocol/transport", target == "app/protocol/cloudshape", within(target, firstThree(i.From)):
		return ""
	case i.Test && (target == "app/protocol/protocoltest" || within(target, "app/sandbox")):
		return "" // a protocol is tested by the conformance suite and against the sandbox
	case within(target, "app/protocol"):
		return "a protocol knows no other protocol"
	}
	return "a protocol knows only the domain and the protocol interface"
}

func judgeService(i Import) string {
	target, ours := ourPackage(i.Path)
	switch {
	case !ours, target == "app", target == "app/protocol", within(target, firstTwo(i.From)):
		return ""
	case target == "app/session", target == "app/csvout", target == "app/price", target == "app/bidi":
		return "" // pure rules without a service, store or clock: values, as the domain's
	case i.Test && (within(target, "app") || within(target, "storage")):
		return "" // a test may put a service together with real neighbours
	case within(target, "app/protocol"):
		return "a service knows protocols only through their interface"
	case within(target, "app"):
		return "a service knows another one only through an interface that it declares itself"
	}
	return "a service knows neither storage nor screens"
}

func judgeStorage(i Import) string {
	target, ours := ourPackage(i.Path)
	if !ours || target == "app" || within(target, "storage") {
		return ""
	}
	return "storage knows only the types of the domain"
}

func judgeShell(i Import) string {
	target, ours := ourPackage(i.Path)
	switch {
	case !ours, within(target, "screens"), target == "assets":
		return ""
	}
	return judgeScreenTarget(target)
}

func judgeKit(i Import) string {
	target, ours := ourPackage(i.Path)
	switch {
	case ours && (within(target, "screens/kit") || target == "assets" || target == "app/bidi"): // app/bidi knows letters and no domain
		return ""
	case ours:
		return "the house widgets know no domain and no screen"
	case isThirdParty(i.Path) && !within(i.Path, fyne) && !strings.HasPrefix(i.Path, "golang.org/x/") && !isTestLibrary(i):
		return "the house widgets use only Fyne and the standard library"
	}
	return ""
}

func judgePage(i Import) string {
	target, ours := ourPackage(i.Path)
	switch {
	case !ours, within(target, "screens/kit"), target == "screens/frame", target == "screens/templateview", target == "assets", within(target, firstTwo(i.From)):
		return ""
	case i.Test && target == "screens/frame/frametest":
		return "" // what the tests of all pages share
	case target == "screens":
		return "a page does not know the shell around it"
	case within(target, "screens"):
		return "a page knows no other page"
	}
	return judgeScreenTarget(target)
}

// judgeScreenTarget judges what any screen imports of app and storage.
func judgeScreenTarget(target string) string {
	switch {
	case target == "app/protocol":
		return ""
	case within(target, "app/protocol"):
		return "a screen asks for abilities, never for a certain protocol"
	case within(target, "app"):
		return ""
	}
	return "a screen reaches data only through the services of app"
}

// ourPackage returns the path inside the module, and whether it is ours at all.
func ourPackage(path string) (string, bool) {
	return strings.CutPrefix(path, Module+"/")
}

// within says whether path is folder or something below it.
func within(path, folder string) bool {
	return path == folder || strings.HasPrefix(path, folder+"/")
}

func anyWithin(path string, folders []string) bool {
	return slices.ContainsFunc(folders, func(folder string) bool { return within(path, folder) })
}

// isThirdParty says whether the path is neither ours nor of the standard
// library, whose paths have no dot in the first element.
func isThirdParty(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return strings.Contains(first, ".")
}

func isTestLibrary(i Import) bool { return i.Test && anyWithin(i.Path, testLibraries) }

// firstTwo and firstThree cut a path after so many elements: the command, page,
// service or protocol to which a package belongs.
func firstTwo(path string) string   { return first(path, 2) }
func firstThree(path string) string { return first(path, 3) }

func first(path string, n int) string {
	parts := strings.Split(path, "/")
	return strings.Join(parts[:min(n, len(parts))], "/")
}
