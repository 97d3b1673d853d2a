package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/unicode"
)

// backtestFile runs the command on a file. FILE in args stands for its path.
func backtestFile(ctx context.Context, t *testing.T, content string, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "sales.csv")
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	line := []string{"backtest"}
	for _, arg := range args {
		line = append(line, strings.ReplaceAll(arg, "FILE", file))
	}
	var out, errs bytes.Buffer
	code = run(ctx, line, func(string) string { return "" }, &out, &errs)
	return code, out.String(), errs.String()
}

// daily returns a file of so many days of an item that sells three a day.
func daily(item string, days int) string {
	var b strings.Builder
	b.WriteString("item,date,units\n")
	for day := range days {
		fmt.Fprintf(&b, "%s,%s,3\n", item, time.Date(2025, 1, 1+day, 0, 0, 0, 0, time.UTC).Format(time.DateOnly))
	}
	return b.String()
}

// Excel saves Korean text in CP949, and "Unicode text" in UTF-16.
func TestBacktestEncodings(t *testing.T) {
	t.Parallel()
	for name, with := range map[string]encoding.Encoding{
		"UTF-8":  encoding.Nop,
		"CP949":  korean.EUCKR,
		"UTF-16": unicode.UTF16(unicode.LittleEndian, unicode.UseBOM),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			content, err := with.NewEncoder().String(daily("뷁 화병", 60))
			if err != nil {
				t.Fatal(err)
			}
			made := filepath.Join(t.TempDir(), "made.csv")
			code, _, stderr := backtestFile(t.Context(), t, content, "--out", made, "FILE")
			if want := "backtest: the file is read as " + name + "\n"; code != 0 || name != "UTF-8" && stderr != want || name == "UTF-8" && stderr != "" {
				t.Errorf("exit code %d\n%s", code, stderr)
			}
			if text, err := os.ReadFile(made); err != nil || !strings.Contains(string(text), "\n뷁 화병,2025-") {
				t.Errorf("%v\n%s", err, text)
			}
		})
	}
}

// What a merchant's export has beside the columns does not matter, but is said.
func TestBacktestIgnoresOtherColumns(t *testing.T) {
	t.Parallel()
	plain := daily("a", 60)
	wide := strings.ReplaceAll(strings.ReplaceAll(plain, ",3\n", ",3,1000,\n"), "units\n", "units,Price,\n")
	_, want, quiet := backtestFile(t.Context(), t, plain, "FILE")
	code, got, stderr := backtestFile(t.Context(), t, wide, "FILE")
	if code != 0 || got != want || quiet != "" || stderr != "backtest: columns that are not used: \"price\", \"\"\n" {
		t.Errorf("exit code %d, %q, without them %q\n%s", code, stderr, quiet, got)
	}
}

// A repeated lead time or level counts each window once.
func TestBacktestCountsOnce(t *testing.T) {
	t.Parallel()
	_, want, _ := backtestFile(t.Context(), t, daily("a", 60), "--lead", "7,14", "--level", "0.9,0.95", "FILE")
	_, got, _ := backtestFile(t.Context(), t, daily("a", 60), "--lead", "7,14,7", "--level", "0.9,0.95,0.90", "FILE")
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// The file that is read is never the file that is written, whatever its name.
func TestBacktestKeepsItsInput(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		link func(from, to string) error
		out  string
	}{
		"the same path":    {nil, "FILE"},
		"another spelling": {nil, "FILE/../sales.csv"},
		"a symbolic link":  {os.Symlink, "FILE.link"},
		"a hard link":      {os.Link, "FILE.link"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			file, content := filepath.Join(dir, "sales.csv"), daily("a", 60)
			out := strings.Replace(test.out, "FILE", file, 1)
			if name == "another spelling" {
				out = dir + "/./sales.csv"
			}
			if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
			if test.link != nil {
				if err := test.link(file, out); err != nil {
					t.Fatal(err)
				}
			}
			var printed, errs bytes.Buffer
			code := run(t.Context(), []string{"backtest", "--out", out, file}, func(string) string { return "" }, &printed, &errs)
			if code != 2 || !strings.Contains(errs.String(), "is the file that is read") {
				t.Errorf("exit code %d\n%s", code, errs.String())
			}
			if now, err := os.ReadFile(file); err != nil || string(now) != content {
				t.Errorf("the input is now %q, %v", now, err)
			}
		})
	}
}

