package lowstock_test

import (
	"flag"
	"os"
	"testing"
	"time"

	"pgregory.net/rapid"

	"cafe24-inventory-alert/internal/lowstock"
)

// TestMain draws 10,000 histories unless the command line sets another number.
// Each takes microseconds.
func TestMain(m *testing.M) {
	flag.Parse()
	asked := false
	flag.Visit(func(f *flag.Flag) { asked = asked || f.Name == "rapid.checks" })
	if !asked {
		if err := flag.Set("rapid.checks", "10000"); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run())
}

// life is one variant during a random history. It holds the data that the store
// keeps, and beside it a model that knows only quantities, thresholds and what
// people did.
type life struct {
	now       time.Time
	situation lowstock.Situation
	read      time.Time // time of the stored reading
	standing  *lowstock.Incident
	dismissed lowstock.Kind
	byReason  map[lowstock.Reason]int // announcements of the standing incident in its round
	opened    int

	// The model.
	due       lowstock.Kind // the kind of alert that is due; "": none
	expected  bool          // an incident must stand
	quiet     bool          // a person has snoozed it
	coming    bool          // a person has snoozed it until ordered goods arrive
	handled   lowstock.Kind // the kind at which a person resolved the incident
	announced int           // announcements so far
}

func newLife() *life {
	s := selling(50, 10)
	return &life{now: at, situation: s, read: at, byReason: map[lowstock.Reason]int{}}
}

// settle does what the store does with a reading or a changed rule.
func (l *life) settle(t *rapid.T) {
	l.situation.Standing, l.situation.Dismissed, l.situation.ReadAt = l.standing, l.dismissed, l.now
	d := lowstock.Evaluate(l.situation)
	l.dismissed = d.Dismissed
	before := l.announced
	switch {
	case d.Action == lowstock.ActionOpen:
		if l.standing != nil {
			t.Fatal("a second incident")
		}
		tr := lowstock.Opened(l.situation, d, l.now)
		l.byReason = map[lowstock.Reason]int{}
		l.opened++
		l.take(t, tr)
	case l.standing != nil:
		l.take(t, l.standing.Read(l.situation, d, l.now))
	}
	l.model(t, l.announced-before)
}

// take stores a transition.
func (l *life) take(t *rapid.T, tr lowstock.Transition) {
	i := tr.Incident
	if tr.Announce != "" {
		if i.State == lowstock.IncidentSnoozed {
			t.Fatalf("announced as %s while it was snoozed", tr.Announce)
		}
		if l.byReason[tr.Announce]++; l.byReason[tr.Announce] > 1 {
			t.Fatalf("announced as %s twice in round %d", tr.Announce, i.Round)
		}
		i.Notified = i.Kind
		l.announced++
	}
	l.standing = &i
	if i.State == lowstock.IncidentResolved {
		l.standing = nil
	}
}

// model compares each decision with the definition of an incident. An incident
// stands from the moment the quantity is at the threshold or below. It stands
// until the quantity is above the threshold by the margin, or the variant never
// alerts. It is announced at the crossing.
func (l *life) model(t *rapid.T, announcements int) {
	v, threshold := l.situation.Variant, l.situation.Threshold
	silent := !v.Tracked || !v.Selling || threshold.Muted
	was := l.due
	switch margin := max(1, (threshold.Value+9)/10); {
	case silent:
		l.due, l.expected = "", false
	case v.Quantity <= 0:
		l.due = lowstock.KindOut
	case v.Quantity <= threshold.Value:
		if l.due == "" {
			l.due = lowstock.KindLow
		}
	case v.Quantity >= threshold.Value+margin:
		l.due, l.expected, l.handled = "", false, ""
	}
	crossed := l.due != "" && (l.handled == "" || l.handled == lowstock.KindLow && v.Quantity <= 0) && !l.expected && v.Quantity <= threshold.Value
	if crossed {
		l.expected, l.handled = true, ""
	}
	if l.expected != (l.standing != nil) {
		t.Fatalf("quantity %d, threshold %d, silent %t, handled %q: expected an incident: %t, stands: %+v", v.Quantity, threshold.Value, silent, l.handled, l.expected, l.standing)
	}
	worse := l.expected && was == lowstock.KindLow && l.due == lowstock.KindOut
	if announcements > 0 && !crossed && !worse && !l.quiet {
		t.Fatalf("spoke without a crossing at %d of %d", v.Quantity, threshold.Value)
	}
	if worse && l.coming && announcements > 0 {
		t.Fatalf("spoke of what goods are on their way for, at %d of %d", v.Quantity, threshold.Value)
	}
	if (crossed || worse && !l.coming) && announcements != 1 {
		t.Fatalf("spoke %d times at a crossing to %d of %d", announcements, v.Quantity, threshold.Value)
	}
	if l.standing == nil || l.standing.State != lowstock.IncidentSnoozed {
		l.quiet, l.coming = false, false
	}
	if l.standing == nil {
		l.due = ""
	}
}

