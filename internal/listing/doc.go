// Package listing owns lists: what may be asked of them, their rows, and the counts
// above them.
//
// It must not know how rows are stored or shown.
package listing
