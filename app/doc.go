// Package app holds the words and rules of Channel Desk: agents, their two
// environments, the channel that each environment configures, the secrets it
// refers to, and the ports through which the rest of the program is reached.
//
// It knows no window, no SQL, no keychain and no HTTP. Everything else imports
// it; it imports nothing of ours.
package app
