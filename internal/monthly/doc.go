// Package monthly owns the report of a month: which sell-outs were announced in
// time, which were not, and why.
//
// It counts records that the caller passes. It must not do I/O and must not
// read a clock of its own.
package monthly
