package applyfile

// kind is what a value is in the file.
type kind int

const (
	nothing kind = iota // null, or nothing after the colon
	text
	number
	flag
	mapping
	list
)

var kindNames = map[kind]string{
	nothing: "nothing", text: "text", number: "a number", flag: "true or false",
	mapping: "a group of keys", list: "a list",
}

// node is a value of the file, the same for YAML and JSON.
type node struct {
	kind kind
	pos  Pos
	// value is the text, or a number or flag as it was written.
	value   string
	entries []entry
}

// entry is one key of a mapping with its value.
type entry struct {
	name  string
	pos   Pos
	value *node
}

// get gives the value of a key, or nil.
func (n *node) get(name string) *node {
	if n == nil {
		return nil
	}
	for _, e := range n.entries {
		if e.name == name {
			return e.value
		}
	}
	return nil
}
