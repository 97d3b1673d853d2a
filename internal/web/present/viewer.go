// Package present puts the domain into words and view models, for who looks at it: the
// language, the mall's own days and the moment of the answer. What two subjects or the
// API show stands here; what one subject shows stands with it. It knows no HTTP.
package present

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/overview"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/team"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
	"cafe24-inventory-alert/views/words"
)

// Timeline puts what happened to an alert into words.
type Timeline struct{ Viewer }

// TimelineOf is the timeline for a viewer.
func TimelineOf(v Viewer) Timeline { return Timeline{v} }

// Checker puts into words how the app works for a mall.
type Checker struct{ Viewer }

// CheckerOf is the checker for a viewer.
func CheckerOf(v Viewer) Checker { return Checker{v} }

// Viewer is for whom a page is made: the language, the mall's own days, and
// the moment it is made at. Presenters are pure functions of it and the domain.
type Viewer struct {
	words.Locale
	Zone     *time.Location
	Currency string // ISO 4217, of the mall's prices
	Settings preference.Settings
	Now      time.Time
	Right    team.Right
	ReadOnly bool // what alerts go by
	Subs     bool // sub-operators may change that
}

// Moment is relative within a day, and the full date otherwise.
func (r Viewer) Moment(t time.Time) views.Time {
	if t.IsZero() {
		return views.Time{}
	}
	return views.Time{Text: r.Relative(t), Full: r.Date(t), Machine: t.In(r.Zone).Format(time.RFC3339)}
}

// Exact is a moment that is never relative, for what lies ahead.
func (r Viewer) Exact(t time.Time) views.Time {
	if t.IsZero() {
		return views.Time{}
	}
	return views.Time{Text: r.Date(t), Full: r.Date(t), Machine: t.In(r.Zone).Format(time.RFC3339)}
}

// Relative is how long ago a moment was, within a day.
func (r Viewer) Relative(t time.Time) string {
	switch d := r.Now.Sub(t); {
	case d < -time.Minute, d >= 24*time.Hour:
		return r.Date(t)
	case d < time.Minute:
		return r.T("time.now")
	case d < time.Hour:
		return r.T("time.minutes", int(d/time.Minute))
	default:
		return r.T("time.hours", int(d/time.Hour))
	}
}

// Date writes "11월 22일 (일) 오후 3:04"; the year only when it is not this one.
func (r Viewer) Date(t time.Time) string {
	t = t.In(r.Zone)
	return r.Day(t) + " " + r.Clock(t)
}

// Day writes a day; the year only when it is not this one.
func (r Viewer) Day(t time.Time) string {
	t = t.In(r.Zone)
	other := t.Year() != r.Now.In(r.Zone).Year()
	if r.Locale == words.English {
		if other {
			return t.Format("Mon 2 Jan 2006")
		}
		return t.Format("Mon 2 Jan")
	}
	text := fmt.Sprintf("%d월 %d일 (%s)", int(t.Month()), t.Day(), [...]string{"일", "월", "화", "수", "목", "금", "토"}[t.Weekday()])
	if other {
		text = strconv.Itoa(t.Year()) + "년 " + text
	}
	return text
}

// ShortDay is a day within a year of now where there is little room: 12/3, 3 Dec.
func (r Viewer) ShortDay(t time.Time) string {
	if t = t.In(r.Zone); r.Locale == words.English {
		return t.Format("2 Jan")
	}
	return t.Format("1/2")
}

// Clock writes a time of day.
func (r Viewer) Clock(t time.Time) string {
	t = t.In(r.Zone)
	if r.Locale == words.English {
		return t.Format("3:04 PM")
	}
	half := "오전"
	if t.Hour() >= 12 {
		half = "오후"
	}
	return half + " " + t.Format("3:04")
}

// Number writes a number with its separators.
func Number(n int) string { return words.Number(int64(n)) }

// Decimal writes how fast something sells: as exactly as people would say it.
func Decimal(f float64) string {
	switch {
	case f >= 10:
		return Number(int(math.Round(f)))
	case f >= 1 || f == 0:
		return strings.TrimSuffix(strconv.FormatFloat(f, 'f', 1, 64), ".0")
	default:
		return strconv.FormatFloat(f, 'g', 1, 64)
	}
}

// OptionsText writes the options of a variant.
func OptionsText(options []lowstock.Option) string {
	parts := make([]string, 0, len(options))
	for _, o := range options {
		if o.Name == "" {
			parts = append(parts, o.Value)
			continue
		}
		parts = append(parts, o.Name+": "+o.Value)
	}
	return strings.Join(parts, " / ")
}

// StatusBadge names a status.
func (r Viewer) StatusBadge(status lowstock.Status) views.Badge {
	text := r.T("status." + string(status))
	switch status {
	case lowstock.StatusOut:
		return views.Badge{Tone: "out", Icon: "out", Text: text}
	case lowstock.StatusLow:
		return views.Badge{Tone: "low", Icon: "low", Text: text}
	case lowstock.StatusOK:
		return views.Badge{Tone: "ok", Icon: "ok", Text: text}
	case lowstock.StatusUntracked:
	}
	return views.Badge{Tone: "quiet", Icon: "minus", Text: text}
}

