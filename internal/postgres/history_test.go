package postgres_test

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"pgregory.net/rapid"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/preference"
)

// Readings in any order, changes of rules, actions of people and answers of
// the mail server are drawn at random. A variant always has at most one
// incident, exactly where one is due. Every recipient is notified of it once
// for each reason, and of nothing that is snoozed. No announcement is lost.
// Run more cases by hand:
//
// go test ./internal/postgres -run TestHistories -rapid.checks 10000
func TestHistories(t *testing.T) {
	t.Parallel()
	for run := range 2 {
		t.Run(strconv.Itoa(run), func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			b.people()
			cases, steps := 0, 0
			t.Cleanup(func() { t.Logf("%d histories, %d steps", cases, steps) })
			rapid.Check(t, func(rt *rapid.T) {
				h := begin(b, rt)
				cases++
				for range rapid.IntRange(1, 14).Draw(rt, "steps") {
					h.step()
					h.check()
					if steps++; rt.Failed() {
						return
					}
				}
				h.end()
			})
		})
	}
}

// history is one running history.
type history struct {
	*bundle
	rt   *rapid.T
	l    *ledger
	sent map[string]bool // announcements that were sent
}

// people adds the recipients of all histories of a run.
func (b *bundle) people() {
	b.notifyByEmail(func(s *preference.Settings) {
		s.SecondAfterHours = int(answerWithin / time.Hour)
		s.Recipients[1].Categories = []int{11}
		s.Recipients[2].Immediate, s.Recipients[2].Second = false, true
	}, kim, lee, park)
}

// begin deletes the mall's rows.
func begin(b *bundle, rt *rapid.T) *history {
	b.now = noon
	b.admin(fmt.Sprintf(`
		DELETE FROM incidents; DELETE FROM messages; DELETE FROM rules; DELETE FROM rule_changes; DELETE FROM dirty_products;
		DELETE FROM stock_history; DELETE FROM variant_texts; DELETE FROM variants; DELETE FROM products; DELETE FROM stock_counts;
		INSERT INTO stock_counts (mall_id) SELECT mall_id FROM malls; UPDATE recipients SET unsubscribed_at = NULL;
		UPDATE settings SET collect_seconds = %d, daily_cap = %d`,
		rapid.SampledFrom([]int{0, 60}).Draw(rt, "collect"), rapid.SampledFrom([]int{0, 1}).Draw(rt, "cap")))
	return &history{bundle: b, rt: rt, l: newLedger(), sent: map[string]bool{}}
}

func (h *history) draw(what string, from, to int) int {
	return rapid.IntRange(from, to).Draw(h.rt, what)
}

func (h *history) step() {
	h.wait(time.Duration(h.draw("seconds", 1, 30)) * time.Second)
	steps := []func(){h.read, h.read, h.read, h.read, h.rule, h.rule, h.person, h.person, h.sales, h.leave, h.wakes, h.collects, h.delivers}
	steps[h.draw("step", 0, len(steps)-1)]()
}

// read applies a reading of one or two products. It may have begun before the
// stored one.
func (h *history) read() {
	at := h.now.Add(-time.Duration(h.draw("late", 0, 4)) * 10 * time.Second)
	confirm := time.Duration(rapid.SampledFrom([]int{0, 8}).Draw(h.rt, "confirm")) * time.Second
	l := inbound.Levels{Source: lowstock.SourceHint, StartedAt: at, ConfirmAfter: confirm}
	var lastAnswer []func()
	for no := int64(1); no <= 2; no++ {
		g := h.l.goods[no]
		newer := g == nil || at.After(g.read)
		switch h.draw("product", 0, 12) {
		case 0:
			l.Gone = append(l.Gone, no)
			if g != nil && newer {
				lastAnswer = append(lastAnswer, func() { h.goneProduct(no, at, confirm) })
			}
		case 1, 2, 3:
		default:
			r := h.reading(no)
			l.Readings = append(l.Readings, r)
			if newer {
				lastAnswer = append(lastAnswer, func() { h.lastAnswer(r, at, confirm) })
			}
		}
	}
	for range h.draw("times", 1, 2) {
		_, err := h.Mall(h.mall).ApplyLevels(h.t.Context(), l)
		h.ok(err)
	}
	for _, receive := range lastAnswer {
		receive()
	}
}

func (h *history) reading(no int64) inbound.ProductReading {
	r := read(no, h.draw("quantity", -1, 14), h.draw("quantity", -1, 14))
	r.Product.Display = h.draw("display", 0, 9) > 0
	r.Product.Selling = h.draw("selling", 0, 9) > 0
	r.Product.SupplierCode = rapid.SampledFrom([]string{"", "SA", "SB"}).Draw(h.rt, "supplier")
	r.Product.CategoryNos = rapid.SampledFrom([][]int{{}, {10}, {11}, {10, 11}}).Draw(h.rt, "categories")
	for i := range r.Variants {
		r.Variants[i].Tracked, r.Variants[i].Selling = h.draw("tracked", 0, 12) > 0, h.draw("shown", 0, 12) > 0
	}
	if h.draw("absent", 0, 9) == 0 {
		r.Variants = r.Variants[:1]
	}
	return r
}

