// Package team owns the people and programs that use the app for a mall, and
// what they may change.
//
// It must not identify them: package web does, from the signed launch or the
// token. It must not do I/O. It imports the standard library only.
package team
