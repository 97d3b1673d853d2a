package web_test

import (
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"
)

// BenchmarkPagesOfModels compares the pages that need models when they read
// those that the nightly forecast has stored, and when they fit them, as they do for the
// forecasts of an older version. The reorder sheet has 400 rows. CPU is the
// processor time of this process, without the database's.
func BenchmarkPagesOfModels(b *testing.B) {
	shop, w, _ := aShopWithSales(b)
	exec := func(sql string) {
		if _, err := shop.store.Pool().Exec(b.Context(), sql); err != nil {
			b.Fatal(err)
		}
	}
	exec(`UPDATE forecasts SET point = 1000, proof_point = 1000, proof_windows = 0`) // everything is to be ordered
	exec(`UPDATE products SET supplier_code = 'S0000001'`)
	exec(`CREATE TABLE kept AS SELECT variant_code, model FROM forecasts`)
	if lines := strings.Count(w.get("/reorder/export?format=csv&supplier=S0000001").want(http.StatusOK).body, "\n"); lines < 400 {
		b.Fatalf("%d lines", lines)
	}
	for _, models := range []struct{ name, sql string }{
		{"fitted", `UPDATE forecasts SET model = NULL`},
		{"stored", `UPDATE forecasts f SET model = k.model FROM kept k WHERE k.variant_code = f.variant_code`},
	} {
		exec(models.sql)
		exec(`VACUUM ANALYZE forecasts`)
		for _, address := range []string{"/reorder", "/stock/3?variant=P0000003A"} {
			b.Run(address+"/"+models.name, func(b *testing.B) {
				before := used(b)
				for b.Loop() {
					w.get(address).want(http.StatusOK)
				}
				b.ReportMetric((used(b)-before).Seconds()*1000/float64(b.N), "cpu-ms/op")
			})
		}
	}
}

// used is the processor time that this process has used.
func used(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
