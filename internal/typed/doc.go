// Package typed owns how text that people type, upload and send is cleaned, and
// how it is compared with stored text. Typed text is stored clean. Text from
// Cafe24 may not be clean, so both sides of a comparison have to go through the
// same function.
//
// E-mail and web addresses are an exception. Invisible characters are removed
// from their ends only. A character within an address would name another
// mailbox than the visible one. It stays in the address, and the code that
// checks the address refuses it.
//
// The package must not check whether a text is valid for a field, and must not
// do I/O.
package typed
