package postgres_test

import (
	"testing"
	"time"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/overview"
	"cafe24-inventory-alert/internal/worklist"
)

// pace is the program's default.
var pace = inbound.Pace{Watch: 10 * time.Minute, Sweep: 6 * time.Hour, Rate: 1.8}

// drift applies a reading of a watch that no webhook announced.
func (b *bundle) drift(readings ...inbound.ProductReading) lowstock.Applied {
	b.t.Helper()
	return b.applyLevels(inbound.Levels{Source: lowstock.SourceWatch, Readings: readings})
}

func (b *bundle) connection() overview.Connection {
	b.t.Helper()
	c, err := b.Mall(b.mall).Connection(b.t.Context(), b.now)
	b.ok(err)
	return c
}

func lost(key string, at time.Time, products ...int64) inbound.Hint {
	return inbound.Hint{
		Mall: hansan, Kind: inbound.HintProduct, EventType: "90075", EventKey: key, ProductNos: products, ReceivedAt: at, Via: inbound.ViaLog,
	}
}

func (b *bundle) saveLog(r inbound.LogReading) int {
	b.t.Helper()
	if r.BeganAt.IsZero() {
		r.BeganAt = b.now
	}
	n, err := b.Mall(b.mall).SaveLog(b.t.Context(), r, b.now)
	b.ok(err)
	return n
}

func TestClaimLog(t *testing.T) {
	t.Parallel()
	b := setup(t)
	want(t, "due", b.due(worklist.DueLog), []worklist.Due{{Kind: worklist.DueLog, Mall: hansan}})
	plan, err := b.Mall(hansan).ClaimLog(t.Context(), b.now, b.now.Add(5*time.Minute))
	b.ok(err)
	want(t, "plan", plan, inbound.LogPlan{Scopes: []string{"mall.read_product"}, ConnectedAt: noon})
	_, err = b.Mall(hansan).ClaimLog(t.Context(), b.now, b.now.Add(5*time.Minute))
	wantCode(t, err, lowstock.CodeNotFound)
	b.saveLog(inbound.LogReading{Cursor: "4711", BeganAt: b.now})
	_, err = b.Mall(hansan).SaveLog(t.Context(), inbound.LogReading{BeganAt: b.now.Add(-time.Minute), Cursor: "4000"}, b.now) // a late run
	wantCode(t, err, lowstock.CodeNotFound)
	b.ok(b.Mall(hansan).DelayLog(t.Context(), b.now.Add(time.Minute)))
	want(t, "due", len(b.due(worklist.DueLog)), 0)
	b.wait(time.Minute)
	plan, err = b.Mall(hansan).ClaimLog(t.Context(), b.now, b.now.Add(5*time.Minute))
	b.ok(err)
	want(t, "plan", plan, inbound.LogPlan{Scopes: []string{"mall.read_product"}, Cursor: "4711", ReadAt: noon, ConnectedAt: noon})
	b.ok(b.Mall(hansan).MarkReconnect(t.Context(), "connection.scope", b.now))
	b.wait(time.Hour)
	want(t, "due while it has to reconnect", len(b.due(worklist.DueLog)), 0)
	_, err = b.Mall(hansan).SaveLog(t.Context(), inbound.LogReading{BeganAt: b.now, Cursor: "4712", Hints: []inbound.Hint{lost("x", b.now, 1)}}, b.now)
	wantCode(t, err, lowstock.CodeNotFound)
	want(t, "marks", one[int](b, "select count(*) from dirty_products"), 0)
}

// A webhook that the log reports as lost becomes a hint once, however often
// the log is read, unless it had been received after all. The cursor moves in
// the same transaction.
func TestSaveLogRecoversWhatWasLostOnce(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.apply(read(1, 5), read(2, 5), read(3, 5))
	b.wait(time.Minute)
	b.hint(inbound.Hint{Kind: inbound.HintProduct, EventType: "90075", EventKey: "trace-2", ProductNos: []int64{2}})
	lastAnswer := b.now
	b.wait(4 * time.Minute)
	reading := inbound.LogReading{Cursor: "12", BeganAt: b.now, Hints: []inbound.Hint{
		lost("trace-1", lastAnswer, 1), lost("trace-2", lastAnswer, 2), lost("log-9", lastAnswer, 3), lost("log-9", lastAnswer, 3),
	}}
	want(t, "recovered", b.saveLog(reading), 2)
	want(t, "marks", one[string](b, `select string_agg(product_no || ' ' || via, ', ' order by product_no) from dirty_products`), "1 log, 2 hint, 3 log")
	want(t, "recovered again", b.saveLog(reading), 0)
	want(t, "cursor", one[string](b, "select log_cursor from malls"), "12")
	m, err := b.Mall(hansan).Info(t.Context())
	b.ok(err)
	want(t, "last webhook that came", m.LastHintAt, lastAnswer)
	want(t, "due at once", len(b.due(worklist.DueRefresh)), 1)

	bad := inbound.LogReading{Cursor: "13", BeganAt: b.now, Hints: []inbound.Hint{lost("trace-7", lastAnswer, 7), lost("trace-8", lastAnswer, 8)}}
	b.admin(`alter table dirty_products add constraint planted check (product_no <> 8)`)
	if _, err := b.Mall(hansan).SaveLog(t.Context(), bad, b.now); err == nil {
		t.Error("no error")
	}
	want(t, "cursor", one[string](b, "select log_cursor from malls"), "12")
	want(t, "half of it", one[int](b, "select count(*) from dirty_products where product_no = 7"), 0)
}

