// Package forecast computes what an item will sell and which threshold keeps a
// promise. A daily record ([Series]) gives a [Model]. The model gives the
// demand of a lead time as a distribution ([Demand]), a reorder point
// ([Suggestion]), the day of running out ([RunOut]) and the risk ([Risk]).
// [Backtest] and [Replay] show how well such thresholds would have worked.
// [Sales] computes how fast a variant sells from its recorded levels alone.
//
// It owns what counts as a sale, the time by which sales are divided, and how
// far demand varies.
//
// It must not do I/O, must not read a clock of its own, and must not decide on
// alerts: lowstock does, with the number from this package. The same record
// gives the same result. Of the rest of the app it imports only lowstock,
// demand and outlook. docs/forecast.md has the formulas, their sources, and
// what was tried and rejected.
package forecast
