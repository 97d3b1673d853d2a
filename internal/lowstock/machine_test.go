package lowstock_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cafe24-inventory-alert/internal/lowstock"
)

// open is an incident of a kind that was opened and announced.
func open(kind lowstock.Kind) lowstock.Incident {
	return lowstock.Incident{ID: 7, Kind: kind, State: lowstock.IncidentOpen, Notified: kind, Quantity: 3, Threshold: 10, OpenedAt: at}
}

// after returns the incident after a step that must be allowed.
func after(t *testing.T, tr lowstock.Transition, err error) lowstock.Incident {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return tr.Incident
}

func snoozed(t *testing.T, i lowstock.Incident, h lowstock.Hold) lowstock.Incident {
	t.Helper()
	tr, err := i.Snooze(h, "kim", at)
	return after(t, tr, err)
}

func acknowledged(t *testing.T, i lowstock.Incident) lowstock.Incident {
	t.Helper()
	tr, err := i.Acknowledge("kim", at)
	return after(t, tr, err)
}

// step is the part of a transition that the tests compare.
type step struct {
	State    lowstock.IncidentState
	Kind     lowstock.Kind
	Announce lowstock.Reason
	Event    lowstock.EventKind
}

func stepOf(tr lowstock.Transition) step {
	return step{tr.Incident.State, tr.Incident.Kind, tr.Announce, tr.Event}
}

const (
	isOpen    = lowstock.IncidentOpen
	isSnoozed = lowstock.IncidentSnoozed
	low, out  = lowstock.KindLow, lowstock.KindOut
)

var tomorrow = at.Add(24 * time.Hour)

func TestAReadingMovesAnIncident(t *testing.T) {
	t.Parallel()
	until := lowstock.Hold{Until: tomorrow}
	restock := lowstock.Hold{Restock: true}
	order := lowstock.Hold{Until: tomorrow, Order: lowstock.Order{Quantity: 50, ExpectedOn: "2026-11-23"}}
	for name, c := range map[string]struct {
		before   lowstock.Incident
		quantity int
		want     step
	}{
		"falls further":                    {open(low), 1, step{isOpen, low, "", ""}},
		"sells out":                        {open(low), 0, step{isOpen, out, "worse", "worse"}},
		"recovers":                         {open(low), 40, step{"resolved", low, "", "resolved"}},
		"stays out":                        {open(out), -2, step{isOpen, out, "", ""}},
		"out comes back a little":          {open(out), 4, step{isOpen, out, "", ""}},
		"acknowledged stays quiet":         {acknowledged(t, open(low)), 2, step{"acknowledged", low, "", ""}},
		"worse than was acknowledged":      {acknowledged(t, open(low)), 0, step{isOpen, out, "worse", "worse"}},
		"snoozed stays quiet":              {snoozed(t, open(low), until), 2, step{isSnoozed, low, "", ""}},
		"snoozed sells out":                {snoozed(t, open(low), until), 0, step{isOpen, out, "worse", "worse"}},
		"snoozed recovers":                 {snoozed(t, open(low), until), 40, step{"resolved", low, "", "resolved"}},
		"a restock that was waited for":    {snoozed(t, open(low), restock), 5, step{isOpen, low, "woken", "restocked"}},
		"no restock yet":                   {snoozed(t, open(low), restock), 2, step{isSnoozed, low, "", ""}},
		"sold out while waiting for stock": {snoozed(t, open(low), restock), 0, step{isOpen, out, "worse", "worse"}},
		"enough came in":                   {snoozed(t, open(low), restock), 40, step{"resolved", low, "", "resolved"}},
		"sold out while goods are coming":  {snoozed(t, open(low), order), 0, step{isSnoozed, out, "", "worse"}},
		"part of an order":                 {snoozed(t, open(low), order), 6, step{isSnoozed, low, "", ""}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := selling(c.quantity, 10)
			s.Standing = &c.before
			tr := c.before.Read(s, lowstock.Evaluate(s), at.Add(time.Hour))
			if diff := cmp.Diff(c.want, stepOf(tr)); diff != "" {
				t.Error(diff)
			}
			if tr.Incident.Quantity != c.quantity {
				t.Errorf("quantity %d", tr.Incident.Quantity)
			}
		})
	}
}

