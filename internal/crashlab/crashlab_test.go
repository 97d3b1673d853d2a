package crashlab

import (
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
	"time"
)

// shortRun is the number of cycles of a short run; make crashlab has more.
const shortRun = 2

// TestCrashLab breaks the product in every known way, repairs everything, and checks whether anything was lost or
// arrived twice.
func TestCrashLab(t *testing.T) {
	t.Parallel()
	seed, only := number(t, "CRASHLAB_SEED", rand.Uint64N(1_000_000)), number(t, "CRASHLAB_CYCLE", 0)
	first, last := uint64(1), number(t, "CRASHLAB_CYCLES", shortRun)
	if only > 0 {
		first, last = only, only
	}
	t.Logf("again: CRASHLAB_SEED=%d make crashlab", seed)
	m := newModel()
	for n := uint64(1); n < first; n++ {
		m.draw(seed, int(n))
	}
	m.forget()
	l := newLab(t, build(t, ""), m.quantity)
	for n := first; n <= last && !t.Failed(); n++ {
		p := m.draw(seed, int(n))
		began := time.Now()
		t.Logf("cycle %d: %s", n, p)
		wrong := l.cycle(t.Context(), p, m)
		t.Logf("cycle %d took %s: %s", n, time.Since(began).Round(time.Second), l.counts.line())
		for _, w := range wrong {
			t.Error(w)
		}
		if len(wrong) > 0 {
			t.Logf("this cycle again: CRASHLAB_SEED=%d CRASHLAB_CYCLE=%d make crashlab\n%s\n%s", seed, n, l.activity(t.Context()), l.tail())
		}
	}
	t.Logf("seed=%d %s", seed, l.counts.line())
}

func number(t *testing.T, name string, fallback uint64) uint64 {
	t.Helper()
	text := os.Getenv(name)
	if text == "" {
		return fallback
	}
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return n
}
