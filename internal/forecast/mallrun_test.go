package forecast_test

import (
	"os"
	"testing"
)

// TestMalls is the gate on generated malls.
func TestMalls(t *testing.T) {
	t.Parallel()
	seed := setting(t, "GATE_SEED", 1)
	g := mallGate{malls: setting(t, "GATE_MALLS", 8), items: setting(t, "GATE_MALL_ITEMS", 80), known: mallLookBack, shown: setting(t, "GATE_SHOWN", 4), plain: os.Getenv("GATE_PLAIN") != ""}
	var all [][]judged
	for _, kind := range mallKinds() {
		all = append(all, g.run(kind, uint64(seed)))
	}
	cells := tally(all)
	for kind, k := range mallKinds() {
		t.Logf("%s\n%s%s%s", k.name, monthTable(cells, kind, 0), monthTable(cells, kind, 1), classTable(cells, kind))
	}
	t.Logf("all\n%s%s%s", monthTable(cells, -1, 0), monthTable(cells, -1, 1), classTable(cells, -1))
}
