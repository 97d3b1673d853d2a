// Package localpg runs a private PostgreSQL for the demo and the tests. It finds the server's binaries, creates a
// cluster in a folder of its own, runs it on a Unix socket with a password, and stops it.
//
// It never changes a cluster that it did not create: it refuses a folder that is neither empty nor marked by this
// package. It deletes no data unless Remove is called. The only files that it deletes without a call of Remove are
// those of an interrupted initdb, on which no server has run.
//
// The folder holds
//
//	localpg.json   the mark of this package, and the place of the other files if they are elsewhere
//	localpg.lock   held by the process that runs or is starting the server
//	server.lock    held by the server itself and all its children: free means that no process of the cluster is alive
//	state.json     how the server that runs was started
//	password       of the superuser, 0600
//	data/ run/     the cluster and its socket, both 0700
//	postgres.log   the server's log
//
// # Root
//
// PostgreSQL refuses to run as root. So the server of root runs as the owner of an existing data folder, otherwise as
// "postgres", otherwise as "nobody". That account cannot enter a checkout below a closed folder such as /root. In that
// case the cluster is stored below /var/lib (or /var/tmp), localpg.json names the place, and a warning is logged. The
// same place is used from then on: if it no longer exists, Start returns an error and does not create a new cluster.
// Remove deletes both folders. If DataDir is deleted by hand, the other folder remains.
//
// Windows is not supported.
package localpg
