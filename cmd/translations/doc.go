// Command translations keeps assets/translations in step with the source. It
// finds every English text that the window can show, wherever the text is
// written, and compares it with en.json and id.json:
//
//	go run ./cmd/translations          # say what is missing, unused or broken
//	go run ./cmd/translations -write   # add what is missing, remove what is unused
//	go run ./cmd/translations -words   # list words that may stand in sentences untranslated
//
// An English text is its own key. It is found by following the arguments of
// lang.L and its sisters backwards through variables, parameters, fields, maps
// and results to the literals they come from; app.Text needs no rule of its own,
// because frame.T passes its template to lang.L. What cannot be followed, such as
// a text that a library formats, must be listed in exceptions.go with a reason.
//
// en.json repeats the keys: with it a text is parsed once and not at each use,
// and English can be chosen on a computer that speaks another language. Both
// files also hold the toolkit's own words, for it brings no Indonesian.
package main
