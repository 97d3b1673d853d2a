// Package contract asks a connected mall whether what this program assumes of Cafe24 holds. It owns the list of the
// assumptions and how each is asked; it only reads, within the mall's limits.
//
// What a line shows is the shape of an answer: names of fields and kinds of values, counts, and T or F. It must not
// show a value that could name a person, a product or an order.
package contract
