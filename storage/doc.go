// Package storage keeps a workspace in one SQLite file, channeldesk.db, in the
// data folder. It implements app.Store and app.Grouper.
//
// One connection writes and a few read, so that reading never waits for
// writing. A transaction is on the disk when Update or Group returns; who reads may
// see what Group changed a moment before that. Secret values are never here: only
// their references (see storage/secret).
//
// SQL stands in this package and nowhere else, next to the rows it is about.
package storage
