//go:build !linux

package crashlab

import "syscall"

// tied keeps the terminal's Ctrl-C from a replica.
func tied() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }
