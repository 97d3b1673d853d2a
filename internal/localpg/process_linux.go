package localpg

import "syscall"

// processAttributes returns how a child is started. A tied child ends when the thread that started it ends, and so also
// when this process is killed; SIGINT is PostgreSQL's fast shutdown. The terminal's Ctrl-C reaches neither kind: the
// process that started the server stops it, after its own connections are closed.
func processAttributes(acct account, l leash) *syscall.SysProcAttr {
	if l == free {
		return &syscall.SysProcAttr{Credential: acct.credential(), Setsid: true}
	}
	return &syscall.SysProcAttr{Credential: acct.credential(), Setpgid: true, Pdeathsig: syscall.SIGINT}
}