func TestTimeMovesAnIncident(t *testing.T) {
	t.Parallel()
	const hours = 4 * time.Hour
	until := lowstock.Hold{Until: tomorrow}
	order := lowstock.Hold{Until: tomorrow, Order: lowstock.Order{Quantity: 50, ExpectedOn: "2026-11-23"}}
	byReason := func(i lowstock.Incident) lowstock.Incident { i.UnansweredAt = at; return i }
	notNotified := func(i lowstock.Incident) lowstock.Incident { i.Notified = ""; return i }
	for name, c := range map[string]struct {
		before lowstock.Incident
		answer time.Duration
		at     time.Time
		want   step
	}{
		"not yet":                     {snoozed(t, open(low), until), 0, tomorrow.Add(-time.Second), step{isSnoozed, low, "", ""}},
		"the snooze is over":          {snoozed(t, open(low), until), 0, tomorrow, step{isOpen, low, "woken", "woken"}},
		"the order did not come":      {snoozed(t, open(out), order), 0, tomorrow, step{isOpen, out, "overdue", "overdue"}},
		"waits for stock, not a time": {snoozed(t, open(low), lowstock.Hold{Restock: true}), 0, tomorrow, step{isSnoozed, low, "", ""}},
		"no answer yet":               {open(out), hours, at.Add(hours - 1), step{isOpen, out, "", ""}},
		"nobody answers":              {open(out), hours, at.Add(hours), step{isOpen, out, "unanswered", "unanswered"}},
		"nobody is second":            {open(out), 0, tomorrow, step{isOpen, out, "", ""}},
		"somebody has answered":       {acknowledged(t, open(out)), hours, tomorrow, step{"acknowledged", out, "", ""}},
		"low can wait":                {open(low), hours, tomorrow, step{isOpen, low, "", ""}},
		"notified once":               {byReason(open(out)), hours, tomorrow, step{isOpen, out, "", ""}},
		"the first were not notified": {notNotified(open(out)), hours, tomorrow, step{isOpen, out, "", ""}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(c.want, stepOf(c.before.Wake(c.answer, c.at))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestTheAnswerIsAwaitedFromTheLastWaking(t *testing.T) {
	t.Parallel()
	i := snoozed(t, open(out), lowstock.Hold{Until: tomorrow})
	i = i.Wake(0, tomorrow).Incident
	i.Notified = out
	if got, want := i.AnswerBy(4*time.Hour), tomorrow.Add(4*time.Hour); !got.Equal(want) {
		t.Errorf("answer by %s, want %s", got, want)
	}
}

func TestPeopleMoveAnIncident(t *testing.T) {
	t.Parallel()
	resolved := func(i lowstock.Incident) lowstock.Incident {
		tr, err := i.Resolve("kim", at)
		return after(t, tr, err)
	}
	snoozed := snoozed(t, open(low), lowstock.Hold{Until: tomorrow, Order: lowstock.Order{Quantity: 5, ExpectedOn: "2026-11-23"}})
	if snoozed.Round != 1 || snoozed.AcknowledgedBy != "kim" || snoozed.Order.Quantity != 5 {
		t.Errorf("snoozed %+v", snoozed)
	}
	back := acknowledged(t, snoozed)
	if back.State != lowstock.IncidentAcknowledged || !back.SnoozedUntil.IsZero() || back.Order != (lowstock.Order{}) {
		t.Errorf("acknowledged %+v", back)
	}
	if again, err := back.Acknowledge("lee", tomorrow); err != nil || again.Event != "" || again.Incident.AcknowledgedBy != "kim" {
		t.Errorf("acknowledged twice: %+v, %v", again, err)
	}
	if _, err := open(low).Snooze(lowstock.Hold{Until: at}, "kim", at); lowstock.ErrorCode(err) != lowstock.CodeInvalid {
		t.Errorf("snoozed until now: %v", err)
	}
	ended := resolved(snoozed)
	if ended.State != lowstock.IncidentResolved || ended.ResolvedBy != "kim" || !ended.SnoozedUntil.IsZero() {
		t.Errorf("resolved %+v", ended)
	}
	_, acknowledging := ended.Acknowledge("kim", at)
	_, snoozing := ended.Snooze(lowstock.Hold{Restock: true}, "kim", at)
	_, resolving := ended.Resolve("kim", at)
	for name, err := range map[string]error{"acknowledge": acknowledging, "snoozed": snoozing, "resolve": resolving} {
		if lowstock.ErrorCode(err) != lowstock.CodeConflict {
			t.Errorf("%s a resolved one: %v", name, err)
		}
	}
}
