package kit

// coat notes in which look, light or dark, a renderer coloured what it draws.
//
// When the window turns light or dark, nothing is refreshed and nothing is laid
// out: texts and sizes stay as they are. Instead every renderer is asked for its
// objects before they are painted, sees there that its coat is old, and gives
// them the colours of the new look. So only what is in sight costs anything, and
// what is hidden is coloured when it shows again. The zero coat is old. UI thread
// only.
type coat uint8

const (
	coatLight coat = iota + 1
	coatDark
)

// coatNow is the coat of the present look.
func coatNow() coat {
	if IsDark() {
		return coatDark
	}
	return coatLight
}

// old reports whether the colours are those of another look than the present one,
// and takes it that they are changed now.
func (c *coat) old() bool {
	now := coatNow()
	if *c == now {
		return false
	}
	*c = now
	return true
}
