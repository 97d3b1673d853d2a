package main

import (
	"bufio"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// outFile is a file that appears, or replaces an older one, only when it is
// whole. Nothing is created before the first Write. The zero value discards
// what is written.
type outFile struct {
	target  string      // the file itself, not a link to it; empty: none
	part    string      // the file that is written; empty: target itself is written
	mode    fs.FileMode // of an older file; 0: there is none
	file    *os.File
	content *bufio.Writer
}

// newOutFile prepares the file of a path. It refuses the file from which input
// is read, also by a link or another spelling of its path.
func newOutFile(path string, input fs.FileInfo) (*outFile, error) {
	if path == "" {
		return &outFile{}, nil
	}
	o := &outFile{target: path}
	there, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		o.part = path + "." + rand.Text() + ".part"
		return o, nil
	case err != nil:
		return nil, err
	case os.SameFile(there, input):
		return nil, badInput("--out: %s is the file that is read", path)
	case there.IsDir():
		return nil, badInput("--out: %s is a folder", path)
	case !there.Mode().IsRegular(): // a pipe or a device cannot be replaced
		return o, nil
	}
	if o.target, err = filepath.EvalSymlinks(path); err != nil {
		return nil, err
	}
	o.part, o.mode = o.target+"."+rand.Text()+".part", there.Mode().Perm()
	return o, nil
}

// Write implements [io.Writer].
func (o *outFile) Write(p []byte) (int, error) {
	if o.target == "" {
		return len(p), nil
	}
	if o.file == nil {
		if err := o.open(); err != nil {
			return 0, fmt.Errorf("--out: %w", err)
		}
	}
	return o.content.Write(p)
}

func (o *outFile) open() (err error) {
	if o.part == "" {
		o.file, err = os.OpenFile(o.target, os.O_WRONLY, 0)
	} else {
		o.file, err = os.OpenFile(o.part, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666) //nolint:gosec // less the umask, as any command's output
	}
	if err == nil && o.mode != 0 {
		err = o.file.Chmod(o.mode)
	}
	o.content = bufio.NewWriter(o.file)
	return err
}

// close ends the file: whole, if all that was to be written has been written
// without an error. Else it leaves nothing behind, and an older file as it was.
func (o *outFile) close(failed error) error {
	if o.file == nil {
		return failed
	}
	err := errors.Join(failed, o.content.Flush(), o.file.Close())
	switch {
	case o.part == "":
		return err
	case err == nil:
		err = os.Rename(o.part, o.target)
	}
	if err != nil {
		return errors.Join(err, os.Remove(o.part))
	}
	return nil
}
