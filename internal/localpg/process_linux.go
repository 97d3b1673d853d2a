package localpg

import "syscall"

// processAttributes are how a child is started. A tied one ends when the thread that started it does, and so when we are killed;
// SIGINT is PostgreSQL's fast shutdown. Both kinds are out of reach of the terminal's Ctrl-C: who started the server stops it,
// after its own connections are closed.
func processAttributes(acct account, l leash) *syscall.SysProcAttr {
	if l == free {
		return &syscall.SysProcAttr{Credential: acct.credential(), Setsid: true}
	}
	return &syscall.SysProcAttr{Credential: acct.credential(), Setpgid: true, Pdeathsig: syscall.SIGINT}
}