func (h *history) lastAnswer(r inbound.ProductReading, at time.Time, confirm time.Duration) {
	p := r.Product
	h.l.goods[p.No] = &goods{read: at, onSale: p.Display && p.Selling, categories: p.CategoryNos, supplier: p.SupplierCode}
	listed := map[string]bool{}
	for _, v := range r.Variants {
		listed[v.Code] = true
		w := h.l.items[v.Code]
		if w == nil {
			w = &item{product: p.No}
			h.l.items[v.Code] = w
		}
		w.quantity, w.tracked, w.shown, w.gone = v.Quantity, v.Tracked, v.Display && v.Selling, false
		h.l.decide(v.Code, at, confirm)
	}
	for code, w := range h.l.items {
		if w.product == p.No && !listed[code] && !w.gone {
			w.gone = true
			h.l.decide(code, at, confirm)
		}
	}
}

func (h *history) goneProduct(no int64, at time.Time, confirm time.Duration) {
	h.l.goods[no].read, h.l.goods[no].gone = at, true
	for code, w := range h.l.items {
		if w.product == no && !w.gone {
			w.gone = true
			h.l.decide(code, at, confirm)
		}
	}
}

// rule changes or deletes a rule of any scope.
func (h *history) rule() {
	place, c := h.place()
	was, is := h.l.rules[place]
	now := was
	switch h.draw("kind", 0, 4) {
	case 0, 1:
		n := h.draw("threshold", 0, 12)
		c.Threshold, now.number, now.days = &n, &n, nil
	case 2:
		n := h.draw("days", 1, 14)
		c.Days, now.number, now.days = &n, nil, &n
	case 3:
		muted := h.draw("muted", 0, 2) > 0
		c.Muted, now.muted = &muted, muted
	default:
		if is {
			h.deleteRule(place)
		}
		return
	}
	_, _, err := h.Mall(h.mall).SetRule(h.t.Context(), c, h.now)
	if lowstock.ErrorCode(err) == lowstock.CodeNotFound {
		return // the mall does not have the target
	}
	h.ok(err)
	h.ruled(place, &now)
}

func (h *history) place() (rulePlace, lowstock.RuleChange) {
	no := int64(h.draw("of product", 1, 2))
	category := h.draw("of category", 10, 11)
	supplier := rapid.SampledFrom([]string{"SA", "SB"}).Draw(h.rt, "of supplier")
	variant := code(no, h.draw("of variant", 0, 1))
	switch rapid.SampledFrom([]string{"variant", "product", "category", "supplier", "mall"}).Draw(h.rt, "scope") {
	case "variant":
		return rulePlace{lowstock.ScopeVariant, variant}, lowstock.RuleChange{ProductNo: no, VariantCode: variant}
	case "product":
		return rulePlace{lowstock.ScopeProduct, strconv.FormatInt(no, 10)}, lowstock.RuleChange{ProductNo: no}
	case "category":
		return rulePlace{lowstock.ScopeCategory, strconv.Itoa(category)}, lowstock.RuleChange{CategoryNo: category}
	case "supplier":
		return rulePlace{lowstock.ScopeSupplier, supplier}, lowstock.RuleChange{SupplierCode: supplier}
	}
	return rulePlace{lowstock.ScopeMall, ""}, lowstock.RuleChange{}
}

func (h *history) deleteRule(p rulePlace) {
	id := one[int64](h.bundle, `
		select rule_id from rules where scope = $1 and coalesce(variant_code, product_no::text, category_no::text, supplier_code, '') = $2`, p.scope, p.of)
	h.ok(h.Mall(h.mall).DeleteRule(h.t.Context(), id, "kim", h.now))
	h.ruled(p, nil)
}

// ruled stores a rule in the model, and evaluates what it covers, if the rule
// has changed.
func (h *history) ruled(p rulePlace, now *rule) {
	was, is := h.l.rules[p]
	same := func(a, b *int) bool { return a == b || a != nil && b != nil && *a == *b }
	if now == nil {
		delete(h.l.rules, p)
	} else {
		h.l.rules[p] = *now
		if is && same(was.number, now.number) && same(was.days, now.days) && was.muted == now.muted {
			return
		}
	}
	for variant, w := range h.l.items {
		if !w.gone && h.l.covers(p, variant) {
			h.l.decide(variant, h.now, 0)
		}
	}
}

