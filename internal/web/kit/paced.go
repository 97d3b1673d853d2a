package kit

import (
	"errors"
	"io"
	"net/http"
	"time"
)

// A body that is longer than a form arrives at least at this rate, after some
// time in which it may be slower. 8 MiB in 2 minutes is 68 KiB a second.
const (
	pacedGrace = 10 * time.Second
	pacedRate  = 16 << 10 // bytes a second
)

// Receiving returns how long the body of a request may take to arrive, beyond
// the route's timeout. Only a route that works on long bodies gives this time;
// elsewhere the body arrives within the server's own timeout.
func (r Route) Receiving() time.Duration {
	if r.Limit <= MaxBody || r.Timeout <= RequestTimeout {
		return 0
	}
	return pacedGrace + time.Duration(r.Limit)*time.Second/pacedRate
}

// paced reads a body whose client has more time the more it has sent.
type paced struct {
	io.ReadCloser

	of    *http.ResponseController
	began time.Time // of the first read
	read  int64
}

// Paced gives a slow client the time to send the body of a route. A client that
// sends nothing, or next to nothing, is cut off as by the server's own timeout.
// The time for the answer then begins when the body may be complete at the
// latest.
func (r Route) Paced(w http.ResponseWriter, body io.ReadCloser) (io.ReadCloser, error) {
	if r.Receiving() == 0 {
		return body, nil
	}
	p := &paced{ReadCloser: body, of: http.NewResponseController(w)}
	return p, supported(p.of.SetWriteDeadline(time.Now().Add(r.Receiving() + r.Timeout + RequestTimeout)))
}

// Read implements [io.Reader].
func (p *paced) Read(b []byte) (int, error) {
	if p.began.IsZero() {
		p.began = time.Now()
	}
	more := time.Duration(p.read) * time.Second / pacedRate
	if err := supported(p.of.SetReadDeadline(p.began.Add(pacedGrace + more))); err != nil {
		return 0, err
	}
	n, err := p.ReadCloser.Read(b)
	p.read += int64(n)
	if errors.Is(err, io.EOF) {
		// From here on the server reads itself, to notice when the client leaves. A
		// deadline that is still set would look like that, and end the work.
		if failed := supported(p.of.SetReadDeadline(time.Time{})); failed != nil {
			return n, failed
		}
	}
	return n, err
}

// supported returns nil for a connection without deadlines, which a test has.
func supported(err error) error {
	if errors.Is(err, http.ErrNotSupported) {
		return nil
	}
	return err
}
