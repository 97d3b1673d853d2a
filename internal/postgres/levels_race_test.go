package postgres_test

import (
	"fmt"
	"strconv"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/postgres"
	"cafe24-inventory-alert/internal/postgres/postgrestest"
)

// Two replicas apply overlapping readings of new and known products at once,
// in every order: each variant has one incident, the newest reading wins, and
// no deadlock fails a call.
func TestReplicasApplyAtOnce(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.notifyByEmail(nil, "kim@hansan.example")
	stores := []*postgres.Store{b.Store, postgrestest.Connect(t, b.url)}
	const rounds = 24
	var all sync.WaitGroup
	for round := range rounds {
		all.Go(func() {
			l := inbound.Levels{Source: lowstock.SourceHint, StartedAt: b.now.Add(time.Duration(round+1) * time.Second)}
			for i := range 6 {
				no := int64((i*5+round)%6 + 1)
				l.Readings = append(l.Readings, read(no, 0, round, 0))
			}
			if _, err := stores[round%2].Mall(hansan).ApplyLevels(t.Context(), l); err != nil {
				t.Errorf("round %d: %v", round, err)
			}
		})
		all.Go(func() {
			_, err := stores[round%2].RecordHints(t.Context(), []inbound.Hint{
				{Mall: hansan, Kind: inbound.HintProduct, ProductNos: []int64{6, 1, 3}, ReceivedAt: b.now},
			}, 0)
			if err != nil {
				t.Errorf("round %d: %v", round, err)
			}
		})
		all.Go(func() {
			n := round % 3
			_, _, err := stores[round%2].Mall(hansan).SetRule(t.Context(), lowstock.RuleChange{Threshold: &n}, b.now)
			if err != nil {
				t.Errorf("round %d: %v", round, err)
			}
		})
	}
	all.Wait()
	twice := one[int](b, `select count(*) from (select 1 from incidents where state <> 'resolved' group by variant_code having count(*) > 1) d`)
	want(t, "variants with two standing incidents", twice, 0)
	for no := range int64(6) {
		want(t, "newest reading", b.row(code(no+1, 1)).Quantity, rounds-1)
		want(t, "sold out", b.row(code(no+1, 0)).Status, lowstock.StatusOut)
	}
	want(t, "incidents of what was never more than 0", one[int](b, "select count(*) from incidents where variant_code like '%000' or variant_code like '%002'"), 12)
	want(t, "deliveries of them", one[int](b, `
		select count(*) from deliveries d join incidents i using (mall_id, incident_id) where i.variant_code like '%000' or i.variant_code like '%002'`), 12)
	b.checkKept(t)
}

// The schema itself refuses a second unresolved incident.
func TestTheIndexIsTheGuarantee(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.apply(read(1, 0))
	conn := b.dial()
	_, err := conn.Exec(t.Context(), `
		insert into incidents (mall_id, product_no, variant_code, kind, state, quantity, threshold, threshold_source, opened_at)
		select mall_id, product_no, variant_code, kind, 'snoozed', 0, 0, 'mall', now() from incidents`)
	if err == nil {
		t.Error("a variant has two standing incidents")
	}
}

// checkKept compares the stored numbers with counted ones.
func (b *bundle) checkKept(t reporter) {
	t.Helper()
	want(t, "kept counts", one[string](b, "select format('%s %s %s %s %s', out, low, ok, untracked, silent) from stock_counts where mall_id = $1", b.mall),
		one[string](b, `
		select format('%s %s %s %s %s', count(*) filter (where status = 'out'), count(*) filter (where status = 'low'), count(*) filter (where status = 'ok'),
		       count(*) filter (where status = 'untracked'), count(*) filter (where silent))
		  from variants where mall_id = $1 and removed_at is null`, b.mall))
	want(t, "products that say another thing than their variants", one[int](b, `
		with counted as materialized (
		  select product_no, count(*)::int as n, coalesce(sum(quantity) filter (where tracked), 0) as quantity, min(status_rank) as rank
		    from variants where mall_id = $1 and removed_at is null group by product_no
		)
		select count(*) from products p left join counted c using (product_no)
		 where p.mall_id = $1 and (p.variant_count, p.total_quantity, p.status_rank) is distinct from (coalesce(n, 0), coalesce(quantity, 0), coalesce(rank, 3::smallint))`, b.mall), 0)
	want(t, "variants in the catalogue without a text, or the other way round", one[int](b, `
		select count(*) from (select variant_code from variants where mall_id = $1 and removed_at is null) v
		  full join (select variant_code from variant_texts where mall_id = $1) x using (variant_code)
		 where v is null or x is null`, b.mall), 0)
}

