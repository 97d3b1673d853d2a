// Package callrate owns the question whether a process may call an endpoint of
// a mall's API now, and the answer with the time to wait. The API client asks
// and the store answers. Neither knows the other.
//
// It must not compute the answer and must not do I/O. It imports the standard
// library only.
package callrate
