// Package archcheck holds the rules of which package of Channel Desk may import
// what, and of what may stand at the top of the source tree. Its test reads the
// whole tree and fails with one plain sentence for each import that breaks a rule.
//
// The rules keep three promises: the domain (app) can be read and tested without
// a window, a database or a network; a screen can be tested without either; and a
// new protocol, page or store is a new folder that nothing else has to know.
//
// Imports are read from the source files themselves, whatever their build tags,
// so a file for another operating system keeps the rules as well.
package archcheck
