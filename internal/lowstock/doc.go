// Package lowstock owns the words of the product and its decisions: malls,
// products and variants, thresholds and rules, incidents and deliveries,
// errors, and the pure functions that say whether an alert is due and why.
//
// A concept that belongs to one subject only (demand, settings, messages,
// reports, …) has a package of its own. That package imports lowstock; lowstock
// must not import it.
//
// Package lowstock must not do I/O, must not read a clock of its own, and must
// not know how anything is stored, fetched, sent or shown. It imports the
// standard library only.
package lowstock