// person applies an action of a person to the standing incident.
func (l *life) person(t *rapid.T, do func(lowstock.Incident) (lowstock.Transition, error)) {
	if l.standing == nil {
		return
	}
	kind := l.standing.Kind
	tr, err := do(*l.standing)
	if err != nil {
		t.Fatal(err)
	}
	round := l.standing.Round
	l.take(t, tr)
	switch {
	case l.standing == nil:
		l.dismissed, l.handled, l.expected, l.due = kind, kind, false, ""
		if kind == lowstock.KindOut || l.situation.Variant.Quantity <= 0 {
			l.due = ""
		}
	case l.standing.Round > round:
		l.byReason = map[lowstock.Reason]int{}
	}
	l.notice()
}

// notice records for what the standing incident is snoozed.
func (l *life) notice() {
	l.quiet = l.standing != nil && l.standing.State == lowstock.IncidentSnoozed
	l.coming = l.quiet && l.standing.OnOrder()
}

// TestHistories draws histories of readings (late, doubled, reordered), rules
// and actions of people, and compares each step with the model. There are never
// two standing incidents. An incident that is due is never missing. An
// announcement is made only at a crossing or when a time has come.
func TestHistories(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		l := newLife()
		t.Repeat(map[string]func(*rapid.T){
			"reading": func(t *rapid.T) {
				began := l.now.Add(time.Duration(rapid.SampledFrom([]int{1, 1, 1, 0, -2}).Draw(t, "began")) * time.Second)
				quantity := rapid.OneOf(
					rapid.Map(rapid.IntRange(-3, 4), func(n int) int { return l.situation.Threshold.Value + n }), rapid.IntRange(-5, 60),
				).Draw(t, "quantity")
				if !began.After(l.read) {
					return // an older reading, or the same reading again
				}
				l.read, l.now = began, began
				l.situation.Variant.Quantity = quantity
				l.settle(t)
			},
			"threshold": func(t *rapid.T) {
				l.situation.Threshold.Value = rapid.SampledFrom([]int{0, 1, 5, 10, 25}).Draw(t, "threshold")
				l.settle(t)
			},
			"mute": func(t *rapid.T) {
				l.situation.Threshold.Muted = rapid.Bool().Draw(t, "muted")
				l.settle(t)
			},
			"sale": func(t *rapid.T) {
				l.situation.Variant.Selling = rapid.Bool().Draw(t, "selling")
				l.settle(t)
			},
			"acknowledge": func(t *rapid.T) {
				l.person(t, func(i lowstock.Incident) (lowstock.Transition, error) { return i.Acknowledge("kim", l.now) })
			},
			"snoozed": func(t *rapid.T) {
				h := lowstock.Hold{Until: l.now.Add(time.Hour), Restock: rapid.Bool().Draw(t, "restock")}
				if !h.Restock && rapid.Bool().Draw(t, "order") {
					h.Order = lowstock.Order{Quantity: 50, ExpectedOn: "2026-11-23"}
				}
				l.person(t, func(i lowstock.Incident) (lowstock.Transition, error) { return i.Snooze(h, "kim", l.now) })
			},
			"rehold": func(t *rapid.T) {
				h := lowstock.Hold{Until: l.now.Add(time.Hour), Order: lowstock.Order{Quantity: 40, ExpectedOn: "2026-11-24", Purchase: 7}}
				l.person(t, func(i lowstock.Incident) (lowstock.Transition, error) { return i.Rehold(h), nil })
			},
			"lapse": func(t *rapid.T) {
				l.person(t, func(i lowstock.Incident) (lowstock.Transition, error) {
					tr := i.Lapse(lowstock.Order{}, l.now)
					if woke := tr.Announce != ""; woke != i.OnOrder() || woke && tr.Incident.State != lowstock.IncidentOpen {
						t.Fatalf("lapsed from %+v to %+v", i, tr)
					}
					return tr, nil
				})
			},
			"resolve": func(t *rapid.T) {
				l.person(t, func(i lowstock.Incident) (lowstock.Transition, error) { return i.Resolve("kim", l.now) })
			},
			"time": func(t *rapid.T) {
				l.now = l.now.Add(time.Duration(rapid.IntRange(1, 90).Draw(t, "minutes")) * time.Minute)
				if l.standing != nil {
					tr := l.standing.Wake(4*time.Hour, l.now)
					l.take(t, tr)
					l.notice()
				}
			},
		})
	})
}
