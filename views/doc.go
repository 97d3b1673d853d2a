// Package views owns the pages: templ components and one view model a
// component. A view model holds what is displayed: text, numbers as text, URLs,
// booleans. It must not know the domain, must not compute, and must not read a
// clock; words that never change come from the catalogue in views/words.
package views
