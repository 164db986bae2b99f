package handoff

// HasIndonesian reports whether a sheet text is translated.
func HasIndonesian(english string) bool { return indonesian[english] != "" }

// WholeSquare gives an SVG letter the room of its view box.
var WholeSquare = wholeSquare
