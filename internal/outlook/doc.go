// Package outlook owns what is expected of the days to come: planned promotions and
// holidays, the nightly forecast of a variant with the reorder point that it
// suggests, the proof of it, and reorder sheets.
//
// It only holds and checks: package forecast computes. It must not do I/O.
package outlook
