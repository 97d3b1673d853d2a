package pipeline_test

import (
	"math"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
)

// crossings computes the incidents from the readings and nothing else. It
// follows docs/incidents.md and shares no code with [lowstock.Evaluate].
type crossings struct {
	confirm  time.Duration
	mallRule int
	category map[int]ruleValue
	product  map[int64]ruleValue
	sales    map[string]float64 // units per day that the app has computed, if it has
	of       map[*item]*decided
	opened   []*crossing
}

// ruleValue is the value that the merchant has set for a product or category.
type ruleValue struct {
	number int
	days   int
	muted  bool
}

// decided is the known state of a variant.
type decided struct {
	quantity  int
	shown     bool
	read      bool
	first     time.Time // the reading that a second one has to confirm
	dismissed lowstock.Kind
	standing  *crossing
}

// crossing is one fall to the threshold or below, until the recovery.
type crossing struct {
	item    *item
	kind    lowstock.Kind
	first   time.Time // the reading that first showed it
	opened  time.Time
	worse   time.Time // when it was seen to be sold out, if that was later
	seenOut time.Time // the reading that first showed that
}

func newCrossings(items []*item) *crossings {
	m := &crossings{confirm: confirmDelay, category: map[int]ruleValue{}, product: map[int64]ruleValue{}, sales: map[string]float64{}, of: map[*item]*decided{}}
	for _, w := range items {
		m.of[w] = &decided{}
	}
	return m
}

// threshold returns the most specific threshold with a number, and whether the
// most specific rule mutes the variant.
func (m *crossings) threshold(w *item) (n int, muted bool) {
	n, found := m.mallRule, false
	decided := false
	for _, rule := range []func() (ruleValue, bool){
		func() (r ruleValue, is bool) { r, is = m.product[w.shelf.no]; return r, is },
		func() (r ruleValue, is bool) { r, is = m.category[w.shelf.category]; return r, is },
	} {
		r, is := rule()
		if !is {
			continue
		}
		if !decided {
			decided, muted = true, r.muted
		}
		perDay, known := m.sales[w.code]
		switch {
		case found:
		case r.number > 0:
			n, found = r.number, true
		case r.days > 0 && known:
			n, found = int(math.Ceil(perDay*float64(r.days))), true
		}
	}
	return n, muted
}

// read takes one reading of a variant.
func (m *crossings) read(w *item, quantity int, at time.Time) {
	j := m.of[w]
	j.quantity, j.shown, j.read = quantity, w.shelf.shown, true
	m.judge(w, j, at, m.confirm)
}

// ruled decides again on the last readings after a rule was changed. This needs
// no second reading.
func (m *crossings) ruled(items []*item, at time.Time, covers func(*item) bool) {
	for _, w := range items {
		if j := m.of[w]; j.read && covers(w) {
			m.judge(w, j, at, 0)
		}
	}
}

func (m *crossings) judge(w *item, j *decided, at time.Time, confirm time.Duration) {
	n, muted := m.threshold(w)
	first := j.first
	j.first = time.Time{}
	switch {
	case muted || !w.tracked || !j.shown:
		j.standing = nil
		return
	case float64(j.quantity-n) >= max(1, float64(n)/10):
		j.standing, j.dismissed = nil, ""
		return
	case j.quantity > n:
		return
	}
	kind := lowstock.KindLow
	if j.quantity <= 0 {
		kind = lowstock.KindOut
	}
	known := j.dismissed
	if j.standing != nil {
		known = j.standing.kind
	}
	if known == lowstock.KindOut || known == kind {
		return
	}
	if first.IsZero() {
		first = at
	}
	if at.Sub(first) < confirm {
		j.first = first
		return
	}
	j.dismissed = ""
	if j.standing != nil {
		j.standing.kind, j.standing.worse, j.standing.seenOut = kind, at, first
		return
	}
	j.standing = &crossing{item: w, kind: kind, first: first, opened: at}
	m.opened = append(m.opened, j.standing)
}

// byHand records an incident that a person has ended.
func (m *crossings) byHand(w *item) {
	j := m.of[w]
	j.dismissed, j.standing, j.first = j.standing.kind, nil, time.Time{}
}

// silent reports whether no message is to be sent about a variant in its real
// state.
func (m *crossings) silent(w *item) bool {
	_, muted := m.threshold(w)
	return muted || !w.tracked || !w.shelf.shown
}
