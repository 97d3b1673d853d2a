package cafe24

import (
	"bytes"
	"encoding/json"
)

// SetItem is what an order's item says about sets. How Cafe24 fills it for the parts is not documented.
type SetItem struct {
	Is    *bool       // product_bundle; nil if not sent
	No    int64       // product_bundle_no, in known answers the product number of the set; 0 if not sent
	Was   bool        // was_product_bundle: it comes from a set that was split
	Parts []SetMember // product_bundle_list, if its form is known; else nil
}

// SetMember is one entry of product_bundle_list. At least one of its numbers and codes is known.
type SetMember struct {
	ProductNo   int64
	ProductCode string
	VariantCode string
	InOne       int64 // purchase_quantity, units in one set; 0 if not sent
	Quantity    int64 // quantity, in one set or in all sets of the row: that is not known; 0 if not sent
}

type setItemJSON struct {
	Bundle flag            `json:"product_bundle"`
	No     number          `json:"product_bundle_no"`
	Was    flag            `json:"was_product_bundle"`
	List   json.RawMessage `json:"product_bundle_list"`
}

func (w setItemJSON) read() SetItem {
	s := SetItem{No: max(0, w.No.value), Was: w.Was.value}
	if w.Bundle.known {
		s.Is = &w.Bundle.value
	}
	raw := bytes.TrimSpace(w.List)
	if isNull(raw) {
		return s
	}
	list, err := readList[SetMember]("product_bundle_list", asList(raw))
	if err == nil && len(list.Unreadable) == 0 && len(list.Items) > 0 {
		s.Parts = list.Items
	}
	return s
}

// UnmarshalJSON reads an entry of product_bundle_list. It fails if the entry does not name its product or its
// quantity.
func (m *SetMember) UnmarshalJSON(raw []byte) error {
	var w struct {
		No       number `json:"product_no"`
		Code     text   `json:"product_code"`
		Variant  text   `json:"variant_code"`
		InOne    number `json:"purchase_quantity"`
		Quantity number `json:"quantity"`
	}
	if err := json.Unmarshal(raw, &w); err != nil {
		return err
	}
	*m = SetMember{
		ProductNo: max(0, w.No.value), ProductCode: string(w.Code), VariantCode: string(w.Variant), InOne: w.InOne.value, Quantity: w.Quantity.value,
	}
	switch {
	case m.ProductNo == 0 && m.ProductCode == "" && m.VariantCode == "":
		return errNoID
	case w.InOne.sent && m.InOne < 1, w.Quantity.sent && m.Quantity < 1:
		return errQuantity
	}
	return nil
}
