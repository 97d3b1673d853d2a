// Package typed cleans what people type, upload and send, and compares it with
// what is stored. Text is stored clean; what Cafe24 stores may not be, so that
// both sides of a comparison go through the same function.
//
// An address is the exception: what cannot be seen is taken from its ends, but
// within it would name another mailbox than the one that is read. It is left
// there, and refused by who checks the address.
package typed
