// Package preference owns what a merchant sets apart from rules: how and when they
// want to be notified, who is, how goods come in; what follows from it (quiet hours,
// pace, digests, who is asked for consent); and the record of its changes.
//
// It must not do I/O and must not read a clock of its own.
package preference
