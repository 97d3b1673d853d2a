package postgres_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/rulebook"
	"cafe24-inventory-alert/internal/worklist"
)

const (
	wideProducts = 625 // of five variants each: more than are evaluated at once, and four slices
	wideTotal    = wideProducts * 5
	lease        = 20 * time.Second
)

func wideCode(no, i int) string { return fmt.Sprintf("W%04d-%d", no, i) }

// wide returns a mall of 3,125 variants, inserted by SQL without the store.
// The quantities of product p are 3, 4, 5, 6 and 7; it is in category 7 or 8,
// and of supplier S1 or S2.
func wide(tb testing.TB) *bundle {
	tb.Helper()
	b := setup(tb)
	b.ok(b.Mall(hansan).SaveCategories(tb.Context(), []inbound.Category{{No: 7, Name: "니트"}, {No: 8, Name: "겨울"}, {No: 9, Name: "세일"}}))
	b.ok(b.Mall(hansan).SaveSuppliers(tb.Context(), []inbound.Supplier{{Code: "S1", Name: "한산"}, {Code: "S2", Name: "보리"}}))
	b.admin(`
		insert into products (mall_id, product_no, product_code, product_name, display, selling, variant_count, total_quantity, status, observed_at, category_nos, supplier_code)
		select 'hansan', p, 'P' || p, '오버핏 니트 ' || p, true, true, 5, 25, 'ok', $1, array[7 + p % 2], 'S' || 1 + p % 5 / 4 from generate_series(1, $2) p`, b.now, wideProducts)
	b.admin(`
		insert into variants (mall_id, variant_code, product_no, options, display, selling, tracked, quantity, threshold, threshold_source, status, observed_at, source)
		select 'hansan', format('W%s-%s', lpad(p::text, 4, '0'), v), p, '[{"name":"색상","value":"블랙"}]', true, true, true, v + 3, 0, 'mall', 'ok', $1, 'sweep'
		  from generate_series(1, $2) p, generate_series(0, 4) v`, b.now, wideProducts)
	b.admin(`insert into variant_texts select mall_id, variant_code, 'x' from variants`)
	b.admin(`update stock_counts set ok = $1`, wideTotal)
	b.admin(`analyze products, variants`)
	b.wait(time.Second)
	return b
}

// wideReading returns a reading of one product of that mall.
func wideReading(no int, quantities ...int) inbound.ProductReading {
	r := read(int64(no), quantities...)
	r.Product.Code, r.Product.CategoryNos, r.Product.SupplierCode = fmt.Sprintf("P%d", no), []int{7 + no%2}, fmt.Sprintf("S%d", 1+no%5/4)
	for i := range r.Variants {
		r.Variants[i].Code, r.Variants[i].Options = wideCode(no, i), []lowstock.Option{{Name: "색상", Value: "블랙"}}
	}
	return r
}

func (b *bundle) evaluation() rulebook.Evaluation {
	b.t.Helper()
	e, err := b.Mall(b.mall).Evaluation(b.t.Context())
	b.ok(err)
	return e
}

// evaluate runs at most this many slices of what is due, one each second, and
// ends as a job does.
func (b *bundle) evaluate(slices int) rulebook.Evaluation {
	b.t.Helper()
	e, err := b.Mall(b.mall).ClaimEvaluation(b.t.Context(), b.now, lease)
	b.ok(err)
	for i := 1; i <= slices && e.State == rulebook.EvaluationRunning; i++ {
		b.wait(time.Second)
		claim := lease
		if i == slices {
			claim = 0
		}
		e, _, err = b.Mall(b.mall).EvaluateSlice(b.t.Context(), e, b.now, claim)
		b.ok(err)
	}
	return e
}

func (b *bundle) evaluateAll() rulebook.Evaluation { b.t.Helper(); return b.evaluate(1000) }

func (b *bundle) thresholdOf(code string) int {
	b.t.Helper()
	return one[int](b, `select threshold from variants where mall_id = $1 and variant_code = $2`, b.mall, code)
}

