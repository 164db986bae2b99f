package kit

// Number writes a number with a comma between thousands.
func Number(n int) string { return grouped(n) }
