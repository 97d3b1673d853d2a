package lowstock

import (
	"time"
)

// Action is the change that a decision demands of the store for a variant's
// incident.
type Action string

// The actions. Await delays a raise until a second reading confirms it.
const (
	ActionNone     Action = ""
	ActionAwait    Action = "await"
	ActionOpen     Action = "open"
	ActionEscalate Action = "escalate"
	ActionResolve  Action = "resolve"
)

// Situation is everything that a decision may depend on.
type Situation struct {
	Product      Product
	Variant      Variant
	Removed      bool // the variant is not in the catalogue any more
	Threshold    Threshold
	Sales        Sales
	Standing     *Incident     // the incident that is not resolved; nil: none
	Dismissed    Kind          // the kind at which a person resolved the last incident, if the level has not recovered since
	RaiseSeenAt  time.Time     // first reading at which this raise was due; zero: none
	ReadAt       time.Time     // when the reading began
	ConfirmAfter time.Duration // least time between the two readings of a raise; 0: one reading is enough
	Source       Source
}

// Decision is the result for a situation: the status to show, the action to
// take, and what to store until the next reading.
type Decision struct {
	Status      Status
	Action      Action
	Kind        Kind // for ActionOpen and ActionEscalate
	RaiseSeenAt time.Time
	Dismissed   Kind
}

// Step is one reason in an explanation: a key of the catalogue under
// "explain.", its arguments, and whether it is a reason for an alert.
type Step struct {
	Code     string
	Args     []any
	ForAlert bool
}

// Recovered says whether quantity is above threshold by the recovery margin,
// max(1, 10 % of the threshold). The margin keeps a level that goes up and down
// around its threshold within one incident.
func Recovered(quantity, threshold int) bool {
	over := quantity - threshold
	return over >= 1 && over*10 >= threshold
}

// RecoveredAt is the smallest quantity for which [Recovered] is true.
func RecoveredAt(threshold int) int { return threshold + max(1, (threshold+9)/10) }

// Evaluate makes the decision for a situation. It is pure: the same situation
// gives the same decision.
func Evaluate(s Situation) Decision { return decide(s, func(string, bool, ...any) {}) }

// Explain returns the decision of [Evaluate] and the steps that lead to it, in
// order.
func Explain(s Situation) ([]Step, Decision) {
	var steps []Step
	d := decide(s, func(code string, forAlert bool, args ...any) {
		steps = append(steps, Step{Code: code, Args: args, ForAlert: forAlert})
	})
	return steps, d
}

type noteFunc func(code string, forAlert bool, args ...any)

func decide(s Situation, note noteFunc) Decision {
	d := Decision{
		Status:    StatusOf(s.Variant.Tracked, s.Variant.Quantity, s.Threshold.Value),
		Dismissed: s.Dismissed,
	}
	note("read", true, s.Variant.Quantity, s.ReadAt, s.Source)
	noteThreshold(s, note)
	if code := Silence(s); code != "" {
		var args []any
		if code == SilenceMuted {
			args = []any{s.Threshold.MutedBy}
		}
		note(code, false, args...)
		return closing(d, s, note)
	}
	switch {
	case Recovered(s.Variant.Quantity, s.Threshold.Value):
		note("above", false, s.Variant.Quantity, s.Threshold.Value)
		d.Dismissed = ""
		return closing(d, s, note)
	case s.Variant.Quantity > s.Threshold.Value:
		note("margin", s.Standing != nil, s.Variant.Quantity, s.Threshold.Value)
		return d
	}
	return raising(d, s, note)
}

func noteThreshold(s Situation, note noteFunc) {
	if s.Threshold.PassedOver != "" {
		note("no_sales", true, s.Threshold.PassedOver)
	}
	if s.Threshold.Days > 0 {
		note("threshold_days", true, s.Threshold.Value, s.Threshold.Source, s.Threshold.Days, s.Sales.PerDay)
		return
	}
	note("threshold", true, s.Threshold.Value, s.Threshold.Source)
}

