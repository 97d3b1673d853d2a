//go:build unix && !linux

package localpg

import "syscall"

// processAttributes are how a child is started. Only Linux can tie it to us: elsewhere a server whose starter was killed runs on
// until the next Start finds and stops it.
func processAttributes(acct account, l leash) *syscall.SysProcAttr {
	if l == free {
		return &syscall.SysProcAttr{Credential: acct.credential(), Setsid: true}
	}
	return &syscall.SysProcAttr{Credential: acct.credential(), Setpgid: true}
}
