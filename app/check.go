package app

import "time"

// StepState is how one step of a connection check ended.
type StepState string

// Unknown is "could not check", never "wrong". Skipped waits for another step.
const (
	StepPassed  StepState = "passed"
	StepFailed  StepState = "failed"
	StepUnknown StepState = "unknown"
	StepSkipped StepState = "skipped"
	StepRunning StepState = "running"
)

// CheckStep is one step's result, in words for people.
type CheckStep struct {
	ID    string
	State StepState
	// Warning is set on a passed step that needs attention soon.
	Warning bool
	Title   Text
	Detail  Text
	// Fix says what to do about a failed step.
	Fix Text
	// Action is the name of the ability that mends it from here, or "".
	Action string
	// Field is the field or secret at fault, or "".
	Field string
	// Code is the provider's own code, shown last; no secrets.
	Code string
}

// CheckReport is the result of a whole connection check.
type CheckReport struct {
	// Protocol is the one that was checked. Another one's report says nothing.
	Protocol ProtocolID
	At       time.Time
	Took     time.Duration
	Steps    []CheckStep
	// Facts are what the provider told about the channel, for tiles and
	// hand-off: verified_name, quality, messaging_limit, display_phone_number...
	Facts map[string]string
	// Secrets tells what became known of each secret: expiry, last verified.
	Secrets map[string]SecretFacts
}

// SecretFacts are what a provider told about a secret.
type SecretFacts struct {
	ExpiresAt    time.Time
	NeverExpires bool
	Verified     bool
}

// OK reports whether no step failed.
func (r CheckReport) OK() bool {
	for _, s := range r.Steps {
		if s.State == StepFailed {
			return false
		}
	}
	return true
}

// Complete reports whether every step passed.
func (r CheckReport) Complete() bool { return len(r.Steps) > 0 && r.Count(StepPassed) == len(r.Steps) }

// Count is the number of steps in a state.
func (r CheckReport) Count(s StepState) int {
	n := 0
	for _, step := range r.Steps {
		if step.State == s {
			n++
		}
	}
	return n
}

// FirstFailed gives the first failed step.
func (r CheckReport) FirstFailed() (CheckStep, bool) {
	for _, s := range r.Steps {
		if s.State == StepFailed {
			return s, true
		}
	}
	return CheckStep{}, false
}
