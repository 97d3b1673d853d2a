package postgres

import (
	"encoding/json"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/typed"
)

var historyColumns = columns[item]{ //nolint:gochecknoglobals // a constant table; Go has no constant slices
	col("variant_code", "text", func(i *item) string { return i.variant.Code }),
	col("observed_at", "timestamptz", func(i *item) time.Time { return i.observed }),
	col("quantity", "int", func(i *item) int32 { return bounded(i.variant.Quantity) }),
	col("source", "text", func(i *item) string { return string(i.source) }),
}

var textColumns = columns[item]{ //nolint:gochecknoglobals // a constant table; Go has no constant slices
	col("variant_code", "text", func(i *item) string { return i.variant.Code }),
	col("search", "text", func(i *item) string { return searchable(strings.Join(searchTexts(i.product, &i.variant), " ")) }),
	col("key", "text", func(i *item) string { return typed.Key(searchTexts(i.product, &i.variant)...) }),
}

// searchTexts returns the texts by which a search finds a variant, as
// [typed.Key] makes them. A program from before there were keys searches the
// column "search". In NFD a Hangul syllable is two or three characters, so one
// syllable already fills a trigram.
func searchTexts(p *lowstock.Product, v *lowstock.Variant) []string {
	words := []string{p.Name, p.Code, v.Code, v.CustomCode}
	for _, o := range v.Options {
		words = append(words, o.Name, o.Value)
	}
	return words
}

func searchable(s string) string { return norm.NFD.String(strings.ToLower(s)) }

func optionsJSON(options []lowstock.Option) string {
	if len(options) == 0 {
		return "[]"
	}
	b, err := json.Marshal(options)
	if err != nil {
		return "[]" // two strings always marshal
	}
	return string(b)
}
