package api

import (
	"cafe24-inventory-alert/internal/bundles"
	"cafe24-inventory-alert/internal/web/present"
)

// setAnswer is the part of a product's answer about sets.
type setAnswer struct {
	SetType          *string      `json:"set_type"` // null: the product is not a set
	SetParts         []setPartRow `json:"set_parts"`
	SetMakes         *int64       `json:"set_makes"` // null: not known, or no limit
	SetMakesEstimate bool         `json:"set_makes_estimate"`
	InSets           []inSetRow   `json:"in_sets"`
}

type setPartRow struct {
	ProductNo   int64  `json:"product_no"`
	ProductCode string `json:"product_code"`
	ProductName string `json:"product_name"`
	Needed      int    `json:"needed"`
	Quantity    *int64 `json:"quantity"` // null: not tracked, or not in the catalogue
	Makes       *int64 `json:"makes"`
}

type inSetRow struct {
	ProductNo   int64  `json:"product_no"`
	ProductName string `json:"product_name"`
	Needed      int    `json:"needed"`
	Stopped     bool   `json:"stopped"` // the set cannot be made because this product is missing
}

func setAnswerOf(sets []bundles.Set, productNo int64) setAnswer {
	a := setAnswer{SetParts: []setPartRow{}, InSets: []inSetRow{}}
	for i := range sets {
		set := &sets[i]
		for j := range set.Parts {
			if p := &set.Parts[j]; p.ProductNo == productNo && !set.Gone {
				a.InSets = append(a.InSets, inSetRow{ProductNo: set.ProductNo, ProductName: set.Name, Needed: p.Needed, Stopped: p.Stops()})
			}
		}
	}
	set := present.SetOf(sets, productNo)
	if set == nil {
		return a
	}
	a.SetType = &set.Kind
	for i := range set.Parts {
		p := &set.Parts[i]
		row := setPartRow{ProductNo: p.ProductNo, ProductCode: p.Code, ProductName: p.Name, Needed: p.Needed}
		if n, limited := p.Makes(); limited {
			row.Quantity, row.Makes = &p.Stock, &n
		}
		a.SetParts = append(a.SetParts, row)
	}
	if n, limited, estimate := set.Makes(); limited {
		a.SetMakes, a.SetMakesEstimate = &n, estimate
	}
	return a
}
