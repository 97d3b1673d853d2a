package pipeline

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"time"

	"cafe24-inventory-alert/internal/bundles"
	"cafe24-inventory-alert/internal/cafe24"
	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
)

// singlyTries is how often an order whose items are not answered delays the
// other orders, while it is unknown whether Cafe24 answers for any order.
const singlyTries = 3

const listTimeout = time.Minute // of one list of orders

// orderStore stores what a reading of orders needs: the parts of sets, and the
// elements that could not be read before.
type orderStore interface {
	Quarantined(ctx context.Context) ([]inbound.Quarantined, error)
	Sets(ctx context.Context, products ...int64) ([]bundles.Set, error)
	OnlyVariants(ctx context.Context, numbers []int64, codes []string) ([]string, error)
}

// orderReader reads the items of orders for the steps that count them.
type orderReader struct {
	*quarantine

	record malls[orderStore]
	sets   *setReader
}

// singly requests the items of orders one by one.
type singly struct {
	*orderReader

	client   *cafe24.Client
	mall     lowstock.MallID
	answered bool // at least one order was answered
}

// items returns the items of one order. An order that no longer exists, or
// cannot be read, has no items and is not whole, so that the other orders do
// not wait for it. If an order is not answered, Cafe24 may be the cause and the
// fault may pass. The order itself is the cause if other orders are answered,
// or if it has been tried often enough.
func (s *singly) items(ctx context.Context, id string) (items []cafe24.OrderItem, whole bool, err error) {
	list, err := s.client.OrderItems(ctx, id)
	if err != nil && !elementsFault(ctx, err) {
		return nil, false, err
	}
	var api *cafe24.APIError
	if errors.As(err, &api) && api.Status == http.StatusNotFound {
		s.log.InfoContext(ctx, "an order has gone", "mall", s.mall, "order", id)
		return nil, false, nil
	}
	if err == nil {
		s.answered = true
	} else {
		list.Unreadable = []cafe24.Unreadable{{ID: id, Fault: cafe24.FaultCall, Detail: err.Error()}}
	}
	if len(list.Unreadable) == 0 {
		return list.Items, true, nil
	}
	s.noteUnreadable(ctx, s.mall, inbound.ListOrders, list.Unreadable, false)
	if err != nil && cafe24.Temporary(err) && !s.answered {
		if often, lookErr := s.often(ctx, id); lookErr != nil || !often {
			return nil, false, errors.Join(err, lookErr)
		}
	}
	return list.Items, false, nil
}

func (s *singly) often(ctx context.Context, id string) (bool, error) {
	list, err := s.record.Mall(s.mall).Quarantined(ctx)
	return slices.ContainsFunc(list, func(q inbound.Quarantined) bool {
		return q.List == inbound.ListOrders && q.Code == id && q.Times >= singlyTries
	}), err
}

// noteOrders quarantines the orders, and the items that came with them, that
// could not be read. It returns their number.
func (r *orderReader) noteOrders(ctx context.Context, mall lowstock.MallID, orders cafe24.List[cafe24.Order]) int {
	found := orders.Unreadable
	for _, o := range orders.Items {
		found = append(found, o.Unreadable...)
	}
	if len(found) > 0 {
		r.noteUnreadable(ctx, mall, inbound.ListOrders, found, false)
	}
	return len(found)
}
