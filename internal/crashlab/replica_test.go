package crashlab

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"runtime"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// replica is one process of the real binary. A supervisor starts it again when it ends, as an orchestrator would.
type replica struct {
	name   string
	binary string
	addr   string
	env    []string
	log    string // the file of its log

	changed chan struct{} // holds at most one element: wanted has to be read again
	ended   chan struct{}

	mu     sync.Mutex // guards the fields below
	wanted bool
	pid    int // 0: it is not running
	gone   chan struct{}
	exits  int // ends that were not kills
}

// again is how long the orchestrator waits before it restarts a process that has ended by itself.
const again = 200 * time.Millisecond

func newReplica(t *testing.T, name, binary, addr, log string, env []string) *replica {
	t.Helper()
	r := &replica{
		name: name, binary: binary, addr: addr, log: log, env: env,
		changed: make(chan struct{}, 1), ended: make(chan struct{}),
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	go r.supervise(ctx)
	t.Cleanup(func() {
		cancel()
		r.kill()
		<-r.ended
	})
	return r
}

// supervise runs the process as long as it is wanted. It has a thread of its own, because the child's death signal is
// bound to the thread.
func (r *replica) supervise(ctx context.Context) {
	runtime.LockOSThread()
	defer close(r.ended)
	for {
		if !r.isWanted() {
			select {
			case <-r.changed:
				continue
			case <-ctx.Done():
				return
			}
		}
		if ctx.Err() != nil {
			return
		}
		if err := r.once(); err != nil {
			_ = rest(ctx, again)
		}
	}
}

func (r *replica) isWanted() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.wanted
}

// once runs the process from its start to its end.
func (r *replica) once() error {
	log, err := os.OpenFile(r.log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer log.Close() //nolint:errcheck // the child has written it
	cmd := exec.Command(r.binary, "serve")
	cmd.Env, cmd.Stdout, cmd.Stderr, cmd.SysProcAttr = r.env, log, log, tied()
	r.mu.Lock()
	if !r.wanted {
		r.mu.Unlock()
		return nil
	}
	if err := cmd.Start(); err != nil {
		r.mu.Unlock()
		return err
	}
	gone := make(chan struct{})
	r.pid, r.gone = cmd.Process.Pid, gone
	r.mu.Unlock()
	err = cmd.Wait()
	r.mu.Lock()
	defer r.mu.Unlock()
	r.pid = 0
	close(gone)
	if !r.wanted {
		return nil
	}
	r.exits++
	return errors.Join(err, errors.New("it ended by itself"))
}

// start makes the process wanted.
func (r *replica) start() {
	r.mu.Lock()
	r.wanted = true
	r.mu.Unlock()
	select {
	case r.changed <- struct{}{}:
	default:
	}
}

// kill ends the process at once, even if it is stopped, and returns when it is gone.
func (r *replica) kill() {
	r.mu.Lock()
	r.wanted = false
	gone := r.gone
	running := r.pid != 0
	if running {
		_ = syscall.Kill(r.pid, syscall.SIGKILL)
	}
	r.mu.Unlock()
	if running {
		<-gone
	}
}

// signal signals the process if it is running.
func (r *replica) signal(s syscall.Signal) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.pid != 0 {
		_ = syscall.Kill(r.pid, s)
	}
}

// serves returns what is missing until the process answers. It does not ask whether the database answers: on an
// overloaded machine that query would overload the database.
func (r *replica) serves(ctx context.Context) (missing string) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+r.addr+"/healthz", http.NoBody)
	if err != nil {
		return err.Error()
	}
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		return fmt.Sprintf("replica %s: %v", r.name, err)
	}
	defer resp.Body.Close() //nolint:errcheck // nothing is read from it
	if resp.StatusCode != http.StatusOK {
		return fmt.Sprintf("replica %s answers %d", r.name, resp.StatusCode)
	}
	return ""
}

var ports atomic.Int64

// freeAddr returns an address that nobody uses now and that no other lab will use soon, because the listener there is
// down at times. For the same reason it is outside of the port range that the system uses for connections.
func freeAddr(t *testing.T) string {
	t.Helper()
	var config net.ListenConfig
	for range 200 {
		addr := fmt.Sprintf("127.0.0.1:%d", 12_000+os.Getpid()%90*200+int(ports.Add(1)%200))
		l, err := config.Listen(t.Context(), "tcp", addr)
		if err != nil {
			continue
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
		return addr
	}
	t.Fatal("no free port")
	return ""
}
