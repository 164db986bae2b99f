// Package bidi tells in which order the letters of a line are seen when some of them
// read from right to left, as Arabic and Hebrew do: the Unicode bidirectional
// algorithm without its control characters. It knows letters and nothing else, draws
// nothing and keeps nothing. Safe for concurrent use.
package bidi
