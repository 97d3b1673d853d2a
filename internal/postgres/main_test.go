package postgres_test

import (
	"flag"
	"fmt"
	"os"
	"testing"
)

// TestMain has rapid try fewer histories than it would by itself where nobody
// asks for a number: each of them is a hundred transactions, and every run draws
// others.
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