// The reasons for which a variant never alerts, whatever its level.
const (
	SilenceRemoved           = "removed"
	SilenceUntracked         = "untracked"
	SilenceProductHidden     = "product_hidden"
	SilenceProductNotSelling = "product_not_selling"
	SilenceVariantHidden     = "variant_hidden"
	SilenceVariantNotSelling = "variant_not_selling"
	SilenceMuted             = "muted"
)

// Silence returns the first reason for which a variant never alerts, whatever
// its level. It returns "" if the variant may alert.
func Silence(s Situation) string {
	switch {
	case s.Removed:
		return SilenceRemoved
	case !s.Variant.Tracked:
		return SilenceUntracked
	case !s.Product.Display:
		return SilenceProductHidden
	case !s.Product.Selling:
		return SilenceProductNotSelling
	case !s.Variant.Display:
		return SilenceVariantHidden
	case !s.Variant.Selling:
		return SilenceVariantNotSelling
	case s.Threshold.Muted:
		return SilenceMuted
	}
	return ""
}

func closing(d Decision, s Situation, note noteFunc) Decision {
	if s.Standing != nil {
		note("resolves", true, s.Standing.OpenedAt)
		d.Action = ActionResolve
	}
	return d
}

func raising(d Decision, s Situation, note noteFunc) Decision {
	kind := KindLow
	if s.Variant.Quantity <= 0 {
		kind = KindOut
	}
	noteLevel(s, kind, note)
	switch {
	case s.Standing != nil && (s.Standing.Kind == KindOut || kind == KindLow):
		noteStanding(s.Standing, note)
		return d
	case s.Standing == nil && (s.Dismissed == KindOut || (s.Dismissed == KindLow && kind == KindLow)):
		note("dismissed", false)
		return d
	}
	d.RaiseSeenAt = s.RaiseSeenAt
	if d.RaiseSeenAt.IsZero() {
		d.RaiseSeenAt = s.ReadAt
	}
	if s.ConfirmAfter > 0 && s.ReadAt.Sub(d.RaiseSeenAt) < s.ConfirmAfter {
		note("await", false, d.RaiseSeenAt)
		d.Action = ActionAwait
		return d
	}
	d.Action, d.Kind, d.RaiseSeenAt, d.Dismissed = ActionOpen, kind, time.Time{}, ""
	if s.Standing != nil {
		d.Action = ActionEscalate
	}
	if d.Action == ActionEscalate && s.stillSelling() {
		note("escalate_selling", true)
		return d
	}
	note(string(d.Action), true)
	return d
}

func noteLevel(s Situation, kind Kind, note noteFunc) {
	switch {
	case !s.stillSelling():
		note("at_or_below_"+string(kind), true, s.Variant.Quantity, s.Threshold.Value)
	case s.Variant.Quantity < 0:
		note("selling_below", true, -s.Variant.Quantity)
	default:
		note("selling_at_zero", true)
	}
}

func (s Situation) stillSelling() bool { return s.Variant.SellsAtZero && s.Variant.Quantity <= 0 }

// StillSelling says whether nothing is left, Cafe24 still sells the variant,
// and it is on sale. A muted variant counts, too. The stock list computes the
// same in listing.InventoryRow.StillSelling.
func (s Situation) StillSelling() bool {
	silence := Silence(s)
	return s.stillSelling() && (silence == "" || silence == SilenceMuted)
}

// noteStanding notes why a level with a standing incident is not announced
// again.
func noteStanding(i *Incident, note noteFunc) {
	switch {
	case i.State == IncidentSnoozed && i.Order != Order{}:
		note("standing_ordered", false, i.Order.Quantity, i.Order.ExpectedOn)
	case i.State == IncidentSnoozed && i.UntilRestock:
		note("standing_restock", false)
	case i.State == IncidentSnoozed:
		note("standing_snoozed", false, i.SnoozedUntil)
	case i.State == IncidentAcknowledged:
		note("standing_acknowledged", false, i.AcknowledgedBy, i.AcknowledgedAt)
	default:
		note("standing", false, i.OpenedAt)
	}
}
