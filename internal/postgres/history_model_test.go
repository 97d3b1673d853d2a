package postgres_test

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
)

// The mall of a history has two products of two variants, and people of three
// kinds. Kim is always a recipient.
const (
	kim  = "kim@hansan.example"  // gets every alert
	lee  = "lee@hansan.example"  // gets alerts of category 11
	park = "park@hansan.example" // gets alerts that nobody answers

	answerWithin = 2 * time.Hour
)

// ledger is a model of incidents in memory, written from the rules of the
// product alone. It calls no code that it is compared with.
type ledger struct {
	rules    map[rulePlace]rule
	goods    map[int64]*goods
	items    map[string]*item
	away     map[string]bool // recipients that were removed
	notified map[string]bool // every announcement that has to be made
}

type rulePlace struct {
	scope lowstock.Scope
	of    string
}

type rule struct {
	number, days *int
	muted        bool
}

// goods is a product as it was last read.
type goods struct {
	read       time.Time
	gone       bool
	onSale     bool
	categories []int
	supplier   string
}

// item is a variant as it was last read, with its incident.
type item struct {
	product   int64
	quantity  int
	tracked   bool
	shown     bool
	gone      bool
	sales     *float64
	first     time.Time // when a raise began that waits for its second reading
	dismissed lowstock.Kind
	incidents int
	stands    *fall
}

// fall is an unresolved incident.
type fall struct {
	nth      int
	kind     lowstock.Kind
	state    lowstock.IncidentState
	quantity int
	round    int
	restock  bool
	until    time.Time
	order    bool
	notified lowstock.Kind
	since    time.Time // the time from which a second recipient's delay counts
	asked    bool      // the second recipient was notified
}

func newLedger() *ledger {
	return &ledger{
		rules: map[rulePlace]rule{}, goods: map[int64]*goods{}, items: map[string]*item{}, away: map[string]bool{}, notified: map[string]bool{},
	}
}

// measure returns a rule's number for a variant, where it has one.
func (r rule) measure(w *item) (int, bool) {
	switch {
	case r.number != nil:
		return *r.number, true
	case r.days != nil && w.sales != nil:
		return int(math.Ceil(*w.sales * float64(*r.days))), true
	}
	return 0, false
}

// threshold goes from the variant's own rule to wider ones: the first number
// counts, and the first rule of any kind says whether the variant is silent.
// Of the categories of a product the one with the highest number counts.
func (l *ledger) threshold(code string) (n int, muted bool) {
	w := l.items[code]
	g := l.goods[w.product]
	var way []rule
	add := func(scope lowstock.Scope, of any) {
		if r, is := l.rules[rulePlace{scope, fmt.Sprint(of)}]; is {
			way = append(way, r)
		}
	}
	add(lowstock.ScopeVariant, code)
	add(lowstock.ScopeProduct, w.product)
	if r, is := l.category(g, w); is {
		way = append(way, r)
	}
	if g.supplier != "" {
		add(lowstock.ScopeSupplier, g.supplier)
	}
	add(lowstock.ScopeMall, "")
	if len(way) > 0 {
		muted = way[0].muted
	}
	for _, r := range way {
		if n, is := r.measure(w); is {
			return n, muted
		}
	}
	return 0, muted
}

func (l *ledger) category(g *goods, w *item) (best rule, found bool) {
	number := func(r rule) int {
		if n, is := r.measure(w); is {
			return n
		}
		return -1
	}
	for _, no := range g.categories {
		r, is := l.rules[rulePlace{lowstock.ScopeCategory, strconv.Itoa(no)}]
		if !is {
			continue
		}
		if !found || number(r) > number(best) || number(r) == number(best) && best.muted && !r.muted {
			best, found = r, true
		}
	}
	return best, found
}

// covers says whether a rule can matter to a variant.
func (l *ledger) covers(p rulePlace, code string) bool {
	w := l.items[code]
	g := l.goods[w.product]
	switch p.scope {
	case lowstock.ScopeVariant:
		return p.of == code
	case lowstock.ScopeProduct:
		return p.of == strconv.FormatInt(w.product, 10)
	case lowstock.ScopeCategory:
		return slices.ContainsFunc(g.categories, func(no int) bool { return strconv.Itoa(no) == p.of })
	case lowstock.ScopeSupplier:
		return g.supplier == p.of
	case lowstock.ScopeMall:
	}
	return true
}

