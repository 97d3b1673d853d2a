package purchase_test

import (
	"reflect"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/purchase"
)

var noon = time.Date(2026, 11, 30, 3, 0, 0, 0, time.UTC)

func at(hours float64) time.Time { return noon.Add(time.Duration(hours * float64(time.Hour))) }

// open is a line that was sent four days before noon.
func open(order int64, rest, pack int, expectedIn int) purchase.Open {
	return purchase.Open{
		Order: order, Line: 1, Ordered: rest, Rest: rest, Pack: pack, SentAt: at(-96), Earliest: at(-72),
		Expected: time.Date(2026, 11, 30+expectedIn, 0, 0, 0, 0, time.UTC),
	}
}

// known is readings of which orders are known: the hour, the quantity, and what
// was sold and put back since the reading before.
func known(points ...[4]float64) (list []purchase.Reading) {
	for _, p := range points {
		list = append(list, purchase.Reading{At: at(p[0]), Quantity: int(p[1]), Known: true, Sold: int(p[2]), Back: int(p[3])})
	}
	return list
}

// seen is readings of which orders are not known.
func seen(points ...[2]float64) (list []purchase.Reading) {
	for _, p := range points {
		list = append(list, purchase.Reading{At: at(p[0]), Quantity: int(p[1])})
	}
	return list
}