func TestTooMuchLostIsSwept(t *testing.T) {
	t.Parallel()
	b := setup(t)
	want(t, "sweep", len(b.due(worklist.DueSweep)), 0)
	b.saveLog(inbound.LogReading{Cursor: "90000", BeganAt: b.now, More: true})
	want(t, "sweep", len(b.due(worklist.DueSweep)), 1)
	b.saveLog(inbound.LogReading{Cursor: "90000", Trouble: inbound.LogScope})
	c := b.connection()
	want(t, "trouble", c.LogTrouble, inbound.LogScope)
	want(t, "read", c.LogReadAt, b.now)
}

// Only a change that a reading finds by itself is a drift. Its age is the
// longest time for which the number may have been wrong.
func TestDriftLedger(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.apply(read(1, 20, 20), read(2, 20), read(3, 20), read(4, 20), read(5, 20))
	began := b.now

	b.wait(7 * time.Minute)
	want(t, "drifts of a watch", b.drift(read(1, 20, 12)).Drifts, 1)
	want(t, "the same again", b.drift(read(1, 20, 12)).Drifts, 0)

	b.hint(inbound.Hint{Kind: inbound.HintProduct, ProductNos: []int64{2}})
	b.wait(3 * time.Second)
	want(t, "drifts of what a hint had announced", b.drift(read(2, 15)).Drifts, 0)

	b.saveLog(inbound.LogReading{Hints: []inbound.Hint{lost("trace-3", b.now.Add(-4*time.Minute), 3)}})
	b.wait(time.Second)
	want(t, "drifts of the log", b.apply(read(3, 1)).Drifts, 1)

	b.wait(5 * time.Hour)
	sweep := func(readings ...inbound.ProductReading) int {
		return b.applyLevels(inbound.Levels{Source: lowstock.SourceSweep, Readings: readings}).Drifts
	}
	want(t, "drifts of a sweep", sweep(read(4, 3), read(6, 8)), 1) // 6 is new
	want(t, "drifts of the first sync", b.applyLevels(inbound.Levels{Source: lowstock.SourceInstall, Readings: []inbound.ProductReading{read(5, 3)}}).Drifts, 0)
	untracked := read(5, 3)
	untracked.Variants[0].Tracked = false
	want(t, "drifts of stock that is not tracked", sweep(untracked)+sweep(read(5, 9)), 0)

	c := b.connection()
	want(t, "counted", c.Drifts24h, map[inbound.Way]int{inbound.WayWatch: 1, inbound.WayLog: 1, inbound.WaySweep: 1})
	var got [][3]any
	for _, d := range c.Drifts {
		got = append(got, [3]any{d.VariantCode, d.From - d.To, d.FoundBy})
	}
	want(t, "listed", got, [][3]any{{code(4, 0), 17, inbound.WaySweep}, {code(3, 0), 19, inbound.WayLog}, {code(1, 1), 8, inbound.WayWatch}})
	d := c.Drifts[2]
	want(t, "age", d.Age(), 7*time.Minute+time.Second)
	want(t, "read before", d.ReadBefore, began)
	want(t, "name", d.ProductName, "오버핏 니트 1")
	want(t, "option", d.Options, []lowstock.Option{{Name: "색상", Value: "블랙 1"}})

	within, changes := inbound.DetectedWithin(c.Detections, 1, inbound.WayHint)
	want(t, "changes by hint", changes, 1)
	want(t, "found within", within, 5*time.Second)
	within, _ = inbound.DetectedWithin(c.Detections, 1, inbound.WayLog)
	want(t, "log: from when it should have come", within, 5*time.Minute)
	within, changes = inbound.DetectedWithin(c.Detections, 0.5)
	want(t, "half of all", within, 5*time.Minute)
	want(t, "all", changes, 4)

	b.wait(8 * 24 * time.Hour)
	b.saveLog(inbound.LogReading{})
	want(t, "kept", one[int](b, "select (select count(*) from drifts) + (select count(*) from detections)"), 0)
}

