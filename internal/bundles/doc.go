// Package bundles owns set products (Cafe24's bundle products): their parts,
// how many sets can be made, and which part stops a set.
//
// It must not do I/O, must not read a clock of its own, and must not decide
// about alerts. It imports the standard library and lowstock only.
package bundles