// TestWhatARiseMeans has the worked cases A to L and those of the rules besides.
func TestWhatARiseMeans(t *testing.T) {
	t.Parallel()
	overwritten := []purchase.Reading{{At: at(-24), Quantity: 20}, {At: at(0), Quantity: 38, Known: true, Elsewhere: 7, ElsewhereVar: 4}}
	for _, tt := range []struct {
		name    string
		watch   purchase.Watch
		verdict purchase.Verdict // "": nothing is found
		fills   []purchase.Fill
		extra   int
	}{
		{
			"A sales during",
			purchase.Watch{Readings: known([4]float64{0, 3}, [4]float64{1, 51, 2}), Lines: []purchase.Open{open(1, 50, 1, 0)}},
			purchase.VerdictReceived,
			[]purchase.Fill{{Order: 1, Line: 1, Units: 50}},
			0,
		},
		{
			"B no order data",
			purchase.Watch{Readings: seen([2]float64{0, 3}, [2]float64{4, 51}), PerDay: 12, Lines: []purchase.Open{open(1, 50, 1, 0)}},
			purchase.VerdictReceived,
			[]purchase.Fill{{Order: 1, Line: 1, Units: 50}},
			0,
		},
		{
			"C part",
			purchase.Watch{Readings: known([4]float64{0, 4}, [4]float64{1, 62, 2}), Lines: []purchase.Open{open(1, 100, 20, 0)}},
			purchase.VerdictPartly,
			[]purchase.Fill{{Order: 1, Line: 1, Units: 60}},
			0,
		},
		{
			"C part, of boxes, counted one short",
			purchase.Watch{Readings: known([4]float64{0, 4}, [4]float64{1, 61, 2}), Lines: []purchase.Open{open(1, 100, 20, 0)}},
			purchase.VerdictPartly,
			[]purchase.Fill{{Order: 1, Line: 1, Units: 60}},
			0,
		},
		{
			"an edit by mistake that is taken back: nothing tells it from a part of the goods",
			purchase.Watch{Readings: known([4]float64{-20, 15}, [4]float64{-19, 4}, [4]float64{3, 15}), Lines: []purchase.Open{open(1, 81, 1, 0)}},
			purchase.VerdictPartly,
			[]purchase.Fill{{Order: 1, Line: 1, Units: 11}},
			0,
		},
		{
			"D oversold",
			purchase.Watch{Readings: known([4]float64{0, -7}, [4]float64{1, 43}), Lines: []purchase.Open{open(1, 50, 1, 0)}},
			purchase.VerdictReceived,
			[]purchase.Fill{{Order: 1, Line: 1, Units: 50}},
			0,
		},
		{"E cancel", purchase.Watch{Readings: known([4]float64{0, 0}, [4]float64{1, 1, 0, 1}), Lines: []purchase.Open{open(1, 50, 1, 0)}}, "", nil, 0},
		{
			"F two orders",
			purchase.Watch{Readings: known([4]float64{0, 5}, [4]float64{1, 35}), Lines: []purchase.Open{open(1, 50, 1, 1), open(2, 30, 1, 8)}},
			purchase.VerdictWhich,
			[]purchase.Fill{{Order: 2, Line: 1, Units: 30}},
			0,
		},
		{
			"G typo",
			purchase.Watch{Readings: known([4]float64{0, 10}, [4]float64{0.1, 110}, [4]float64{0.24, 60}), Lines: []purchase.Open{open(1, 50, 1, 0)}},
			purchase.VerdictReceived,
			[]purchase.Fill{{Order: 1, Line: 1, Units: 50}},
			0,
		},
		{
			"G typo, orders not known",
			purchase.Watch{Readings: seen([2]float64{0, 10}, [2]float64{0.1, 110}, [2]float64{0.24, 60}), PerDay: 3, Lines: []purchase.Open{open(1, 50, 1, 0)}},
			purchase.VerdictReceived,
			[]purchase.Fill{{Order: 1, Line: 1, Units: 50}},
			0,
		},
		{
			"H sold while polled",
			purchase.Watch{Readings: known([4]float64{0, 0}, [4]float64{1, 30, 20}), Lines: []purchase.Open{open(1, 50, 1, 0)}},
			purchase.VerdictReceived,
			[]purchase.Fill{{Order: 1, Line: 1, Units: 50}},
			0,
		},
		{
			"I all sold at once",
			purchase.Watch{Readings: known([4]float64{0, 0}, [4]float64{1, 0, 50}), Lines: []purchase.Open{open(1, 50, 1, 0)}},
			purchase.VerdictReceived,
			[]purchase.Fill{{Order: 1, Line: 1, Units: 50}},
			0,
		},
		{"J stocktake", purchase.Watch{Readings: known([4]float64{0, 40}, [4]float64{1, 42}), Lines: []purchase.Open{open(1, 50, 1, 0)}}, "", nil, 0},
		{
			"K entered by a person before",
			purchase.Watch{Readings: known([4]float64{0, 0}, [4]float64{0.33, 50}), Credits: []purchase.Credit{{Receipt: 9, Units: 50, At: at(0)}}},
			purchase.VerdictSeen, nil, 0,
		},
		{"K entered by a person of a part", purchase.Watch{
			Readings: known([4]float64{0, 0}, [4]float64{0.33, 50}), Credits: []purchase.Credit{{Receipt: 9, Units: 20, At: at(0)}},
			Lines: []purchase.Open{open(1, 30, 1, 0)},
		}, purchase.VerdictReceived, []purchase.Fill{{Order: 1, Line: 1, Units: 30}}, 0},
		{"K entered too long ago", purchase.Watch{
			Readings: known([4]float64{0, 0}, [4]float64{0.33, 50}), Credits: []purchase.Credit{{Receipt: 9, Units: 50, At: at(-80)}},
			Lines: []purchase.Open{open(1, 50, 1, 0)},
		}, purchase.VerdictReceived, []purchase.Fill{{Order: 1, Line: 1, Units: 50}}, 0},
		{
			"L overwritten by another program",
			purchase.Watch{Readings: overwritten, Lines: []purchase.Open{open(1, 25, 1, 0)}, Overwritten: true},
			purchase.VerdictPropose,
			[]purchase.Fill{{Order: 1, Line: 1, Units: 25}},
			0,
		},
		{
			"overwritten, but the rise itself is the rest",
			purchase.Watch{Readings: known([4]float64{0, 20}, [4]float64{1, 45}), Lines: []purchase.Open{open(1, 25, 1, 0)}, Overwritten: true},
			purchase.VerdictReceived,
			[]purchase.Fill{{Order: 1, Line: 1, Units: 25}},
			0,
		},
		{
			"overwritten, a part",
			purchase.Watch{Readings: known([4]float64{0, 20}, [4]float64{1, 35}), Lines: []purchase.Open{open(1, 25, 1, 0)}, Overwritten: true},
			purchase.VerdictPropose,
			[]purchase.Fill{{Order: 1, Line: 1, Units: 15}},
			0,
		},
		{
			"more than was ordered",
			purchase.Watch{Readings: known([4]float64{0, 3}, [4]float64{1, 63}), Lines: []purchase.Open{open(1, 50, 1, 0)}},
			purchase.VerdictFill,
			[]purchase.Fill{{Order: 1, Line: 1, Units: 50}},
			10,
		},
		{
			"two orders at once",
			purchase.Watch{Readings: known([4]float64{0, 3}, [4]float64{1, 83}), Lines: []purchase.Open{open(1, 50, 1, 1), open(2, 30, 1, 8)}},
			purchase.VerdictReceived,
			[]purchase.Fill{{Order: 1, Line: 1, Units: 50}, {Order: 2, Line: 1, Units: 30}},
			0,
		},
		{
			"a part of one of two orders",
			purchase.Watch{Readings: known([4]float64{0, 3}, [4]float64{1, 23}), Lines: []purchase.Open{open(1, 50, 1, 1), open(2, 30, 1, 8)}},
			purchase.VerdictWhich,
			[]purchase.Fill{{Order: 1, Line: 1, Units: 20}},
			0,
		},
		{
			"the first of two orders",
			purchase.Watch{Readings: known([4]float64{0, 3}, [4]float64{1, 53}), Lines: []purchase.Open{open(1, 50, 1, 1), open(2, 30, 1, 8)}},
			purchase.VerdictReceived,
			[]purchase.Fill{{Order: 1, Line: 1, Units: 50}},
			0,
		},
		{
			"sooner than goods can come",
			purchase.Watch{Readings: known([4]float64{0, 3}, [4]float64{1, 53}), Lines: []purchase.Open{{Order: 1, Line: 1, Ordered: 50, Rest: 50, Pack: 1, SentAt: at(-2), Earliest: at(12)}}},
			purchase.VerdictNote, nil, 0,
		},
		{
			"before the sending",
			purchase.Watch{Readings: known([4]float64{0, 3}, [4]float64{1, 53}), Lines: []purchase.Open{{Order: 1, Line: 1, Ordered: 50, Rest: 50, Pack: 1, SentAt: at(2), Earliest: at(2)}}},
			purchase.VerdictNote, nil, 0,
		},
		{
			"typed in steps",
			purchase.Watch{Readings: known([4]float64{0, 3}, [4]float64{0.2, 23}, [4]float64{0.4, 43}, [4]float64{1, 53}), Lines: []purchase.Open{open(1, 50, 1, 0)}},
			purchase.VerdictReceived,
			[]purchase.Fill{{Order: 1, Line: 1, Units: 50}},
			0,
		},
		{
			"noted, in part",
			purchase.Watch{Readings: known([4]float64{0, 3}, [4]float64{1, 33}), Lines: []purchase.Open{noted(50)}},
			purchase.VerdictReceived,
			[]purchase.Fill{{Order: 1, Line: 1, Units: 30, Ends: true}},
			0,
		},
		{"noted, and ended in the same rise", purchase.Watch{
			Readings: known([4]float64{0, 3}, [4]float64{1, 53}), Credits: []purchase.Credit{{Receipt: 9, Units: 50, At: at(1), Inside: true}},
			Lines: []purchase.Open{open(1, 50, 1, 0)},
		}, purchase.VerdictSeen, nil, 0},
		{"noted, and ended in another rise", purchase.Watch{
			Readings: known([4]float64{0, 3}, [4]float64{1, 53}), Credits: []purchase.Credit{{Receipt: 9, Units: 50, At: at(-5), Inside: true}},
			Lines: []purchase.Open{open(1, 50, 1, 0)},
		}, purchase.VerdictReceived, []purchase.Fill{{Order: 1, Line: 1, Units: 50}}, 0},
	} {
		w := tt.watch
		w.MaxGap, w.Until = time.Hour*6, at(48)
		if w.Readings[len(w.Readings)-1].Known {
			w.MaxGap = time.Hour
		}
		found, decided := purchase.Detect(&w)
		var verdict purchase.Verdict
		var fills []purchase.Fill
		extra := 0
		if len(found) > 0 {
			last := found[len(found)-1]
			verdict, fills, extra = last.Verdict, last.Fills, last.Extra
		}
		if verdict != tt.verdict || !reflect.DeepEqual(fills, tt.fills) || extra != tt.extra {
			t.Errorf("%s: %s %+v, %d more: %+v", tt.name, verdict, fills, extra, found)
		}
		if !decided.Equal(w.Readings[len(w.Readings)-1].At) {
			t.Errorf("%s: decided until %s", tt.name, decided)
		}
	}
}

