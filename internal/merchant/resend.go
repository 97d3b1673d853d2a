package merchant

import (
	"context"
	"slices"

	"cafe24-inventory-alert/internal/lowstock"
)

// Resend asks for one more attempt at the message of an incident's delivery.
// The error is Invalid for a delivery that the incident does not have, and
// Conflict for a message that is still being sent.
func (s *Service) Resend(ctx context.Context, mall lowstock.MallID, by string, incident, delivery int64) error {
	i, err := s.store.Mall(mall).Incident(ctx, incident)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(i.Deliveries, func(d lowstock.Delivery) bool { return d.ID == delivery })
	switch {
	case at < 0:
		return lowstock.InvalidFields(map[string]string{"delivery_id": "error.delivery_id"})
	case i.Deliveries[at].MessageID == 0:
		return lowstock.Fail(lowstock.CodeConflict, "error.resend", nil)
	}
	return s.store.Mall(mall).ResendMessage(ctx, i.Deliveries[at].MessageID, by, s.now())
}
