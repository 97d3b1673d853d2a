// Package help owns the help for merchants: the Markdown files in this folder,
// their rendering as HTML, and the search in them.
//
// Both languages have the same pages, with the same sections in the same order.
// A page begins with its title (#) and a lead; each section begins with a
// heading (##) and an id that never changes, since pages of the app link to it.
// {{key}} is replaced by a label of the catalogue, and {{key|을/를}} by the
// label and the Korean particle that fits it. So a renamed button is renamed
// here too.
//
// The package must not know HTTP, and must not say anything that the product
// does not do.
package help
