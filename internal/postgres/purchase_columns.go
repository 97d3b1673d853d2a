package postgres

import (
	"encoding/json"
	"time"

	"cafe24-inventory-alert/internal/purchase"
)

// purchaseColumns select an order o with the state of its newest mail m.
const purchaseColumns = `
	o.order_id, o.version, coalesce(o.number, ''), o.revision, o.origin, o.supplier_code, o.supplier_name, o.currency, o.note, o.send_to, o.reply_to, o.lead_days,
	o.created_at, o.created_by, o.sent_at, o.sent_by, o.confirmed_at, o.closed_at, o.closed_by, o.close_reason, o.cancelled_at, o.cancelled_by, o.seen_at,
	coalesce(m.state, ''), o.bounced`

const purchaseTables = `purchase_orders o LEFT JOIN messages m ON m.mall_id = o.mall_id AND m.message_id = o.message_id`

func purchaseFields(o *purchase.Order) []any {
	return []any{
		&o.ID, &o.Version, &o.Number, &o.Revision, (*string)(&o.Origin), &o.SupplierCode, &o.SupplierName, &o.Currency, &o.Note, &o.To, &o.ReplyTo, &o.LeadDays,
		&o.CreatedAt, &o.CreatedBy, orZero(&o.SentAt), &o.SentBy, orZero(&o.ConfirmedAt), orZero(&o.ClosedAt), &o.ClosedBy, &o.CloseReason,
		orZero(&o.CancelledAt), &o.CancelledBy, orZero(&o.SeenAt), (*string)(&o.Delivery), &o.Bounced,
	}
}

// purchaseLine is a line of an order, to be written.
type purchaseLine struct {
	order  int64
	coming bool
	line   *purchase.Line
}

// purchaseLineTable is every column of purchase_lines that a change writes.
var purchaseLineTable = columns[purchaseLine]{ //nolint:gochecknoglobals // a constant table; Go has no constant slices
	col("order_id", "bigint", func(l *purchaseLine) int64 { return l.order }),
	col("line_no", "int", func(l *purchaseLine) int32 { return bounded(l.line.No) }),
	col("product_no", "bigint", func(l *purchaseLine) int64 { return l.line.ProductNo }),
	col("variant_code", "text", func(l *purchaseLine) string { return storable(l.line.VariantCode) }),
	col("custom_code", "text", func(l *purchaseLine) string { return storable(l.line.CustomCode) }),
	col("product_name", "text", func(l *purchaseLine) string { return storable(l.line.ProductName) }),
	col("image_url", "text", func(l *purchaseLine) string { return storable(l.line.ImageURL) }),
	cast("::jsonb", col("options", "text", func(l *purchaseLine) string { return storable(optionsJSON(l.line.Options)) })),
	col("ordered", "int", func(l *purchaseLine) int32 { return bounded(l.line.Ordered) }),
	col("pack", "int", func(l *purchaseLine) int32 { return bounded(max(1, l.line.Pack)) }),
	col("unit_cost", "bigint", func(l *purchaseLine) int64 { return int64(l.line.UnitCost) }),
	col("promised_on", "date", func(l *purchaseLine) *time.Time { return orNull(l.line.PromisedOn) }),
	col("expected_on", "date", func(l *purchaseLine) *time.Time { return orNull(l.line.ExpectedOn) }),
	col("cover_until", "date", func(l *purchaseLine) *time.Time { return orNull(l.line.CoverUntil) }),
	col("confirmed", "int", func(l *purchaseLine) *int32 {
		if l.line.Confirmed == nil {
			return nil
		}
		return new(bounded(*l.line.Confirmed))
	}),
	col("received", "int", func(l *purchaseLine) int32 { return bounded(l.line.Received) }),
	col("given_up", "int", func(l *purchaseLine) int32 { return bounded(l.line.GivenUp) }),
	col("give_up_why", "text", func(l *purchaseLine) string { return storable(l.line.GiveUpWhy) }),
	col("coming", "bool", func(l *purchaseLine) bool { return l.coming }),
}

const purchaseLineColumns = `
	l.order_id, l.line_no, l.product_no, l.variant_code, l.custom_code, l.product_name, l.image_url, l.options, l.ordered, l.pack, l.unit_cost,
	l.promised_on, l.expected_on, l.cover_until, l.confirmed, l.received, l.given_up, l.give_up_why, l.unseen, l.unseen_at`

func purchaseLineFields(order *int64, l *purchase.Line) []any {
	return []any{
		order, &l.No, &l.ProductNo, &l.VariantCode, &l.CustomCode, &l.ProductName, &l.ImageURL, &l.Options, &l.Ordered, &l.Pack, (*int64)(&l.UnitCost),
		orZero(&l.PromisedOn), orZero(&l.ExpectedOn), orZero(&l.CoverUntil), &l.Confirmed, &l.Received, &l.GivenUp, &l.GiveUpWhy, &l.Unseen, orZero(&l.UnseenAt),
	}
}

var purchaseEventTable = columns[purchase.Event]{ //nolint:gochecknoglobals // a constant table; Go has no constant slices
	col("kind", "text", func(e *purchase.Event) string { return string(e.Kind) }),
	col("source", "text", func(e *purchase.Event) string { return string(e.Source) }),
	col("line_no", "int", func(e *purchase.Event) int32 { return bounded(e.Line) }),
	col("units", "int", func(e *purchase.Event) int32 { return bounded(e.Units) }),
	col(`"on"`, "date", func(e *purchase.Event) *time.Time { return orNull(e.On) }),
	col("text", "text", func(e *purchase.Event) string { return storable(e.Text) }),
}

// purchaseReceipt is a receipt with the key of its request, to be written.
type purchaseReceipt struct {
	purchase.Receipt

	key string
}

var purchaseReceiptTable = columns[purchaseReceipt]{ //nolint:gochecknoglobals // a constant table; Go has no constant slices
	col("order_id", "bigint", func(r *purchaseReceipt) int64 { return r.Order }),
	col("line_no", "int", func(r *purchaseReceipt) int32 { return bounded(r.Line) }),
	col("units", "int", func(r *purchaseReceipt) int32 { return bounded(r.Units) }),
	col("came_on", "date", func(r *purchaseReceipt) time.Time { return r.CameOn }),
	col("source", "text", func(r *purchaseReceipt) string { return string(r.Source) }),
	cast("::jsonb", col("evidence", "text", func(r *purchaseReceipt) *string {
		if r.Evidence == (purchase.Evidence{}) {
			return nil
		}
		text, err := json.Marshal(r.Evidence)
		if err != nil {
			return nil // times and numbers always marshal
		}
		return new(string(text))
	})),
	col("corrects", "bigint", func(r *purchaseReceipt) *int64 { return orNoID(r.Corrects) }),
	col("unseen", "bool", func(r *purchaseReceipt) bool { return r.Unseen }),
	col("seen_units", "int", func(r *purchaseReceipt) int32 { return bounded(r.Shown) }),
	col("request_key", "text", func(r *purchaseReceipt) *string { return orNoText(r.key) }),
	col("at", "timestamptz", func(r *purchaseReceipt) time.Time { return r.At }),
	col("by", "text", func(r *purchaseReceipt) string { return storable(r.By) }),
}
