package kit

// NewTextLink is a Link in the size of body text, semi-bold and in a colour of
// its own: an action in a row of a table, the whole row's height to the pointer.
func NewTextLink(text string, tok Token, onTap func()) *Link {
	l := NewLink(text, "", onTap)
	l.text.SetStyle(BodyStrong)
	l.SetMin(0, 32)
	return l.SetToken(tok)
}
