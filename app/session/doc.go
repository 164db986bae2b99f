// Package session decides what is written to a customer who goes quiet, and
// when a session ends. It is a pure state machine: it takes a State and an
// Input and gives the next State and what there is to do. It knows no clock, no
// store and no provider; whoever runs it hands in the time and carries out the
// actions. Everything in it is a value and safe for concurrent use.
//
// The way of a session:
//
//	active -> (silence) first question -> (silence) second question
//	       -> (yes, or silence) closing text, ended
//
// Rules that need a reason:
//
//   - The first silence counts from the customer's last message and only runs
//     when we owe no answer. An answer of ours that comes late leaves the
//     customer at least ReadingPause to read it before a question follows.
//   - "No" to the first question ("Do you still need help?") says what the second
//     one would ask, so the closing text follows at once. "Yes" to it and "Keep
//     open" to the second are messages like any other: the session is active
//     again and the agent gets them.
//   - A button counts while its own question, or the other one of the same round,
//     stands. A button of an earlier round or session is a message like any other.
//   - A typed word counts for the question that stands, and only when it equals
//     the word of the settings; case, blanks and punctuation do not matter.
//   - A step starts only while the customer service window stays open for
//     app.SessionMargin longer; otherwise the session ends without a word.
//   - One tick takes at most one step, and the next silence counts from that
//     step, so that nobody gets a burst after the computer slept.
//   - Every message after the end starts a new session, with one exception: a
//     "yes, end it" that the customer gave before our closing text, and that
//     reached us after it.
//   - Only customers start sessions. Our own messages, their echoes and states,
//     and reactions never do.
package session