// checkRules checks that every variant is evaluated by the current rules, and
// that what follows from that is stored.
func (b *bundle) checkRules(t reporter, rules map[string]int) {
	t.Helper()
	want(t, "variants held against another number than the rules give", one[int](b, `
		select count(*) from variants v join products p using (mall_id, product_no)
		 where v.mall_id = 'hansan' and v.threshold <> coalesce(($1::jsonb->>('p' || v.product_no))::int, ($1::jsonb->>('c' || p.category_nos[1]))::int, ($1::jsonb->>'')::int, 0)`,
		rules), 0)
	want(t, "variants whose status does not follow", one[int](b, `
		select count(*) from variants where mall_id = 'hansan' and status <> case when quantity <= 0 then 'out' when quantity <= threshold then 'low' else 'ok' end`), 0)
	want(t, "variants that are low without an incident, or stand without a reason", one[int](b, `
		select count(*) from variants v left join incidents i on i.mall_id = v.mall_id and i.variant_code = v.variant_code and i.state <> 'resolved'
		 where v.mall_id = 'hansan' and case when i is null then v.status in ('out', 'low') else v.quantity >= v.threshold + greatest(1, ceil(v.threshold * 0.1)) end`), 0)
}

// A changed default of a large mall is stored at once, and the variants that
// it covers are evaluated in slices.
func TestALargeChangeIsTakenAtOnce(t *testing.T) {
	t.Parallel()
	b := wide(t)
	want(t, "before", b.evaluation(), rulebook.Evaluation{State: rulebook.EvaluationNone})
	change := b.setRules(rulebook.CauseSet, lowstock.RuleChange{Threshold: new(5)})
	began := b.now
	want(t, "the rule", *b.rules()[0].Threshold, 5)
	want(t, "nothing is decided with it", change.Applied, lowstock.Applied{})
	want(t, "what follows", b.evaluation(), rulebook.Evaluation{State: rulebook.EvaluationRunning, ChangeID: change.ID, Total: wideTotal, StartedAt: began})
	want(t, "due", b.due(worklist.DueEvaluate), []worklist.Due{{Kind: worklist.DueEvaluate, Mall: hansan}})
	e := b.evaluate(1)
	want(t, "after a slice", e, rulebook.Evaluation{
		State: rulebook.EvaluationRunning, ChangeID: change.ID, Done: 1000, Total: wideTotal, Opened: 600, StartedAt: began, Fence: 1,
	})
	want(t, "the same is read", b.evaluation(), e)
	want(t, "counts follow", b.counts(), listing.Counts{Low: 600, OK: wideTotal - 600, Standing: 600, Unanswered: 600})
	want(t, "the last slice", b.evaluateAll(), rulebook.Evaluation{
		State: rulebook.EvaluationDone, ChangeID: change.ID, Done: wideTotal, Total: wideTotal, Opened: 3 * wideProducts, StartedAt: began, FinishedAt: b.now, Fence: 2,
	})
	want(t, "due no more", len(b.due(worklist.DueEvaluate)), 0)
	b.checkRules(t, map[string]int{"": 5})
	b.checkKept(t)
}

// A small change is evaluated in its own transaction, also while a large
// evaluation runs.
func TestASmallChangeIsDecidedAtOnce(t *testing.T) {
	t.Parallel()
	b := wide(t)
	change := b.setRules(rulebook.CauseSet, lowstock.RuleChange{ProductNo: 600, Threshold: new(4)})
	want(t, "applied", change.Applied.Opened, 2)
	want(t, "evaluation", b.evaluation(), rulebook.Evaluation{
		State: rulebook.EvaluationDone, ChangeID: change.ID, Done: 5, Total: 5, Opened: 2, StartedAt: b.now, FinishedAt: b.now,
	})
	b.threshold(5)
	running := b.evaluation()
	want(t, "applied meanwhile", b.setRules(rulebook.CauseSet, lowstock.RuleChange{ProductNo: 600, Threshold: new(6)}).Applied.Opened, 2)
	want(t, "the large one goes on", b.evaluation(), running)
	b.evaluateAll()
	b.checkRules(t, map[string]int{"": 5, "p600": 6})
}

// A reading that comes in while slices run is evaluated by the new rule, and a
// later slice finds it already done.
func TestAReadingDuringAnEvaluationFollowsTheNewRule(t *testing.T) {
	t.Parallel()
	b := wide(t)
	b.notifyByEmail(nil, "kim@hansan.example")
	b.threshold(5)
	b.evaluate(1)
	want(t, "not decided on yet", b.thresholdOf(wideCode(600, 2)), 0)
	want(t, "read", b.apply(wideReading(600, 20, 20, 5, 20, 20)).Opened, 1)
	raised := b.incidentsOf(600)
	want(t, "raised by the new rule", raised[0].Threshold, 5)
	want(t, "the others of the product, too", b.thresholdOf(wideCode(600, 0)), 5)
	b.evaluateAll()
	want(t, "the slice leaves it", b.incidentsOf(600), raised)
	want(t, "announced once", one[int](b, `select count(*) from deliveries where incident_id = $1`, raised[0].ID), 1)
	b.checkRules(t, map[string]int{"": 5})
	b.checkKept(t)
}

