// Package applyfile reads the file of "channeldesk apply": one agent with the
// settings of its environments, as YAML or JSON.
//
// Reading is strict. An unknown key, a key that stands twice or a value of the
// wrong kind is a Problem with line and column, and all problems of a file come
// at once. A Problem never repeats what stands in the file, because that may be
// a secret in the wrong place; it names only words that are known keys or look
// like one.
package applyfile
