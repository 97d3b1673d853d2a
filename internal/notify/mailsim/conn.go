package mailsim

import (
	"bytes"
	"net"
	"sync"
)

// go-smtp has no hook at the banner, at EHLO's answer, after the 250, at RSET or at QUIT. It writes each line of an
// answer with one call, so the connection below it can hold back or replace a line, or act after it.

type listener struct {
	net.Listener
	server *Server
	once   sync.Once
	err    error
}

// Accept wraps the connection and remembers it for Close.
func (l *listener) Accept() (net.Conn, error) {
	raw, err := l.Listener.Accept()
	if err != nil {
		return nil, err //nolint:wrapcheck // go-smtp looks at its type
	}
	c := &conn{Conn: raw, server: l.server}
	l.server.mu.Lock()
	l.server.conns[c] = struct{}{}
	l.server.mu.Unlock()
	return c, nil
}

// Close may be called a second time, by go-smtp's own shutdown.
func (l *listener) Close() error {
	l.once.Do(func() { l.err = l.Listener.Close() })
	return l.err
}

type conn struct {
	net.Conn
	server *Server

	mu      sync.Mutex
	muted   bool // nothing more is sent
	lastOne bool // the next line is the last
	lame    bool // QUIT was not answered: go-smtp's Close after it waits until the client closes
}

// Write sends one line of an answer, unless the current fault prevents it.
func (c *conn) Write(line []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case c.muted:
		return len(line), nil
	case c.hangs(line):
		c.muted = true
		return len(line), nil
	case bytes.HasPrefix(line, []byte("250 2.0.0 Session reset")) && c.server.strikes(ResetFails):
		_, err := c.Conn.Write([]byte("421 4.3.2 Service shutting down\r\n"))
		c.cut()
		return len(line), err //nolint:wrapcheck // go-smtp looks at its type
	}
	n, err := c.Conn.Write(line)
	if c.lastOne {
		c.cut()
	}
	return n, err //nolint:wrapcheck // as above
}

func (c *conn) hangs(line []byte) bool {
	begins := func(prefix string) bool { return bytes.HasPrefix(line, []byte(prefix)) }
	switch {
	case begins("220 "):
		return c.server.strikes(HangBanner)
	case begins("250-Hello "), begins("250 2.0.0 Hello "):
		return c.server.strikes(HangEHLO)
	case begins("221 "):
		c.lame = c.server.strikes(DeadQuit)
		return c.lame
	}
	return false
}

func (c *conn) mute() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.muted = true
}

func (c *conn) cutAfterNextWrite() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.lastOne = true
}

// Close is called by go-smtp, after QUIT or when the client has closed the connection.
func (c *conn) Close() error {
	c.mu.Lock()
	held := c.lame
	c.lame = false
	c.mu.Unlock()
	if held {
		return nil
	}
	c.server.mu.Lock()
	delete(c.server.conns, c)
	c.server.mu.Unlock()
	return c.Conn.Close() //nolint:wrapcheck // go-smtp looks at its type
}

// cut closes the connection at once, whatever go-smtp is doing with it.
func (c *conn) cut() { _ = c.Conn.Close() } // an error means that it is closed already
