package pipeline_test

import (
	"testing"
	"time"
)

// The webhook deletes a mall's tokens at once. 72 hours later the maintenance,
// which every process does, has deleted all data of the mall.
func TestAMallThatLeavesIsPurged(t *testing.T) {
	t.Parallel()
	b, _ := quiet(t, options{products: 5})
	if err := b.sim.UninstallApp(string(mall)); err != nil {
		t.Fatal(err)
	}
	rows := func(table string) (n int) {
		if err := b.store.Pool().QueryRow(t.Context(), "SELECT count(*) FROM "+table).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	until(t, func() string { return missing(rows("tokens") == 0, "the tokens live") })
	if err := b.work.Upkeep(t.Context()); err != nil {
		t.Fatal(err)
	}
	if rows("variants") == 0 {
		t.Error("purged at once")
	}
	b.clock.advance(72 * time.Hour)
	until(t, func() string { // a mall that a job still works on is skipped until the next time
		if err := b.work.Upkeep(t.Context()); err != nil {
			t.Fatal(err)
		}
		return missing(rows("malls") == 0, "the mall is there")
	})
	for _, table := range []string{"malls", "variants", "recipients", "stock_history", "hints"} {
		if n := rows(table); n != 0 {
			t.Errorf("%d rows of %s", n, table)
		}
	}
	if n := rows("purge_receipts"); n != 1 {
		t.Errorf("%d receipts", n)
	}
}
