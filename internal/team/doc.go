// Package team owns the people and programs that use the app for a mall, and what
// they may change.
//
// It imports the standard library only.
package team
