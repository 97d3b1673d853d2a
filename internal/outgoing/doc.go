// Package outgoing owns messages: why they are sent, what they contain, every
// attempt and its outcome, and where their links lead.
//
// It must not send a message (package notify does), must not do I/O, and must
// not decide how a message looks.
package outgoing
