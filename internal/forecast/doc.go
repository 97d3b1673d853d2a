// Package forecast reckons what an item will sell and which threshold keeps a
// promise: from a record of days ([Series]) a [Model], from that the demand of a
// lead time as a distribution ([Demand]), a reorder point ([Suggestion]), the
// date of running out ([RunOut]) and what is at risk ([Risk]). [Backtest] and
// [Replay] say how such thresholds would have done. [Sales] reckons how fast a
// variant sells from its recorded levels alone.
//
// It is pure: no storage, no transport, no clock of its own, and it knows of
// the rest of the app only the words of lowstock. The same record gives the same
// answer.
//
// It owns what counts as a sale and over which time that is divided, and how
// demand is spread. It must not decide on alerts; lowstock does, by the number
// that comes from here. docs/forecast.md has the formulas, their sources, and
// what was tried and rejected.
package forecast
