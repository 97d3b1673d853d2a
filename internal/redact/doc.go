// Package redact owns values that must not be seen: they print, log and marshal
// as "[redacted]".
//
// It imports the standard library only, so that the API client may use it, too.
package redact
