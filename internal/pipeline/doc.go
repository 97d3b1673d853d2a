// Package pipeline is the path from a webhook to a sent message. Each step is
// one file: intake, dispatch, refresh, sweep, watch, collect, deliver, digest,
// wake. The file evaluate applies a changed rule to the variants that it
// covers.
//
// The rows are the truth and the jobs are only the vehicle. A row says when
// work is due. The dispatcher inserts a River job for it. The job claims the
// row and moves its due time forward, so that after a crash the row only
// becomes due again. Every stock level is written by the same transaction,
// ApplyLevels, whatever caused the reading. No transaction is open while the
// app calls Cafe24 or a mail server.
//
// The package must not contain SQL, HTTP handlers or the texts of messages. It
// makes no decision about alerts: [lowstock.Evaluate] decides.
package pipeline
