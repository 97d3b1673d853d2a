// Package localtime owns clocks and calendar days in a time zone, with hours that
// are skipped or come twice.
//
// It reads no clock of its own and imports the standard library only.
package localtime
