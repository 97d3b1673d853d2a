// Package postgres is the only memory of the product: it holds all SQL. Every
// exported method of [Store] is one transaction under a role that owns
// nothing, with a deadline of its own.
//
// It must not call out (no HTTP, no mail) while a transaction may be open,
// with the one exception of [Mall.WithToken], whose callback is run under a
// row lock on purpose. It decides nothing itself: what a reading means comes
// in as a function of lowstock.
package postgres
