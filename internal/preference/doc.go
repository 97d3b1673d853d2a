// Package preference owns what a merchant sets, except rules: how and when the
// mall wants to be notified, its recipients, and how goods come in. It owns
// what follows from these settings (quiet hours, pace, digests, requests for
// consent) and the record of their changes.
//
// It must not do I/O, must not read a clock of its own, and must not send a
// message. Rules and thresholds are lowstock's.
package preference
