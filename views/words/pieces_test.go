package words_test

import (
	"slices"
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
		{"USD", 1250, "$12.50", "$12.50"},
		{"USD", 120_000, "$1,200.00", "$1,200.00"},
		{"USD", 5, "$0.05", "$0.05"},
		{"USD", -5, "-$0.05", "-$0.05"},
		{"JPY", 120_000, "¥1,200", "¥1,200"},
		{"SGD", 1250, "SGD 12.50", "SGD 12.50"},
	} {
		if ko, en := words.Korean.Price(c.currency, c.hundredths), words.English.Price(c.currency, c.hundredths); ko != c.ko || en != c.en {
			t.Errorf("%s %d: %q and %q, want %q and %q", c.currency, c.hundredths, ko, en, c.ko, c.en)
		}
	}
}

// A sum is written in the currency of the mall; only won are counted in 만.
func TestAbout(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		currency            string
		ko, en, koShort, us string
	}{
		{"KRW", "36만 원", "₩360,000", "36만 원", "₩361K"},
		{"", "36만 원", "₩360,000", "36만 원", "₩361K"},
		{"USD", "$360,000", "$360,000", "$361K", "$361K"},
		{"JPY", "¥360,000", "¥360,000", "¥361K", "¥361K"},
		{"CNY", "CN¥360,000", "CN¥360,000", "CN¥361K", "CN¥361K"},
		{"SGD", "SGD 360,000", "SGD 360,000", "SGD 361K", "SGD 361K"},
	} {
		const amount = 360_612
		got := []string{words.Korean.About(c.currency, amount), words.English.About(c.currency, amount), words.Korean.AboutShort(c.currency, amount), words.English.AboutShort(c.currency, amount)}
		if wanted := []string{c.ko, c.en, c.koShort, c.us}; !slices.Equal(got, wanted) {
			t.Errorf("%s: %q, want %q", c.currency, got, wanted)
		}
	}
}
