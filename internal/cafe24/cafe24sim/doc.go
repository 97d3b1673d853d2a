// Package cafe24sim is a working Cafe24: the mall's admin page, consent, OAuth, the Admin API with its limits, webhooks,
// shoppers who buy, and switches that break each of them. The demo and the tests run against the same server.
//
// It is written from the platform's documentation and must not import internal/cafe24 or anything else of this
// repository: the client and the simulator are two independent readings of one contract, so that a mistake in one of
// them shows. It keeps its state in memory (and in one JSON file, when asked) and knows nothing of the app beyond its
// addresses and credentials.
package cafe24sim
