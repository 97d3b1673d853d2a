// Package forecast reckons from a variant's recorded levels how fast it sells.
// It is pure: no storage, no transport, no clock of its own, and it knows of
// the rest of the app only the words of lowstock.
//
// It owns what counts as a sale and over which time that is divided. It must not
// decide on alerts; lowstock does, by the number that comes from here.
package forecast