// A variant that a watch has not listed was above its level then, whenever it
// was last read itself: it has changed since.
func TestDetectionCountsFromTheLastWatch(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.threshold(5)
	b.apply(read(1, 60, 60, 60))
	b.wait(3 * time.Hour)
	_, err := b.Mall(hansan).ClaimWatch(t.Context(), b.now, pace)
	b.ok(err)
	b.ok(b.Mall(hansan).FinishWatch(t.Context(), b.now))
	b.wait(10 * time.Minute)
	b.drift(read(1, 4, 50, 60))
	c := b.connection()
	within, changes := inbound.DetectedWithin(c.Detections, 0.5)
	want(t, "below the level", within, 11*time.Minute)
	want(t, "changes", changes, 2)
	within, _ = inbound.DetectedWithin(c.Detections, 1)
	want(t, "above it", within, 4*time.Hour)
	for _, d := range c.Drifts { // the stored number may have been wrong for longer
		want(t, "age", d.Age().Round(time.Hour), 3*time.Hour)
	}
}

func TestLookAt(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.apply(read(1, 20))
	look := func(no int64) bool {
		t.Helper()
		due, err := b.Mall(hansan).LookAt(t.Context(), no, time.Minute, b.now)
		b.ok(err)
		return due
	}
	want(t, "what was just read", look(1), false)
	b.wait(time.Minute)
	want(t, "what is older", look(1), true)
	want(t, "twice", look(1), false)
	want(t, "what nobody knows", look(2), false)
	want(t, "due", len(b.due(worklist.DueRefresh)), 1)
	b.wait(time.Second)
	want(t, "no drift", b.applyLevels(inbound.Levels{Source: lowstock.SourceHint, Readings: []inbound.ProductReading{read(1, 7)}, ConfirmAfter: 8 * time.Second}).Drifts, 0)
	want(t, "read once", one[int](b, "select count(*) from dirty_products"), 0)
}

// The reading that confirms a raise is the app's own, and so is what it finds.
func TestASecondReadingIsNoHint(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.threshold(5)
	b.apply(read(1, 20))
	b.wait(time.Minute)
	levels := inbound.Levels{Source: lowstock.SourceWatch, Readings: []inbound.ProductReading{read(1, 4)}, ConfirmAfter: 8 * time.Second}
	want(t, "first", b.applyLevels(levels), lowstock.Applied{Products: 1, Changed: 1, Await: 1, Drifts: 1})
	want(t, "mark", one[string](b, "select via from dirty_products"), "own")
	b.wait(8 * time.Second)
	levels.Source, levels.Readings = lowstock.SourceHint, []inbound.ProductReading{read(1, 3)}
	want(t, "second", b.applyLevels(levels), lowstock.Applied{Products: 1, Changed: 1, Opened: 1})
}

// Fast sellers and variants near a threshold of their own are read by name;
// the rest is left to the sweep.
func TestClaimWatchNamesWhatMayCross(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.threshold(5)
	fifty := 50
	b.apply(read(1, 30), read(2, 70), read(3, 30), read(4, 4), read(5, 400))
	b.setRule(lowstock.RuleChange{ProductNo: 2, Threshold: &fifty})
	b.admin(`update variants set daily_sales = case product_no when 1 then 100 when 3 then 2 when 5 then 1000 end`)
	b.wait(9 * time.Minute)
	b.admin(`update malls set next_watch_at = $1`, b.now)
	plan, err := b.Mall(hansan).ClaimWatch(t.Context(), b.now, pace)
	b.ok(err)
	want(t, "level", plan.MaxThreshold, 55)
	// 4 has an open incident; 5 sells a thousand a day. 1 is in the list of
	// variants at 55 or below.
	want(t, "named", plan.Products, []int64{4})
	b.wait(4*time.Hour + 35*time.Minute)
	plan, err = b.Mall(hansan).ClaimWatch(t.Context(), b.now, pace)
	b.ok(err)
	want(t, "named four and a half hours later", plan.Products, []int64{4, 5})
	want(t, "to be read", b.connection().Load, inbound.Load{Products: 5, Watched: 4})
}

// Where more variants are at or below the largest threshold than a watch may
// read, the list ends at a lower level, and variants near a larger threshold
// are read by name.
func TestClaimWatchKeepsItsCapacity(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.threshold(5)
	hundred := 100
	var many []inbound.ProductReading
	many = append(many, read(1, 120))
	for no := int64(2); no <= 1300; no++ {
		many = append(many, read(no, 60))
	}
	many = append(many, read(1301, 20))
	b.apply(many...)
	b.setRule(lowstock.RuleChange{ProductNo: 1, Threshold: &hundred})
	b.wait(time.Hour)
	b.admin(`update malls set next_watch_at = $1`, b.now)
	tight := inbound.Pace{Watch: time.Minute, Sweep: 6 * time.Hour, Rate: 1.8}
	want(t, "room", tight.Capacity(), 5400)
	tight.Rate = 0.1
	want(t, "room", tight.Capacity(), 1000)
	plan, err := b.Mall(hansan).ClaimWatch(t.Context(), b.now, tight)
	b.ok(err)
	want(t, "level", plan.MaxThreshold, 59)
	want(t, "named", plan.Products, []int64{1})
}
