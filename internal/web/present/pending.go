package present

import (
	"time"

	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/words"
)

// Counting says how far past orders have been read and when to look again; "" once
// they have been, and what follows from them is computed.
func (r Viewer) Counting(p demand.Progress) string {
	switch {
	case p.Reading():
		text := r.T("pending.orders", p.Wanted, p.Done)
		if p.Source == demand.FromLevels {
			text = r.T("pending.levels", p.Wanted, p.Done)
		}
		return text + " " + r.again(p)
	case p.Computing && p.Done > 0:
		return r.T("pending.computing")
	}
	return ""
}

// CountingOlder says how far orders that are older than what the forecasts wait
// for have been read; "" once they have been.
func CountingOlder(l words.Locale, p demand.Progress) string {
	if !p.ReadingOlder() {
		return ""
	}
	return l.T("pending.older", p.OlderWanted, p.Older)
}

// again says when to look again.
func (r Viewer) again(p demand.Progress) string {
	left, known := p.Left(r.Now)
	if !known {
		return r.T("pending.soon")
	}
	if minutes := int((left + time.Minute - 1) / time.Minute); minutes < 120 {
		return r.T("pending.minutes", max(minutes, 1))
	}
	return r.T("pending.hours", int((left+time.Hour-1)/time.Hour))
}

// FirstReading stands in place of a list that is empty since the catalogue has
// not been read to its end once; nil once it has.
func (r Viewer) FirstReading(sync inbound.Sync, then string) *views.Empty {
	if !sync.FirstReading() {
		return nil
	}
	text := r.T("pending.first_waits")
	if v := r.Sync(sync); v != nil {
		text = v.Text
	}
	return &views.Empty{Icon: "sync", Title: r.T("pending.first_title"), Text: Joined(" ", text, then)}
}

// CountingShort is [Viewer.Counting] in a few words, for a cell that has no
// number yet; "" once the number is known, or will not be.
func CountingShort(l words.Locale, p demand.Progress) string {
	switch {
	case p.Reading() && p.Done == 0:
		return l.T("pending.short_begun")
	case p.Reading():
		return l.T("pending.short", p.Done)
	case p.Computing && p.Done > 0:
		return l.T("pending.short_computing")
	}
	return ""
}
