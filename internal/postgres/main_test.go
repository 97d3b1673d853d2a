package postgres_test

import (
	"flag"
	"fmt"
	"os"
	"testing"
)

// TestMain makes rapid try fewer histories than by default when no number is
// given: each history is a hundred transactions, and every run draws other
// ones.
func TestMain(m *testing.M) {
	flag.Parse()
	asked := false
	flag.Visit(func(f *flag.Flag) { asked = asked || f.Name == "rapid.checks" })
	if !asked {
		if err := flag.Set("rapid.checks", "40"); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}
