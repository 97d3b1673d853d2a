package crashlab

import "syscall"

// tied lets a replica end with this process, however it ends, and keeps the terminal's Ctrl-C from it.
func tied() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}
