package main

import (
	"bytes"
	"strings"
	"testing"

	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
	"cafe24-inventory-alert/internal/contract"
	"cafe24-inventory-alert/internal/postgres"
)

// newContract makes a connected mall whose tokens are encrypted with the
// configured key.
func newContract(t *testing.T) *clinic {
	t.Helper()
	c := newClinic(t)
	c.env["ENCRYPTION_KEYS"] = someKey
	keyring, err := postgres.NewKeyring(c.cfg.EncryptionKeys[:1])
	if err != nil {
		t.Fatal(err)
	}
	c.store, err = postgres.Open(t.Context(), c.env["DATABASE_URL"], postgres.Options{MaxConns: 2, Keyring: keyring, Slow: 10})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.store.Close)
	if err := c.sim.MakeCatalogue(cafe24sim.DefaultMall, 20); err != nil {
		t.Fatal(err)
	}
	c.connect(t)
	return c
}

func (c *clinic) contract(t *testing.T, args ...string) (code int, out, errs string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code = run(t.Context(), append([]string{"contract"}, args...), c.getenv, &stdout, &stderr)
	return code, stdout.String(), stderr.String()
}

// The command runs against a mall that follows the documentation, and against
// one that does not.
func TestContractCommand(t *testing.T) {
	t.Parallel()
	c := newContract(t)
	code, out, errs := c.contract(t, cafe24sim.DefaultMall)
	if lines := strings.Count(out, "\n"); code != 0 || lines != len(contract.Assumptions()) || strings.Contains(out, "differs ") {
		t.Errorf("exit %d, %d lines, %s\n%s", code, lines, errs, out)
	}
	for name, test := range map[string]struct {
		args   []string
		shapes []cafe24sim.Shape
		code   int
		says   string
	}{
		"nothing to tell by":    {[]string{"hanbit", "orders", "come"}, nil, 0, "cannot tell  orders come"},
		"a needed one differs":  {[]string{"hanbit", "products come"}, []cafe24sim.Shape{"products_wrapped"}, 1, "differs      products come"},
		"another one differs":   {[]string{"hanbit", "the store"}, []cafe24sim.Shape{"store_renamed"}, 0, "differs      the store"},
		"a wrong answer":        {[]string{"hanbit", "products are counted"}, []cafe24sim.Shape{"count_words"}, 1, "differs      products are counted"},
		"no such words":         {[]string{"hanbit", "nonsense"}, nil, 2, "no assumption contains"},
		"no mall":               {nil, nil, 2, "inventory-alert contract MALL"},
		"no mall id":            {[]string{"Han.Bit"}, nil, 2, "MALL is the id"},
		"a mall that never was": {[]string{"nobody"}, nil, 1, "not connected"},
	} {
		if err := c.sim.SetShapes(cafe24sim.DefaultMall, test.shapes...); err != nil {
			t.Fatal(err)
		}
		code, out, errs := c.contract(t, test.args...)
		if code != test.code || !strings.Contains(out+errs, test.says) {
			t.Errorf("%s: exit %d, want %d with %q\n%s%s", name, code, test.code, test.says, out, errs)
		}
	}
}
