// Package templatefile reads and writes a message template as a file in YAML or
// JSON, for "channeldesk templates create -f FILE".
//
// What cannot be right is told with its line and column, and so is what the
// provider would refuse.
package templatefile

import (
	"errors"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"channeldesk/app"
	"channeldesk/app/protocol"
	"channeldesk/cmd/channeldesk/applyfile"
)

// sizeMax is far more than any template.
const sizeMax = 1 << 20

// form is the file.
type form struct {
	Name     string            `yaml:"name"`
	Language string            `yaml:"language"`
	Category string            `yaml:"category"`
	Header   *header           `yaml:"header,omitempty"`
	Body     string            `yaml:"body,omitempty"`
	Samples  map[string]string `yaml:"samples,omitempty"`
	Footer   string            `yaml:"footer,omitempty"`
	Buttons  []button          `yaml:"buttons,omitempty"`
	Code     *code             `yaml:"code,omitempty"`
	Offer    *offer            `yaml:"offer,omitempty"`
	Cards    []card            `yaml:"cards,omitempty"`
	Lifetime string            `yaml:"lifetime,omitempty"`
	Labels   map[string]string `yaml:"labels,omitempty"`
}

type header struct {
	Kind    string            `yaml:"kind"`
	Text    string            `yaml:"text,omitempty"`
	Samples map[string]string `yaml:"samples,omitempty"`
	// File is the path of the sample, from the folder of the file; Link is for
	// providers that take one.
	File string `yaml:"file,omitempty"`
	Link string `yaml:"link,omitempty"`
}

type button struct {
	Kind   string `yaml:"kind"`
	Text   string `yaml:"text,omitempty"`
	URL    string `yaml:"url,omitempty"`
	Phone  string `yaml:"phone,omitempty"`
	Sample string `yaml:"sample,omitempty"`
	Flow   string `yaml:"flow,omitempty"`
}

type code struct {
	Delivery string    `yaml:"delivery"`
	Advice   bool      `yaml:"advice,omitempty"`
	Minutes  int       `yaml:"minutes,omitempty"`
	CopyText string    `yaml:"copy_text,omitempty"`
	FillText string    `yaml:"fill_text,omitempty"`
	Apps     []codeApp `yaml:"apps,omitempty"`
	Accepted bool      `yaml:"zero_tap_terms_accepted,omitempty"`
}

type codeApp struct {
	Package string `yaml:"package"`
	Hash    string `yaml:"hash"`
}

type offer struct {
	Text string `yaml:"text"`
	Ends bool   `yaml:"ends,omitempty"`
}

type card struct {
	Header  header            `yaml:"header"`
	Body    string            `yaml:"body,omitempty"`
	Samples map[string]string `yaml:"samples,omitempty"`
	Buttons []button          `yaml:"buttons,omitempty"`
}

// File is a template that was read.
type File struct {
	Draft app.TemplateDraft
	name  string
	tree  *ast.File
}

// Parse reads a file. The error is *applyfile.Problems.
func Parse(name string, data []byte) (*File, error) {
	p := &applyfile.Problems{File: name}
	if len(data) > sizeMax {
		p.Add(applyfile.Pos{Line: 1, Column: 1}, "The file is too large to be a template.")
		return nil, p
	}
	tree, err := parser.ParseBytes(data, 0)
	if err != nil {
		explain(p, err)
		return nil, p
	}
	if len(tree.Docs) != 1 || tree.Docs[0].Body == nil {
		p.Add(applyfile.Pos{Line: 1, Column: 1}, "A file holds one template. It needs at least name, language, category and body.")
		return nil, p
	}
	var f form
	if err := yaml.UnmarshalWithOptions(data, &f, yaml.Strict()); err != nil {
		explain(p, err)
		return nil, p
	}
	out := &File{name: name, tree: tree}
	if f.Lifetime != "" {
		if _, err := time.ParseDuration(f.Lifetime); err != nil {
			p.Add(out.place("lifetime"), "A lifetime is written like 30s, 10m or 12h.")
			return nil, p
		}
	}
	out.Draft = f.draft(filepath.Dir(name))
	return out, nil
}

// explain adds what the reader of YAML found, with its place.
func explain(p *applyfile.Problems, err error) {
	at, message := applyfile.Pos{Line: 1, Column: 1}, "This is neither YAML nor JSON."
	var told yaml.Error
	if errors.As(err, &told) {
		if tk := told.GetToken(); tk != nil && tk.Position != nil {
			at = posOf(tk)
		}
		message = sentence(told.GetMessage())
	}
	p.Add(at, "%s", message)
}

