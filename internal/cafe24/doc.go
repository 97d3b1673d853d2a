// Package cafe24 is the Cafe24 platform as a library: the signed launch, OAuth, the proofs and payloads of
// webhooks, and the Admin API with its paging, its limits and its errors.
//
// It owns everything that is Cafe24's: query formats, clock zones, header names, bucket sizes, odd JSON. It knows
// nothing of this app: no rules, no storage, no sessions, and it imports no other package of this module. It keeps
// no tokens either; a caller hands in a [TokenSource] and decides where they live.
//
// What it promises:
//   - A mall id is checked before it becomes part of an address.
//   - A number that the platform did not send is reported as unknown, never as zero.
//   - Buyers' data ends here: only allow-listed fields leave [ParseEvent] and the order calls.
//   - Names are plain text: the HTML that merchants may write in them is read, at one place (name.go).
//   - No token, secret or response body appears in a log line or an error.
//   - One [Platform] paces all its clients: per mall and endpoint, without running into a 429.
package cafe24
