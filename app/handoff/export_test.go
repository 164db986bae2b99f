package handoff

// HasIndonesian reports whether a sheet text is translated.
func HasIndonesian(english string) bool { return indonesian[english] != "" }
