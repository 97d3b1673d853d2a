package bundles

import (
	"math"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
)

// Set is a set product (세트상품) with its parts. If Cafe24 keeps stock for the set
// itself, that stock is in its variants. It is not documented whether a sale
// reduces that stock, the stock of the parts, or both. So the package does not
// use the set's own stock.
type Set struct {
	ProductNo  int64
	Name, Code string
	OnSale     bool // the set is in the catalogue, displayed and selling
	Gone       bool // not in the catalogue any more
	Kind       string
	ReadAt     time.Time // when its parts were last requested; zero: never
	Known      bool      // Cafe24 has named the parts
	Whole      bool      // all parts could be read
	Parts      []Part
}

// Part is a number of units of a product in one set. Cafe24 does not say which
// variant of the product it is. If there are several, Stock is the sum of all
// of them, and a result from it is an estimate.
type Part struct {
	ProductNo  int64
	Name, Code string
	Needed     int    // units in one set, at least 1
	Variants   int    // variants of the product; 0: it is not in the catalogue
	Variant    string // the code of its only variant; "" if there are several or none
	Tracked    bool   // all of its variants are tracked; if false, the part sets no limit
	Stock      int64  // units; a negative stock counts as 0
}

// Makes is the number of sets for which the part is enough. limited is false if
// that is not known, or the part sets no limit.
func (p *Part) Makes() (n int64, limited bool) {
	if p.Variants == 0 || !p.Tracked || p.Needed < 1 {
		return 0, false
	}
	return p.Stock / int64(p.Needed), true
}

// Stops says that no set can be made because too few units of the part are
// left.
func (p *Part) Stops() bool {
	n, limited := p.Makes()
	return limited && n == 0
}

// Out says that nothing is left of the part. A part that stops a set need not
// be out: there may only be too few units.
func (p *Part) Out() bool { return p.Stops() && p.Stock == 0 }

// Makes is the number of sets that can be made from the present stock of the
// parts. It is an estimate if a part has several variants or not all parts are
// known. limited is false if no part sets a limit.
func (s *Set) Makes() (n int64, limited, estimate bool) {
	n, estimate = math.MaxInt64, !s.Whole
	for i := range s.Parts {
		estimate = estimate || s.Parts[i].Variants != 1
		if m, counts := s.Parts[i].Makes(); counts {
			n, limited = min(n, m), true
		}
	}
	if !limited {
		n = 0
	}
	return n, limited, estimate
}

// Short returns the parts of which too few units are left for one set.
func (s *Set) Short() []Part {
	var list []Part
	for i := range s.Parts {
		if s.Parts[i].Stops() {
			list = append(list, s.Parts[i])
		}
	}
	return list
}

// Stopped returns the names of the sets on sale that cannot be sold because of
// a product.
func Stopped(sets []Set, productNo int64) []string {
	var names []string
	for i := range sets {
		if !sets[i].OnSale {
			continue
		}
		for _, p := range sets[i].Short() {
			if p.ProductNo == productNo {
				names = append(names, sets[i].Name)
			}
		}
	}
	return names
}

// Explain explains what the level of a product's variant does not show. For a
// set: which part is missing and how many sets can be made. For a part: which
// sets it stops. It returns nothing for a product that is neither.
func Explain(productNo int64, sets []Set) []lowstock.Step {
	var steps []lowstock.Step
	for i := range sets {
		if s := &sets[i]; s.ProductNo == productNo {
			steps = append(steps, s.explain()...)
		}
	}
	switch stopped := Stopped(sets, productNo); len(stopped) {
	case 0:
	case 1:
		steps = append(steps, lowstock.Step{Code: "stops_set", Args: []any{stopped[0]}, ForAlert: true})
	default:
		steps = append(steps, lowstock.Step{Code: "stops_sets", Args: []any{stopped[0], len(stopped) - 1}, ForAlert: true})
	}
	return steps
}

func (s *Set) explain() (steps []lowstock.Step) {
	if len(s.Parts) == 0 {
		return []lowstock.Step{{Code: "set_unknown"}}
	}
	short := s.Short()
	for i := range short {
		step := lowstock.Step{Code: "set_part_out", Args: []any{short[i].Name}, ForAlert: true}
		if p := &short[i]; !p.Out() {
			step.Code, step.Args = "set_part_short", []any{p.Name, p.Stock, p.Needed}
		}
		steps = append(steps, step)
	}
	n, limited, estimate := s.Makes()
	switch {
	case len(short) > 0:
	case !limited:
		steps = append(steps, lowstock.Step{Code: "set_unlimited"})
	case estimate:
		steps = append(steps, lowstock.Step{Code: "set_makes_about", Args: []any{n}})
	default:
		steps = append(steps, lowstock.Step{Code: "set_makes", Args: []any{n}})
	}
	return steps
}

// Reading is Cafe24's answer about one set. A set that Cafe24 does not know
// (not Known) keeps the stored parts.
type Reading struct {
	ProductNo int64
	Known     bool
	Whole     bool
	Parts     []Need
}

// Need is one part of a set, by product number, or by code if the number is 0.
type Need struct {
	ProductNo int64
	Code      string
	Needed    int
}

// Due is a set whose parts have to be requested.
type Due struct {
	ProductNo int64
	ReadAt    time.Time // zero: never before
}
