// Package bundles owns set products (Cafe24's bundle products): what they are made
// of, how many can be made, and which part stops them.
//
// It must not do I/O. It imports the standard library and lowstock only.
package bundles
