package bundles

import (
	"math"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
)

// Set is a set product (세트상품) and what it is made of. Its own stock, where
// Cafe24 keeps one, stands in its variants; whether a sale takes that off, the
// parts' or both is not documented, so nothing here follows from it.
type Set struct {
	ProductNo  int64
	Name, Code string
	OnSale     bool // in the catalogue, displayed and selling
	Gone       bool // out of the catalogue
	Kind       string
	ReadAt     time.Time // when its parts were last asked for; zero: never
	Known      bool      // Cafe24 has named them
	Whole      bool      // and all of them could be read
	Parts      []Part
}

// Part is so many units of a product in one set. Which of the product's
// variants it is Cafe24 does not say: where there are several, Stock is all of
// theirs together, and what follows from it is an estimate.
type Part struct {
	ProductNo  int64
	Name, Code string
	Needed     int    // units in one set, at least 1
	Variants   int    // of the product; 0: it is not in the catalogue
	Variant    string // the code of its only one, "" where there are several or none
	Tracked    bool   // all of its variants are; else there is no limit
	Stock      int64  // units; what is below zero counts as none
}

// Makes is for how many sets the part is enough; limited is false where that is
// not known, or there is no limit.
func (p *Part) Makes() (n int64, limited bool) {
	if p.Variants == 0 || !p.Tracked || p.Needed < 1 {
		return 0, false
	}
	return p.Stock / int64(p.Needed), true
}

// Stops says that no set can be made for want of the part.
func (p *Part) Stops() bool {
	n, limited := p.Makes()
	return limited && n == 0
}

// Out says that nothing is left of the part; one that stops a set may also be
// only too few.
func (p *Part) Out() bool { return p.Stops() && p.Stock == 0 }

// Makes is how many sets can be made of what is there of the parts now. It is an
// estimate where a part has several variants or not all parts are known. Limited
// is false where no part sets a limit.
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

// Short are the parts for want of which no set can be made.
func (s *Set) Short() []Part {
	var list []Part
	for i := range s.Parts {
		if s.Parts[i].Stops() {
			list = append(list, s.Parts[i])
		}
	}
	return list
}

// Stopped are the names of the sets on sale that cannot be sold because of a
// product.
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

// Explain says what the level of a product's variant does not: as a set,
// which part is missing and how many can be made, and as a part, which sets it
// stops. Nothing for a product that is neither.
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

// Reading is what Cafe24 says of one set. One that it does not know (not
// Known) keeps the parts that are on record.
type Reading struct {
	ProductNo int64
	Known     bool
	Whole     bool
	Parts     []Need
}

// Need is one part of it, by number or, where that is 0, by code.
type Need struct {
	ProductNo int64
	Code      string
	Needed    int
}

// Due is a set whose parts are to be asked for.
type Due struct {
	ProductNo int64
	ReadAt    time.Time // zero: never before
}
