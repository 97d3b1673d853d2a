package pipeline_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/worklist"
)

// wardrobe is a mall with a set of two jackets and a bag, and a set whose part
// has two variants.
type wardrobe struct {
	*ledger

	jacket, bag, shoes, set, pair cafe24sim.Product
}

func newWardrobe(t *testing.T) *wardrobe {
	t.Helper()
	w := &wardrobe{ledger: newLedger(t, cafe24sim.Config{Products: -1})}
	add := func(name string, stock ...int) cafe24sim.Product {
		p := cafe24sim.Product{Name: name}
		for _, n := range stock {
			p.Variants = append(p.Variants, cafe24sim.Variant{Quantity: n})
		}
		p, err := w.sim.AddProduct(string(mall), p)
		must(t, err)
		for _, v := range p.Variants {
			w.codes = append(w.codes, v.Code)
		}
		return p
	}
	w.jacket, w.bag, w.shoes = add("자켓", 11), add("가방", 40), add("구두", 3, 4)
	w.set, w.pair = add("정장 세트", 100), add("외출 세트", 100)
	w.make(w.set, cafe24sim.Part{ProductNo: w.jacket.No, Needed: 2}, cafe24sim.Part{ProductNo: w.bag.No, Needed: 1})
	w.make(w.pair, cafe24sim.Part{ProductNo: w.bag.No, Needed: 1}, cafe24sim.Part{ProductNo: w.shoes.No, Needed: 1})
	return w
}

func (w *wardrobe) make(p cafe24sim.Product, parts ...cafe24sim.Part) {
	w.t.Helper()
	must(w.t, w.sim.MakeSet(string(mall), p.No, parts...))
}

// readSets does the due work for sets, and returns how many calls it took.
func (w *wardrobe) readSets() (calls int) {
	w.t.Helper()
	before := w.setCalls()
	due, err := w.store.Due(w.t.Context(), w.clock.Now(), 1000)
	must(w.t, err)
	for _, d := range due {
		if d.Kind == worklist.DueSets {
			must(w.t, w.work.StepReading(w.t.Context(), d))
		}
	}
	return w.setCalls() - before
}

func (w *wardrobe) setCalls() int {
	calls := w.sim.Stats(string(mall)).Calls
	return calls["GET bundleproducts"] + calls["GET bundleproducts/{no}"]
}

func (w *wardrobe) known(of ...cafe24sim.Product) string {
	w.t.Helper()
	var text strings.Builder
	var numbers []int64
	for _, p := range of {
		numbers = append(numbers, int64(p.No))
	}
	sets, err := w.store.Mall(mall).Sets(w.t.Context(), numbers...)
	must(w.t, err)
	for _, s := range sets {
		n, limited, estimate := s.Makes()
		fmt.Fprintf(&text, "%s %d %t %t:", s.Name, n, limited, estimate)
		for _, p := range s.Parts {
			fmt.Fprintf(&text, " %d %s of %d", p.Needed, p.Name, p.Stock)
		}
		text.WriteString("\n")
	}
	return text.String()
}

func (w *wardrobe) wantKnown(when, want string, of ...cafe24sim.Product) {
	w.t.Helper()
	if got := w.known(of...); got != want {
		w.t.Errorf("%s:\n%swant\n%s", when, got, want)
	}
}

const (
	suit   = "정장 세트 5 true false: 2 자켓 of 11 1 가방 of 40\n"
	outing = "외출 세트 7 true true: 1 가방 of 40 1 구두 of 7\n"
)

func TestPartsOfSetsAreReadWithTheSweep(t *testing.T) {
	t.Parallel()
	w := newWardrobe(t)
	w.sweep()
	if calls := w.readSets(); calls != 2 {
		t.Errorf("%d calls for two sets", calls)
	}
	w.wantKnown("after the first sweep", suit+outing)
	w.wantKnown("of a part", suit, w.jacket)
	w.wantKnown("of a set", outing, w.pair)
	if calls := w.readSets(); calls != 0 {
		t.Errorf("%d calls where nothing is due", calls)
	}

	must(t, w.sim.SetFaults(string(mall), cafe24sim.Faults{NoBundles: true}))
	w.sweep()
	if calls := w.readSets(); calls != 2 {
		t.Errorf("%d calls where sets are not known", calls)
	}
	w.wantKnown("where Cafe24 knows no sets any more", suit+outing)
	must(t, w.sim.SetFaults(string(mall), cafe24sim.Faults{}))

	w.make(w.set, cafe24sim.Part{ProductNo: w.jacket.No, Needed: 3})
	w.make(w.pair) // no longer a set
	w.sweep()
	w.readSets()
	w.wantKnown("after the next sweep", "정장 세트 3 true false: 3 자켓 of 11\n")
}

