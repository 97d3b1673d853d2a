// Package callrate owns one question and its answer: may a process call an
// endpoint of a mall's API now, or how long does it wait. The API client asks and
// the store answers, and neither knows the other.
//
// It imports the standard library only and decides nothing.
package callrate
