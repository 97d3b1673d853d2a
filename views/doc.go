// Package views owns the pages: templ components, with one view model for each
// component. A view model holds what is displayed: text, numbers as text, URLs,
// booleans. Package views must not know the domain, must not compute and must not
// read a clock. Fixed words come from the catalogue in views/words.
package views
