// Package mailsim is an SMTP server in process that keeps what it is sent, for the demo and the tests. It can misbehave in the ways
// real mail servers do, and it has a page to read the mail.
//
// It never sends anything on, speaks no TLS, and must not be reachable from outside the machine.
package mailsim