// model is what ApplyLevels must do, one variant at a time and in memory.
type model struct {
	observed  map[string]time.Time
	variant   map[string]lowstock.Variant
	product   map[int64]lowstock.Product
	productAt map[int64]time.Time
	removed   map[string]bool
	standing  map[string]*lowstock.Incident
	dismissed map[string]lowstock.Kind
	seen      map[string]time.Time
	gone      map[int64]bool
	opened    int
}

func (m *model) decide(code string, at time.Time, threshold int, confirm time.Duration) {
	v := m.variant[code]
	d := lowstock.Evaluate(lowstock.Situation{
		Product: m.product[v.ProductNo], Variant: v, Removed: m.removed[code],
		Threshold: lowstock.Threshold{Value: threshold, Source: lowstock.ScopeMall}, Standing: m.standing[code],
		Dismissed: m.dismissed[code], RaiseSeenAt: m.seen[code], ReadAt: at, ConfirmAfter: confirm,
	})
	m.dismissed[code], m.seen[code] = d.Dismissed, d.RaiseSeenAt
	switch d.Action {
	case lowstock.ActionOpen:
		m.opened++
		m.standing[code] = &lowstock.Incident{Kind: d.Kind, State: lowstock.IncidentOpen}
	case lowstock.ActionEscalate:
		m.standing[code].Kind = d.Kind
	case lowstock.ActionResolve:
		delete(m.standing, code)
	case lowstock.ActionNone, lowstock.ActionAwait:
	}
}

func (m *model) apply(l inbound.Levels, threshold int) {
	for _, r := range l.Readings {
		no := r.Product.No
		newer := l.StartedAt.After(m.productAt[no])
		if newer {
			m.product[no], m.productAt[no], m.gone[no] = r.Product, l.StartedAt, false
		}
		if m.gone[no] {
			continue // a later reading found it gone
		}
		listed := map[string]bool{}
		for _, v := range r.Variants {
			listed[v.Code] = true
			if _, known := m.variant[v.Code]; l.StartedAt.After(m.observed[v.Code]) && (known && !m.removed[v.Code] || newer) {
				m.variant[v.Code], m.observed[v.Code], m.removed[v.Code] = v, l.StartedAt, false
				m.decide(v.Code, l.StartedAt, threshold, l.ConfirmAfter)
			}
		}
		for _, code := range r.Unknown {
			if _, known := m.variant[code]; known && !m.removed[code] {
				listed[code] = true
				m.decide(code, l.StartedAt, threshold, l.ConfirmAfter)
			}
			listed[code] = true
		}
		m.drop(no, listed, l, threshold)
	}
	for _, no := range l.Gone {
		if at, known := m.productAt[no]; known && l.StartedAt.After(at) {
			m.productAt[no], m.gone[no] = l.StartedAt, true
			m.drop(no, nil, l, threshold)
		}
	}
}

func (m *model) drop(no int64, listed map[string]bool, l inbound.Levels, threshold int) {
	for code, v := range m.variant {
		if v.ProductNo == no && !listed[code] && !m.removed[code] && l.StartedAt.After(m.observed[code]) {
			m.removed[code], m.observed[code] = true, l.StartedAt
			m.decide(code, l.StartedAt, threshold, l.ConfirmAfter)
		}
	}
}

func (m *model) states() map[string]string {
	states := map[string]string{}
	for code, v := range m.variant {
		kind := lowstock.Kind("-")
		if i := m.standing[code]; i != nil {
			kind = i.Kind
		}
		states[code] = fmt.Sprintf("%d %v %s %q %v", v.Quantity, m.removed[code], kind, m.dismissed[code], !m.seen[code].IsZero())
	}
	return states
}

