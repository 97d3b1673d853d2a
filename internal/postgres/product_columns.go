package postgres

import (
	"strconv"
	"strings"

	"cafe24-inventory-alert/internal/lowstock"
)

// productColumn is a column of products that Cafe24 fills: how it is written,
// and where it is read to.
type productColumn struct {
	column[lowstock.Product]
	to func(*lowstock.Product) any
}

// productTable is every such column. A further column needs a line here, a
// migration, the field of [lowstock.Product], and a line of sameProduct.
var productTable = []productColumn{ //nolint:gochecknoglobals // a constant table; Go has no constant slices
	{col("product_no", "bigint", func(p *lowstock.Product) int64 { return p.No }), func(p *lowstock.Product) any { return &p.No }},
	{col("product_code", "text", func(p *lowstock.Product) string { return p.Code }), func(p *lowstock.Product) any { return &p.Code }},
	{col("product_name", "text", func(p *lowstock.Product) string { return p.Name }), func(p *lowstock.Product) any { return &p.Name }},
	{col("supplier_code", "text", func(p *lowstock.Product) string { return p.SupplierCode }), func(p *lowstock.Product) any { return &p.SupplierCode }},
	{cast("::int[]", col("category_nos", "text", func(p *lowstock.Product) string { return arrayOf(p.CategoryNos) })), func(p *lowstock.Product) any { return &p.CategoryNos }},
	{col("display", "bool", func(p *lowstock.Product) bool { return p.Display }), func(p *lowstock.Product) any { return &p.Display }},
	{col("selling", "bool", func(p *lowstock.Product) bool { return p.Selling }), func(p *lowstock.Product) any { return &p.Selling }},
	{col("price", "text", func(p *lowstock.Product) string { return p.Price }), func(p *lowstock.Product) any { return &p.Price }},
	{col("supply_price", "text", func(p *lowstock.Product) string { return p.SupplyPrice }), func(p *lowstock.Product) any { return &p.SupplyPrice }},
	{col("image_url", "text", func(p *lowstock.Product) string { return p.ImageURL }), func(p *lowstock.Product) any { return &p.ImageURL }},
}

// arrayOf returns an array as PostgreSQL writes it: arrays of different
// lengths cannot be unnested.
func arrayOf(numbers []int) string {
	texts := make([]string, 0, len(numbers))
	for _, n := range numbers {
		texts = append(texts, strconv.Itoa(n))
	}
	return "{" + strings.Join(texts, ",") + "}"
}

var writtenProducts = func() (list columns[lowstock.Product]) { //nolint:gochecknoglobals // made of a table, and constant
	for i := range productTable {
		list = append(list, productTable[i].column)
	}
	return list
}()

// productColumns is what productFields reads.
var productColumns = writtenProducts.of("p") //nolint:gochecknoglobals // made of a table, and constant

func productFields(p *lowstock.Product) []any {
	fields := make([]any, 0, len(productTable)+8)
	for i := range productTable {
		fields = append(fields, productTable[i].to(p))
	}
	return fields
}

// saveProducts writes whole rows; the time of reading is the parameter behind
// those of the columns.
//
//nolint:gochecknoglobals // made of a table, and constant
var saveProducts = `
	INSERT INTO products (mall_id, ` + writtenProducts.names() + `, observed_at)
	SELECT $1, ` + writtenProducts.values() + `, ` + writtenProducts.behind() + ` FROM ` + writtenProducts.rows() + `
	ON CONFLICT (mall_id, product_no) DO UPDATE
	   SET ` + writtenProducts.without("product_no").excluded() + `, observed_at = excluded.observed_at, removed_at = NULL`
