package cafe24sim

import (
	"net/http"
	"slices"
	"strconv"
)

func listCategories(c *call) (any, error) {
	list := c.filterCategories()
	page := window(list, c.query.number("offset", 0, 0, 8000), c.query.number("limit", 10, 1, 100))
	return named(c, "categories", c.mall.categoryRows(page))
}

func countCategories(c *call) (any, error) {
	list := c.filterCategories()
	if c.query.err != nil {
		return nil, c.query.err
	}
	return count(len(list)), nil
}

func (c *call) filterCategories() []category {
	depth, parents, numbers := c.query.numbers("category_depth"), c.query.numbers("parent_category_no"), c.query.numbers("category_no")
	var list []category
	for _, cat := range c.mall.categories {
		if among(depth, cat.Depth) && among(parents, cat.Parent) && among(numbers, cat.No) {
			list = append(list, cat)
		}
	}
	return list
}

func getCategory(c *call) (any, error) {
	cat, err := c.category()
	if err != nil {
		return nil, err
	}
	return one(c, "category", c.mall.categoryRows([]category{cat})[0])
}

func listCategoryProducts(c *call) (any, error) {
	cat, err := c.category()
	if err != nil {
		return nil, err
	}
	if !c.query.has("display_group") {
		return nil, unprocessable("display_group is required.")
	}
	var list []map[string]any
	for _, p := range c.mall.products {
		if slices.Contains(p.Categories, cat.No) {
			list = append(list, map[string]any{"shop_no": 1, "product_no": p.No, "sequence_no": len(list) + 1, "sold_out": tf(p.soldOut())})
		}
	}
	page := window(list, c.query.number("offset", 0, 0, 50_000), c.query.number("limit", 50_000, 1, 50_000))
	return named(c, "products", page)
}

func (c *call) category() (category, error) {
	no, _ := strconv.Atoi(c.PathValue("no")) // 0 is not a category
	at := slices.IndexFunc(c.mall.categories, func(cat category) bool { return cat.No == no })
	if at < 0 {
		return category{}, &apiError{http.StatusNotFound, "The category does not exist."}
	}
	return c.mall.categories[at], nil
}

func listSuppliers(c *call) (any, error) {
	list := c.filterSuppliers()
	page := window(list, c.query.number("offset", 0, 0, 8000), c.query.number("limit", 10, 1, 100))
	out := make([]map[string]any, len(page))
	for i, s := range page {
		out[i] = s.row(c.mall)
	}
	return named(c, "suppliers", out)
}

func countSuppliers(c *call) (any, error) {
	list := c.filterSuppliers()
	if c.query.err != nil {
		return nil, c.query.err
	}
	return count(len(list)), nil
}

func (c *call) filterSuppliers() []supplier {
	codes, names := c.query.list("supplier_code"), c.query.list("supplier_name")
	var list []supplier
	for _, s := range c.mall.suppliers {
		if among(codes, s.Code) && among(names, s.Name) {
			list = append(list, s)
		}
	}
	return list
}

func getSupplier(c *call) (any, error) {
	for _, s := range c.mall.suppliers {
		if s.Code == c.PathValue("code") {
			return one(c, "supplier", s.row(c.mall))
		}
	}
	return nil, &apiError{http.StatusNotFound, "The supplier does not exist."}
}

func listShops(c *call) (any, error) {
	return named(c, "shops", []map[string]any{c.mall.shop(1), c.mall.shop(2)})
}

func getShop(c *call) (any, error) {
	no, _ := strconv.Atoi(c.PathValue("no")) // 0 is not a shop
	if no != 1 && no != 2 {
		return nil, &apiError{http.StatusNotFound, "The shop does not exist."}
	}
	return one(c, "shop", c.mall.shop(no))
}

// shop returns the Korean shop, or an English one that is prepared but not
// opened.
func (m *mall) shop(no int) map[string]any {
	row := map[string]any{
		"shop_no": no, "default": tf(no == 1), "shop_name": m.written(m.name), "business_country_code": "KR", "language_code": "ko_KR",
		"language_name": "한국어", "currency_code": "KRW", "currency_name": "대한민국 원 (KRW)", "reference_currency_code": "",
		"primary_domain": m.id + ".cafe24.com", "base_domain": m.id + ".cafe24.com", "active": tf(no == 1),
		"timezone": "Asia/Seoul", "timezone_name": "(UTC+09:00) 서울", "is_https_active": "T",
	}
	if m.currency != "" {
		row["currency_code"], row["currency_name"] = m.currency, m.currency
	}
	if no == 2 {
		row["shop_name"], row["language_code"], row["language_name"] = m.written(m.name+" (EN)"), "en_US", "English"
		row["base_domain"], row["currency_code"], row["currency_name"] = "shop2."+m.id+".cafe24.com", "USD", "US Dollar (USD)"
	}
	return row
}

func getStore(c *call) (any, error) {
	m := c.mall
	return one(c, "store", map[string]any{
		"shop_no": 1, "shop_name": m.written(m.name), "mall_id": m.id, "base_domain": m.id + ".cafe24.com", "primary_domain": m.id + ".cafe24.com",
		"company_registration_no": "000-00-00000", "company_name": "주식회사 " + m.name, "president_name": "한지우",
		"phone": "02-0000-0000", "email": "owner@" + m.id + ".example", "fax": "", "country": "한국", "country_code": "KRW",
		"zipcode": "04524", "address1": "서울특별시 중구 세종대로 110", "address2": "", "notification_only_email": "noreply@" + m.id + ".example",
		"mall_url": "https://" + m.id + ".cafe24.com", "business_type": "C", "customer_service_phone": "02-0000-0000",
	})
}
