// Package unseen owns characters that are invisible: which characters they are,
// and how to remove them from the ends of a text.
//
// It must not change the inside of a text: package typed does. It imports the
// standard library only.
package unseen
