//go:build !linux

package crashlab

import "syscall"

// tied protects a replica from the terminal's Ctrl-C.
func tied() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }
