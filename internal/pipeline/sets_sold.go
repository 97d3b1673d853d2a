package pipeline

import (
	"context"
	"errors"
	"math"

	"cafe24-inventory-alert/internal/bundles"
	"cafe24-inventory-alert/internal/cafe24"
	"cafe24-inventory-alert/internal/lowstock"
)

// setsAskedSold is the maximum number of sets without stored parts for which
// one reading of orders requests the parts.
const setsAskedSold = 20

// setsSold counts the units of each variant in orders, including the parts of
// sets.
//
// An order does not say for certain which parts went into a set. The sources
// are used in this order. If the parts are items of the order themselves, only
// these count. Otherwise product_bundle_list counts. Otherwise the stored parts
// count. Otherwise the app asks Cafe24 for the set. A part with several
// variants, where no source names the variant, is counted for none: too little
// demand raises no alert.
type setsSold struct {
	*orderReader

	client *cafe24.Client
	mall   lowstock.MallID

	known map[int64]*bundles.Set
	asked map[int64][]setPart // of sets without stored parts
	only  map[setPart]string  // the only variant of a product, by its number or code; "": it has several, or is unknown
	lost  int                 // units of parts that are counted for no variant
}

// setPart is a product in a set. Needed is the number of units in one set; it
// is 0 in the keys of only.
type setPart struct {
	no      int64
	code    string
	variant string // "" if it is unknown
	needed  int64
}

// setsSold reads the stored sets. Before that, it has the parts of sets read
// that were never requested, because orders are counted only once, and soon.
func (r *orderReader) setsSold(ctx context.Context, client *cafe24.Client, mall lowstock.MallID) (*setsSold, error) {
	s := &setsSold{
		orderReader: r, client: client, mall: mall, known: map[int64]*bundles.Set{}, asked: map[int64][]setPart{}, only: map[setPart]string{},
	}
	sets, err := r.record.Mall(mall).Sets(ctx)
	if err == nil && unread(sets) {
		if _, err = r.sets.readSets(ctx, mall); err != nil && !elementsFault(ctx, err) {
			return nil, err
		}
		sets, err = r.record.Mall(mall).Sets(ctx)
	}
	for i := range sets {
		s.known[sets[i].ProductNo] = &sets[i]
	}
	return s, err
}

func unread(sets []bundles.Set) bool {
	for i := range sets {
		if sets[i].ReadAt.IsZero() {
			return true
		}
	}
	return false
}

// units adds up the items of one order. The function count returns how many
// units of an item count.
func (s *setsSold) units(ctx context.Context, items []cafe24.OrderItem, count func(cafe24.OrderItem) int64) (map[string]int64, error) {
	units := map[string]int64{}
	add := func(variant string, n int64) {
		if n > 0 && variant != "" {
			units[variant] = min(units[variant]+n, math.MaxInt32)
		}
	}
	for _, item := range items {
		n := count(item)
		add(item.VariantCode, n)
		if n <= 0 || !s.isSet(item) || listedAlone(items, item) {
			continue
		}
		parts, err := s.parts(ctx, item)
		if err != nil {
			return nil, err
		}
		if takenApart(items, parts) {
			continue
		}
		for _, part := range parts {
			if part.variant == "" {
				s.lost += int(n * part.needed)
			}
			add(part.variant, min(n, math.MaxInt32)*min(part.needed, math.MaxInt32))
		}
	}
	return units, nil
}

// kept returns the units that an order has sold and that were not taken back.
func (s *setsSold) kept(ctx context.Context, items []cafe24.OrderItem) (map[string]int32, error) {
	all, err := s.units(ctx, items, cafe24.OrderItem.Kept)
	units := make(map[string]int32, len(all))
	for code, n := range all {
		units[code] = int32(min(max(n, 0), math.MaxInt32))
	}
	return units, err
}

// isSet uses what the item says, and the stored sets if the item says nothing.
// An item that names another product as its set is a part of that set.
func (s *setsSold) isSet(item cafe24.OrderItem) bool {
	_, known := s.known[item.ProductNo]
	if item.InSet.Is == nil {
		return known
	}
	return *item.InSet.Is && (known || item.InSet.No == 0 || item.InSet.No == item.ProductNo)
}

// listedAlone reports whether the parts of a set are items of the order
// themselves.
func listedAlone(items []cafe24.OrderItem, set cafe24.OrderItem) bool {
	for _, other := range items {
		no := other.InSet.No
		if other.ProductNo != set.ProductNo && no != 0 && (no == set.ProductNo || no == set.InSet.No) {
			return true
		}
	}
	return false
}

