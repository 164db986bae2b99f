package settingspage

import (
	"fmt"
	"maps"
	"slices"

	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/access"
	"channeldesk/screens/kit"
)

// membersRead is what the members card shows.
type membersRead struct {
	members []app.Member
	agents  []app.Agent
}

// roleText says in one sentence what a role may do.
func roleText(r app.Role) string {
	switch r {
	case app.Owner:
		return lang.L("Everything, and the members too.")
	case app.Contributor:
		return lang.L("Changes, publishes, hands over and sends. No members, and no deleting of agents.")
	case app.Viewer:
		return lang.L("Looks at everything but secrets, and changes nothing.")
	case app.NoRole:
	}
	return lang.L("Sees only the agents for which a role is given.")
}

// roleChoices are the roles of the workspace, to choose from.
func roleChoices() []kit.RadioCard {
	out := make([]kit.RadioCard, 0, len(app.Roles))
	for _, r := range app.Roles {
		out = append(out, kit.RadioCard{ID: string(r), Title: lang.L(r.Label()), Text: roleText(r)})
	}
	return out
}

// agentRoles are the roles for one agent; "" is that of the workspace.
func agentRoles() []kit.Option {
	out := []kit.Option{{Value: "", Label: lang.L("As in the workspace")}}
	for _, r := range app.Roles {
		out = append(out, kit.Option{Value: string(r), Label: lang.L(r.Label())})
	}
	return out
}

// memberDetail is the line below a member's name.
func memberDetail(m app.Member) string {
	words := lang.L("No passphrase")
	if m.HasPassphrase {
		words = lang.L("Signs in with a passphrase")
	}
	switch n := len(m.Roles); n {
	case 0:
		return words
	case 1:
		return words + " · " + lang.L("another role for 1 agent")
	default:
		return words + " · " + lang.L("another role for {{.N}} agents", map[string]any{"N": n})
	}
}

// withRole gives the roles with that for one agent set, or taken away for "".
func withRole(roles map[app.AgentID]app.Role, agent app.AgentID, role app.Role) map[app.AgentID]app.Role {
	out := maps.Clone(roles)
	if out == nil {
		out = map[app.AgentID]app.Role{}
	}
	if role == "" {
		delete(out, agent)
	} else {
		out[agent] = role
	}
	return out
}

// onlyOwner reports whether the workspace would have no Owner without a member.
func onlyOwner(members []app.Member, id app.MemberID) bool {
	return !slices.ContainsFunc(members, func(m app.Member) bool { return m.ID != id && m.Role == app.Owner })
}

// passphraseHelp advises on a new passphrase.
func passphraseHelp() string {
	return lang.L("At least {{.N}} characters. Three or four words that have nothing to do with each other are easy to remember.", map[string]any{"N": fmt.Sprint(access.PassphraseMin)})
}