// Many sets are read from the list, a hundred in a call. For a mall without
// sets there is no call.
func TestPartsOfManySetsTakeFewCalls(t *testing.T) {
	t.Parallel()
	w := newWardrobe(t)
	w.make(w.set)
	w.make(w.pair)
	w.sweep()
	if calls := w.readSets(); calls != 0 {
		t.Errorf("%d calls of a mall without sets", calls)
	}
	for n := range 120 {
		p, err := w.sim.AddProduct(string(mall), cafe24sim.Product{Name: fmt.Sprintf("세트 %d", n)})
		must(t, err)
		w.make(p, cafe24sim.Part{ProductNo: w.jacket.No, Needed: 1})
	}
	w.sweep()
	if calls := w.readSets(); calls != 2 {
		t.Errorf("%d calls for 120 sets", calls)
	}
	sets, err := w.store.Mall(mall).Sets(t.Context())
	if must(t, err); len(sets) != 120 || len(sets[119].Parts) != 1 {
		t.Errorf("%d sets, %+v", len(sets), sets[len(sets)-1])
	}
	must(t, w.sim.SetFaults(string(mall), cafe24sim.Faults{NoBundles: true}))
	w.sweep()
	if calls := w.readSets(); calls != 3 { // the list, and two more calls to be sure
		t.Errorf("%d calls where sets are not known", calls)
	}
	must(t, w.sim.SetFaults(string(mall), cafe24sim.Faults{Answer: cafe24sim.AnswerHTML, Endpoint: "GET bundleproducts"}))
	w.sweep()
	list := w.sim.Stats(string(mall)).Calls["GET bundleproducts"]
	if calls := w.readSets(); calls-w.sim.Stats(string(mall)).Calls["GET bundleproducts"]+list != 40 {
		t.Errorf("%d calls where there is no list", calls)
	}
}

// A set whose call fails does not prevent the others from being read.
func TestOneSetThatIsNotAnsweredTakesNoneWithIt(t *testing.T) {
	t.Parallel()
	w := newWardrobe(t)
	must(t, w.sim.SetFaults(string(mall), cafe24sim.Faults{Answer: cafe24sim.AnswerHTML, AnswerTimes: 1, Endpoint: "GET bundleproducts/{no}"}))
	w.sweep()
	w.readSets()
	w.wantKnown("after the failure", "정장 세트 0 false false:\n"+outing)
}

// An order of a set names only the set. Its parts are still read.
func TestAnOrderOfASetHasItsPartsRead(t *testing.T) {
	t.Parallel()
	b, code := quiet(t, rarely())
	part := b.productOf(t, code)
	set, err := b.sim.AddProduct(string(mall), cafe24sim.Product{Name: "세트", Variants: []cafe24sim.Variant{{Quantity: 50}}})
	must(t, err)
	must(t, b.sim.MakeSet(string(mall), set.No, cafe24sim.Part{ProductNo: part, Needed: 2}))
	until(t, func() string {
		sets, err := b.store.Mall(mall).Sets(t.Context())
		must(t, err)
		return missing(len(sets) == 1 && len(sets[0].Parts) == 1, "sets %+v", sets)
	})
	_, err = b.sim.Sell(string(mall), set.Variants[0].Code, 24)
	must(t, err)
	until(t, func() string {
		list := b.incidents(t, code)
		return missing(len(list) == 1 && list[0].Quantity == 2, "incidents of the part: %+v", list)
	})
}

