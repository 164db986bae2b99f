package main

import (
	"context"
	"os"
	"os/user"
	"strings"

	"channeldesk/app"
)

// memberVar names the member who acts on the command line.
const memberVar = "CHANNELDESK_MEMBER"

// acting gives a context in which somebody acts: the member that the environment
// names, or the first Owner. A workspace without members gets an Owner with that
// name, or with the name of the computer's account.
func (w *workspace) acting(ctx context.Context) (context.Context, error) {
	named := app.CleanName(os.Getenv(memberVar))
	members, err := w.Access.Members(ctx)
	if err != nil {
		return nil, err
	}
	if named != "" && len(members) > 0 {
		for _, m := range members {
			if strings.EqualFold(m.Name, named) {
				return app.WithMember(ctx, m), nil
			}
		}
		return nil, app.NewError(app.CodeForbidden, app.Say("There is no member called {{.Name}} in this workspace.", "Name", named)).
			WithFix(app.Say("Check {{.Variable}}.", "Variable", memberVar))
	}
	if named == "" {
		named = accountName()
	}
	owner, err := w.Access.EnsureOwner(ctx, named)
	if err != nil {
		return nil, err
	}
	return app.WithMember(ctx, owner), nil
}

// accountName is the full name of the computer's account, or its short one.
func accountName() string {
	u, err := user.Current()
	if err != nil {
		return "Owner"
	}
	for _, name := range []string{u.Name, u.Username} {
		if name = app.CleanName(strings.Trim(name, ",")); name != "" && len([]rune(name)) <= 60 {
			return name
		}
	}
	return "Owner"
}
