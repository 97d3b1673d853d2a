// Package postgres is the only persistent storage of the product: it holds all
// SQL. Every exported method of [Store] and of the subjects of [Mall] is one
// transaction under a role that owns nothing, with a deadline of its own.
//
// It must not call out (no HTTP, no mail) while a transaction may be open,
// with the one exception of tokenStore.WithToken, whose callback runs under a
// row lock on purpose. It decides nothing itself: what a reading means comes
// in as a function of lowstock.
package postgres
