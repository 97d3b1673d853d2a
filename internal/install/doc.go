// Package install owns a mall's connection to the app: the signed launch, the
// consent, the token pair and its renewal, and the end of the installation.
//
// It must not contain HTTP handlers, cookies or pages: package web turns
// requests into these calls and their errors into pages. It must not keep a
// token in memory longer than one call: tokens are stored only in the database.
// Every renewal runs under the row lock of the token, so that any number of
// processes use a refresh token only once.
package install
