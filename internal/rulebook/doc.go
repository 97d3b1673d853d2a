// Package rulebook owns a mall's rules as a collection: the tree in which
// narrower rules override wider ones, the record of rule changes, the preview
// of a change, and how far the evaluation after a change is.
//
// It must not do I/O, must not read a clock of its own, and must not decide
// which threshold a rule gives: lowstock does.
package rulebook
