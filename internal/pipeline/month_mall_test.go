package pipeline_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/cafe24"
	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/pipeline"
	"cafe24-inventory-alert/internal/worklist"
)

// How Cafe24 behaves, as far as the month needs it.
const (
	callTime    = 550 * time.Millisecond // a call, at the pace that the client keeps
	cacheLasts  = 5 * time.Second        // maximum age of the stock in an answer
	hintsLost   = 0.05
	pageSize    = 100
	watchPeriod = 10 * time.Minute
	sweepPeriod = 6 * time.Hour
	logPeriod   = 5 * time.Minute
	leaseOfRead = 45 * time.Second
)

// item is a variant as it really is.
type item struct {
	shelf    *shelf
	code     string
	quantity int
	before   int       // the quantity that a cached answer still shows
	changed  time.Time // the time of the change to the new quantity
	rate     float64   // units sold per day while it is in stock
	lot      int       // the quantity of a restock
	tracked  bool
	oversell bool
	coming   bool // a delivery is expected
	dropped  bool // never reordered
	rose     int  // units by which the quantity was raised, all together
}

// shelf is a product with its variants.
type shelf struct {
	no       int64
	name     string
	category int
	shown    bool
	items    []*item
}

// shop is a mall at Cafe24: its real stock, its answers and its webhooks.
type shop struct {
	d       *desk
	t       *testing.T
	rng     *rand.Rand
	shelves []*shelf
	items   []*item
	byCode  map[string]*item
	events  *agenda
	intake  *pipeline.Intake
	model   *crossings
	outs    []*sellOut // every sell-out
	last    map[*item]*sellOut
	traces  int
	sold    int
	steps   map[worklist.DueKind]int
	reads   int  // variants read
	touched bool // the app may have new work
}

// sellOut is one time at which a variant on sale had no stock left.
type sellOut struct {
	item *item
	at   time.Time
	back time.Time // zero: not yet

	silent    bool // no message was to be sent
	dismissed bool // a person had dismissed it
}

const categories = 20

// newShop makes a shop with a few fast sellers and many slow ones.
func newShop(t *testing.T, d *desk, rng *rand.Rand, variants int) *shop {
	t.Helper()
	s := &shop{d: d, t: t, rng: rng, byCode: map[string]*item{}, steps: map[worklist.DueKind]int{}, events: &agenda{}, last: map[*item]*sellOut{}}
	total := 0.0
	for len(s.items) < variants {
		no := int64(len(s.shelves) + 1)
		p := &shelf{no: no, name: fmt.Sprintf("데일리 코튼 셔츠 %d", no), category: 100 + rng.IntN(categories), shown: rng.Float64() > 0.03}
		for i := range 1 + rng.IntN(5) {
			w := &item{shelf: p, code: fmt.Sprintf("P%06d%02d", no, i), tracked: rng.Float64() > 0.02, oversell: rng.Float64() < 0.03}
			w.rate = math.Exp(1.6 * rng.NormFloat64())
			total += w.rate
			p.items, s.items, s.byCode[w.code] = append(p.items, w), append(s.items, w), w
		}
		s.shelves = append(s.shelves, p)
	}
	aDay := 50 + 0.03*float64(variants)
	for _, w := range s.items {
		w.rate *= aDay / total
		w.lot = int(max(40+80*rng.ExpFloat64(), w.rate*(14+21*rng.Float64())))
		w.quantity = 1 + rng.IntN(w.lot)
		if rng.Float64() < max(0.03, 30/float64(variants)) { // more than the summary of the first sync names
			w.quantity = 0
		}
		w.before, w.changed = w.quantity, d.clock.Now().Add(-time.Hour)
	}
	s.model = newCrossings(s.items)
	s.intake = pipeline.NewIntake(pipeline.IntakeConfig{Store: d.store, Delay: 2 * time.Second})
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	ended := make(chan struct{})
	go func() { defer close(ended); s.intake.Run(ctx) }()
	t.Cleanup(func() { cancel(); <-ended })
	d.reads, d.after = s.read, s.finished
	return s
}

