// Package kit is the house widget kit: the colours, the text styles, the
// layouts and the widgets that every screen is built from. It knows nothing
// about channels or messages.
//
// How the pieces fit together:
//
//   - A Token names a meaning of colour ("border", "warning text"). Widgets
//     keep tokens, never colours, and look the colour up in Refresh; that is
//     why the window can change from light to dark while it is open.
//   - A Style names size, line height and weight of text. Line, Cut and
//     Paragraph place text by its baseline.
//   - Box draws a rounded rectangle whose edges are sharp at every scale.
//   - Col, Row, Pad, Fix and their family are layouts with exact gaps. They
//     measure the width first and the height second, so wrapped text has its
//     right height in the first pass. A page is plain nested calls of them.
//   - Press is the base of everything that can be pressed: hover, focus ring,
//     Enter, Space, disabled. Button and Link are built on it.
//
// Everything in this package belongs to the UI thread unless a comment says
// otherwise. Sizes are in the toolkit's device independent pixels.
package kit
