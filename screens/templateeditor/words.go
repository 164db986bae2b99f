package templateeditor

import (
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/protocol"
	"channeldesk/screens/kit"
	"channeldesk/screens/templateview"
)

// languagesOf are the provider's languages: Indonesian and English first, the
// others by their names.
func languagesOf(o protocol.TemplateOffer) []string {
	out := slices.Clone(o.Languages)
	rank := func(code string) int {
		switch code {
		case "id":
			return 0
		case "en":
			return 1
		}
		return 2
	}
	names := map[string]string{}
	for _, code := range out {
		names[code] = templateview.Language(code)
	}
	slices.SortStableFunc(out, func(a, b string) int {
		if by := rank(a) - rank(b); by != 0 {
			return by
		}
		return strings.Compare(names[a], names[b])
	})
	return out
}

func firstCategory(o protocol.TemplateOffer) app.TemplateCategory {
	if len(o.Categories) == 0 {
		return app.CategoryUtility
	}
	return o.Categories[0]
}

func categoryOptions(o protocol.TemplateOffer) (out []kit.Option) {
	for _, c := range o.Categories {
		out = append(out, kit.Option{Value: string(c), Label: templateview.Category(c)})
	}
	return out
}

// headerWord is the word of a kind of header.
func headerWord(k app.HeaderKind) string {
	switch k {
	case app.HeaderText:
		return lang.L("Text")
	case app.HeaderImage:
		return lang.L("Image")
	case app.HeaderVideo:
		return lang.L("Video")
	case app.HeaderDocument:
		return lang.L("Document")
	case app.HeaderGIF:
		return lang.L("GIF")
	case app.HeaderLocation:
		return lang.L("Location")
	}
	return lang.L("None")
}

// headerOptions are the kinds of header, with the present one even when it is not
// offered, so that it can be seen and taken away.
func headerOptions(kinds []app.HeaderKind, present *app.HeaderDesign, none bool) (out []kit.Option) {
	if none {
		out = append(out, kit.Option{Value: "", Label: headerWord("")})
	}
	for _, k := range kinds {
		out = append(out, kit.Option{Value: string(k), Label: headerWord(k)})
	}
	if present != nil && !slices.Contains(kinds, present.Kind) {
		out = append(out, kit.Option{Value: string(present.Kind), Label: headerWord(present.Kind)})
	}
	return out
}

// buttonWord says what a kind of button does.
func buttonWord(k app.ButtonKind) string {
	switch k {
	case app.ButtonQuickReply:
		return lang.L("Quick reply")
	case app.ButtonURL:
		return lang.L("Open link")
	case app.ButtonPhone:
		return lang.L("Call a number")
	case app.ButtonCopyCode:
		return lang.L("Copy code")
	case app.ButtonFlow:
		return lang.L("Open a flow")
	case app.ButtonCall:
		return lang.L("Voice call")
	case app.ButtonCatalog:
		return lang.L("Catalogue")
	case app.ButtonProducts:
		return lang.L("Products")
	}
	return lang.L("Another kind")
}

// partWord names a part of the template in a sentence.
func partWord(part string) string {
	switch part {
	case "name":
		return lang.L("name")
	case "category":
		return lang.L("category")
	case "language":
		return lang.L("language")
	case "header":
		return lang.L("header")
	case "body":
		return lang.L("body")
	case "footer":
		return lang.L("footer")
	case "buttons":
		return lang.L("buttons")
	case "code":
		return lang.L("code")
	case "offer":
		return lang.L("offer")
	case "cards":
		return lang.L("cards")
	}
	return part
}

// listed joins words to "name, category and body", beginning with a capital.
func listed(words []string) string {
	switch len(words) {
	case 0:
		return ""
	case 1:
		return spoken(words[0])
	}
	last := len(words) - 1
	return spoken(lang.L("{{.Some}} and {{.Last}}", map[string]any{"Some": strings.Join(words[:last], ", "), "Last": words[last]}))
}

// of is a counter: "201 of 1,024".
func of(n, most int) string {
	return lang.L("{{.N}} of {{.Max}}", map[string]any{"N": kit.Number(n), "Max": kit.Number(most)})
}

// sizeWord is a size in words: "1.2 MB".
func sizeWord(n int64) string {
	switch {
	case n >= 1000*1000:
		return strconv.FormatFloat(float64(n)/(1000*1000), 'f', 1, 64) + " MB"
	case n >= 1000:
		return strconv.FormatInt((n+500)/1000, 10) + " KB"
	}
	return strconv.FormatInt(n, 10) + " B"
}
