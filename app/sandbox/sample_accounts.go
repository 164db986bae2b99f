package sandbox

import (
	"fmt"
	"strconv"
)

func manyNumberID(i int) string { return strconv.Itoa(manyNumberIDStart + i) }

// sampleNumber is a number with which nothing is wrong.
func sampleNumber(id, display, name string) Number {
	return Number{
		ID: id, Display: display, VerifiedName: name,
		Quality: "GREEN", CodeStatus: "VERIFIED", NameStatus: "APPROVED", Status: "CONNECTED",
		Platform: "CLOUD_API", Throughput: "STANDARD", AccountMode: "LIVE", Limit: "TIER_2K",
	}
}

func addSampleAccounts(w World, v SampleValues) {
	add := func(id, name string, health Health, numbers ...Number) {
		a := WABA{
			ID: id, Name: name, BusinessID: v.BusinessID, Country: "ID", Currency: "IDR",
			TimezoneID: "66", ReviewStatus: "APPROVED", Health: health,
		}
		for _, n := range numbers {
			n.WABAID = id
			w.Numbers[n.ID] = n
			a.NumberIDs = append(a.NumberIDs, n.ID)
		}
		w.WABAs[id] = a
	}
	second := sampleNumber(v.SecondPhoneNumberID, "+62 811-5550-0277", "Nusantara Priority")
	second.Quality, second.Limit = "YELLOW", "TIER_250"
	add(v.WABAID, "Nusantara Bank", Health{},
		sampleNumber(v.PhoneNumberID, "+62 811-5550-0188", "Nusantara Bank"), second)

	add(v.OtherWABAID, "Kopi Langit", Health{}, append([]Number{
		sampleNumber(v.OtherPhoneNumberID, "+62 812-5550-1423", "Kopi Langit"),
	}, troubledNumbers(v)...)...)

	add(v.BlockedWABAID, "Toko Senja", Health{State: "BLOCKED", Errors: []HealthError{{
		Code:        141006,
		Description: "There is an error with the payment method. This will block business initiated conversations.",
		Solution:    "There was an error with your payment method. Please add a new payment method to the account.",
	}}}, sampleNumber(v.BlockedPhoneNumberID, "+62 856-5550-1198", "Toko Senja"))

	var many []Number
	for i := range ManyNumbers {
		many = append(many, sampleNumber(manyNumberID(i),
			fmt.Sprintf("+62 821-5551-%04d", i), fmt.Sprintf("Cabang %03d", i+1)))
	}
	add(v.ManyNumbersWABAID, "Cabang Nusantara", Health{}, many...)

	add(v.UnassignedWABAID, "Another client", Health{},
		sampleNumber(v.UnassignedPhoneNumberID, "+62 838-5550-0912", "Another client"))
}

// troubledNumbers are those with which one thing each is wrong.
func troubledNumbers(v SampleValues) []Number {
	banned := sampleNumber(v.BannedPhoneNumberID, "+62 852-5550-6671", "Kopi Langit Promo")
	banned.Status, banned.Quality = "BANNED", "RED"
	banned.Health = Health{State: "BLOCKED", Errors: []HealthError{{
		Code:        131031,
		Description: "The account was locked for a violation of the policy.",
		Solution:    "Ask for a review in Business Support Home.",
	}}}
	unregistered := sampleNumber(v.UnregisteredPhoneNumberID, "+62 878-5550-3311", "Kopi Langit Baru")
	unregistered.Status, unregistered.Quality = "PENDING", "UNKNOWN"
	unregistered.CodeStatus, unregistered.Platform = "NOT_VERIFIED", "NOT_APPLICABLE"
	unregistered.Throughput, unregistered.Limit = "NOT_APPLICABLE", "TIER_250"
	unregistered.Health = Health{State: "BLOCKED", Errors: []HealthError{{
		Code:        133010,
		Description: "The phone number is not registered on the Cloud API.",
		Solution:    "Register the phone number.",
	}}}
	limited := sampleNumber(v.LimitedPhoneNumberID, "+62 812-5550-6604", "Kopi Langit Malam")
	limited.NameStatus, limited.Limit = "PENDING_REVIEW", "TIER_250"
	limited.Health = Health{State: "LIMITED", Info: []string{
		"Your display name has not been approved yet. Your message limit will increase after the display name is approved.",
	}}
	test := sampleNumber(v.TestPhoneNumberID, "+1 555-078-3881", "Test Number")
	test.AccountMode, test.Allowed = "SANDBOX", []string{digitsOf(v.Customer)}
	return []Number{banned, unregistered, limited, test}
}
