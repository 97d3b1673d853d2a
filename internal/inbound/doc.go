// Package inbound owns what the app reads from Cafe24 and when: webhooks as
// hints, the watch and the full sweep, the levels of one read, elements that
// could not be read, and how late a change was found.
//
// It must not do I/O, must not read a clock of its own, and must not decide
// about alerts. It imports the standard library and lowstock only.
package inbound
