// Package secret keeps secret values outside the database: in the system's
// keychain, in one encrypted file, or in memory for a single run.
//
// Router is what the rest of the program gets. It sends new values to the place
// in use and finds each older value where its reference says that it is: the
// first two letters of a reference name the place.
//
// No value appears in an error, a log line or the printed form of anything here.
package secret