// A run that fails leaves the older file as it was, and no part of a new one.
func TestBacktestFailsWithoutATrace(t *testing.T) {
	t.Parallel()
	stopped, stop := context.WithCancel(t.Context())
	stop()
	for name, test := range map[string]struct {
		ctx     context.Context //nolint:containedctx // of one run
		content string
		code    int
	}{
		"a wrong line": {t.Context(), daily("a", 60) + "a,tomorrow,1\n", 2},
		"no decision":  {t.Context(), daily("a", 2), 2},
		"an interrupt": {stopped, daily("a", 60), 1},
	} {
		for _, older := range []string{"", "older decisions\n"} {
			t.Run(name+" "+older, func(t *testing.T) {
				t.Parallel()
				dir := t.TempDir()
				made := filepath.Join(dir, "made.csv")
				if older != "" {
					if err := os.WriteFile(made, []byte(older), 0o600); err != nil {
						t.Fatal(err)
					}
				}
				if code, _, stderr := backtestFile(test.ctx, t, test.content, "--out", made, "FILE"); code != test.code {
					t.Errorf("exit code %d\n%s", code, stderr)
				}
				text, err := os.ReadFile(made)
				if older == "" && !errors.Is(err, fs.ErrNotExist) || string(text) != older {
					t.Errorf("the file is now %q, %v", text, err)
				}
				onlyIn(t, dir, made)
			})
		}
	}
}

// A run that breaks off while it writes leaves nothing, and the older file.
func TestOutFileBreaksOff(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	made := filepath.Join(dir, "made.csv")
	if err := os.WriteFile(made, []byte("older"), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := newOutFile(made, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := out.Write([]byte("newer")); err != nil {
		t.Fatal(err)
	}
	broken := errors.New("broken off")
	if err := out.close(broken); !errors.Is(err, broken) {
		t.Error(err)
	}
	if text, err := os.ReadFile(made); err != nil || string(text) != "older" {
		t.Errorf("the file is now %q, %v", text, err)
	}
	onlyIn(t, dir, made)
}

// The file behind a link is replaced, keeps its mode, and the link stays.
func TestBacktestReplacesWhatALinkNames(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	made, link := filepath.Join(dir, "made.csv"), filepath.Join(t.TempDir(), "link.csv")
	if err := errors.Join(os.WriteFile(made, []byte("older"), 0o600), os.Chmod(made, 0o666), os.Symlink(made, link)); err != nil {
		t.Fatal(err)
	}
	if code, _, stderr := backtestFile(t.Context(), t, daily("a", 60), "--out", link, "FILE"); code != 0 {
		t.Fatalf("exit code %d\n%s", code, stderr)
	}
	if to, err := os.Readlink(link); err != nil || to != made {
		t.Errorf("the link leads to %q, %v", to, err)
	}
	if text, err := os.ReadFile(made); err != nil || !strings.HasPrefix(string(text), "item,origin,lead") {
		t.Errorf("the file is now %q, %v", text, err)
	}
	if info, err := os.Stat(made); err != nil || info.Mode().Perm() != 0o666 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	onlyIn(t, dir, made)
}

// A device is written to, not replaced. A folder that does not exist, and a
// folder in place of the file, are errors.
func TestBacktestOtherOutputs(t *testing.T) {
	t.Parallel()
	if code, _, stderr := backtestFile(t.Context(), t, daily("a", 60), "--out", os.DevNull, "FILE"); code != 0 {
		t.Errorf("exit code %d\n%s", code, stderr)
	}
	if info, err := os.Stat(os.DevNull); err != nil || info.Mode().IsRegular() {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	dir := t.TempDir()
	if code, _, stderr := backtestFile(t.Context(), t, daily("a", 60), "--out", dir, "FILE"); code != 2 || !strings.Contains(stderr, "is a folder") {
		t.Errorf("exit code %d\n%s", code, stderr)
	}
	if code, _, stderr := backtestFile(t.Context(), t, daily("a", 60), "--out", filepath.Join(dir, "none", "made.csv"), "FILE"); code != 1 || !strings.Contains(stderr, "no such file") {
		t.Errorf("exit code %d\n%s", code, stderr)
	}
}

// onlyIn checks that a folder contains at most one file.
func onlyIn(t *testing.T, dir, file string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.Name() != filepath.Base(file) {
			t.Errorf("%s was left behind", e.Name())
		}
	}
}

// A run says how far it is every few seconds, and a short one says nothing.
func TestBacktestProgress(t *testing.T) {
	t.Parallel()
	var printed bytes.Buffer
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	p := newProgress(&printed, func() time.Time { return now })
	for _, step := range []struct {
		after time.Duration
		items int
		want  string
	}{
		{4 * time.Second, 10, ""},
		{time.Second, 20, "backtest: 20 of 100 items\n"},
		{4 * time.Second, 30, ""},
		{2 * time.Second, 40, "backtest: 40 of 100 items\n"},
		{9 * time.Second, 100, ""}, // the report follows
	} {
		now = now.Add(step.after)
		printed.Reset()
		if p.done(step.items, 100); printed.String() != step.want {
			t.Errorf("%d items: %q, want %q", step.items, printed.String(), step.want)
		}
	}
}
