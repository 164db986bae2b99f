// Package cloudshape reads and writes what providers of WhatsApp have in common.
//
// Meta's webhooks have a shape of their own: entries, changes, messages, states.
// Others pass the same shape on inside an envelope, or a part of it, and the
// messages that they take have it too. What one provider adds stays with that
// provider's protocol; this package knows none of them by name.
//
// Reading is lenient in one way and strict in another: whatever stands in a place
// where it does not belong is left out and never an error, but what is not whole
// JSON is nothing at all.
package cloudshape
