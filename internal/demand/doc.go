// Package demand owns what was sold on which day: which days have to be
// counted, from which source, how far the counting is, and how many units
// unpaid orders hold.
//
// It must not do I/O, must not read a clock of its own, and must not forecast.
// It imports the standard library, lowstock and localtime only.
package demand