// finished counts the work that the app did.
func (s *shop) finished(d worklist.Due) {
	s.steps[d.Kind]++
	if d.Kind == worklist.DueSales {
		s.computed()
	}
}

// computed copies the sales rates that the app has computed. Rules in days of
// cover are checked against them.
func (s *shop) computed() {
	type sales struct {
		Code   string
		PerDay float64
	}
	found, news := map[string]float64{}, false
	for _, v := range rowsOf[sales](s.t, s.d, `SELECT variant_code, daily_sales FROM variants WHERE daily_sales IS NOT NULL`) {
		found[v.Code] = v.PerDay
		was, known := s.model.sales[v.Code]
		news = news || !known || was != v.PerDay
	}
	if news = news || len(found) != len(s.model.sales); !news {
		return
	}
	s.model.sales = found
	s.model.ruled(s.items, s.d.clock.Now(), func(w *item) bool { return s.model.category[w.shelf.category].days > 0 })
}

// set changes the real stock and sends the webhook that Cafe24 sends for it:
// only a change from or to 0 has one.
func (s *shop) set(w *item, quantity int) {
	now := s.d.clock.Now()
	was := w.quantity
	if was == quantity {
		return
	}
	w.before, w.quantity, w.changed = was, quantity, now
	w.rose += max(0, quantity-was)
	switch {
	case was > 0 && quantity <= 0:
		out := &sellOut{item: w, at: now, silent: s.model.silent(w), dismissed: s.model.of[w].dismissed == lowstock.KindOut}
		s.outs, s.last[w] = append(s.outs, out), out
	case was <= 0 && quantity > 0:
		if out := s.last[w]; out != nil {
			out.back = now
			delete(s.last, w)
		}
	default:
		return
	}
	s.send(90075, map[string]any{"product_no": w.shelf.no, "variant_code": w.code})
}

// send delivers a webhook a little later, unless it is lost.
func (s *shop) send(event int, resource map[string]any) {
	if s.rng.Float64() < hintsLost {
		return
	}
	resource["mall_id"] = string(mall)
	s.traces++
	trace := "trace-" + strconv.Itoa(s.traces)
	s.events.add(s.d.clock.Now().Add(time.Duration((1+59*s.rng.Float64())*float64(time.Second))), func() {
		body, err := json.Marshal(map[string]any{"event_no": event, "resource": resource})
		if err != nil {
			s.t.Fatal(err)
		}
		parsed, err := cafe24.ParseEvent(body)
		if err == nil {
			err = persist(func() error {
				_, err := s.intake.Take(s.t.Context(), pipeline.HintOf(cafe24.Proof{TraceID: trace}, parsed, s.d.clock.Now()))
				return err
			})
		}
		if err != nil {
			s.t.Error(err)
		}
		s.touched = true
	})
}

// answer returns what Cafe24 answers for products now. The model gets the same
// data.
func (s *shop) answer(shelves []*shelf) []inbound.ProductReading {
	now := s.d.clock.Now()
	readings := make([]inbound.ProductReading, 0, len(shelves))
	for _, p := range shelves {
		r := inbound.ProductReading{Product: lowstock.Product{
			No: p.no, Code: fmt.Sprintf("P%06d", p.no), Name: p.name, CategoryNos: []int{p.category}, SupplierCode: "S0000001",
			Display: p.shown, Selling: true, Price: "12900.00",
		}}
		for _, w := range p.items {
			quantity := w.quantity
			if now.Sub(w.changed) < cacheLasts && s.rng.IntN(2) == 0 {
				quantity = w.before
			}
			r.Variants = append(r.Variants, lowstock.Variant{
				ProductNo: p.no, Code: w.code, Display: true, Selling: true, Tracked: w.tracked, Quantity: quantity,
			})
			s.model.read(w, quantity, now)
			s.reads++
		}
		readings = append(readings, r)
	}
	return readings
}

