package sandbox

func (m *Meta) numberNode(n Number, c caller) node {
	get := func(name string, _ []string) (any, bool) {
		switch name {
		case "id":
			return n.ID, true
		case "display_phone_number":
			return n.Display, true
		case "verified_name":
			return n.VerifiedName, true
		case "quality_rating":
			return n.Quality, true
		case "code_verification_status":
			return n.CodeStatus, true
		case "name_status":
			return n.NameStatus, true
		case "status":
			return n.Status, true
		case "platform_type":
			return n.Platform, true
		case "throughput":
			return object{{"level", n.Throughput}}, true
		case "account_mode":
			return n.AccountMode, true
		case "whatsapp_business_manager_messaging_limit":
			return n.Limit, true
		case "is_official_business_account":
			return n.Official, true
		case "health_status":
			return m.numberHealth(n, c), true
		case "webhook_configuration":
			return m.webhookConfiguration(n, c.app.ID), true
		}
		return nil, false
	}
	return node{kind: kindNumber, get: get, defaults: []string{
		"verified_name", "code_verification_status", "display_phone_number", "quality_rating", "platform_type", "throughput", "id",
	}}
}

func (m *Meta) wabaNode(a WABA, c caller, q *request) node {
	get := func(name string, inner []string) (any, bool) {
		switch name {
		case "id":
			return a.ID, true
		case "name":
			return a.Name, true
		case "timezone_id":
			return a.TimezoneID, true
		case "currency":
			return a.Currency, true
		case "country":
			return a.Country, true
		case "account_review_status":
			return a.ReviewStatus, true
		case "business_verification_status":
			return "verified", true
		case "ownership_type":
			return "SELF", true
		case "message_template_namespace":
			return namespaceOf(a.ID), true
		case "owner_business_info":
			b, _ := m.portfolio(a.BusinessID)
			return object{{"name", b.Name}, {"id", b.ID}}, true
		case "health_status":
			return m.wabaHealth(a, c), true
		case "phone_numbers":
			page, err := m.numbersPage(a, c, q, inner)
			return page, err == nil
		}
		return nil, false
	}
	return node{kind: kindWABA, get: get, defaults: []string{
		"id", "name", "currency", "timezone_id", "message_template_namespace",
	}}
}

func appNode(a App) node {
	get := func(name string, _ []string) (any, bool) {
		switch name {
		case "id":
			return a.ID, true
		case "name":
			return a.Name, true
		case "link":
			return appLink(a.ID), true
		case "category":
			return "Business and pages", true
		}
		return nil, false
	}
	return node{kind: kindApp, get: get, defaults: []string{"category", "link", "name", "id"}}
}

func businessNode(b Business) node {
	get := func(name string, _ []string) (any, bool) {
		switch name {
		case "id":
			return b.ID, true
		case "name":
			return b.Name, true
		case "verification_status":
			return "verified", true
		}
		return nil, false
	}
	return node{kind: kindBusiness, get: get, defaults: []string{"id", "name"}}
}

func appLink(id string) string { return "https://www.facebook.com/games/?app_id=" + id }