// A sold set counts for its parts, whatever the order's items say about them,
// and never twice. A returned set counts for none.
func TestDemandOfSets(t *testing.T) {
	t.Parallel()
	for name, f := range map[string]cafe24sim.Faults{
		"parts on record":        {},
		"parts in the items":     {SetItems: cafe24sim.SetItemsList},
		"parts as items":         {SetItems: cafe24sim.SetItemsRows},
		"items one order each":   {EmptyItems: true},
		"no sets at Cafe24":      {NoBundles: true},
		"list, and no sets":      {NoBundles: true, SetItems: cafe24sim.SetItemsList},
		"set not on record":      {LoseWebhooks: 1}, // represents the deletion below
		"nobody knows the parts": {NoBundles: true, LoseWebhooks: 1},
		"sets are refused":       {Answer: cafe24sim.AnswerForbidden, Endpoint: "GET bundleproducts/{no}", LoseWebhooks: 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWardrobe(t)
			w.sweep()
			w.readSets()
			if f.LoseWebhooks > 0 {
				w.admin(t, `DELETE FROM product_sets`)
				f.LoseWebhooks = 0
			}
			must(t, w.sim.SetFaults(string(mall), f))
			day := w.today().Add(3*time.Hour).AddDate(0, 0, -1)
			buy := func(p cafe24sim.Product, n int) string {
				return w.put(day, day, cafe24sim.Bought{Code: p.Variants[0].Code, Quantity: n})
			}
			back := buy(w.set, 3)
			must(t, w.sim.ClaimItem(string(mall), back, 0, cafe24sim.Claim{Status: "R40", Quantity: 1}))
			buy(w.pair, 4)
			buy(w.jacket, 1)
			must(t, w.sim.CancelOrder(string(mall), buy(w.set, 9)))
			w.put(day, day, cafe24sim.Bought{Code: w.set.Variants[0].Code, Quantity: 1}, cafe24sim.Bought{Code: w.bag.Variants[0].Code, Quantity: 5})
			w.count()
			jackets, bags, shoes := int32(1+2*(2+1)), int32((2+1)+4+5), int32(0) // no source names the variant of the shoes
			switch {
			case f.SetItems != cafe24sim.SetItemsNull:
				shoes = 4
			case name == "nobody knows the parts", name == "sets are refused":
				jackets, bags = 1, 5
			}
			for what, c := range map[string]struct {
				p    cafe24sim.Product
				want int32
			}{"set": {w.set, 3}, "jacket": {w.jacket, jackets}, "bag": {w.bag, bags}, "shoes": {w.shoes, shoes}} {
				days := w.series(3)[c.p.Variants[0].Code]
				if got := days[len(days)-1].Units; got != c.want {
					t.Errorf("%s: %d sold, want %d", what, got, c.want)
				}
			}
			if p := w.progress(); p.Done != 400 || p.Source != demand.FromOrders {
				t.Errorf("%+v", p)
			}
			if n := w.sim.Stats(string(mall)).Calls["GET bundleproducts/{no}"]; n > 6 {
				t.Errorf("%d calls for two sets", n)
			}
		})
	}
}

// Units of parts whose variant is not known are counted for none, and the line
// of the job says how many they were.
func TestPartsOfNoVariantAreInTheLine(t *testing.T) {
	t.Parallel()
	w := newWardrobe(t)
	w.sweep()
	w.readSets()
	day := w.today().Add(3*time.Hour).AddDate(0, 0, -1)
	w.put(day, day, cafe24sim.Bought{Code: w.pair.Variants[0].Code, Quantity: 4})
	w.clock.to(w.dueAt())
	var line []any
	must(t, persist(func() (err error) {
		line, err = w.work.StepLine(t.Context(), worklist.Due{Kind: worklist.DueDemand, Mall: mall})
		return err
	}))
	if at := slices.Index(line, any("parts_of_no_variant")); at < 0 || line[at+1] != 4 {
		t.Errorf("line %v", line)
	}
}

