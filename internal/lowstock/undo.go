package lowstock

import "time"

// Former is what an act of a person replaces in an incident.
type Former struct {
	State          IncidentState `json:"state"`
	AcknowledgedAt time.Time     `json:"acknowledged_at,omitzero"`
	AcknowledgedBy string        `json:"acknowledged_by,omitempty"`
	SnoozedUntil   time.Time     `json:"snoozed_until,omitzero"`
	UntilRestock   bool          `json:"until_restock,omitempty"`
	Order          Order         `json:"order,omitzero"`
}

// Former returns what the next act of a person replaces.
func (i *Incident) Former() Former {
	return Former{i.State, i.AcknowledgedAt, i.AcknowledgedBy, i.SnoozedUntil, i.UntilRestock, i.Order}
}

// Undo puts back what an act at a time replaced. The round stays, so that no
// announcement of the round before is sent twice. Its error has [CodeConflict]
// if the incident is resolved or has changed since that act.
func (i Incident) Undo(f Former, actedAt time.Time) (Transition, error) {
	if err := i.standing(); err != nil {
		return Transition{}, err
	}
	if i.State == IncidentOpen || !i.AcknowledgedAt.Equal(actedAt) {
		return Transition{}, Fail(CodeConflict, "error.act_changed", nil)
	}
	i.State, i.AcknowledgedAt, i.AcknowledgedBy = f.State, f.AcknowledgedAt, f.AcknowledgedBy
	i.SnoozedUntil, i.UntilRestock, i.Order = f.SnoozedUntil, f.UntilRestock, f.Order
	return Transition{Incident: i, Event: EventUndone}, nil
}
