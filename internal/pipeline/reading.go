package pipeline

import (
	"math"

	"cafe24-inventory-alert/internal/cafe24"
	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
)

// readingsOf converts an answer of the platform into the app's own types.
func readingsOf(products []cafe24.Product) []inbound.ProductReading {
	readings := make([]inbound.ProductReading, len(products))
	for i, p := range products {
		readings[i] = readingOf(p)
	}
	return readings
}

func readingOf(p cafe24.Product) inbound.ProductReading {
	reading := inbound.ProductReading{Partial: p.Partial, Product: lowstock.Product{
		No: p.No, Code: p.Code, Name: p.Name, SupplierCode: p.SupplierCode, CategoryNos: p.CategoryNos,
		Display: p.Display, Selling: p.Selling, Price: p.Price, SupplyPrice: notZero(p.SupplyPrice), ImageURL: lowstock.PictureURL(p.ImageURL),
	}}
	for _, v := range p.Variants {
		if v.Tracked && !v.QuantityKnown {
			reading.Unknown = append(reading.Unknown, v.Code)
			continue
		}
		reading.Variants = append(reading.Variants, variantOf(p.No, v))
	}
	return reading
}

func variantOf(productNo int64, v cafe24.Variant) lowstock.Variant {
	variant := lowstock.Variant{
		ProductNo: productNo, Code: v.Code, CustomCode: v.CustomCode, Display: v.Display, Selling: v.Selling,
		Tracked: v.Tracked, Quantity: stored(v.Quantity), Safety: stored(v.SafetyInventory), AtPayment: v.AtPayment,
		SellsAtZero: v.SellsAtZero, Important: v.Important, AddedPrice: notZero(v.Additional),
	}
	for _, o := range v.Options {
		variant.Options = append(variant.Options, lowstock.Option{Name: o.Name, Value: o.Value})
	}
	return variant
}

// notZero returns "" for an amount of money that is 0, so that "0.00" and no
// amount are stored in the same form.
func notZero(amount string) string {
	if n, is := lowstock.AmountOf(amount); is && n == 0 {
		return ""
	}
	return amount
}

// stored limits a number to the range of its column, so that one absurd
// quantity does not make a whole page fail.
func stored(n int64) int { return int(min(max(n, math.MinInt32), math.MaxInt32)) }

// unreadableOf converts the elements of a list that could not be read. The
// list's name is the one under which it is quarantined.
func unreadableOf(list string, elements []cafe24.Unreadable) []inbound.Unreadable {
	out := make([]inbound.Unreadable, 0, len(elements))
	for _, u := range elements {
		out = append(out, inbound.Unreadable{
			List: list, ProductNo: u.ProductNo, Code: u.ID, Name: u.Name, Reason: inbound.UnreadableReason(u.Fault), Detail: u.Detail,
		})
	}
	return out
}

// unreadProduct makes one entry for a product that could not be read
// completely, however many of its variants are wrong.
func unreadProduct(p *cafe24.Product, fault cafe24.Fault, detail string) inbound.Unreadable {
	return inbound.Unreadable{
		List: inbound.ListProducts, ProductNo: p.No, Code: p.Code, Name: p.Name, Reason: inbound.UnreadableReason(fault), Detail: detail,
	}
}
