package kit_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"cafe24-inventory-alert/internal/web/kit"
)

// oneConnection is a listener that accepts one connection.
type oneConnection struct{ conns chan net.Conn }

func (l *oneConnection) Accept() (net.Conn, error) {
	c, open := <-l.conns
	if !open {
		return nil, net.ErrClosed
	}
	return c, nil
}

func (l *oneConnection) Close() error { close(l.conns); return nil }

func (l *oneConnection) Addr() net.Addr { return &net.TCPAddr{} }

// received is what the server read of a body, and after which time.
type received struct {
	bytes int64
	took  time.Duration
	err   error
	left  error // why the server believed that the client had left
}

// send sends a body of total bytes to a route, piece bytes each pause, with the
// timeouts of the real server and a clock of its own. The handler then works for
// a while.
func send(t *testing.T, route kit.Route, total, piece int, pause, work time.Duration) (got received) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		client, server := net.Pipe()
		l := &oneConnection{conns: make(chan net.Conn, 1)}
		l.conns <- server
		done := make(chan received, 1)
		srv := &http.Server{ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second, WriteTimeout: 30 * time.Second, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			began := time.Now()
			body, err := route.Paced(w, r.Body)
			if err != nil {
				t.Error(err)
			}
			n, err := io.Copy(io.Discard, body)
			_, _ = io.Copy(io.Discard, body) // as who makes sure that nothing is left
			got := received{n, time.Since(began), err, nil}
			if err == nil {
				select {
				case <-time.After(work): // of the test's own clock
				case <-r.Context().Done():
					got.left = context.Cause(r.Context())
				}
			}
			done <- got
			w.Header().Set("Connection", "close")
		})}
		var all sync.WaitGroup
		all.Go(func() { _ = srv.Serve(l) })
		all.Go(func() {
			_, _ = fmt.Fprintf(client, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n", total)
			for sent := 0; sent < total; sent += piece {
				<-time.After(pause) // of the test's own clock
				if _, err := io.WriteString(client, strings.Repeat("a", min(piece, total-sent))); err != nil {
					return // the server has cut it off
				}
			}
		})
		got = <-done
		answer, err := bufio.NewReader(client).ReadString('\n')
		if got.err == nil && !strings.Contains(answer, "200 OK") {
			t.Errorf("a complete body is not answered: %v", err)
		}
		_ = client.Close()
		_ = srv.Close()
		all.Wait()
		<-time.After(time.Minute) // of the test's own clock, until the server has let go of the connection
	})
	return got
}

// A slow line has the time for a file, and a client that sends next to nothing
// is cut off as before.
func TestASlowUploadIsReceivedAndASlowlorisIsNot(t *testing.T) {
	t.Parallel()
	upload := kit.Post("/", kit.Anyone, nil).Within(kit.SheetTimeout).Takes(8<<20 + kit.MaxBody)
	form := kit.Post("/", kit.Anyone, nil)
	for name, c := range map[string]struct {
		route        kit.Route
		total, piece int
		pause        time.Duration
		cut          time.Duration // 0: received
	}{
		"8 MiB in two minutes":       {upload, 8 << 20, 8 << 20 / 120, time.Second, 0},
		"a pause of five seconds":    {upload, 64 << 10, 32 << 10, 5 * time.Second, 0},
		"a byte a second":            {upload, 8 << 20, 1, time.Second, 10 * time.Second},
		"half of the least rate":     {upload, 8 << 20, 8 << 10, time.Second, 20 * time.Second},
		"nothing":                    {upload, 8 << 20, 1, time.Hour, 10 * time.Second},
		"a form in thirteen seconds": {form, 256 << 10, 20 << 10, time.Second, 10 * time.Second},
	} {
		got := send(t, c.route, c.total, c.piece, c.pause, 0)
		switch {
		case c.cut == 0 && (got.err != nil || got.bytes != int64(c.total)):
			t.Errorf("%s: %d bytes after %v, %v", name, got.bytes, got.took, got.err)
		case c.cut > 0 && (!errors.Is(got.err, os.ErrDeadlineExceeded) || got.took > c.cut+time.Second):
			t.Errorf("%s: %d bytes after %v, %v; want to be cut off after %v", name, got.bytes, got.took, got.err, c.cut)
		}
	}
}

// The time that a request may take to arrive does not end the work on it.
func TestWorkGoesOnAfterTheTimeToRead(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		route kit.Route
		total int
	}{
		"a file":    {kit.Post("/", kit.Anyone, nil).Within(kit.SheetTimeout).Takes(8<<20 + kit.MaxBody), 12 << 10},
		"a form":    {kit.Post("/", kit.Anyone, nil).Within(kit.SheetTimeout), 100},
		"an export": {kit.Post("/", kit.Anyone, nil).Within(kit.SheetTimeout), 0},
	} {
		got := send(t, c.route, c.total, max(1, c.total), time.Second, 25*time.Second)
		if got.err != nil || got.left != nil {
			t.Errorf("%s: %v, %v", name, got.err, got.left)
		}
	}
}