func noted(units int) purchase.Open {
	return purchase.Open{Order: 1, Line: 1, Ordered: units, Rest: units, Pack: 1, SentAt: at(-2), Earliest: at(-2), Expected: at(72), Noted: true}
}

// TestARiseThatGoesOnIsNotDecided checks that the steps of one entry wait for
// each other, and that the next call begins before the rise.
func TestARiseThatGoesOnIsNotDecided(t *testing.T) {
	t.Parallel()
	w := purchase.Watch{
		Readings: known([4]float64{0, 3}, [4]float64{1, 23}), Until: at(2), MaxGap: time.Hour, Lines: []purchase.Open{open(1, 50, 1, 0)},
	}
	if found, decided := purchase.Detect(&w); len(found) > 0 || !decided.Equal(at(0)) {
		t.Fatalf("%+v, %s", found, decided)
	}
	w.Until = at(3.5)
	if found, decided := purchase.Detect(&w); len(found) != 1 || found[0].Verdict != purchase.VerdictPartly || !decided.Equal(at(1)) {
		t.Fatalf("%+v, %s", found, decided)
	}
}

// TestAFallTakesAReceiptBack checks rule 10: within 48 hours, without orders,
// and of the same size.
func TestAFallTakesAReceiptBack(t *testing.T) {
	t.Parallel()
	booked := []purchase.Booking{{Receipt: 7, Units: 50, At: at(-20)}}
	for _, tt := range []struct {
		name     string
		readings []purchase.Reading
		booked   []purchase.Booking
		verdict  purchase.Verdict
	}{
		{"the same size", known([4]float64{0, 53}, [4]float64{1, 3}), booked, purchase.VerdictReverse},
		{"the same size, orders not known", seen([2]float64{0, 53}, [2]float64{1, 3}), booked, purchase.VerdictReverse},
		{"sold", known([4]float64{0, 53}, [4]float64{1, 3, 50}), booked, ""},
		{"another size", known([4]float64{0, 53}, [4]float64{1, 33}), booked, ""},
		{"too late", known([4]float64{0, 53}, [4]float64{40, 53}, [4]float64{41, 3}), booked, ""},
		{"only what was too much", known([4]float64{0, 113}, [4]float64{1, 63}), []purchase.Booking{{Receipt: 7, Units: 50, Extra: 50, At: at(-20)}}, purchase.VerdictSettled},
	} {
		found, _ := purchase.Detect(&purchase.Watch{Readings: tt.readings, Until: at(50), MaxGap: time.Hour, Booked: tt.booked, PerDay: 2})
		var verdict purchase.Verdict
		if len(found) > 0 {
			verdict = found[0].Verdict
		}
		if verdict != tt.verdict || verdict != "" && found[0].Receipt != 7 {
			t.Errorf("%s: %+v", tt.name, found)
		}
	}
}

// TestAReversalInOneCall checks that a receipt which is gone before anybody
// could see it leaves nothing.
func TestAReversalInOneCall(t *testing.T) {
	t.Parallel()
	found, _ := purchase.Detect(&purchase.Watch{
		Readings: known([4]float64{0, 3}, [4]float64{1, 53}, [4]float64{20, 3}, [4]float64{30, 53}), Until: at(50), MaxGap: time.Hour, Lines: []purchase.Open{open(1, 50, 1, 0)},
	})
	if len(found) != 2 || found[0].Verdict != purchase.VerdictNote || found[1].Verdict != purchase.VerdictReceived {
		t.Errorf("%+v", found)
	}
}
