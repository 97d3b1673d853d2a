package crashlab

import "syscall"

// tied makes a replica end with this process, however it ends, and protects it from the terminal's Ctrl-C.
func tied() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}
