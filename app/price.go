package app

import "strings"

// The words that a price ends with, as Message.Price has them.
const (
	priceFree     = "free"
	priceBillable = "billable"
)

// PriceOf takes a message's price apart: the category that the provider put the
// message in, as "utility", and whether it charges for it: "true", "false", or ""
// where it did not say. No provider tells an amount.
func PriceOf(price string) (category, billable string) {
	category, cost, both := strings.Cut(price, ", ")
	if !both {
		category, cost = "", price
	}
	switch cost {
	case priceFree:
		return category, "false"
	case priceBillable:
		return category, "true"
	}
	return price, ""
}

// PriceText says a message's price for people; empty when the provider told none.
func PriceText(price string) Text {
	category, billable := PriceOf(price)
	label := CategoryText(category)
	switch {
	case price == "":
		return Text{}
	case billable == "":
		return label
	case billable == "true" && category == "":
		return Say("Billable")
	case category == "":
		return Say("Free")
	case billable == "true":
		return Say("{{.Category}}, billable", "Category", label)
	}
	return Say("{{.Category}}, free", "Category", label)
}

// CategoryText names a category of messages; one that is new at a provider keeps its
// word.
func CategoryText(category string) Text {
	switch category {
	case "authentication":
		return Say("Authentication")
	case "authentication international":
		return Say("International authentication")
	case "marketing":
		return Say("Marketing")
	case "marketing lite":
		return Say("Marketing Lite")
	case "referral conversion":
		return Say("Conversation from an ad")
	case "service":
		return Say("Service")
	case "utility":
		return Say("Utility")
	}
	return Say("{{.Word}}", "Word", category)
}