// Sales that were counted before the parts of any set were known are counted
// again, once.
func TestOldDemandIsCountedAgainWithTheFirstSet(t *testing.T) {
	t.Parallel()
	w := newWardrobe(t)
	must(t, w.sim.SetFaults(string(mall), cafe24sim.Faults{NoBundles: true}))
	w.sweep()
	w.readSets()
	day := w.today().Add(3*time.Hour).AddDate(0, 0, -40)
	w.put(day, day, cafe24sim.Bought{Code: w.set.Variants[0].Code, Quantity: 3})
	w.count()
	sold := func() int32 {
		t.Helper()
		var units int32
		for _, d := range w.series(60)[w.jacket.Variants[0].Code] {
			units += d.Units
		}
		return units
	}
	if n := sold(); n != 0 {
		t.Fatalf("%d jackets before anybody knew", n)
	}
	must(t, w.sim.SetFaults(string(mall), cafe24sim.Faults{}))
	w.allow()
	w.sweep()
	w.readSets()
	w.nightlyRun()
	if n := sold(); n != 6 {
		t.Errorf("%d jackets, want those of three sets", n)
	}
	if p := w.progress(); p.Done != 400 {
		t.Errorf("%+v", p)
	}
	asked := w.calledOrders()
	w.sweep()
	w.readSets()
	w.nightlyRun()
	if n := w.calledOrders() - asked; n > 3 { // for the days that every night reads
		t.Errorf("%d more lists of orders the night after", n)
	}
}

// Unpaid orders of sets hold the parts if Cafe24 deducts the parts only at the
// payment.
func TestUnpaidSetsHoldTheirParts(t *testing.T) {
	t.Parallel()
	w := newWardrobe(t)
	for _, p := range []cafe24sim.Product{w.set, w.jacket, w.bag} {
		w.inventory(p.Variants[0].Code, func(v *cafe24sim.Variant) { v.DeductAtPayment = true })
	}
	w.sweep()
	w.readSets()
	w.ordered(w.set.Variants[0].Code, 3)
	must(t, w.readUnpaid())
	w.wantHeld("jackets of three sets", w.jacket.Variants[0].Code, 6, 1)
	w.wantHeld("the sets", w.set.Variants[0].Code, 3, 1)
}

// From the orders of sets to what is suggested for their parts: a set with two
// variants, orders that list the parts and orders that do not, and cancelled
// ones. The parts sell nothing by themselves.
func TestSetsRaiseTheSuggestionsOfTheirParts(t *testing.T) {
	t.Parallel()
	w := newWardrobe(t)
	sleepwear, err := w.sim.AddProduct(string(mall), cafe24sim.Product{Name: "잠옷 세트", Variants: []cafe24sim.Variant{{Quantity: 100}, {Quantity: 100}}})
	must(t, err)
	w.make(sleepwear, cafe24sim.Part{ProductNo: w.jacket.No, Needed: 1})
	w.sweep()
	w.readSets()
	for day := 1; day <= 60; day++ {
		at := w.today().Add(3*time.Hour).AddDate(0, 0, -day)
		w.put(at, at, cafe24sim.Bought{Code: w.set.Variants[0].Code, Quantity: 2})
		w.put(at, at, cafe24sim.Bought{Code: sleepwear.Variants[day%2].Code, Quantity: 1})
		if day%10 == 0 {
			must(t, w.sim.CancelOrder(string(mall), w.put(at, at, cafe24sim.Bought{Code: w.set.Variants[0].Code, Quantity: 50})))
		}
	}
	must(t, w.sim.SetFaults(string(mall), cafe24sim.Faults{SetItems: cafe24sim.SetItemsList}))
	w.count()
	must(t, w.work.Step(t.Context(), worklist.Due{Kind: worklist.DueSales, Mall: mall}))
	rows, err := w.store.Mall(mall).VariantsNamed(t.Context(), []string{w.jacket.Variants[0].Code, w.bag.Variants[0].Code, w.set.Variants[0].Code, w.shoes.Variants[0].Code})
	must(t, err)
	got := map[string]int{}
	for i := range rows {
		if got[rows[i].Code] = -1; rows[i].Suggestion.Known {
			got[rows[i].Code] = rows[i].Suggestion.Point
		}
	}
	for code, perDay := range map[string]int{w.jacket.Variants[0].Code: 2*2 + 1, w.bag.Variants[0].Code: 2, w.set.Variants[0].Code: 2} {
		if least, most := 14*perDay, 20*perDay; got[code] < least || got[code] > most {
			t.Errorf("%s: %d is suggested for 14 days of %d a day", code, got[code], perDay)
		}
	}
	if n := got[w.shoes.Variants[0].Code]; n != -1 {
		t.Errorf("of what sold nothing: %d", n)
	}
}
