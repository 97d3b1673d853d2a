package postgres_test

import (
	"testing"
	"time"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outlook"
)

// What Cafe24 says of a variant besides its number is stored, updated and can
// be filtered by. A change of it alone raises no alert and adds no history.
func TestStillSellingAndImportant(t *testing.T) {
	t.Parallel()
	b := setup(t)
	reading := func(sells, important bool) inbound.ProductReading {
		r := read(1, 0, -3, 7)
		for i := range r.Variants {
			r.Variants[i].SellsAtZero, r.Variants[i].Important = sells, important && i > 0
		}
		return r
	}
	codes := func(q listing.Params) (list []string) {
		for _, r := range b.inventory(q) {
			list = append(list, r.Code)
		}
		return list
	}
	b.apply(reading(false, false), read(2, 0))
	want(t, "opened", len(b.incidents(lowstock.IncidentStanding)), 3)
	want(t, "still selling", b.counts().StillSelling, 0)
	before := one[string](b, "select format('%s %s %s %s', (select count(*) from incident_events), (select count(*) from deliveries), (select count(*) from stock_history), (select count(*) from incidents))")

	want(t, "applied", b.apply(reading(true, true)), lowstock.Applied{Products: 1})
	want(t, "what is on record", one[string](b, "select format('%s %s %s %s', (select count(*) from incident_events), (select count(*) from deliveries), (select count(*) from stock_history), (select count(*) from incidents))"), before)
	want(t, "counts", b.counts(), listing.Counts{Out: 3, OK: 1, StillSelling: 2, Standing: 3, Unanswered: 3})
	want(t, "still selling", codes(listing.Params{StillSelling: true}), []string{code(1, 0), code(1, 1)})
	want(t, "important", codes(listing.Params{Important: true}), []string{code(1, 1), code(1, 2)})
	row := b.row(code(1, 1))
	want(t, "row", []bool{row.SellsAtZero, row.Important, row.StillSelling()}, []bool{true, true, true})
	stocked := b.row(code(1, 2))
	want(t, "with stock", stocked.StillSelling(), false)
	situation, err := b.Mall(hansan).Situation(t.Context(), 1, code(1, 1))
	b.ok(err)
	want(t, "situation", []bool{situation.Variant.SellsAtZero, situation.Variant.Important}, []bool{true, true})
	for _, i := range b.incidents(lowstock.IncidentStanding) {
		want(t, "incident of "+i.VariantCode, i.StillSelling(), i.ProductNo == 1)
	}

	hidden := reading(true, true)
	hidden.Product.Selling = false
	b.apply(hidden)
	want(t, "not on sale", b.counts().StillSelling, 0)
	row = b.row(code(1, 1))
	want(t, "not on sale", row.StillSelling(), false)
	b.apply(reading(false, false))
	want(t, "as it was", []bool{b.row(code(1, 1)).SellsAtZero, b.row(code(1, 1)).Important}, []bool{false, false})
}

func TestIncomingIsWhatIsOrdered(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.apply(read(1, 0, 0))
	i := b.incidents(lowstock.IncidentStanding)[0]
	_, err := b.Mall(hansan).SnoozeIncident(t.Context(), i.ID, lowstock.Hold{Order: lowstock.Order{Quantity: 40, ExpectedOn: "2026-12-10"}, Until: b.now.Add(400 * time.Hour)}, "kim", b.now)
	b.ok(err)
	want(t, "ordered", b.row(i.VariantCode).Incoming, outlook.Incoming{Units: 40, On: time.Date(2026, 12, 10, 0, 0, 0, 0, time.UTC)})
	b.wait(time.Hour)
	b.apply(read(1, 40, 40))
	b.look()
	want(t, "come in", b.row(i.VariantCode).Incoming, outlook.Incoming{})
}
