package bulk

import (
	"time"

	"cafe24-inventory-alert/internal/lowstock"
)

// State is what the actions of people change of an incident. Two states are
// equal when == says so. Times are in microseconds since 1970, as PostgreSQL
// stores them; 0 is the zero time.
type State struct {
	Kind           lowstock.Kind          `json:"kind"`
	State          lowstock.IncidentState `json:"state"`
	AcknowledgedAt int64                  `json:"acknowledged_at,omitempty"`
	AcknowledgedBy string                 `json:"acknowledged_by,omitempty"`
	SnoozedUntil   int64                  `json:"snoozed_until,omitempty"`
	UntilRestock   bool                   `json:"until_restock,omitempty"`
	Ordered        int                    `json:"ordered,omitempty"`
	ExpectedOn     string                 `json:"expected_on,omitempty"`
	Purchase       int64                  `json:"purchase_id,omitempty"`
	Round          int                    `json:"round,omitempty"`
	WokenAt        int64                  `json:"woken_at,omitempty"`
	UnansweredAt   int64                  `json:"unanswered_at,omitempty"`
	ResolvedAt     int64                  `json:"resolved_at,omitempty"`
	ResolvedBy     string                 `json:"resolved_by,omitempty"`
	Dismissed      lowstock.Kind          `json:"dismissed,omitempty"` // of the variant: the kind at which an incident was resolved by hand
}

// StateOf returns the state of an incident and its variant.
func StateOf(i lowstock.Incident, dismissed lowstock.Kind) State {
	return State{
		Kind: i.Kind, State: i.State, AcknowledgedAt: micros(i.AcknowledgedAt), AcknowledgedBy: i.AcknowledgedBy,
		SnoozedUntil: micros(i.SnoozedUntil), UntilRestock: i.UntilRestock, Ordered: i.Order.Quantity, ExpectedOn: i.Order.ExpectedOn, Purchase: i.Order.Purchase,
		Round: i.Round, WokenAt: micros(i.WokenAt), UnansweredAt: micros(i.UnansweredAt), ResolvedAt: micros(i.ResolvedAt), ResolvedBy: i.ResolvedBy,
		Dismissed: dismissed,
	}
}

// Restore returns the incident in state s. What readings change stays.
func (s State) Restore(i lowstock.Incident) lowstock.Incident {
	i.State, i.AcknowledgedAt, i.AcknowledgedBy = s.State, moment(s.AcknowledgedAt), s.AcknowledgedBy
	i.SnoozedUntil, i.UntilRestock = moment(s.SnoozedUntil), s.UntilRestock
	i.Order = lowstock.Order{Quantity: s.Ordered, ExpectedOn: s.ExpectedOn, Purchase: s.Purchase}
	i.Round, i.WokenAt, i.UnansweredAt = s.Round, moment(s.WokenAt), moment(s.UnansweredAt)
	i.ResolvedAt, i.ResolvedBy = moment(s.ResolvedAt), s.ResolvedBy
	return i
}

func micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

func moment(micros int64) time.Time {
	if micros == 0 {
		return time.Time{}
	}
	return time.UnixMicro(micros)
}
