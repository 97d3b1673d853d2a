package pipeline_test

import (
	"strconv"
	"sync/atomic"
	"testing"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/pipeline"
	"cafe24-inventory-alert/internal/postgres/postgrestest"
)

// BenchmarkHints compares the shared commits of the intake with one transaction
// for each hint. Both get hints from 64 senders at once on the same kind of
// database. Read the ratio of the two and not the figures: test databases do
// not flush to the disk, and flushing is what shared commits save most.
func BenchmarkHints(b *testing.B) {
	for name, shared := range map[string]bool{"shared-commit": true, "one-commit-each": false} {
		b.Run(name, func(b *testing.B) {
			store := postgrestest.New(b)
			if _, err := store.Mall(mall).LaunchMall(b.Context(), "ko"); err != nil {
				b.Fatal(err)
			}
			intake := pipeline.NewIntake(pipeline.IntakeConfig{Store: store})
			go intake.Run(b.Context())
			var next atomic.Int64
			b.SetParallelism(32) // times the two processors
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					h := hint(strconv.FormatInt(next.Add(1), 10))
					var err error
					if shared {
						_, err = intake.Take(b.Context(), h)
					} else {
						_, err = store.RecordHints(b.Context(), []inbound.Hint{h}, 0)
					}
					if err != nil {
						b.Error(err)
						return
					}
				}
			})
		})
	}
}