// A process that is killed leaves its claim behind. When the claim has
// expired, the next process continues from the last slice, and the late one
// changes nothing.
func TestAnEvaluationGoesOnAfterACrash(t *testing.T) {
	t.Parallel()
	b := wide(t)
	b.threshold(5)
	dead, err := b.Mall(hansan).ClaimEvaluation(t.Context(), b.now, lease)
	b.ok(err)
	dead, _, err = b.Mall(hansan).EvaluateSlice(t.Context(), dead, b.now, lease)
	b.ok(err)
	want(t, "due while it is claimed", len(b.due(worklist.DueEvaluate)), 0)
	_, err = b.Mall(hansan).ClaimEvaluation(t.Context(), b.now, lease)
	wantCode(t, err, lowstock.CodeNotFound)
	b.wait(lease)
	want(t, "due after the lease", len(b.due(worklist.DueEvaluate)), 1)
	e, err := b.Mall(hansan).ClaimEvaluation(t.Context(), b.now, lease)
	b.ok(err)
	want(t, "it goes on", e.Done, 1000)
	_, _, err = b.Mall(hansan).EvaluateSlice(t.Context(), dead, b.now, lease)
	wantCode(t, err, lowstock.CodeConflict)
	want(t, "the late one did nothing", b.evaluation(), e)
	e, applied, err := b.Mall(hansan).EvaluateSlice(t.Context(), e, b.now, 0)
	b.ok(err)
	want(t, "the next slice", fmt.Sprint(e.Done, applied.Opened), "2000 600")
	want(t, "every variant once", b.evaluateAll().Done, wideTotal)
	b.checkRules(t, map[string]int{"": 5})
}

// The newest of two changes wins. What only the first one covers is still
// evaluated, and so is the part after the place where the second one came.
func TestChangesOverlap(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		first, second lowstock.RuleChange
		total         int
		rules         map[string]int
	}{
		"the same again":   {lowstock.RuleChange{Threshold: new(5)}, lowstock.RuleChange{Threshold: new(3)}, wideTotal, map[string]int{"": 3}},
		"taken back":       {lowstock.RuleChange{Threshold: new(5)}, lowstock.RuleChange{Threshold: new(0)}, wideTotal, map[string]int{"": 0}},
		"another supplier": {lowstock.RuleChange{SupplierCode: "S1", Threshold: new(4)}, lowstock.RuleChange{Threshold: new(4)}, wideTotal, map[string]int{"": 4}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := wide(t)
			b.setRule(test.first)
			b.evaluate(2)
			second := b.setRules(rulebook.CauseSet, test.second)
			e := b.evaluation()
			want(t, "joined", fmt.Sprintln(e.State, e.ChangeID == second.ID, e.Done, e.Total), fmt.Sprintln("running", true, 0, test.total))
			b.evaluate(2) // past the catalogue's end
			e = b.evaluateAll()
			want(t, "each once more", fmt.Sprintln(e.State, e.Done), fmt.Sprintln("done", test.total))
			b.checkRules(t, test.rules)
			b.checkKept(t)
		})
	}
}

func TestUndoDuringAnEvaluation(t *testing.T) {
	t.Parallel()
	b := wide(t)
	b.notifyByEmail(nil, "kim@hansan.example")
	change := b.setRules(rulebook.CauseSet, lowstock.RuleChange{Threshold: new(5)})
	b.evaluate(2)
	undone, err := b.Mall(hansan).UndoRules(t.Context(), change.ID, "kim", b.now)
	b.ok(err)
	want(t, "no rule is left", len(b.rules()), 0)
	e := b.evaluateAll()
	want(t, "evaluation", fmt.Sprintln(e.State, e.ChangeID == undone.ID, e.Opened, e.Resolved), "done true 1200 1200\n")
	b.wait(time.Minute)
	want(t, "nobody hears of what is over", b.collect(), 0)
	b.checkRules(t, nil)
	b.checkKept(t)
}

