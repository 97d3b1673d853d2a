// Package purchase owns purchase orders to suppliers: what is ordered, what the
// supplier answered, what has arrived, and how many units are still on their way.
// It does not own customers' orders; package demand reads those.
//
// It must not do I/O, must not read the clock, and must not change a quantity:
// the quantity of a variant is Cafe24's.
package purchase
