package web

import (
	"context"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/views"
)

// demandProgress is how far past orders have been counted; nothing where the
// mall has not been connected.
func (s *Kit) demandProgress(ctx context.Context, mall lowstock.MallID, now time.Time) (lowstock.DemandProgress, error) {
	progress, err := s.store.Mall(mall).DemandProgress(ctx, now)
	if lowstock.ErrorCode(err) == lowstock.CodeNotFound {
		return lowstock.DemandProgress{}, nil
	}
	return progress, err
}

// counting says how far past orders have been read and when to look again; "" once
// they have been, and what follows from them is computed.
func (r Viewer) counting(p lowstock.DemandProgress) string {
	switch {
	case p.Reading():
		text := r.T("pending.orders", p.Wanted, p.Done)
		if p.Source == lowstock.DemandFromLevels {
			text = r.T("pending.levels", p.Wanted, p.Done)
		}
		return text + " " + r.again(p)
	case p.Computing && p.Done > 0:
		return r.T("pending.computing")
	}
	return ""
}

// again says when to look again.
func (r Viewer) again(p lowstock.DemandProgress) string {
	left, known := p.Left(r.now)
	if !known {
		return r.T("pending.soon")
	}
	if minutes := int((left + time.Minute - 1) / time.Minute); minutes < 120 {
		return r.T("pending.minutes", max(minutes, 1))
	}
	return r.T("pending.hours", int((left+time.Hour-1)/time.Hour))
}

// firstReading stands in place of a list that is empty since the catalogue has
// not been read to its end once; nil once it has.
func (r Viewer) firstReading(sync lowstock.Sync, then string) *views.Empty {
	if !sync.FirstReading() {
		return nil
	}
	text := r.T("pending.first_waits")
	if v := r.sync(sync); v != nil {
		text = v.Text
	}
	return &views.Empty{Icon: "sync", Title: r.T("pending.first_title"), Text: joined(" ", text, then)}
}

// cover is how long a stock lasts, or why nobody can say.
func (r viewer) cover(row lowstock.InventoryRow, p lowstock.DemandProgress) string {
	days, known := row.Sales.Lasts(row.Quantity)
	switch {
	case !row.Tracked:
		return r.T("stock.cover_unknown")
	case known && days > 365:
		return r.T("stock.cover_year")
	case known:
		return r.T("stock.cover_days", int(days))
	case row.Sales.Known:
		return r.T("stock.cover_unsold")
	case p.Reading():
		return r.T("stock.cover_reading")
	case p.Computing:
		return r.T("stock.cover_computing")
	}
	return r.T("stock.cover_little")
}
