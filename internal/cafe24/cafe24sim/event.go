package cafe24sim

import (
	"strconv"
	"strings"
	"time"
)

// The webhook events that the simulator raises by itself; FireWebhook sends any other one.
const (
	eventProductCreated  = 90001
	eventProductEdited   = 90002
	eventProductDeleted  = 90003
	eventProductRestored = 90022
	eventOrderCreated    = 90023
	eventOrderPayment    = 90025
	eventOrderCanceled   = 90026
	eventProductsEdited  = 90041
	eventVariantSoldOut  = 90075
	eventAppDeleted      = 90077
	eventAppExpired      = 90078
	eventProductSoldOut  = 90150

	eventOrderAdded      = 90031
	eventOrderDeleted    = 90070
	eventOrderReturned   = 90160
	eventCategoryAdded   = 90042
	eventCategoryEdited  = 90043
	eventCategoryDeleted = 90044
	eventSupplierAdded   = 90090
	eventSupplierEdited  = 90091
	eventSupplierDeleted = 90093
	eventShopEdited      = 90111
)

// resource is the second half of the body. Its types vary on purpose, as Cafe24's do: numbers in one place, strings
// in another.
type resource map[string]any

func (m *mall) resource(more resource) resource {
	more["mall_id"] = m.id
	return more
}

func productEvent(m *mall, p *Product) resource {
	return m.resource(resource{
		"event_shop_no": "1", "product_no": p.No, "product_code": p.Code, "custom_product_code": p.CustomCode,
		"product_name": p.Name, "price": won(p.Price), "display": tf(!p.Hidden), "selling": tf(!p.NotSelling),
		"supplier_code": p.SupplierCode, "description": "<p>" + p.Name + "</p>",
		"created_date": stamp(p.Created), "updated_date": stamp(p.Updated),
	})
}

func productDeleted(m *mall, p *Product) resource {
	return m.resource(resource{"event_shop_no": "1", "product_no": p.No, "product_code": p.Code})
}

func productsEdited(m *mall, numbers []int) resource {
	list := make([]string, len(numbers))
	for i, no := range numbers {
		list[i] = strconv.Itoa(no)
	}
	return m.resource(resource{"event_shop_no": "1", "product_no": strings.Join(list, ","), "action": "batch"})
}

func variantSoldOut(m *mall, at place) resource {
	p, v := at.product, at.variant()
	status := "품절"
	if v.Quantity > 0 {
		status = "재입고"
	}
	return m.resource(resource{
		"product_no": p.No, "product_code": p.Code, "product_name": p.Name, "display": tf(!p.Hidden), "selling": tf(!p.NotSelling),
		"variant_code": v.Code, "status_text": status, "use_soldout": tf(!v.Oversell),
	})
}

func productSoldOut(m *mall, p *Product) resource {
	out := tf(p.soldOut())
	return m.resource(resource{
		"event_shop_no": "1", "product_no": strconv.Itoa(p.No),
		"sold_out_by_current_shop": out, "sold_out": map[string]string{"1": out},
	})
}

// orderEvent contains the buyer, as the real event does: an app must drop the buyer before it stores anything.
func orderEvent(m *mall, o *Order, code string) resource {
	var codes, names []string
	for _, item := range o.Items {
		codes, names = append(codes, item.ProductCode), append(names, item.ProductName)
	}
	r := resource{
		"event_shop_no": "1", "order_id": o.ID, "event_code": code, "currency": "KRW",
		"order_date": stamp(o.Placed), "payment_date": stamp(o.PaidAt), "paid": tf(!o.PaidAt.IsZero()), "canceled": tf(!o.Canceled.IsZero()),
		"ordering_product_code": strings.Join(codes, ","), "ordering_product_name": strings.Join(names, ","),
		"order_price_amount": won(o.total()), "member_id": o.Buyer.MemberID, "buyer_name": o.Buyer.Name,
		"buyer_cellphone": o.Buyer.Phone, "buyer_email": o.Buyer.Email, "receiver_name": o.Buyer.Name,
		"receiver_address_full": o.Buyer.Address, "bank_account_owner_name": o.Buyer.Name,
	}
	if !o.Canceled.IsZero() {
		r["recover_inventory"] = "T"
	}
	return m.resource(r)
}

func appGone(m *mall, now time.Time, expired bool) resource {
	r := resource{"client_id": m.sim.cfg.ClientID, "app_name": appName, "deleted_date": stamp(now)}
	if expired {
		r["expired_date"] = stamp(now)
	}
	return m.resource(r)
}

const appName = "재고 알림"

func tf(yes bool) string {
	if yes {
		return "T"
	}
	return "F"
}

func won(amount int64) string { return strconv.FormatInt(amount, 10) + ".00" }

// stamp returns the time in Cafe24's usual format; empty for the zero time.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(kst()).Format("2006-01-02T15:04:05-07:00")
}