func posOf(tk *token.Token) applyfile.Pos {
	return applyfile.Pos{Line: tk.Position.Line, Column: tk.Position.Column}
}

var unknownField = regexp.MustCompile(`unknown field "([^"]*)"`)

// sentence says in our words what is known of the usual mistakes.
func sentence(message string) string {
	if m := unknownField.FindStringSubmatch(message); m != nil {
		return "A template has no " + app.CleanName(m[1]) + " here. Check the spelling."
	}
	if strings.Contains(message, "cannot unmarshal") || strings.Contains(message, "was used where") {
		return "The value is of another kind than is needed here."
	}
	return "This is not readable: " + app.CleanName(message) + "."
}

// draft is the template of the file. Paths are from its folder.
func (f form) draft(folder string) app.TemplateDraft {
	d := app.TemplateDesign{
		Category: app.TemplateCategory(f.Category), Body: f.Body, Samples: f.Samples, Footer: f.Footer, Buttons: buttonsOf(f.Buttons),
	}
	d.Lifetime, _ = time.ParseDuration(f.Lifetime)
	if f.Header != nil {
		h := f.Header.design(folder)
		d.Header = &h
	}
	if f.Offer != nil {
		d.Offer = &app.OfferDesign{Text: f.Offer.Text, Ends: f.Offer.Ends}
	}
	if c := f.Code; c != nil {
		d.Code = &app.CodeDesign{Advice: c.Advice, Minutes: c.Minutes, Delivery: c.Delivery, CopyText: c.CopyText, FillText: c.FillText, Accepted: c.Accepted}
		for _, a := range c.Apps {
			d.Code.Apps = append(d.Code.Apps, app.CodeApp{Package: a.Package, Hash: a.Hash})
		}
	}
	for _, c := range f.Cards {
		d.Cards = append(d.Cards, app.CardDesign{Header: c.Header.design(folder), Body: c.Body, Samples: c.Samples, Buttons: buttonsOf(c.Buttons)})
	}
	for _, name := range app.Placeholders(d.Body) {
		// Numbers or names: the text tells.
		d.Named = d.Named || strings.Trim(name, "0123456789") != ""
	}
	return app.TemplateDraft{Name: f.Name, Language: f.Language, Design: d, Labels: f.Labels}
}

func (h header) design(folder string) app.HeaderDesign {
	out := app.HeaderDesign{Kind: app.HeaderKind(h.Kind), Text: h.Text, Samples: h.Samples, Handle: h.Link}
	if h.Kind == "" && h.Text != "" {
		out.Kind = app.HeaderText
	}
	if h.File != "" {
		out.Path = h.File
		if !filepath.IsAbs(h.File) {
			out.Path = filepath.Join(folder, h.File)
		}
	}
	return out
}

func buttonsOf(list []button) (out []app.ButtonDesign) {
	for _, b := range list {
		out = append(out, app.ButtonDesign{Kind: app.ButtonKind(b.Kind), Text: b.Text, URL: b.URL, Phone: b.Phone, Sample: b.Sample, Flow: b.Flow})
	}
	return out
}

// Problems gives the findings that the provider would refuse, each with the place
// of its part in the file; nil when there are none.
func (f *File) Problems(findings []protocol.TemplateFinding) error {
	p := &applyfile.Problems{File: f.name}
	for _, finding := range findings {
		if finding.Problem {
			p.Add(f.place(finding.Part), "%s %s", finding.What, finding.Fix)
		}
	}
	return p.Err()
}

var index = regexp.MustCompile(`\.(\d+)`)

// place is where a part stands, or what it stands in; the beginning of the file
// when it is not there at all.
func (f *File) place(part string) applyfile.Pos {
	for part != "" {
		path, err := yaml.PathString("$." + index.ReplaceAllString(part, "[$1]"))
		if err == nil {
			if node, err := path.FilterFile(f.tree); err == nil && node != nil && node.GetToken() != nil {
				tk := node.GetToken()
				if tk.Type == token.MappingValueType && tk.Prev != nil {
					return posOf(tk.Prev) // the colon stands for a whole list of keys
				}
				// The key says more than the first word of its value.
				if tk.Prev != nil && tk.Prev.Type == token.MappingValueType && tk.Prev.Prev != nil {
					tk = tk.Prev.Prev
				}
				return posOf(tk)
			}
		}
		at := strings.LastIndex(part, ".")
		if at < 0 {
			break
		}
		part = part[:at]
	}
	return applyfile.Pos{Line: 1, Column: 1}
}
