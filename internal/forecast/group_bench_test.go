package forecast_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/forecast"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outlook"
)

// BenchmarkNightlyWithGroups computes the nightly forecasts of 10,000 items of
// 760 days, of which a tenth is new and half has begun within the record, in 200
// categories; without groups, and with what they learn and suggest.
func BenchmarkNightlyWithGroups(b *testing.B) {
	const items = 10_000
	today := time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC)
	list, rnd := make([]outlook.SalesHistory, items), rand.New(rand.NewPCG(18, 3))
	for i := range list {
		days, begin := make([]demand.Day, demand.Days), 0
		if i%2 == 1 {
			begin = 40 + i*37%600
		}
		if i%10 == 9 {
			begin = demand.Days - 9
		}
		rate := math.Exp(float64(i/3%200)/40 - 4 + 0.5*rnd.NormFloat64())
		turn := rate
		for n := range days {
			if n%14 == 0 {
				turn = rate * math.Exp(0.5*rnd.NormFloat64())
			}
			if days[n].State = demand.InStock; n >= begin {
				days[n].Units = int32(poisson(rnd, turn))
			}
		}
		list[i] = outlook.SalesHistory{
			Subject: lowstock.Subject{ProductNo: int64(i / 3), VariantCode: fmt.Sprintf("P%06d", i), CategoryNos: []int{1, 10 + i/3%200}, SupplierCode: fmt.Sprint("S", i/3%40)},
			Tracked: true, Whole: true, Today: today, Since: today.Add(-forecast.Window), Until: today, LeadDays: 14, Level: 95,
			Demand: demand.Series{From: today.AddDate(0, 0, -demand.Days), Days: days},
		}
	}
	night := func(lesson *forecast.GroupLesson) (estimates int) {
		for i := range list {
			if _, nightly := forecast.Nightly(list[i], lowstock.Sales{}, nil, lesson); nightly.Learnt.Is() {
				estimates++
			}
		}
		return estimates
	}
	b.Run("without", func(b *testing.B) {
		for b.Loop() {
			night(nil)
		}
	})
	b.Run("with", func(b *testing.B) {
		first := forecast.NewGroupLesson()
		night(first)
		stored, estimates := first.Groups().Encode(), 0
		for b.Loop() {
			lesson := forecast.NewGroupLesson()
			lesson.Known = forecast.ReadGroups(stored)
			estimates = night(lesson)
			stored = lesson.Groups().Encode()
		}
		b.ReportMetric(float64(len(stored)), "bytes")
		b.ReportMetric(float64(estimates), "estimates")
	})
}
