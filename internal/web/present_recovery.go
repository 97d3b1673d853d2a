package web

import (
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/internal/web/present"
)

type detectionAnswer struct {
	Changes int  `json:"changes_today"`
	P50     *int `json:"p50_seconds"` // null: nothing has changed today
	P95     *int `json:"p95_seconds"`

	WorstNear   *int `json:"worst_minutes_near_threshold"` // null: the mall cannot be read
	WorstOthers *int `json:"worst_minutes_others"`
}

func detectionOf(c lowstock.Connection, pace lowstock.Pace) detectionAnswer {
	half, changes := lowstock.DetectedWithin(c.Detections, 0.5)
	most, _ := lowstock.DetectedWithin(c.Detections, 0.95)
	a := detectionAnswer{Changes: changes}
	whole := func(d, unit time.Duration) *int {
		n := int(d / unit)
		return &n
	}
	if changes > 0 {
		a.P50, a.P95 = whole(half, time.Second), whole(most, time.Second)
	}
	if c.Mall.State == lowstock.MallActive {
		a.WorstNear = whole(present.MinutesUp(pace.WatchWorst(c.Load)), time.Minute)
		a.WorstOthers = whole(present.MinutesUp(pace.SweepWorst(c.Load)), time.Minute)
	}
	return a
}

type driftsAnswer struct {
	Watch  int        `json:"watch_24h"`
	Sweep  int        `json:"sweep_24h"`
	Log    int        `json:"log_24h"`
	Newest []driftRow `json:"newest"`
}

type driftRow struct {
	ProductNo   int64        `json:"product_no"`
	VariantCode string       `json:"variant_code"`
	From        int          `json:"from"`
	To          int          `json:"to"`
	FoundBy     lowstock.Way `json:"found_by"`
	FoundAt     *string      `json:"found_at"`
	AgeSeconds  int          `json:"age_seconds"`
}

func driftsOf(c lowstock.Connection, who kit.Session) driftsAnswer {
	return driftsAnswer{
		Watch: c.Drifts24h[lowstock.WayWatch], Sweep: c.Drifts24h[lowstock.WaySweep], Log: c.Drifts24h[lowstock.WayLog],
		Newest: mapped(c.Drifts, func(d lowstock.Drift) driftRow {
			return driftRow{d.ProductNo, d.VariantCode, d.From, d.To, d.FoundBy, stamp(d.FoundAt, who.Zone), int(present.RoundAge(d.Age()).Seconds())}
		}),
	}
}
