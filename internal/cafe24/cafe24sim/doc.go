// Package cafe24sim is a working Cafe24: the mall's admin page, consent, OAuth, the Admin API with its limits,
// webhooks, shoppers who buy, and switches that break each of them. The demo and the tests use the same server.
//
// It is written from the platform's documentation and must not import internal/cafe24 or anything else of this
// repository. The client and the simulator are two independent readings of one contract, so a mistake in one of them
// shows. The simulator keeps its state in memory (and in one JSON file, if configured). It knows nothing about the
// app except its addresses and credentials.
package cafe24sim
