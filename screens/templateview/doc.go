// Package templateview turns templates into what the widget kit draws: the
// message as the customer sees it, the chip of a status, the name of a language.
// The pages that show templates share it, so that they show them alike. It reads
// nothing and changes nothing.
package templateview
