// Package outlook owns what is expected for the days to come: planned
// promotions and holidays, the nightly forecast of a variant with the suggested
// reorder point, the proof of that point, and reorder sheets.
//
// It must not compute a forecast: package forecast does. It must not do I/O and
// must not read a clock of its own.
package outlook
