// Package redact owns values that must not be seen: they are printed, logged
// and marshalled as "[redacted]".
//
// It must not store, encrypt or compare a value. It imports the standard
// library only, so that the API client may use it, too.
package redact
