// Package bulk owns one action on many incidents: which are meant, and what came of
// it.
//
// What an action does to one incident is lowstock's.
package bulk
