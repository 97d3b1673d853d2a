// Package overview owns what the connection page, and the bar around every
// page, show of a mall: its connection, the newest readings, and how well the
// app has watched the mall.
//
// It holds and sums up data of other packages. It must not decide anything, and
// must not do I/O.
package overview
