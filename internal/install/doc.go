// Package install owns a mall's connection to the app: the signed launch, the
// consent, the token pair and its renewal, and the end of the installation.
//
// It must not know HTTP handlers, cookies or pages: web turns requests into
// these calls and their errors into pages. It must not keep a token in memory
// beyond a call: the store is the only place where one lives, and every
// renewal runs under the store's row lock, so that any number of processes
// spend a refresh token once.
package install