// sales sets sales rates, which the nightly forecast computes; they count from
// the next reading on.
func (h *history) sales() {
	variant := code(int64(h.draw("product", 1, 2)), h.draw("variant", 0, 1))
	if w := h.l.items[variant]; w != nil {
		perDay := float64(h.draw("sales", 0, 8)) / 4
		w.sales = &perDay
		h.admin(`UPDATE variants SET daily_sales = $1 WHERE variant_code = $2`, perDay, variant)
	}
}

func (h *history) leave() {
	who := rapid.SampledFrom([]string{lee, park}).Draw(h.rt, "who")
	if h.l.away[who] {
		h.ok(h.Mall(h.mall).ConfirmRecipient(h.t.Context(), who, h.now))
	} else {
		h.ok(h.Mall(h.mall).Unsubscribe(h.t.Context(), who, h.now))
	}
	h.l.away[who] = !h.l.away[who]
}

func (h *history) wakes() {
	h.wait(time.Duration(h.draw("hours", 0, 4)) * time.Hour)
	_, err := h.Mall(h.mall).WakeIncidents(h.t.Context(), h.now)
	h.ok(err)
	h.l.wake(h.now)
}

// person acts on an incident, which may be over.
func (h *history) person() {
	type row struct {
		ID    int64
		Code  string
		State lowstock.IncidentState
	}
	rows, err := h.dial().Query(h.t.Context(), `SELECT incident_id, variant_code, state FROM incidents ORDER BY state = 'resolved', incident_id LIMIT 6`)
	h.ok(err)
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[row])
	h.ok(err)
	if len(list) == 0 {
		return
	}
	i := list[h.draw("incident", 0, len(list)-1)]
	w, ctx := h.l.items[i.Code], h.t.Context()
	until := h.now.Add(time.Duration(h.draw("until", 1, 5)) * time.Hour)
	var do func(*fall)
	switch h.draw("act", 0, 5) {
	case 0, 1:
		_, err = h.Mall(h.mall).AcknowledgeIncident(ctx, i.ID, "kim", h.now)
		do = (*fall).acknowledge
	case 5:
		_, err = h.Mall(h.mall).ResolveIncident(ctx, i.ID, "kim", h.now)
		do = func(f *fall) { w.dismissed, w.stands, w.first = f.kind, nil, time.Time{} }
	default:
		hold := rapid.SampledFrom([]lowstock.Hold{
			{Until: until}, {Restock: true}, {Until: until, Order: lowstock.Order{Quantity: 50, ExpectedOn: "2026-11-26"}},
		}).Draw(h.rt, "hold")
		_, err = h.Mall(h.mall).SnoozeIncident(ctx, i.ID, hold, "kim", h.now)
		do = func(f *fall) { f.snooze(hold) }
	}
	if i.State == lowstock.IncidentResolved {
		want(h.rt, "what is over", lowstock.ErrorCode(err), lowstock.CodeConflict)
		return
	}
	h.ok(err)
	do(w.stands)
}

// check compares what is stored with the ledger.
func (h *history) check() {
	h.t.Helper()
	states, twice := map[string]string{}, 0
	for line := range h.lines(`
		SELECT variant_code, format('#%s %s %s at %s, round %s', n, kind, state, quantity, round)
		  FROM (SELECT *, row_number() OVER (PARTITION BY variant_code ORDER BY incident_id) AS n FROM incidents) i WHERE state <> 'resolved'`) {
		if states[line[0]] != "" {
			twice++
		}
		states[line[0]] = line[1]
	}
	notified := map[string]bool{}
	for line := range h.lines(`
		SELECT d.channel, format('%s#%s %s round %s to %s', i.variant_code, i.n, d.reason, d.round, d.recipient)
		  FROM deliveries d JOIN (SELECT incident_id, variant_code, row_number() OVER (PARTITION BY variant_code ORDER BY incident_id) AS n FROM incidents) i
		 USING (incident_id)`) {
		if notified[line[1]] {
			twice++
		}
		notified[line[1]] = true
	}
	want(h.rt, "twice", twice, 0)
	want(h.rt, "standing", states, h.l.states())
	want(h.rt, "announcements", slices.Sorted(maps.Keys(notified)), slices.Sorted(maps.Keys(h.l.notified)))
}

// lines returns rows of two texts.
func (h *history) lines(sql string, args ...any) func(func([2]string) bool) {
	rows, err := h.dial().Query(h.t.Context(), sql, args...)
	h.ok(err)
	list, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (line [2]string, err error) {
		err = row.Scan(&line[0], &line[1])
		return line, err
	})
	h.ok(err)
	return slices.Values(list)
}

// name returns an announcement's name in the ledger.
func (h *history) name(variant string, f *fall, reason lowstock.Reason, round int, who string) string {
	return fmt.Sprintf("%s#%d %s round %d to %s", variant, f.nth, reason, round, who)
}
