// Package cafe24 is the Cafe24 platform as a library: the signed launch, OAuth, the proofs and payloads of webhooks,
// and the Admin API with its paging, its limits and its errors.
//
// It owns everything that is specific to Cafe24: query formats, time zones, header names, bucket sizes, irregular
// JSON. It knows nothing about this app: no rules, no storage, no sessions. Of this module it imports only callrate
// and redact. It stores no tokens either; the caller passes a [TokenSource] and decides where the tokens are stored.
//
// It guarantees:
//   - A mall id is checked before it becomes part of an address.
//   - A number that the platform did not send is reported as unknown, never as zero.
//   - Buyers' data ends here: only allow-listed fields leave [ParseEvent] and the order calls.
//   - Names are plain text: one place (name.go) reads the HTML that merchants may write in them.
//   - No token, secret or response body appears in a log line or an error.
//   - One [Platform] paces all its clients, per mall and endpoint, so that they do not run into a 429.
package cafe24
