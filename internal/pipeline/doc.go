// Package pipeline is the path from a webhook to a sent message, one file a
// step: intake, dispatch, refresh, sweep, watch, collect, deliver, digest,
// wake; and evaluate, from a changed rule to what it covers.
//
// Rows are the truth and jobs only the vehicle. A row says when something is
// due; the dispatcher puts it into a River job; the job claims the row, which
// pushes its time on, so that a crash anywhere only makes it due again. Every
// number comes in through the same transaction, ApplyLevels, whatever caused
// the read. No transaction is open while Cafe24 or a mail server is called.
//
// It must not know SQL, HTTP handlers or how a message is worded, and it
// decides nothing: that is lowstock.Evaluate.
package pipeline