// read does the work of the steps that call Cafe24, because the client would
// pace them by the real clock.
func (s *shop) read(ctx context.Context, d worklist.Due) error {
	steps := map[worklist.DueKind]func(context.Context) error{
		worklist.DueRefresh: s.refresh, worklist.DueWatch: s.watch, worklist.DueSweep: s.sweep, worklist.DueLog: s.log,
	}
	if do := steps[d.Kind]; do != nil {
		return do(ctx)
	}
	return fmt.Errorf("the month knows no %s", d.Kind)
}

func (s *shop) apply(ctx context.Context, source lowstock.Source, shelves []*shelf, first bool) error {
	levels := inbound.Levels{Source: source, StartedAt: s.d.clock.Now(), Readings: s.answer(shelves), ConfirmAfter: confirmDelay}
	if first {
		levels.ConfirmAfter, levels.Hold = 0, true
	}
	s.d.clock.to(s.d.clock.Now().Add(callTime))
	_, err := s.d.work.Apply(ctx, mall, levels)
	return err
}

func (s *shop) pages(ctx context.Context, source lowstock.Source, shelves []*shelf, first bool) error {
	for begin := 0; begin < len(shelves); begin += pageSize {
		if err := s.apply(ctx, source, shelves[begin:min(begin+pageSize, len(shelves))], first); err != nil {
			return err
		}
	}
	return nil
}

func (s *shop) refresh(ctx context.Context) error {
	for {
		dirty, err := s.d.store.Mall(mall).ClaimDirty(ctx, s.d.clock.Now(), math.MaxInt64, pageSize, leaseOfRead)
		if err != nil || len(dirty) == 0 {
			return err
		}
		var shelves []*shelf
		for _, p := range dirty {
			shelves = append(shelves, s.shelves[p.ProductNo-1])
		}
		if err := s.apply(ctx, lowstock.SourceHint, shelves, false); err != nil || len(dirty) < pageSize {
			return err
		}
	}
}

func (s *shop) watch(ctx context.Context) error {
	now := s.d.clock.Now()
	plan, err := s.d.store.Mall(mall).ClaimWatch(ctx, now, inbound.Pace{Watch: watchPeriod, Sweep: sweepPeriod, Rate: 1.8})
	if err != nil {
		return err
	}
	var list []*shelf
	seen := map[int64]bool{}
	for _, p := range s.shelves {
		for _, w := range p.items {
			if w.tracked && w.quantity <= plan.MaxThreshold && !seen[p.no] {
				seen[p.no], list = true, append(list, p)
			}
		}
	}
	for _, no := range plan.Products {
		if !seen[no] {
			list = append(list, s.shelves[no-1])
		}
	}
	if err := s.pages(ctx, lowstock.SourceWatch, list, false); err != nil {
		return err
	}
	return s.d.store.Mall(mall).FinishWatch(ctx, s.d.clock.Now())
}

// log finds nothing: Cafe24 never tried to deliver the webhooks that the month
// loses.
func (s *shop) log(ctx context.Context) error {
	now := s.d.clock.Now()
	plan, err := s.d.store.Mall(mall).ClaimLog(ctx, now, now.Add(logPeriod))
	if err == nil {
		_, err = s.d.store.Mall(mall).SaveLog(ctx, inbound.LogReading{BeganAt: now, Cursor: plan.Cursor}, now)
	}
	return err
}

func (s *shop) sweep(ctx context.Context) error {
	sync, err := s.d.store.Mall(mall).ClaimSync(ctx, s.d.clock.Now(), time.Hour)
	if err != nil {
		return err
	}
	source := lowstock.SourceSweep
	if sync.First {
		source = lowstock.SourceInstall
		s.model.confirm = 0
	}
	if err := s.pages(ctx, source, s.shelves, sync.First); err != nil {
		return err
	}
	s.model.confirm = confirmDelay
	now := s.d.clock.Now()
	_, err = s.d.store.Mall(mall).FinishSync(ctx, sync, now, now.Add(sweepPeriod))
	return err
}
