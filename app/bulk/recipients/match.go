package recipients

import (
	"slices"
	"strings"
	"unicode"
)

// Need is one thing that a message takes from the file.
type Need struct {
	// Key names it: "phone", "name", or a variable such as "1", "amount", "header",
	// "button.0".
	Key   string
	Label string
	// Words are other names that a column for it may have.
	Words []string
	// Optional may be empty, or have no column at all.
	Optional bool
	// Max is how many characters fit; 0 is any number.
	Max int
	// Link is true for the address of a file.
	Link bool
	// InBody counts its characters with those of the message's text.
	InBody bool
}

// The keys of what is no variable.
const (
	KeyPhone = "phone"
	KeyName  = "name"
)

// Phone and Name are the two needs that every file is asked for.
func Phone(label string) Need {
	return Need{Key: KeyPhone, Label: label, Words: []string{
		"phone", "phonenumber", "phoneno", "number", "mobile", "mobilephone", "msisdn", "whatsapp", "whatsappnumber", "wa", "nowa", "to", "recipient", "tel",
		"telephone", "cell", "hp", "nohp", "nomorhp", "handphone", "nohandphone", "nomor", "nomortelepon", "notelp", "telepon", "telp", "nomorwa", "nomorwhatsapp",
	}}
}

// Name is the person's name, which the history shows.
func Name(label string) Need {
	return Need{Key: KeyName, Label: label, Optional: true, Max: 120, Words: []string{
		"name", "fullname", "customer", "customername", "contact", "contactname", "nama", "namalengkap", "namapelanggan", "pelanggan", "nasabah", "namanasabah",
	}}
}

// Match finds a column for each need, by name: the place in File.Columns, or -1.
// A column is taken once, but a name may serve a variable as well. What is left
// over of variables and columns goes together in order when nothing matched by
// name and there are as many of both.
func (f *File) Match(needs []Need) []int {
	out := make([]int, len(needs))
	taken := map[int]bool{}
	for i, n := range needs {
		out[i] = f.find(n, taken)
		if out[i] >= 0 && n.Key != KeyName {
			taken[out[i]] = true
		}
	}
	var left []int
	for i, n := range needs {
		if out[i] < 0 && !n.Optional && n.Key != KeyPhone {
			left = append(left, i)
		}
	}
	var free []int
	for i := range f.Columns {
		if !taken[i] {
			free = append(free, i)
		}
	}
	matched := 0
	for i, n := range needs {
		if out[i] >= 0 && n.Key != KeyPhone && n.Key != KeyName {
			matched++
		}
	}
	if matched == 0 && len(left) == len(free) {
		for k, i := range left {
			out[i] = free[k]
		}
	}
	return out
}

// find looks for the need's own names first, then for a column that begins with
// one of them.
func (f *File) find(n Need, taken map[int]bool) int {
	names := append([]string{plain(n.Label), plain(n.Key), plain("{{" + n.Key + "}}"), plain("variable" + n.Key), plain("var" + n.Key)}, n.Words...)
	for _, want := range names {
		if want == "" {
			continue
		}
		for i, c := range f.Columns {
			if !taken[i] && plain(c.Name) == want {
				return i
			}
		}
	}
	for _, want := range names {
		if len(want) < 4 {
			continue
		}
		for i, c := range f.Columns {
			if p := plain(c.Name); !taken[i] && (strings.HasPrefix(p, want) || len(p) >= 4 && strings.HasPrefix(want, p)) {
				return i
			}
		}
	}
	return f.findByWords(n, taken)
}

// findByWords looks for a column all of whose words stand in the need's label: name
// for "Customer name", loan_no for "Loan number".
func (f *File) findByWords(n Need, taken map[int]bool) int {
	have := words(n.Label)
	for i, c := range f.Columns {
		if taken[i] {
			continue
		}
		all := words(c.Name)
		fits := len(all) > 0
		for _, w := range all {
			fits = fits && slices.ContainsFunc(have, func(h string) bool { return h == w || len(w) > 2 && strings.HasPrefix(h, w) })
		}
		if fits && slices.ContainsFunc(all, func(w string) bool { return len(w) > 2 && w != "number" }) {
			return i
		}
	}
	return -1
}

// short are words as people shorten them in the heads of columns.
var short = map[string]string{"no": "number", "nr": "number", "num": "number", "nomor": "number", "amt": "amount", "qty": "quantity", "tgl": "tanggal", "jml": "jumlah"}

// words are those of a name in small letters, written out.
func words(s string) []string {
	out := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	for i, w := range out {
		if long := short[w]; long != "" {
			out[i] = long
		}
	}
	return out
}

// plain leaves letters and digits of a name, in small letters.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}
