package app

// Environment is one of the two configurations of an agent's channel.
type Environment string

// Published is what customers use. Draft is a private copy, and optional.
const (
	Draft     Environment = "draft"
	Published Environment = "published"
)

// Environments are both, Draft first, as on screen.
var Environments = []Environment{Draft, Published}

// ParseEnvironment reads "draft" or "published".
func ParseEnvironment(s string) (Environment, error) {
	switch Environment(s) {
	case Draft, Published:
		return Environment(s), nil
	}
	return "", Invalid("environment", "There is no environment {{.Name}}. Use draft or published.", "Name", s)
}

// Label is the word for people, in English.
func (e Environment) Label() string {
	if e == Draft {
		return "Draft"
	}
	return "Published"
}

// Other is the other one.
func (e Environment) Other() Environment {
	if e == Draft {
		return Published
	}
	return Draft
}
