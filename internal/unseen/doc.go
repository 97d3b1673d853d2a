// Package unseen owns characters that show nothing: which they are, and how to
// take them off a text.
package unseen
