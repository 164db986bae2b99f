package secret

import (
	"errors"
	"net"
	"os/exec"
	"strings"

	"channeldesk/app"
)

// errNoBus says that no session bus could be found, and that looking for one by
// force would start one that stays behind.
var errNoBus = errors.New("no session bus")

// explainKeychain turns an error of the keychain into a sentence. Beside three
// sentinels the library gives the system's own words, which are told apart by
// what they contain.
func explainKeychain(err error) error {
	var known *app.Error
	if errors.As(err, &known) {
		return err
	}
	elsewhere := app.Say("Choose the encrypted file or this run only under Settings, Secrets, or start Channel Desk with --secrets file.")
	text := strings.ToLower(err.Error())
	has := func(words ...string) bool {
		for _, w := range words {
			if strings.Contains(text, w) {
				return true
			}
		}
		return false
	}
	var dial *net.OpError
	var run *exec.Error
	switch {
	case isNotFound(err):
		return missing(app.Say("This secret is not in the keychain any more. Somebody may have removed it there.")).Because(err)
	case errors.Is(err, errPartsGone):
		return missing(app.Say("This secret is not whole in the keychain any more. Somebody may have removed a part of it there.")).Because(err)
	case isTooBig(err):
		return unavailable(app.Say("The keychain does not take a secret of this size."), elsewhere).Because(err)
	case isUnsupported(err):
		return unavailable(app.Say("This system has no keychain that Channel Desk knows."), elsewhere).Because(err)
	case errors.Is(err, errNotKept):
		return unavailable(app.Say("The keychain took the secret but did not give it back."), elsewhere).Because(err)
	case errors.Is(err, errNoBus), errors.As(err, &dial), errors.As(err, &run), has("session bus"):
		return unavailable(app.Say("This login has no session bus, so the keychain cannot be reached."), elsewhere).Because(err)
	case has("aliases/default"):
		return unavailable(app.Say("The keychain has no collection to keep secrets in yet."),
			app.Say("Open the system's password manager once and make a default keyring, or choose another place under Settings, Secrets.")).Because(err)
	case has("failed to unlock", "islocked", "is locked", "dismissed", "user canceled", "user interaction is not allowed"):
		return unavailable(app.Say("The keychain is locked."),
			app.Say("Unlock it with the system's password manager, or answer its password window, then try again.")).Because(err)
	case has("not provided by any", "serviceunknown", "namehasnoowner", "no such name", "does not exist", "disconnected", "closed"):
		return unavailable(app.Say("No keychain service is running on this computer."),
			app.Say("Install and start one, such as GNOME Keyring or KWallet, or choose another place under Settings, Secrets.")).Because(err)
	}
	return unavailable(app.Say("The keychain does not work at the moment."), elsewhere).Because(err)
}
