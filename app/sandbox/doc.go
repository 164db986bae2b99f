// Package sandbox simulates the providers' HTTP interfaces on this computer, so
// that the whole product can be tried and tested with no account and no
// network. It is a server to speak to and nothing more: the program's protocols
// reach it over HTTP exactly as they reach the real provider.
//
// Meta is the Graph interface: the paths, shapes, error bodies and odd habits
// that a channel's set-up meets. Qontak is its Open API in both ways of signing
// in, with templates and messages; Coster is its two hosts. Where a provider's
// own documents are silent, the type's comments or its quirks say what was
// assumed. Requests are recorded, and what a provider would refuse or what leaks
// a secret is kept as a Violation. Faults can be injected, from Go or over the
// control paths of a running Sandbox.
//
// Files that begin with qontak and coster belong to these two, files that begin
// with plain to both; the others are Meta's or of all.
//
// Every identifier is fixed; every secret is derived from a seed, so a restart
// with the same seed gives the same world.
package sandbox
