// Package sandbox simulates the providers' HTTP interfaces on this computer, so
// that the whole product can be tried and tested with no account and no
// network. It is a server to speak to and nothing more: the program's protocols
// reach it over HTTP exactly as they reach the real provider.
//
// Meta is the Graph interface: the paths, shapes, error bodies and odd habits
// that a channel's set-up meets. Qontak is its Open API in both ways of signing
// in, with templates and messages; Coster is its two hosts. Where a provider's
// own documents are silent, the type's comments or its quirks say what was
// assumed. Requests are recorded, and what a provider would refuse or what leaks
// a secret is kept as a Violation. Faults can be injected, from Go or over the
// control paths of a running Sandbox.
//
// # Webhooks
//
// Every accepted message travels to its customer's phone, and its states are
// told by webhook: sent, delivered and read after short delays, now and then in
// the wrong order, twice, or several in one post; a post that is not answered
// with 200 is tried again with growing waits. Delivery has all of that in hand,
// QuickDelivery is in order, once and at once. The seed decides what happens to
// which message.
//
//   - Meta posts to the callback of the number, else of the account (both set by
//     override), else of the app's subscription; the app must be subscribed to the
//     account. An override carries the field messages only. Posts are signed with
//     the App Secret. Template, account and quality changes go to the app's own
//     callback.
//   - Qontak posts to the registered endpoint of the organisation, each event
//     whose switch is on, one a post.
//   - Coster posts to the address that Coster.SetCallback or the control path sets,
//     as its staff would.
//
// Addresses must be https, or http to this computer. Names that are reserved for
// examples (.example, .test, .invalid) get nothing, unless Delivery.Gateway puts
// another scheme and host in front of the same path.
//
// # Control paths
//
// On a running Sandbox, for this computer only, JSON in and out. Times are text,
// as "300ms".
//
//	GET  /_sandbox/state                    values, addresses, faults, violations
//	GET  /_sandbox/requests, DELETE         what was asked
//	GET  /_sandbox/messages                 what was accepted, by provider
//	POST /_sandbox/faults, GET, DELETE      answers that go wrong
//	GET  /_sandbox/webhooks                 how webhooks are sent
//	POST /_sandbox/webhooks                 {"quick":true, "provider":"meta", "off":false, "no_states":true,
//	                                        "at_once":true, "sent":"300ms", "delivered":"900ms", "read":"4s",
//	                                        "read_share":60, "disorder":20, "twice":8, "skipped":5, "batch":50,
//	                                        "retry":"2s", "attempts":20, "gateway":"http://127.0.0.1:8080",
//	                                        "coster_callback":"http://127.0.0.1:8080/hooks/coster/KEY/SECRET",
//	                                        "per_second":0, "pair_burst":0}; what is left out stays
//	GET  /_sandbox/posted                   webhook posts that were tried
//	POST /_sandbox/notices                  {"field":"phone_number_quality_update","value":{...}}
//	GET  /_sandbox/templates                Meta's templates of the sample account
//	POST /_sandbox/templates/{id}           {"status":"PAUSED", "reason":"...", "quality":"RED", "category":"...",
//	                                        "next_category":"..."}: what Meta does by itself, told by webhook
//	GET  /_sandbox/phone                    the customers' conversations
//	GET  /_sandbox/phone/chats/{id}         one of them
//	GET  /_sandbox/phone/events             server-sent events, one for each change
//	POST /_sandbox/phone/write              {"provider":"meta","customer":"+6281255507001","text":"Halo"};
//	                                        "type": text, image, reaction, location, unsupported; "reply_to"
//	POST /_sandbox/phone/tap                {..., "button":"Label or place from 0", "message":"wamid..."}
//	POST /_sandbox/phone/read               {...}
//	POST /_sandbox/phone/silent             {..., "on":true}: the phone is switched off
//	POST /_sandbox/phone/opt-out            {..., "on":true}
//	POST /_sandbox/phone/last-wrote         {..., "ago":"23h50m"}
//
// The phone's paths take "provider" (meta when left out), "account" (phone number
// ID, channel integration ID or account ID; the sample's when left out) and
// "customer", or "chat" with a conversation's id.
//
// Files that begin with qontak and coster belong to these two, files that begin
// with plain to both; the others are Meta's or of all.
//
// Every identifier is fixed; every secret is derived from a seed, so a restart
// with the same seed gives the same world.
package sandbox