// takenApart reports whether an item of the order is a part that was taken out
// of a set.
func takenApart(items []cafe24.OrderItem, parts []setPart) bool {
	for _, other := range items {
		for _, part := range parts {
			if other.InSet.Was && (part.no != 0 && part.no == other.ProductNo || part.no == 0 && part.code == other.ProductCode) {
				return true
			}
		}
	}
	return false
}

// parts returns the parts of one set of an item.
func (s *setsSold) parts(ctx context.Context, item cafe24.OrderItem) ([]setPart, error) {
	set := s.known[item.ProductNo]
	if len(item.InSet.Parts) > 0 {
		parts := make([]setPart, 0, len(item.InSet.Parts))
		for _, m := range item.InSet.Parts {
			parts = append(parts, setPart{no: m.ProductNo, code: m.ProductCode, variant: m.VariantCode, needed: inOneSet(m, item.Quantity, set)})
		}
		return parts, s.nameVariants(ctx, parts)
	}
	if set != nil && (len(set.Parts) > 0 || !set.ReadAt.IsZero()) {
		var parts []setPart
		for _, p := range set.Parts {
			parts = append(parts, setPart{no: p.ProductNo, code: p.Code, variant: p.Variant, needed: int64(p.Needed)})
		}
		return parts, nil
	}
	return s.ask(ctx, item.ProductNo)
}

// inOneSet returns how many units of a member are in one set. A quantity may be
// that of one set or of all sets of the row. The stored parts decide. Without
// them, the quantity is taken as that of all sets if it can be divided by their
// number.
func inOneSet(m cafe24.SetMember, sets int64, record *bundles.Set) int64 {
	needed := int64(0)
	if record != nil {
		for _, p := range record.Parts {
			if p.ProductNo == m.ProductNo || m.ProductNo == 0 && p.Code == m.ProductCode {
				needed = int64(p.Needed)
			}
		}
	}
	switch {
	case m.InOne > 0:
		return m.InOne
	case m.Quantity == 0:
		return max(1, needed)
	case m.Quantity == needed, m.Quantity == needed*sets:
		return needed
	case sets > 0 && m.Quantity%sets == 0:
		return m.Quantity / sets
	}
	return m.Quantity
}

// ask requests from Cafe24 the parts of a set without stored parts, once. If
// Cafe24 does not answer, the parts stay unknown and the counting continues.
func (s *setsSold) ask(ctx context.Context, productNo int64) ([]setPart, error) {
	if parts, ok := s.asked[productNo]; ok || productNo == 0 || len(s.asked) >= setsAskedSold {
		return parts, nil
	}
	bundle, _, err := s.client.Bundle(ctx, productNo)
	if err != nil && !elementsFault(ctx, err) {
		return nil, err
	}
	if err != nil {
		s.log.WarnContext(ctx, "parts of a sold set not read", "mall", s.mall, "product_no", productNo, "error", err)
	}
	var parts []setPart
	for _, p := range bundle.Parts {
		parts = append(parts, setPart{no: p.ProductNo, code: p.ProductCode, needed: p.Quantity})
	}
	if err := s.nameVariants(ctx, parts); err != nil {
		return nil, err
	}
	s.asked[productNo] = parts
	return parts, nil
}

// nameVariants adds the variant of each part whose product has only one.
func (s *setsSold) nameVariants(ctx context.Context, parts []setPart) error {
	var numbers []int64
	var codes []string
	for i := range parts {
		if p := &parts[i]; p.variant == "" {
			if _, ok := s.only[p.product()]; !ok {
				numbers, codes = append(numbers, p.no), append(codes, p.code)
			}
		}
	}
	if len(numbers) > 0 {
		found, err := s.record.Mall(s.mall).OnlyVariants(ctx, numbers, codes)
		if err != nil {
			return errors.Join(errors.New("variants of parts"), err)
		}
		for i, variant := range found {
			part := setPart{no: numbers[i], code: codes[i]}
			s.only[part.product()] = variant
		}
	}
	for i := range parts {
		if p := &parts[i]; p.variant == "" {
			p.variant = s.only[p.product()]
		}
	}
	return nil
}

// product identifies the part by its number, or by its code if it has no
// number.
func (p *setPart) product() setPart {
	if p.no != 0 {
		return setPart{no: p.no}
	}
	return setPart{code: p.code}
}
