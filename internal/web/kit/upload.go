package kit

import (
	"context"
	"errors"
	"io"
	"maps"
	"net/http"
	"os"
	"sync"
	"time"

	"golang.org/x/sync/semaphore"

	"cafe24-inventory-alert/internal/lowstock"
)

// SheetTimeout is how long work on a file may take.
const SheetTimeout = time.Minute

const (
	uploadBytes = 32 << 20 // bytes of all uploads that one process holds at once
	uploadWait  = 20 * time.Second
	uploadRest  = 3                      // how many times as long as its work a mall rests before its next upload
	uploadTurn  = 5 * time.Millisecond   // of work, before it gives way to others for as long
	uploadPause = 250 * time.Millisecond // of giving way at most
	pieceSize   = 64 << 10
)

// The reasons why an upload is refused.
var (
	ErrNoFile      = errors.New("web: the form has no file")
	ErrUploadBusy  = errors.New("web: the mall uploads another file")
	ErrUploadsFull = errors.New("web: too many uploads")
	ErrUploadSlow  = errors.New("web: the upload is too slow")
)

// uploads bounds what the uploads of one process cost together. A mall has one
// upload at a time. The files that are received share a number of bytes: a
// large file waits before it is received, and a small one passes beside a slow
// client. One file at a time is read, half of the time, and after a long work
// its mall rests, so that uploads leave the processors to others.
type uploads struct {
	mu      sync.Mutex
	malls   map[lowstock.MallID]int       // requests that send a body
	rests   map[lowstock.MallID]time.Time // until when a mall rests
	bytes   *semaphore.Weighted
	reading chan struct{}
}

func newUploads() *uploads {
	return &uploads{malls: map[lowstock.MallID]int{}, rests: map[lowstock.MallID]time.Time{}, bytes: semaphore.NewWeighted(uploadBytes), reading: make(chan struct{}, 1)}
}

// begin counts a request of a mall and returns how many it has now.
func (u *uploads) begin(mall lowstock.MallID) int {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.malls[mall]++
	return u.malls[mall]
}

func (u *uploads) end(mall lowstock.MallID) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.malls[mall]--; u.malls[mall] == 0 {
		delete(u.malls, mall)
	}
}

// worked notes how long the work on a file of a mall took. What is over is
// forgotten.
func (u *uploads) worked(mall lowstock.MallID, began time.Time) {
	u.mu.Lock()
	defer u.mu.Unlock()
	now := time.Now()
	maps.DeleteFunc(u.rests, func(_ lowstock.MallID, until time.Time) bool { return until.Before(now) })
	u.rests[mall] = now.Add(min(uploadRest*now.Sub(began), uploadWait))
}

// rest waits until the mall may work again.
func (u *uploads) rest(ctx context.Context, mall lowstock.MallID) {
	u.mu.Lock()
	until := u.rests[mall]
	u.mu.Unlock()
	wait := time.NewTimer(time.Until(until))
	defer wait.Stop()
	select {
	case <-wait.C:
	case <-ctx.Done():
	}
}

// with receives the file of a mall's form and calls work with it; see
// [Kit.WithUpload].
func (u *uploads) with(r *http.Request, mall lowstock.MallID, field string, most int64, work func(context.Context, *File) error) error {
	ctx, size := r.Context(), r.ContentLength
	if size > most+MaxBody {
		return &http.MaxBytesError{Limit: most}
	}
	if size < 0 {
		size = most + MaxBody
	}
	defer u.end(mall)
	switch u.begin(mall) {
	case 1:
	case 2:
		return refuseUpload(r, ErrUploadBusy)
	default:
		return ErrUploadBusy
	}
	u.rest(ctx, mall)
	turn, cancel := context.WithTimeout(ctx, uploadWait)
	defer cancel()
	if u.bytes.Acquire(turn, size) != nil {
		return refuseUpload(r, ErrUploadsFull)
	}
	defer u.bytes.Release(size)
	file, err := receive(r, field, most)
	if err != nil {
		return err
	}
	ctx, stop := context.WithTimeout(ctx, SheetTimeout)
	defer stop()
	select {
	case u.reading <- struct{}{}:
		defer func() { <-u.reading }()
		began := time.Now()
		defer u.worked(mall, began)
		file.since, file.gone = began, ctx.Done()
		return work(ctx, file)
	case <-ctx.Done():
		return refuseUpload(r, ErrUploadsFull)
	}
}

// refuseUpload receives the rest of a request before the refusal is sent: a
// browser that still sends may not see the answer otherwise.
func refuseUpload(r *http.Request, refusal error) error {
	if _, err := io.Copy(io.Discard, r.Body); err != nil {
		return errors.Join(refusal, err)
	}
	return refusal
}

// receive reads a form to its end and returns the file in a field. Only at the
// end of a request the server notices that its client leaves.
func receive(r *http.Request, field string, most int64) (*File, error) {
	form, err := r.MultipartReader()
	if err != nil {
		return nil, ErrNoFile
	}
	var file *File
	for {
		part, err := form.NextRawPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, receiveError(err)
		}
		if file == nil && part.FormName() == field && part.FileName() != "" {
			file = &File{}
			if _, err := io.Copy(file, io.LimitReader(part, most+1)); err != nil {
				return nil, receiveError(err)
			}
		}
	}
	if _, err := io.Copy(io.Discard, r.Body); err != nil {
		return nil, receiveError(err)
	}
	if file == nil || file.size == 0 {
		return nil, ErrNoFile
	}
	return file, nil
}

// receiveError returns the reason why a form could not be received.
func receiveError(err error) error {
	var long *http.MaxBytesError
	switch {
	case errors.As(err, &long):
		return err
	case errors.Is(err, os.ErrDeadlineExceeded):
		return ErrUploadSlow
	}
	return ErrNoFile
}

// File is an uploaded file, in pieces, so that it grows without a copy.
type File struct {
	pieces [][]byte
	size   int64
	since  time.Time       // when the present turn of work began
	gone   <-chan struct{} // closed when nobody waits for the work
}

// GiveWay pauses the work on the file for as long as it lasts already.
func (f *File) GiveWay() {
	worked := time.Since(f.since)
	if worked < uploadTurn {
		return
	}
	pause := time.NewTimer(min(worked, uploadPause))
	defer pause.Stop()
	select {
	case <-pause.C:
	case <-f.gone:
	}
	f.since = time.Now()
}

// Write implements [io.Writer].
func (f *File) Write(p []byte) (int, error) {
	for rest := p; len(rest) > 0; {
		if f.size == int64(len(f.pieces))*pieceSize {
			f.pieces = append(f.pieces, make([]byte, pieceSize))
		}
		n := copy(f.pieces[len(f.pieces)-1][f.size%pieceSize:], rest)
		rest, f.size = rest[n:], f.size+int64(n)
	}
	return len(p), nil
}

// Size returns the bytes of the file.
func (f *File) Size() int64 { return f.size }

// ReadAt implements [io.ReaderAt].
func (f *File) ReadAt(p []byte, at int64) (n int, err error) {
	if at < 0 {
		return 0, os.ErrInvalid
	}
	for n < len(p) && at < f.size {
		piece := f.pieces[at/pieceSize]
		m := copy(p[n:], piece[at%pieceSize:min(pieceSize, f.size-at/pieceSize*pieceSize)])
		n, at = n+m, at+int64(m)
	}
	if n < len(p) {
		err = io.EOF
	}
	return n, err
}
