package kit

// WithoutLock leaves the lock of a read-only field out, for values so long that
// they need the room; the sunken ground says the same. It returns the field.
func (f *TextField) WithoutLock() *TextField {
	f.frame.showLock = false
	f.frame.apply()
	return f
}
