// Package handoff makes the sheet with which a channel's webhook details are
// given to the provider's team or to the client's own IT: as QR codes, picture,
// PDF, text and JSON, in English or Indonesian. It also keeps the log of who got
// which sheet and whether what it says still holds.
//
// All renderings come from one Sheet, so that they cannot disagree. A sheet
// never holds an access token or an App Secret; the webhook secret is read only
// when it is asked for by somebody who may edit the channel.
package handoff
