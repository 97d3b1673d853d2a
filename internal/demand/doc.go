// Package demand owns what was sold on which day: which days are to be counted,
// from what, how far the counting has come, and what unpaid orders hold.
//
// It must not do I/O and must not forecast. It imports the standard library,
// lowstock and localtime only.
package demand
