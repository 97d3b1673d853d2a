// Package worklist owns the kinds of work that a row in the database can mark
// as due.
//
// It must not run the work: jobs do. It must not decide when work is due. It
// imports the standard library and lowstock only.
package worklist
