// Package selfcheck owns the ways in which the app cannot do its work for a mall, and
// the decision that one of them has begun or ended.
//
// It is given facts; it must not look for them.
package selfcheck
