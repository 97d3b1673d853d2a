// Package monthly owns the report of a month: which sell-outs were announced in time,
// which were not, and why.
//
// It counts records that it is given; it must not do I/O.
package monthly
