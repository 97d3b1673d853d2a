// Package selfcheck owns the kinds of trouble that keep the app from doing its
// work for a mall, and the decision that a trouble has begun or ended.
//
// The caller passes the facts. The package must not read them from the store or
// from Cafe24, must not read a clock of its own, and must not send a message.
package selfcheck
