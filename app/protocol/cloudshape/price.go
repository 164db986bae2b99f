package cloudshape

import "strings"

// The words of a price. They are stored as they are.
const (
	priceFree     = "free"
	priceBillable = "billable"
)

// usualPrices are the prices that nearly every state tells, put together once.
var usualPrices = func() map[[2]string]string {
	out := map[[2]string]string{}
	for _, category := range []string{"utility", "marketing", "authentication", "service"} {
		for _, cost := range []string{priceFree, priceBillable} {
			out[[2]string{category, cost}] = category + ", " + cost
		}
	}
	return out
}()

// price is what a message costs, as "utility, billable" or "service, free": the
// category and whether it is paid for, each where it is told. The type, which
// Meta keeps, goes before the older mark of what is billable.
func price(v Value) string {
	if !v.IsObject() {
		return ""
	}
	category, cost := v.Get("category").Word(), ""
	paid := v.Get("billable")
	switch kind := v.Get("type").Word(); {
	case strings.HasPrefix(kind, priceFree), kind == "" && paid.node().kind == kindFalse:
		cost = priceFree
	case kind == "regular", paid.node().kind == kindTrue:
		cost = priceBillable
	case paid.node().kind == kindFalse:
		cost = priceFree
	}
	if s, ok := usualPrices[[2]string{category, cost}]; ok {
		return s
	}
	category = strings.ToLower(strings.ReplaceAll(category, "_", " "))
	switch {
	case cost == "":
		return category
	case category == "":
		return cost
	}
	return category + ", " + cost
}