// decide compares a variant with its threshold. Confirm is how far apart the
// two readings of a raise must be.
func (l *ledger) decide(code string, at time.Time, confirm time.Duration) {
	w := l.items[code]
	g := l.goods[w.product]
	n, muted := l.threshold(code)
	first := w.first
	w.first = time.Time{}
	over := w.quantity - n
	switch {
	case w.gone || g.gone || !w.tracked || !g.onSale || !w.shown || muted:
		w.stands = nil
		return
	case over >= 1 && float64(over) >= float64(n)/10:
		w.stands, w.dismissed = nil, ""
		return
	case over > 0:
		l.seen(w, code, at)
		return
	}
	kind := lowstock.KindLow
	if w.quantity <= 0 {
		kind = lowstock.KindOut
	}
	known := w.dismissed
	if w.stands != nil {
		known = w.stands.kind
	}
	if known == lowstock.KindOut || known == kind {
		l.seen(w, code, at)
		return
	}
	if first.IsZero() {
		first = at
	}
	if at.Sub(first) < confirm {
		w.first = first
		l.seen(w, code, at)
		return
	}
	w.dismissed = ""
	if i := w.stands; i != nil {
		i.kind, i.quantity = kind, w.quantity
		if i.state != lowstock.IncidentSnoozed {
			i.state = lowstock.IncidentOpen
			l.announce(w, code, lowstock.ReasonWorse)
		}
		i.since = later(i.since, at)
		return
	}
	w.incidents++
	w.stands = &fall{nth: w.incidents, kind: kind, state: lowstock.IncidentOpen, quantity: w.quantity, since: at}
	l.announce(w, code, lowstock.ReasonRaised)
}

// seen handles a reading that changes nothing but the quantity: goods may have
// arrived.
func (l *ledger) seen(w *item, code string, at time.Time) {
	i := w.stands
	if i == nil {
		return
	}
	came := w.quantity > i.quantity
	i.quantity = w.quantity
	if came && i.state == lowstock.IncidentSnoozed && i.restock {
		i.state, i.restock, i.since = lowstock.IncidentOpen, false, later(i.since, at)
		l.announce(w, code, lowstock.ReasonWoken)
	}
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// receives returns who is notified of a variant for a reason.
func (l *ledger) receives(w *item, reason lowstock.Reason) []string {
	if reason == lowstock.ReasonUnanswered {
		return slices.DeleteFunc([]string{park}, func(r string) bool { return l.away[r] })
	}
	who := []string{kim}
	if slices.Contains(l.goods[w.product].categories, 11) && !l.away[lee] {
		who = append(who, lee)
	}
	return who
}

func (l *ledger) announce(w *item, code string, reason lowstock.Reason) {
	i := w.stands
	for _, who := range l.receives(w, reason) {
		l.notified[fmt.Sprintf("%s#%d %s round %d to %s", code, i.nth, reason, i.round, who)] = true
		i.notified = i.kind
	}
}

// wake handles the times that have come.
func (l *ledger) wake(now time.Time) {
	for code, w := range l.items {
		i := w.stands
		switch {
		case i == nil:
		case i.state == lowstock.IncidentSnoozed && !i.restock && !now.Before(i.until):
			reason := lowstock.ReasonWoken
			if i.order {
				reason = lowstock.ReasonOverdue
			}
			i.state, i.until, i.since = lowstock.IncidentOpen, time.Time{}, later(i.since, now)
			l.announce(w, code, reason)
		case i.state == lowstock.IncidentOpen && i.notified == lowstock.KindOut && !i.asked && !l.away[park] && !now.Before(i.since.Add(answerWithin)):
			i.asked = true
			l.announce(w, code, lowstock.ReasonUnanswered)
		}
	}
}

func (i *fall) acknowledge() {
	if i.state != lowstock.IncidentAcknowledged {
		i.state, i.restock, i.until, i.order = lowstock.IncidentAcknowledged, false, time.Time{}, false
	}
}

func (i *fall) snooze(h lowstock.Hold) {
	i.state, i.restock, i.until, i.order = lowstock.IncidentSnoozed, h.Restock, h.Until, h.Order != lowstock.Order{}
	i.round++
}

// states returns each unresolved incident's state in a word.
func (l *ledger) states() map[string]string {
	states := map[string]string{}
	for code, w := range l.items {
		if i := w.stands; i != nil {
			states[code] = fmt.Sprintf("#%d %s %s at %d, round %d", i.nth, i.kind, i.state, i.quantity, i.round)
		}
	}
	return states
}
