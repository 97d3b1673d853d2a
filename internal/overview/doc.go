// Package overview owns what the connection page shows of a mall: its connection,
// the newest readings, and how well the app has watched over it.
//
// It holds and adds up; it decides nothing.
package overview
