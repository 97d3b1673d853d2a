package postgres_test

import (
	"testing"
	"time"

	"cafe24-inventory-alert/internal/bundles"
	"cafe24-inventory-alert/internal/worklist"
)

func (b *bundle) set(no int64, parts ...bundles.Need) {
	b.t.Helper()
	b.ok(b.Mall(b.mall).NoteSets(b.t.Context(), map[int64]string{no: "C"}, b.now))
	b.ok(b.Mall(b.mall).SaveSets(b.t.Context(), []bundles.Reading{{ProductNo: no, Known: true, Whole: true, Parts: parts}}, b.now, b.now))
}

func (b *bundle) sets(products ...int64) []bundles.Set {
	b.t.Helper()
	list, err := b.Mall(b.mall).Sets(b.t.Context(), products...)
	b.ok(err)
	return list
}

func TestPartsOfSets(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.apply(read(1, 4), read(2, 3, -2), read(3, 9), read(4, 9))
	b.set(3, bundles.Need{ProductNo: 1, Needed: 2}, bundles.Need{Code: "P0002", Needed: 1}, bundles.Need{ProductNo: 1, Needed: 1})
	b.set(4, bundles.Need{ProductNo: 2, Needed: 1}, bundles.Need{Code: "unknown", Needed: 1}, bundles.Need{ProductNo: 4, Needed: 1})
	three, four := b.sets(3)[0], b.sets(4)[0]
	want(t, "parts", three.Parts, []bundles.Part{
		{ProductNo: 1, Name: "오버핏 니트 1", Code: "P0001", Needed: 3, Variants: 1, Variant: code(1, 0), Tracked: true, Stock: 4},
		{ProductNo: 2, Name: "오버핏 니트 2", Code: "P0002", Needed: 1, Variants: 2, Tracked: true, Stock: 3}, // an oversold variant takes nothing from the other one
	})
	want(t, "a set whose parts are all known", three.Whole, true)
	want(t, "a set of which a part is not", four.Whole, false)
	want(t, "sets of part 2", len(b.sets(2)), 2)
	want(t, "sets of part 1", len(b.sets(1)), 1)
	want(t, "sets of another product", len(b.sets(99)), 0)

	b.ok(b.Mall(b.mall).SaveSets(t.Context(), []bundles.Reading{{ProductNo: 3}}, b.now, b.now))
	want(t, "parts of a set that Cafe24 does not know any more", len(b.sets(3)[0].Parts), 2)
	b.ok(b.Mall(b.mall).NoteSets(t.Context(), map[int64]string{3: ""}, b.now))
	want(t, "sets that are none any more", len(b.sets(3)), 0)
	b.ok(b.Mall(b.mall).SaveSets(t.Context(), []bundles.Reading{{ProductNo: 3, Known: true, Parts: []bundles.Need{{ProductNo: 1, Needed: 1}}}}, b.now, b.now))
	want(t, "parts of what was none when they came", len(b.sets(3)), 0)
}

// A set that becomes due while it is read stays due. A claim that has passed
// to another process changes nothing.
func TestSetsThatAreDue(t *testing.T) {
	t.Parallel()
	b := setup(t)
	ctx := t.Context()
	due := func() int {
		t.Helper()
		n := 0
		list, err := b.Due(ctx, b.now, 1000)
		b.ok(err)
		for _, d := range list {
			if d.Kind == worklist.DueSets {
				n++
			}
		}
		return n
	}
	want(t, "without sets", due(), 0)
	b.ok(b.Mall(b.mall).NoteSets(ctx, map[int64]string{3: "C", 4: "S"}, time.Time{}))
	want(t, "before the sweep is over", due(), 0)
	b.ok(b.Mall(b.mall).DueSets(ctx, b.now))
	until := b.now.Add(5 * time.Minute)
	claimed, err := b.Mall(b.mall).ClaimSets(ctx, b.now, until)
	b.ok(err)
	want(t, "claimed", len(claimed), 2)
	want(t, "while they are read", due(), 0)
	b.ok(b.Mall(b.mall).NoteSets(ctx, map[int64]string{3: "C"}, b.now)) // a hint came meanwhile
	b.ok(b.Mall(b.mall).SaveSets(ctx, []bundles.Reading{{ProductNo: 3}, {ProductNo: 4}}, b.now, until))
	claimed, err = b.Mall(b.mall).ClaimSets(ctx, b.now, until)
	b.ok(err)
	want(t, "due again", claimed, []bundles.Due{{ProductNo: 3, ReadAt: b.now}})
	b.ok(b.Mall(b.mall).PostponeSets(ctx, []int64{3}, until.Add(time.Second), b.now)) // of another claim
	want(t, "postponed by another claim", due(), 0)
	b.ok(b.Mall(b.mall).PostponeSets(ctx, []int64{3}, until, b.now))
	want(t, "postponed", due(), 1)
}

func TestAMessageNamesTheSetsThatItsItemsStop(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.notifyByEmail(nil, "kim@hansan.example")
	b.apply(read(1, 5), read(3, 9), read(4, 9), read(5, 9))
	b.set(3, bundles.Need{ProductNo: 1, Needed: 1})
	b.set(4, bundles.Need{ProductNo: 5, Needed: 1})
	b.apply(read(1, 0), read(5, 9))
	b.collect()
	mails := b.mails()
	want(t, "mails", len(mails), 1)
	want(t, "sets", mails[0].Items[0].StopsSets, []string{"오버핏 니트 3"})
}

// A part that Cafe24 sells at 0 limits no set.
func TestAPartThatGoesOnSellingStopsNoSet(t *testing.T) {
	t.Parallel()
	b := setup(t)
	selling := read(1, -2)
	selling.Variants[0].SellsAtZero = true
	b.apply(selling, read(3, 9))
	b.set(3, bundles.Need{ProductNo: 1, Needed: 1})
	set := b.sets(3)[0]
	want(t, "the part limits", set.Parts[0].Tracked, false)
	want(t, "sets that the part stops", len(bundles.Stopped([]bundles.Set{set}, 1)), 0)
}
