// Package contract checks with calls to a connected mall whether the program's assumptions about Cafe24 hold. It owns
// the list of the assumptions and how each is checked. It only reads, within the mall's limits.
//
// A line shows only the shape of an answer: names of fields and kinds of values, counts, and T or F. It must not show a
// value that could identify a person, a product or an order.
package contract
