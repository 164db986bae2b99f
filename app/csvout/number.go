package csvout

// Number writes a cell with a decimal number that has a point before its decimals,
// as 356.65: something to calculate with. For Excel a comma stands there, which is
// what its Indonesian and European settings expect. What is none is written as Word
// does; "" is an empty cell.
func (w *Writer) Number(decimal string) {
	for i := range len(decimal) {
		if c := decimal[i]; (c < '0' || c > '9') && c != '.' && (c != '-' || i > 0) {
			w.Word([]byte(decimal))
			return
		}
	}
	w.next()
	at := len(w.buf)
	w.buf = append(w.buf, decimal...)
	if !w.excel {
		return
	}
	for i := at; i < len(w.buf); i++ {
		if w.buf[i] == '.' {
			w.buf[i] = ','
		}
	}
}
