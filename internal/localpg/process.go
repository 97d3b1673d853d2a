package localpg

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"time"
)

// leash says whether a child ends with this process.
type leash int

const (
	tied leash = iota
	free
)

// runTied runs a tool to its end on a thread of its own. Linux sends the death signal when the starting thread ends,
// and Go may end threads at any time.
func runTied(cmd *exec.Cmd) ([]byte, error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	return cmd.CombinedOutput()
}

// process is a running postgres.
type process struct {
	pid  int
	done chan struct{} // closed when a tied process has ended; nil for a free one
}

// spawn starts the program. For a tied child, a goroutine waits for its end, then calls ended and closes done.
func spawn(l leash, argv []string, attr *os.ProcAttr, ended func(*os.ProcessState)) (*process, error) {
	if l == free {
		p, err := os.StartProcess(argv[0], argv, attr)
		if err != nil {
			return nil, fmt.Errorf("localpg: start %s: %w", argv[0], err)
		}
		pid := p.Pid
		// No goroutine waits for it, because it outlives this process. If it fails during the start, hasEnded reaps it.
		return &process{pid: pid}, p.Release()
	}
	p := &process{done: make(chan struct{})}
	started := make(chan error)
	go func() {
		// The thread is never unlocked: it must live as long as the child, and it ends with this goroutine.
		runtime.LockOSThread()
		child, err := os.StartProcess(argv[0], argv, attr)
		if err != nil {
			started <- fmt.Errorf("localpg: start %s: %w", argv[0], err)
			return
		}
		p.pid = child.Pid
		started <- nil
		st, err := child.Wait()
		if err != nil {
			st = nil // another waiter has reaped it, so it is gone too
		}
		ended(st)
		close(p.done)
	}()
	return p, <-started
}

func (p *process) hasEnded() bool {
	if p.done == nil {
		pid, err := syscall.Wait4(p.pid, nil, syscall.WNOHANG, nil)
		return pid == p.pid || errors.Is(err, syscall.ECHILD)
	}
	select {
	case <-p.done:
		return true
	default:
		return false
	}
}

// kill ends a process that did not start completely, by SIGKILL if necessary.
func (p *process) kill() {
	for _, sig := range []syscall.Signal{syscall.SIGQUIT, syscall.SIGKILL} {
		_ = syscall.Kill(p.pid, sig) // a process that is already gone is no problem
		deadline := time.NewTimer(3 * time.Second)
		t := time.NewTicker(tick)
		for waiting := true; waiting; {
			select {
			case <-t.C:
				waiting = !p.hasEnded()
			case <-deadline.C:
				waiting = false
			}
		}
		t.Stop()
		deadline.Stop()
		if p.hasEnded() {
			return
		}
	}
}
