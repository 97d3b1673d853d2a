// Package worklist owns the kinds of work that a row in the database says is due.
//
// It must not run anything: jobs do. It imports the standard library and lowstock
// only.
package worklist
