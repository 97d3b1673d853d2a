// Package listing owns lists: the queries for them, their rows, and the counts
// above them.
//
// It must not know how rows are stored or shown, must not do I/O, and must not
// decide about alerts.
package listing
