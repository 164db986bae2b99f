package app

// Content is what a message says: a template with its values, or text into the
// session, with buttons where the provider has them.
type Content struct {
	Text     string           `json:"text,omitempty"`
	Buttons  []ReplyButton    `json:"buttons,omitempty"`
	Template *TemplateMessage `json:"template,omitempty"`
}

// ReplyButton is a button below a session message.
type ReplyButton struct {
	ID    string `json:"id"`
	Title string `json:"title"`
}

// TemplateMessage fills a template.
type TemplateMessage struct {
	// Name and Language identify it; ID does at providers that send by id.
	Name     string `json:"name"`
	Language string `json:"language"`
	ID       string `json:"id,omitempty"`
	// Header fills the header: a text, or a link to a file with its name.
	Header *TemplateHeader `json:"header,omitempty"`
	// Body are the values of the body in order; Names their names where the
	// template's variables have names.
	Body  []string `json:"body,omitempty"`
	Names []string `json:"names,omitempty"`
	// Buttons are the values of those buttons that take one.
	Buttons []TemplateButton `json:"buttons,omitempty"`
	// OfferEnds is when a limited-time offer ends, in milliseconds since 1970.
	OfferEnds int64 `json:"offer_ends,omitempty"`
	// Cards fill the cards of a carousel in order.
	Cards []TemplateCard `json:"cards,omitempty"`
}

// TemplateCard fills one card of a carousel.
type TemplateCard struct {
	Header  *TemplateHeader  `json:"header,omitempty"`
	Body    []string         `json:"body,omitempty"`
	Buttons []TemplateButton `json:"buttons,omitempty"`
}

// TemplateHeader is the value of a header.
type TemplateHeader struct {
	// Kind is text, image, video, document or location.
	Kind     string `json:"kind"`
	Text     string `json:"text,omitempty"` // of a text, with TextName where its variable has a name
	TextName string `json:"text_name,omitempty"`
	Link     string `json:"link,omitempty"`
	Filename string `json:"filename,omitempty"`
	// Place is set for a location.
	Place *Place `json:"place,omitempty"`
}

// Place is a point on the map.
type Place struct {
	Latitude  float64 `json:"latitude"`
	Longitude float64 `json:"longitude"`
	Name      string  `json:"name"`
	Address   string  `json:"address"`
}

// TemplateButton is the value of one button; Index counts all buttons from 0.
type TemplateButton struct {
	Index int `json:"index"`
	// Kind is url, quick_reply or copy_code.
	Kind  string `json:"kind"`
	Value string `json:"value"`
}
