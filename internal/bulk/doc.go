// Package bulk owns one action on many incidents: which incidents are selected,
// and the result.
//
// It must not decide what an action does to one incident: lowstock does. It
// must not do I/O.
package bulk
