// Package recipients reads the files from which people send to many customers:
// it finds out how a file is written, matches its columns to what a template
// needs, checks every row, and hands the good ones over one by one. It reads in
// one pass and holds no rows, so that a file may be as long as it likes.
//
// It knows nothing of screens, databases and providers.
package recipients