func (b *bundle) states() map[string]string {
	b.t.Helper()
	rows, err := b.dial().Query(b.t.Context(), `
		select v.variant_code, v.quantity, v.removed_at is not null, coalesce(i.kind, '-'), v.dismissed, v.raise_seen_at is not null
		  from variants v left join incidents i on i.mall_id = v.mall_id and i.variant_code = v.variant_code and i.state <> 'resolved'
		 where v.mall_id = $1`, b.mall)
	b.ok(err)
	states := map[string]string{}
	for rows.Next() {
		var code, kind, dismissed string
		var quantity int
		var removed, seen bool
		b.ok(rows.Scan(&code, &quantity, &removed, &kind, &dismissed, &seen))
		states[code] = fmt.Sprintf("%d %v %s %q %v", quantity, removed, kind, dismissed, seen)
	}
	b.ok(rows.Err())
	return states
}

func drawReading(rt *rapid.T, no int64) inbound.ProductReading {
	r := read(no)
	r.Product.Selling = rapid.IntRange(0, 4).Draw(rt, "selling") > 0
	for i := range 3 {
		switch rapid.IntRange(0, 8).Draw(rt, "variant") {
		case 0:
		case 1:
			r.Unknown = append(r.Unknown, code(no, i))
		default:
			v := read(no, 0, 0, 0).Variants[i]
			v.Quantity = rapid.IntRange(-1, 8).Draw(rt, "quantity")
			v.Tracked = rapid.IntRange(0, 9).Draw(rt, "tracked") > 0
			r.Variants = append(r.Variants, v)
		}
	}
	return r
}

// Any sequence of readings, in or out of order, with rules changed and
// incidents resolved by hand in between, has the model's result.
func TestApplyLevelsFollowsTheModel(t *testing.T) {
	t.Parallel()
	for run := range 3 { // of a hundred cases each
		t.Run(strconv.Itoa(run), func(t *testing.T) {
			t.Parallel()
			followTheModel(t)
		})
	}
}

func followTheModel(t *testing.T) {
	t.Helper()
	b := setup(t)
	round := 0
	rapid.Check(t, func(rt *rapid.T) {
		round++
		b.mall = lowstock.MallID(fmt.Sprintf("mall-%d", round))
		b.connect(b.mall)
		m := &model{
			observed: map[string]time.Time{}, variant: map[string]lowstock.Variant{}, product: map[int64]lowstock.Product{},
			productAt: map[int64]time.Time{}, removed: map[string]bool{}, standing: map[string]*lowstock.Incident{},
			gone: map[int64]bool{}, dismissed: map[string]lowstock.Kind{}, seen: map[string]time.Time{},
		}
		threshold, ruled, at := 0, false, noon
		for range rapid.IntRange(1, 6).Draw(rt, "steps") {
			at = at.Add(time.Duration(rapid.IntRange(-3, 9).Draw(rt, "seconds")) * time.Second)
			switch rapid.IntRange(0, 6).Draw(rt, "step") {
			case 0:
				before := threshold
				threshold = rapid.IntRange(0, 6).Draw(rt, "threshold")
				_, _, err := b.Mall(b.mall).SetRule(t.Context(), lowstock.RuleChange{Threshold: &threshold}, at)
				b.ok(err)
				same := ruled && threshold == before
				if ruled = true; same {
					break // a change without effect starts no evaluation
				}
				for code := range m.variant {
					if !m.removed[code] {
						m.decide(code, at, threshold, 0)
					}
				}
			case 1:
				if list := b.incidents(lowstock.IncidentStanding); len(list) > 0 {
					i := list[0]
					_, err := b.Mall(b.mall).ResolveIncident(t.Context(), i.ID, "kim", at)
					b.ok(err)
					delete(m.standing, i.VariantCode)
					m.dismissed[i.VariantCode], m.seen[i.VariantCode] = i.Kind, time.Time{}
				}
			default:
				l := inbound.Levels{StartedAt: at, ConfirmAfter: time.Duration(rapid.SampledFrom([]int{0, 0, 8}).Draw(rt, "confirm")) * time.Second}
				for no := range int64(2) {
					switch rapid.IntRange(0, 9).Draw(rt, "product") {
					case 0:
						l.Gone = append(l.Gone, no+1)
					case 1:
					default:
						l.Readings = append(l.Readings, drawReading(rt, no+1))
					}
				}
				_, err := b.Mall(b.mall).ApplyLevels(t.Context(), l)
				b.ok(err)
				m.apply(l, threshold)
			}
			want(rt, fmt.Sprintf("%s at %s", b.mall, at), b.states(), m.states())
		}
		want(rt, "opened", one[int](b, "select count(*) from incidents where mall_id = $1", b.mall), m.opened)
		b.checkKept(rt)
	})
}
