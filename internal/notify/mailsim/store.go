package mailsim

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"slices"
	"sync"
)

// store holds the newest messages and appends them to its file, if any.
type store struct {
	log  *slog.Logger
	most int
	path string // empty: memory only

	mu       sync.Mutex
	messages []Message // oldest first
	lines    int       // in the file
	changed  chan struct{}
}

func openStore(cfg Config) (*store, error) {
	st := &store{log: cfg.Log, most: cfg.MaxMessages, path: cfg.File, changed: make(chan struct{})}
	if st.path == "" {
		return st, nil
	}
	f, err := os.Open(st.path)
	if errors.Is(err, fs.ErrNotExist) {
		return st, nil
	}
	if err != nil {
		return nil, fmt.Errorf("mailsim: %w", err)
	}
	err = st.read(f)
	if err := errors.Join(err, f.Close()); err != nil {
		return nil, fmt.Errorf("mailsim: %s: %w", st.path, err)
	}
	return st, st.rewrite()
}

// read reads the complete lines; a killed process may have left half a line.
func (st *store) read(f *os.File) error {
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 8*maxBytes) // JSON escapes make lines longer, and the parts are in a line twice
	for lines.Scan() {
		var m Message
		if err := json.Unmarshal(lines.Bytes(), &m); err != nil {
			st.log.Warn("a line of the mail file was skipped", "file", st.path, "error", err)
			continue
		}
		st.push(m)
	}
	return lines.Err() //nolint:wrapcheck // the caller does
}

func (st *store) push(m Message) {
	st.messages = append(st.messages, m)
	if over := len(st.messages) - st.most; over > 0 {
		st.messages = slices.Delete(st.messages, 0, over)
	}
}

// add keeps the message. If the file cannot be written, the error is logged and not sent to the client: the message
// is in the inbox.
func (st *store) add(m Message) {
	st.mu.Lock()
	defer st.mu.Unlock()
	st.push(m)
	close(st.changed)
	st.changed = make(chan struct{})
	if st.path == "" {
		return
	}
	if err := st.appendLine(m); err != nil {
		st.log.Error("mail file not written", "file", st.path, "error", err)
	}
}

// appendLine appends one line. It rewrites the file when the file holds twice the limit.
func (st *store) appendLine(m Message) error {
	if st.lines >= 2*st.most {
		return st.rewrite()
	}
	b, err := json.Marshal(m)
	if err != nil {
		return fmt.Errorf("encode message: %w", err)
	}
	f, err := os.OpenFile(st.path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("open mail file: %w", err)
	}
	_, err = f.Write(append(b, '\n'))
	st.lines++
	return errors.Join(err, f.Close())
}

func (st *store) rewrite() error {
	var all bytes.Buffer
	enc := json.NewEncoder(&all)
	for _, m := range st.messages {
		if err := enc.Encode(m); err != nil {
			return fmt.Errorf("mailsim: encode message: %w", err)
		}
	}
	if err := os.WriteFile(st.path+".tmp", all.Bytes(), 0o600); err != nil {
		return fmt.Errorf("mailsim: %w", err)
	}
	if err := os.Rename(st.path+".tmp", st.path); err != nil {
		return fmt.Errorf("mailsim: %w", err)
	}
	st.lines = len(st.messages)
	return nil
}

func (st *store) all() []Message {
	messages, _ := st.watch()
	return messages
}

// watch returns the present messages and a channel that is closed when another one arrives.
func (st *store) watch() ([]Message, <-chan struct{}) {
	st.mu.Lock()
	defer st.mu.Unlock()
	return slices.Clone(st.messages), st.changed
}

func (st *store) find(id string) (Message, bool) {
	st.mu.Lock()
	defer st.mu.Unlock()
	i := slices.IndexFunc(st.messages, func(m Message) bool { return m.ID == id })
	if i < 0 {
		return Message{}, false
	}
	return st.messages[i], true
}

func (st *store) clear() error {
	st.mu.Lock()
	defer st.mu.Unlock()
	st.messages = nil
	if st.path == "" {
		return nil
	}
	return st.rewrite()
}
