package postgres_test

import (
	"strconv"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/callrate"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/postgres/postgrestest"
)

// The cost of one turn in addition to the call that it allows, for one mall
// and for many at once: the round trips of TakeTurn must not be what limits
// the calls.
func BenchmarkTakeTurn(b *testing.B) {
	for name, malls := range map[string]int{"one mall": 1, "64 malls": 64} {
		b.Run(name, func(b *testing.B) {
			store := postgrestest.New(b)
			ids := make([]lowstock.MallID, malls)
			for n := range ids {
				ids[n] = lowstock.MallID("mall" + strconv.Itoa(n))
				if _, err := store.Mall(ids[n]).LaunchMall(b.Context(), "ko"); err != nil {
					b.Fatal(err)
				}
			}
			ask := callrate.Ask{Size: 1e9, Drain: 2, Rate: 1e6, Burst: 1e9, Patience: time.Second}
			b.RunParallel(func(pb *testing.PB) {
				for n := 0; pb.Next(); n++ {
					if turn, err := store.Mall(ids[n%malls]).TakeTurn(b.Context(), "GET products", ask); err != nil || !turn.Taken {
						b.Fatal(turn, err)
					}
				}
			})
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "turns/s")
		})
	}
}
