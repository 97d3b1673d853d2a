package cafe24sim

import (
	"encoding/json"
	"fmt"
)

// productJSON is a row of the product list. Pointers are fields that only some
// answers have.
type productJSON struct {
	ShopNo            int     `json:"shop_no"`
	ProductNo         int     `json:"product_no"`
	ProductCode       string  `json:"product_code"`
	CustomProductCode string  `json:"custom_product_code"`
	ProductName       string  `json:"product_name"`
	EngProductName    string  `json:"eng_product_name"`
	InternalName      string  `json:"internal_product_name"`
	ModelName         string  `json:"model_name"`
	Price             string  `json:"price"`
	RetailPrice       string  `json:"retail_price"`
	SupplyPrice       string  `json:"supply_price"`
	Display           string  `json:"display"`
	Selling           string  `json:"selling"`
	SoldOut           string  `json:"sold_out"`
	DetailImage       string  `json:"detail_image"`
	ListImage         string  `json:"list_image"`
	TinyImage         string  `json:"tiny_image"`
	SmallImage        string  `json:"small_image"`
	SupplierCode      string  `json:"supplier_code"`
	BrandCode         string  `json:"brand_code"`
	ManufacturerCode  string  `json:"manufacturer_code"`
	MarketSync        string  `json:"market_sync"`
	CreatedDate       string  `json:"created_date"`
	UpdatedDate       string  `json:"updated_date"`
	SetProductType    *string `json:"set_product_type"` // null: no set
	HasOption         *string `json:"has_option,omitempty"`
	OptionType        *string `json:"option_type,omitempty"`
	Description       *string `json:"description,omitempty"`

	Category []map[string]any `json:"category,omitempty"` // only in the answer for one product
	Variants []variantJSON    `json:"variants,omitempty"`
}

// variantJSON has its stock fields either flat, or under inventories if those are
// embedded.
type variantJSON struct {
	ShopNo            int            `json:"shop_no"`
	VariantCode       string         `json:"variant_code"`
	Options           []Option       `json:"options"` // null without options
	CustomVariantCode string         `json:"custom_variant_code"`
	Display           string         `json:"display"`
	Selling           string         `json:"selling"`
	DisplayOrder      int            `json:"display_order"`
	AdditionalAmount  string         `json:"additional_amount"`
	Image             string         `json:"image"`
	*stockJSON                       // flat
	Inventories       *inventoryJSON `json:"inventories,omitempty"`
}

type stockJSON struct {
	UseInventory         string `json:"use_inventory"`
	ImportantInventory   string `json:"important_inventory"`
	InventoryControlType string `json:"inventory_control_type"`
	DisplaySoldout       string `json:"display_soldout"`
	Quantity             int    `json:"quantity"`
	SafetyInventory      int    `json:"safety_inventory"`
}

type inventoryJSON struct {
	ShopNo      int    `json:"shop_no"`
	VariantCode string `json:"variant_code"`
	stockJSON
	OriginCode string `json:"origin_code,omitempty"`
}

func (c *call) productRow(p *Product) productJSON {
	row := productJSON{
		ShopNo: 1, ProductNo: p.No, ProductCode: p.Code, CustomProductCode: p.CustomCode, ProductName: c.mall.written(p.Name),
		Price: won(p.Price), RetailPrice: won(0), SupplyPrice: won(p.Price * 6 / 10),
		Display: tf(!p.Hidden), Selling: tf(!p.NotSelling), SoldOut: tf(p.soldOut()),
		SupplierCode: orDefault(p.SupplierCode, "S0000000"), BrandCode: "B0000000", ManufacturerCode: "M0000000", MarketSync: "F",
		CreatedDate: stamp(p.Created), UpdatedDate: stamp(p.Updated),
	}
	if p.Picture != "" {
		row.DetailImage, row.ListImage = c.image(p, "big"), c.image(p, "medium")
		row.TinyImage, row.SmallImage = c.image(p, "tiny"), c.image(p, "small")
	}
	if p.Set != nil {
		row.SetProductType = &p.Set.Type
	}
	if c.query.embeds("variants") {
		row.Variants = c.variantRows(p, embeddedCap)
	}
	return row
}

func (c *call) image(p *Product, size string) string {
	return fmt.Sprintf("%s/mall/%s/web/product/%s/%s", c.origin, c.mall.id, size, pictureFile(p))
}

// detail adds the fields that only the answer for one product has.
func (row *productJSON) detail(p *Product) {
	hasOption, optionType, text := tf(len(p.Variants) > 1), "T", "<p>"+p.Name+"</p>"
	row.HasOption, row.OptionType, row.Description = &hasOption, &optionType, &text
	for _, no := range p.Categories {
		row.Category = append(row.Category, map[string]any{"category_no": no, "recommend": "F", "new": "F"})
	}
}

func (c *call) variantRows(p *Product, limit int) []variantJSON {
	list := make([]variantJSON, min(len(p.Variants), limit))
	for i := range list {
		list[i] = c.variantRow(place{p, i}, c.query.embeds("inventories"))
	}
	c.rows += len(list) / 10
	return list
}

func (c *call) variantRow(at place, nested bool) variantJSON {
	v := c.mall.seen(*at.variant())
	row := variantJSON{
		ShopNo: 1, VariantCode: v.Code, Options: c.mall.writtenOptions(v.Options), CustomVariantCode: v.CustomCode, Display: tf(!v.Hidden),
		Selling: tf(!v.NotSelling), DisplayOrder: at.index + 1, AdditionalAmount: won(v.Additional),
	}
	stock := stockRow(v)
	if nested {
		row.Inventories = &inventoryJSON{ShopNo: 1, VariantCode: v.Code, stockJSON: stock}
	} else {
		row.stockJSON = &stock
	}
	return row
}

func stockRow(v Variant) stockJSON {
	important, control := "A", "A"
	if v.Important {
		important = "B"
	}
	if v.DeductAtPayment {
		control = "B"
	}
	return stockJSON{
		UseInventory: tf(!v.Untracked), ImportantInventory: important, InventoryControlType: control,
		DisplaySoldout: tf(!v.Oversell), Quantity: v.Quantity, SafetyInventory: v.SafetyInventory,
	}
}

// decode reads a PUT's body within its wrapper, which Cafe24 requires.
func decode[T any](c *call, wrapper string) (T, error) {
	var body map[string]json.RawMessage
	var inner T
	if err := json.NewDecoder(c.Body).Decode(&body); err != nil {
		return inner, badRequest("The request is not valid JSON.")
	}
	text, ok := body[wrapper]
	if !ok {
		return inner, badRequest("Please enter the Request parameter.")
	}
	if err := json.Unmarshal(text, &inner); err != nil {
		return inner, unprocessable("A field of the request has a wrong type.")
	}
	return inner, nil
}
