package crashlab

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/Shopify/toxiproxy/v2"
)

// hop is a connection between a replica and another part, in either direction.
type hop string

const (
	hopDatabase hop = "postgres"
	hopPlatform hop = "cafe24"
	hopMail     hop = "smtp"
	hopWebhooks hop = "webhooks"
)

func hops() []hop { return []hop{hopDatabase, hopPlatform, hopMail, hopWebhooks} }

// toxin is a way in which a link misbehaves.
type toxin string

const (
	toxinDown      toxin = "down"       // no listener, and the open connections are cut
	toxinBlackHole toxin = "timeout"    // no data passes, and there is no error
	toxinReset     toxin = "reset_peer" // the first byte of an answer resets the connection
	toxinLag       toxin = "latency"
	toxinLimit     toxin = "limit_data" // cut after some bytes
)

func toxins() []toxin {
	return []toxin{toxinDown, toxinBlackHole, toxinReset, toxinLag, toxinLimit}
}

// link is one connection between two parts that can be broken.
type link struct {
	proxy *toxiproxy.Proxy

	mu   sync.Mutex
	down int // how many troubles keep it down
}

// proxies makes links. It does not need toxiproxy's own HTTP server.
type proxies struct{ server *toxiproxy.ApiServer }

func newProxies() proxies {
	return proxies{silent(toxiproxy.NewServer)(toxiproxy.NewMetricsContainer(nil))}
}

// silent gives the zero logger, which writes nothing, to a constructor that requires a logger.
func silent[M, L, S any](construct func(M, L) S) func(M) S {
	return func(m M) S {
		var none L
		return construct(m, none)
	}
}

func (p proxies) link(t *testing.T, name, upstream string) *link {
	t.Helper()
	l := &link{proxy: toxiproxy.NewProxy(p.server, name, freeAddr(t), upstream)}
	if err := l.proxy.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(l.proxy.Stop)
	return l
}

func (l *link) addr() string { return l.proxy.Listen }

// poison begins a trouble of the given name; cure ends it.
func (l *link) poison(name string, kind toxin, size int) error {
	switch kind {
	case toxinDown:
		l.mu.Lock()
		defer l.mu.Unlock()
		if l.down++; l.down == 1 {
			l.proxy.Stop()
		}
		return nil
	case toxinBlackHole:
		return l.add(name, kind, map[string]int{"timeout": 0}, "upstream", "downstream")
	case toxinReset:
		return l.add(name, kind, map[string]int{"timeout": 0}, "downstream")
	case toxinLag:
		return l.add(name, kind, map[string]int{"latency": size, "jitter": size / 2}, "downstream")
	case toxinLimit:
		return l.add(name, kind, map[string]int{"bytes": size}, "downstream")
	}
	return fmt.Errorf("no toxin %q", kind)
}

func (l *link) add(name string, kind toxin, attributes map[string]int, directions ...string) error {
	for _, direction := range directions {
		toxic, err := json.Marshal(map[string]any{"name": name + direction, "type": kind, "stream": direction, "attributes": attributes})
		if err != nil {
			return err
		}
		if _, err := l.proxy.Toxics.AddToxicJson(strings.NewReader(string(toxic))); err != nil {
			return fmt.Errorf("poison %s with %s: %w", l.proxy.Name, kind, err)
		}
	}
	return nil
}

func (l *link) cure(ctx context.Context, name string, kind toxin) error {
	if kind == toxinDown {
		l.mu.Lock()
		defer l.mu.Unlock()
		if l.down--; l.down > 0 {
			return nil
		}
		return listenAgain(ctx, l.proxy.Start)
	}
	var errs []error
	for _, direction := range []string{"upstream", "downstream"} {
		if l.proxy.Toxics.GetToxic(name+direction) != nil {
			errs = append(errs, l.proxy.Toxics.RemoveToxic(ctx, name+direction))
		}
	}
	return errors.Join(errs...)
}

// cut ends every connection of a working link, and permits new ones.
func (l *link) cut(ctx context.Context) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.down > 0 {
		return nil
	}
	l.proxy.Stop()
	return listenAgain(ctx, l.proxy.Start)
}

// listenAgain tries again to listen on a port that was closed just before. A process that is being started has a copy
// of the old listener for a moment, between its fork and its exec.
func listenAgain(ctx context.Context, listen func() error) error {
	for tries := 1; ; tries++ {
		err := listen()
		if err == nil || tries == 100 || rest(ctx, 20*time.Millisecond) != nil {
			return err
		}
	}
}
