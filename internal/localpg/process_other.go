//go:build unix && !linux

package localpg

import "syscall"

// processAttributes returns how a child is started. Only Linux can tie it to this process. On other systems, a server
// whose starter was killed continues to run until the next Start finds and stops it.
func processAttributes(acct account, l leash) *syscall.SysProcAttr {
	if l == free {
		return &syscall.SysProcAttr{Credential: acct.credential(), Setsid: true}
	}
	return &syscall.SysProcAttr{Credential: acct.credential(), Setpgid: true}
}
