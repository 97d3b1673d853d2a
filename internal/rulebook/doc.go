// Package rulebook owns a mall's rules beside what they do: the tree in which they
// override one another, the record of their changes, the preview of a change, and
// how far the evaluation after a change is.
//
// Which threshold a rule gives is lowstock's. It must not do I/O.
package rulebook
