// Package team owns the people and programs that use the app for a mall, and
// what they may change.
//
// It must not identify them: package install checks a signed launch, and
// package web checks a session or a token. It must not do I/O. It imports the
// standard library only.
package team
