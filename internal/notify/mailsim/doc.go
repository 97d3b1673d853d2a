// Package mailsim is an in-process SMTP server that keeps the mails it receives, for the demo and the tests. It can
// fail in the ways in which real mail servers fail, and it has a page that shows the mails.
//
// It never relays mail and has no TLS. It must not be reachable from outside the machine.
package mailsim
