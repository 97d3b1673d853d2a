package main

import (
	"bytes"
	"strings"
	"testing"
)

// Help is no mistake: it goes to stdout, and nothing is done.
func TestHelp(t *testing.T) {
	t.Parallel()
	for _, command := range []string{"serve", "migrate", "demo", "doctor", "contract", "backtest", "healthcheck", "version"} {
		for _, flag := range []string{"-h", "--help"} {
			t.Run(command+" "+flag, func(t *testing.T) {
				t.Parallel()
				var out, errs bytes.Buffer
				code := run(t.Context(), []string{command, flag}, func(string) string { return "" }, &out, &errs)
				if code != 0 || !strings.HasPrefix(out.String(), usage) || errs.Len() > 0 {
					t.Errorf("exit code %d\n%s%s", code, out.String(), errs.String())
				}
			})
		}
	}
	var out, errs bytes.Buffer
	if code := run(t.Context(), []string{"backtest", "--lead", "7", "-h"}, func(string) string { return "" }, &out, &errs); code != 0 || !strings.Contains(out.String(), "-look-back") || errs.Len() > 0 {
		t.Errorf("exit code %d\n%s%s", code, out.String(), errs.String())
	}
}
