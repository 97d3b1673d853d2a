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

// store holds the newest messages, and appends them to a file if it has one.
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

// read takes the lines that are whole; a process that was killed may have left half of one.
func (st *store) read(f *os.File) error {
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 8*maxBytes) // JSON escapes, and the parts are there twice
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

// add keeps the message. A file that cannot be written is logged, not told to the sender: the message is in the inbox.
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

// appendLine rewrites the file when it holds twice what is kept.
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

// watch returns the messages of now and a channel that is closed when there is another.
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
