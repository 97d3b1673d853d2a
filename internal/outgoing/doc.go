// Package outgoing owns messages: why they are sent, what they hold, every attempt
// and its outcome, and where their links lead.
//
// It must not send: package notify does.
package outgoing
