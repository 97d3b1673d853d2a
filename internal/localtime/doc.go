// Package localtime owns clock times and calendar days in a time zone, with
// hours that are skipped or come twice.
//
// It must not read a clock of its own and must not know what a time is used
// for. It imports the standard library only.
package localtime