// SellingBadge stands for the status of what Cafe24 goes on selling with nothing
// in stock.
func (r Viewer) SellingBadge() views.Badge {
	return views.Badge{Tone: "out", Icon: "warn", Text: r.T("selling.badge")}
}

// RowBadge names the status of an item.
func (r Viewer) RowBadge(row *listing.InventoryRow) views.Badge {
	if row.StillSelling() {
		return r.SellingBadge()
	}
	return r.StatusBadge(row.Status)
}

// KindBadge names the kind of an alert.
func (r Viewer) KindBadge(kind lowstock.Kind) views.Badge {
	if kind == lowstock.KindOut {
		return r.StatusBadge(lowstock.StatusOut)
	}
	return r.StatusBadge(lowstock.StatusLow)
}

// DeliveryBadge names the state of a delivery.
func (r Viewer) DeliveryBadge(state lowstock.DeliveryState) views.Badge {
	b := views.Badge{Tone: "quiet", Icon: "minus", Text: r.T("delivery." + string(state))}
	switch state {
	case lowstock.DeliverySent:
		b.Tone, b.Icon = "ok", "ok"
	case lowstock.DeliveryPending:
		b.Icon = "clock"
	case lowstock.DeliveryRetrying:
		b.Tone, b.Icon = "low", "clock"
	case lowstock.DeliveryUnknown:
		b.Tone, b.Icon = "low", "warn"
	case lowstock.DeliveryFailed:
		b.Tone, b.Icon = "out", "warn"
	case lowstock.DeliverySummarized:
		b.Tone, b.Icon = "quiet", "mail"
	case lowstock.DeliverySuppressed:
	}
	return b
}

// Freshness is whether the app watches, and the age of the newest reading: it
// reads something every few minutes, so an older one means that it cannot.
func (r Viewer) Freshness(conn overview.Connection) views.Freshness {
	at := conn.NewestReading
	if finished := conn.LatestSync.FinishedAt; conn.LatestSync.State == inbound.SyncDone && finished.After(at) {
		at = finished
	}
	if conn.WatchedAt.After(at) {
		at = conn.WatchedAt
	}
	if at.IsZero() {
		return views.Freshness{Text: r.T("fresh.never")}
	}
	f := views.Freshness{Text: r.T("fresh.ok", r.Relative(at)), Full: r.Date(at), Tone: "ok"}
	banner := r.Banner(conn)
	switch age := r.Now.Sub(at); {
	case age > 6*time.Hour, banner != nil && banner.Tone == "out":
		f.Tone = "out"
	case age > 30*time.Minute, banner != nil:
		f.Tone = "low"
	}
	if f.Tone != "ok" {
		f.Text = r.T("fresh.look", r.Relative(at))
	}
	return f
}

// Banner is the one thing a merchant has to know before anything else.
func (r Viewer) Banner(conn overview.Connection) *views.Banner {
	switch {
	case conn.Mall.State == lowstock.MallReconnect:
		return &views.Banner{
			Tone: "out", Icon: "plug", Text: r.T("banner.reconnect"),
			Action: &views.Action{Label: r.T("banner.reconnect_act"), URL: paths.Install},
		}
	case !conn.AppRefused.IsZero():
		return r.appBanner(conn)
	case len(conn.Health) > 0 && conn.Health[0].Stands():
		return r.healthBanner(conn.Health[0])
	case conn.LatestSync.State == inbound.SyncFailed:
		b := &views.Banner{Tone: "low", Icon: "warn", Text: Joined(" ", r.T("banner.sync_failed", r.Known(conn.LatestSync.Error)), r.syncAftermath(conn.Mall))}
		if r.Right >= team.RightAct {
			b.Action = &views.Action{Label: r.T("banner.sync_failed_act"), URL: paths.SyncNow, Post: true}
		}
		return b
	}
	return nil
}

// Known is the sentence of a key that something else stored; nothing where the
// catalogue does not have it any more.
func (r Viewer) Known(key string) string {
	if !words.Has(key) {
		return ""
	}
	return r.T(key)
}

// Sync is the progress of the running sweep, nil when none runs.
func (r Viewer) Sync(s inbound.Sync) *views.SyncView {
	if s.State != inbound.SyncRunning {
		return nil
	}
	v := &views.SyncView{Text: r.T("sync.starting"), Running: true}
	if s.ProductsTotal <= 0 || s.ProductsDone <= 0 {
		return v
	}
	done := min(s.ProductsDone, s.ProductsTotal)
	v.Text = r.T("sync.running", s.ProductsDone, max(s.ProductsDone, s.ProductsTotal))
	v.Percent = strconv.Itoa(done * 100 / s.ProductsTotal)
	elapsed := r.Now.Sub(s.StartedAt)
	if left := elapsed * time.Duration(s.ProductsTotal-done) / time.Duration(done); elapsed > 10*time.Second && left > 10*time.Second {
		v.Text = r.T("sync.left", v.Text, int((left+time.Minute-1)/time.Minute))
	}
	return v
}
