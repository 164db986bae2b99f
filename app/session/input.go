package session

import "time"

// Input is something that happened to a session. The types below are all there
// are.
type Input interface{ isInput() }

// CustomerMessage is something that the customer wrote or tapped.
type CustomerMessage struct {
	// ID is the provider's id of the message. The same one has no effect a second
	// time. Without one, time and words take its place.
	ID string
	// At is the provider's time; zero when it told none.
	At time.Time
	// Text is what was written, or the words on the button.
	Text string
	// Button is the mark of the tapped button; "" when none was.
	Button string
	// Room is where an answer goes; "" when the provider has no rooms.
	Room string
	// Silent is true for reactions, echoes and system messages: they change nothing.
	Silent bool
}

// AgentAnswer says that the provider accepted a message from our side that was
// not sent by the session itself. What a person wrote in the provider's own inbox
// is one too; the echo of a message that we sent is Noise.
type AgentAnswer struct {
	// At is when it was accepted, by our clock. Zero says now, and that the agent
	// had seen everything taken so far.
	At time.Time
}

// Noise is a delivery state, an echo of our own message or a reaction. It
// changes nothing.
type Noise struct{}

// Tick says what time it is.
type Tick struct{}

// SettingsChanged says that the settings were saved. A missed one is made up by
// any later input, as each comes with the settings of the moment.
type SettingsChanged struct{}

// OptedOut says that the customer wants no messages that we begin.
type OptedOut struct{}

// OptedIn takes OptedOut back.
type OptedIn struct{}

// Unpublished says that the channel serves customers no longer.
type Unpublished struct{}

// Refused says that the provider refused a message that the session sent.
type Refused struct {
	// ID is the action's.
	ID string
}

func (CustomerMessage) isInput() {}
func (AgentAnswer) isInput()     {}
func (Noise) isInput()           {}
func (Tick) isInput()            {}
func (SettingsChanged) isInput() {}
func (OptedOut) isInput()        {}
func (OptedIn) isInput()         {}
func (Unpublished) isInput()     {}
func (Refused) isInput()         {}
