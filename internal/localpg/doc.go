// Package localpg runs a private PostgreSQL for the demo and the tests: it finds the server's binaries, makes a cluster in a
// folder of its own, runs it on a Unix socket with a password, and stops it.
//
// It never touches a cluster it did not make: a folder that is neither empty nor marked as ours is refused, and nothing is ever
// wiped unless Remove is called for it. All that is removed unasked is the rest of an interrupted initdb, which no server has run on.
//
// The folder holds
//
//	localpg.json   our mark, and where the rest lives when that is elsewhere
//	localpg.lock   held by the process that runs or is starting the server
//	server.lock    held by the server itself and all its children: free means no process of the cluster lives
//	state.json     how the server that runs was started
//	password       of the superuser, 0600
//	data/ run/     the cluster and its socket, both 0700
//	postgres.log   what the server says
//
// # Root
//
// PostgreSQL refuses to run as root, so root's server runs as the owner of an existing data folder, else as "postgres", else as
// "nobody". That account cannot enter a checkout below a closed folder such as /root. Then the cluster lives below /var/lib
// (or /var/tmp) instead, localpg.json names the place, a warning is logged, and the same place is used ever after: when it is
// gone, Start says so and does not begin anew. Remove deletes both; deleting DataDir by hand leaves the other place behind.
//
// Windows is not supported.
package localpg
