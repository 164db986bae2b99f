// Package screens is the window: its frame with rail and top bar, the pages'
// order, menus and shortcuts, and the questions that belong to no single page.
//
// A page knows nothing of the window but frame.Shell, and nothing of the other
// pages. The window asks the services through Deps and knows no storage.
package screens
