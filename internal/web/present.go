package web

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
	"cafe24-inventory-alert/views/words"
)

// reader is for whom a page is made: the language, the mall's own days, and
// the moment it is made at. Presenters are pure functions of it and the domain.
type Viewer struct {
	words.Locale
	zone     *time.Location
	settings lowstock.Settings
	now      time.Time
	right    lowstock.Right
	readOnly bool // what alerts go by
	subs     bool // sub-operators may change that
}

func (s *Kit) readerOf(who session) Viewer {
	return Viewer{Locale: who.locale, zone: who.zone, settings: who.settings, now: s.now(), right: who.right, readOnly: who.right < lowstock.RightRules, subs: who.subs}
}

// moment is relative within a day, and the full date otherwise.
func (r Viewer) moment(t time.Time) views.Time {
	if t.IsZero() {
		return views.Time{}
	}
	return views.Time{Text: r.relative(t), Full: r.date(t), Machine: t.In(r.zone).Format(time.RFC3339)}
}

// exact is a moment that is never relative, for what lies ahead.
func (r Viewer) exact(t time.Time) views.Time {
	if t.IsZero() {
		return views.Time{}
	}
	return views.Time{Text: r.date(t), Full: r.date(t), Machine: t.In(r.zone).Format(time.RFC3339)}
}

func (r Viewer) relative(t time.Time) string {
	switch d := r.now.Sub(t); {
	case d < -time.Minute, d >= 24*time.Hour:
		return r.date(t)
	case d < time.Minute:
		return r.T("time.now")
	case d < time.Hour:
		return r.T("time.minutes", int(d/time.Minute))
	default:
		return r.T("time.hours", int(d/time.Hour))
	}
}

// date writes "11월 22일 (일) 오후 3:04"; the year only when it is not this one.
func (r Viewer) date(t time.Time) string {
	t = t.In(r.zone)
	return r.day(t) + " " + r.clock(t)
}

func (r Viewer) day(t time.Time) string {
	t = t.In(r.zone)
	other := t.Year() != r.now.In(r.zone).Year()
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

// shortDay is a day within a year of now where there is little room: 12/3, 3 Dec.
func (r Viewer) shortDay(t time.Time) string {
	if t = t.In(r.zone); r.Locale == words.English {
		return t.Format("2 Jan")
	}
	return t.Format("1/2")
}

func (r Viewer) clock(t time.Time) string {
	t = t.In(r.zone)
	if r.Locale == words.English {
		return t.Format("3:04 PM")
	}
	half := "오전"
	if t.Hour() >= 12 {
		half = "오후"
	}
	return half + " " + t.Format("3:04")
}

func number(n int) string { return words.Number(int64(n)) }

// decimal writes how fast something sells: as exactly as people would say it.
func decimal(f float64) string {
	switch {
	case f >= 10:
		return number(int(math.Round(f)))
	case f >= 1 || f == 0:
		return strings.TrimSuffix(strconv.FormatFloat(f, 'f', 1, 64), ".0")
	default:
		return strconv.FormatFloat(f, 'g', 1, 64)
	}
}

// price writes Cafe24's "12900.00" as people do; a fraction of zeros is left
// out. What is not a number stays as it is.
func price(text string) string {
	whole, fraction, _ := strings.Cut(text, ".")
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil {
		return text
	}
	if strings.Trim(fraction, "0") == "" {
		return words.Number(n)
	}
	return words.Number(n) + "." + fraction
}

func optionsText(options []lowstock.Option) string {
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

func (r Viewer) statusBadge(status lowstock.Status) views.Badge {
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

// sellingBadge stands for the status of what Cafe24 goes on selling with nothing
// in stock.
func (r Viewer) sellingBadge() views.Badge {
	return views.Badge{Tone: "out", Icon: "warn", Text: r.T("selling.badge")}
}

func (r Viewer) rowBadge(row *lowstock.InventoryRow) views.Badge {
	if row.StillSelling() {
		return r.sellingBadge()
	}
	return r.statusBadge(row.Status)
}

func (r Viewer) kindBadge(kind lowstock.Kind) views.Badge {
	if kind == lowstock.KindOut {
		return r.statusBadge(lowstock.StatusOut)
	}
	return r.statusBadge(lowstock.StatusLow)
}

func (r Viewer) deliveryBadge(state lowstock.DeliveryState) views.Badge {
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

// freshness is whether the app watches, and the age of the newest reading: it
// reads something every few minutes, so an older one means that it cannot.
func (r Viewer) freshness(conn lowstock.Connection) views.Freshness {
	at := conn.NewestReading
	if finished := conn.LatestSync.FinishedAt; conn.LatestSync.State == lowstock.SyncDone && finished.After(at) {
		at = finished
	}
	if conn.WatchedAt.After(at) {
		at = conn.WatchedAt
	}
	if at.IsZero() {
		return views.Freshness{Text: r.T("fresh.never")}
	}
	f := views.Freshness{Text: r.T("fresh.ok", r.relative(at)), Full: r.date(at), Tone: "ok"}
	banner := r.banner(conn)
	switch age := r.now.Sub(at); {
	case age > 6*time.Hour, banner != nil && banner.Tone == "out":
		f.Tone = "out"
	case age > 30*time.Minute, banner != nil:
		f.Tone = "low"
	}
	if f.Tone != "ok" {
		f.Text = r.T("fresh.look", r.relative(at))
	}
	return f
}

// banner is the one thing a merchant has to know before anything else.
func (r Viewer) banner(conn lowstock.Connection) *views.Banner {
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
	case conn.LatestSync.State == lowstock.SyncFailed:
		b := &views.Banner{Tone: "low", Icon: "warn", Text: joined(" ", r.T("banner.sync_failed", r.known(conn.LatestSync.Error)), r.syncAftermath(conn.Mall))}
		if r.right >= lowstock.RightAct {
			b.Action = &views.Action{Label: r.T("banner.sync_failed_act"), URL: paths.SyncNow, Post: true}
		}
		return b
	}
	return nil
}

// known is the sentence of a key that something else stored; nothing where the
// catalogue does not have it any more.
func (r Viewer) known(key string) string {
	if !words.Has(key) {
		return ""
	}
	return r.T(key)
}

// sync is the progress of the running sweep, nil when none runs.
func (r Viewer) sync(s lowstock.Sync) *views.SyncView {
	if s.State != lowstock.SyncRunning {
		return nil
	}
	v := &views.SyncView{Text: r.T("sync.starting"), Running: true}
	if s.ProductsTotal <= 0 || s.ProductsDone <= 0 {
		return v
	}
	done := min(s.ProductsDone, s.ProductsTotal)
	v.Text = r.T("sync.running", s.ProductsDone, max(s.ProductsDone, s.ProductsTotal))
	v.Percent = strconv.Itoa(done * 100 / s.ProductsTotal)
	elapsed := r.now.Sub(s.StartedAt)
	if left := elapsed * time.Duration(s.ProductsTotal-done) / time.Duration(done); elapsed > 10*time.Second && left > 10*time.Second {
		v.Text = r.T("sync.left", v.Text, int((left+time.Minute-1)/time.Minute))
	}
	return v
}