// What one change raises is one message for each recipient, however many
// slices it takes, and another alert does not wait for it.
func TestWhatAnEvaluationRaisesIsOneMessage(t *testing.T) {
	t.Parallel()
	b := wide(t)
	b.notifyByEmail(nil, "kim@hansan.example", "lee@hansan.example")
	b.threshold(3)
	b.evaluate(1)
	want(t, "collected after a slice", b.collect(), 0)
	b.evaluate(2)
	want(t, "collected after three", b.collect(), 0)
	b.evaluateAll()
	b.wait(20 * time.Second)
	want(t, "collected when it is over", b.collect(), 2)
	for _, m := range b.mails() {
		want(t, "alerts of the message to "+m.Recipient, one[int](b, `select count(*) from deliveries where message_id = $1`, m.ID), wideProducts)
	}
	want(t, "collected later", b.collect(), 0)
}

// Members of a category and a nightly forecast can need as many evaluations as
// a rule.
func TestMembersAndForecastsAreDecidedInSlices(t *testing.T) {
	t.Parallel()
	b := wide(t)
	b.setRule(lowstock.RuleChange{CategoryNo: 9, Threshold: new(4)}) // the category is empty
	all := make([]int64, wideProducts)
	for i := range all {
		all[i] = int64(i) + 1
	}
	b.ok(b.Mall(hansan).SaveCategoryMembers(t.Context(), 9, all, b.now))
	want(t, "evaluation", b.evaluation().Total, wideTotal)
	b.evaluateAll()
	b.checkRules(t, map[string]int{"": 4})

	b.setRule(lowstock.RuleChange{Days: new(3)})
	b.evaluateAll()
	b.admin(`delete from rules where scope = 'category'`)
	want(t, "applied with the night", b.forecastWith(2, 6), lowstock.Applied{})
	e := b.evaluation()
	want(t, "evaluation", fmt.Sprintln(e.State, e.Total), fmt.Sprintln("running", wideTotal))
	b.evaluateAll()
	b.checkRules(t, map[string]int{"": 6})
	want(t, "kept steady", one[int](b, `select count(*) from forecasts where steady_until is not null`), 2*wideProducts)
	b.checkKept(t)
}

func TestAMallThatLeavesEndsItsEvaluation(t *testing.T) {
	t.Parallel()
	b := wide(t)
	b.threshold(5)
	claim, err := b.Mall(hansan).ClaimEvaluation(t.Context(), b.now, lease)
	b.ok(err)
	b.ok(b.Mall(hansan).Uninstall(t.Context(), b.now))
	_, _, err = b.Mall(hansan).EvaluateSlice(t.Context(), claim, b.now, lease)
	wantCode(t, err, lowstock.CodeConflict)
	b.wait(time.Hour)
	want(t, "due", len(b.due(worklist.DueEvaluate)), 0)
}

// Alerts that the first sync raises are announced by its summary, and so are
// those that an evaluation raises meanwhile.
func TestAnEvaluationDuringTheFirstSyncNotifiesNobody(t *testing.T) {
	t.Parallel()
	b := wide(t)
	b.notifyByEmail(nil, "kim@hansan.example")
	b.admin(`update syncs set state = 'done'`)
	b.admin(`insert into syncs (mall_id, first, asked, state, started_at, resume_at) values ('hansan', true, true, 'running', $1, $1)`, noon)
	b.threshold(3)
	want(t, "raised", b.evaluateAll().Opened, wideProducts)
	want(t, "announced", one[int](b, `select count(*) from deliveries`), 0)
}

// Whatever happens between slices, in the end every variant is evaluated by
// the newest rules.
func TestEvaluationsOfManyChanges(t *testing.T) {
	t.Parallel()
	b := wide(t)
	random := rand.New(rand.NewPCG(13, 23))
	rules := map[string]int{}
	for range 24 {
		n := random.IntN(8)
		switch random.IntN(5) {
		case 0:
			b.threshold(n)
			rules[""] = n
		case 1:
			no := 7 + random.IntN(2)
			b.setRule(lowstock.RuleChange{CategoryNo: no, Threshold: &n})
			rules[fmt.Sprint("c", no)] = n
		case 2:
			no := 1 + random.IntN(wideProducts)
			b.setRule(lowstock.RuleChange{ProductNo: int64(no), Threshold: &n})
			rules[fmt.Sprint("p", no)] = n
		case 3:
			b.apply(wideReading(1+random.IntN(wideProducts), random.IntN(9), random.IntN(9), random.IntN(9), random.IntN(9), random.IntN(9)))
		case 4:
			if len(b.due(worklist.DueEvaluate)) > 0 {
				b.evaluate(1 + random.IntN(3))
			}
		}
		b.wait(time.Second)
	}
	b.threshold(4)
	rules[""] = 4
	b.evaluateAll()
	b.checkRules(t, rules)
	b.checkKept(t)
}
