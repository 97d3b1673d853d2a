package kit

import (
	"net/netip"
	"runtime"
	"testing"
	"time"
)

// TestCountersAreBounded counts a million addresses. The memory of the counters
// must not grow with them.
func TestCountersAreBounded(t *testing.T) {
	t.Parallel()
	now := time.Unix(1_700_000_000, 0)
	m := newMinutes(func() time.Time { return now })
	used := func() uint64 {
		runtime.GC()
		var stats runtime.MemStats
		runtime.ReadMemStats(&stats)
		return stats.HeapAlloc
	}
	before := used()
	for i := range 1_000_000 {
		address := netip.AddrFrom16([16]byte{0x20, 0x01, 0x0d, 0xb8, 0, byte(i >> 16), byte(i >> 8), byte(i), 15: 1})
		m.with("launch "+AddressKey(address.String()), func(m *minute, at time.Time) { m.take(at) })
	}
	after := used()
	if m.order.Len() != maxLimitKeys || len(m.byKey) != maxLimitKeys {
		t.Errorf("%d keys in order, %d by key", m.order.Len(), len(m.byKey))
	}
	if after > before+16<<20 {
		t.Errorf("%d MiB for the counters", (after-before)>>20)
	}
	runtime.KeepAlive(m)
}

func TestMinuteGivesBack(t *testing.T) {
	t.Parallel()
	now := time.Unix(1_700_000_000, 0)
	m := newMinutes(func() time.Time { return now })
	take := func() (wait time.Duration, ok bool) {
		m.with("a", func(m *minute, at time.Time) { wait, ok = m.take(at) })
		return wait, ok
	}
	for range perMinute {
		if wait, ok := take(); !ok || wait != 0 {
			t.Fatalf("refused for %s", wait)
		}
	}
	if wait, ok := take(); ok || wait != time.Minute {
		t.Errorf("%s, %v", wait, ok)
	}
	m.change("a", (*minute).giveBack)
	if _, ok := take(); !ok {
		t.Error("nothing was given back")
	}
	if m.change("b", (*minute).giveBack) || m.has("b") {
		t.Error("a key appeared by giving back")
	}
	now = now.Add(time.Minute)
	if _, ok := take(); !ok {
		t.Error("the minute did not end")
	}
}
