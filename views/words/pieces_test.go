package words_test

import (
	"testing"

	"cafe24-inventory-alert/views/words"
)

// Boxes are only shown; the quantity itself is in whole pieces.
func TestPieces(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		units, pack int
		ko, en      string
	}{
		{40, 10, "4박스 (40개)", "4 boxes (40)"},
		{120, 24, "5박스 (120개)", "5 boxes (120)"},
		{24, 24, "1박스 (24개)", "1 box (24)"},
		{123, 24, "5박스와 3개 (123개)", "5 boxes and 3 (123)"},
		{7, 24, "7개", "7"},
		{0, 24, "0개", "0"},
		{1200, 1, "1,200개", "1,200"},
		{1200, 0, "1,200개", "1,200"},
	} {
		if ko, en := words.Korean.Pieces(c.units, c.pack), words.English.Pieces(c.units, c.pack); ko != c.ko || en != c.en {
			t.Errorf("%d by %d: %q and %q, want %q and %q", c.units, c.pack, ko, en, c.ko, c.en)
		}
	}
}

func TestPrice(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		currency   string
		hundredths int64
		ko, en     string
	}{
		{"KRW", 1_590_000, "15,900원", "₩15,900"},
		{"", 0, "0원", "₩0"},
		{"KRW", 150, "1.50원", "₩1.50"},
		{"USD", 1250, "USD 12.50", "USD 12.50"},
		{"USD", 120_000, "USD 1,200.00", "USD 1,200.00"},
		{"USD", 5, "USD 0.05", "USD 0.05"},
		{"JPY", 120_000, "JPY 1,200", "JPY 1,200"},
	} {
		if ko, en := words.Korean.Price(c.currency, c.hundredths), words.English.Price(c.currency, c.hundredths); ko != c.ko || en != c.en {
			t.Errorf("%s %d: %q and %q, want %q and %q", c.currency, c.hundredths, ko, en, c.ko, c.en)
		}
	}
}
