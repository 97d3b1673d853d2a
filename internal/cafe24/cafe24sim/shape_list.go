package cafe24sim

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// bends returns all ways in which answers can differ, by name.
func bends() map[Shape]bend {
	all := map[Shape]bend{}
	for _, part := range []map[Shape]bend{callBends(), productBends(), stockBends(), catalogueBends(), orderBends(), webhookBends()} {
		maps.Copy(all, part)
	}
	return all
}

func callBends() map[Shape]bend {
	bare := func(c *bentCall, status int, text string) {
		c.header.Set("Content-Type", "text/html")
		c.answer(status, text)
	}
	return map[Shape]bend{
		"version_required": {before: func(c *bentCall) {
			if c.version() == "" {
				c.answer(http.StatusBadRequest, `{"error":{"code":400,"message":"X-Cafe24-Api-Version is required."}}`)
			}
		}},
		"version_refused": {before: func(c *bentCall) {
			if v := c.version(); v != "" {
				c.answer(http.StatusBadRequest, fmt.Sprintf(`{"error":{"code":400,"message":%q}}`, v+" version you requested is not available. The default value for the app version is 2027-03-01."))
			}
		}},
		"version_silent": {after: func(c *bentCall) {
			if c.status == http.StatusBadRequest {
				c.answer(c.status, `{"error":{"code":400,"message":"Bad Request"}}`)
			}
		}},
		"token_html": {after: func(c *bentCall) {
			if c.status == http.StatusUnauthorized {
				bare(c, c.status, "<html><body><h1>401 Unauthorized</h1></body></html>")
			}
		}},
		"missing_is_empty": {after: func(c *bentCall) {
			if c.status == http.StatusNotFound {
				c.answer(http.StatusOK, `{"variants":[]}`)
			}
		}},
		"bucket_absent": {after: func(c *bentCall) { c.header.Del(headerLimit) }},
		"bucket_shared": {after: func(c *bentCall) {
			c.mall.mu.Lock()
			defer c.mall.mu.Unlock()
			level, now := 0, c.mall.sim.cfg.Now()
			for endpoint := range c.mall.limits.buckets {
				level += c.mall.limits.level(endpoint, now)
			}
			c.header.Set(headerLimit, fmt.Sprintf("%d/%d", level, bucketSize))
		}},
		"quota_words": {after: func(c *bentCall) { c.header.Set(headerCallUsage, "low") }},
	}
}

func productBends() map[Shape]bend {
	return map[Shape]bend{
		"products_wrapped": at("GET products", func(c *bentCall) {
			c.edit(func(top map[string]any) { top["products"] = map[string]any{"list": top["products"]} })
		}),
		"count_words":      at("GET products/count", func(c *bentCall) { c.edit(func(top map[string]any) { top["count"] = "many" }) }),
		"since_ignored":    ignore("GET products", "since_product_no"),
		"numbers_ignored":  ignore("GET products", "product_no"),
		"category_ignored": ignore("GET products", "category"),
		"page_of_50": {before: func(c *bentCall) {
			if c.endpoint == "GET products" && len(c.query["limit"]) > 0 {
				limit, err := strconv.Atoi(c.query["limit"][0])
				if err == nil {
					c.query["limit"] = []string{strconv.Itoa(min(limit, 50))}
				}
			}
		}},
		"flags_words":       change("products", func(row map[string]any) { row["display"] = "yes" }),
		"dates_unix":        change("products", func(row map[string]any) { row["updated_date"] = "1764460800" }),
		"names_by_language": change("products", func(row map[string]any) { row["product_name"] = map[string]any{"ko_KR": row["product_name"]} }),
	}
}

func stockBends() map[Shape]bend {
	return map[Shape]bend{
		"embed_ignored": ignore("GET products", "embed"),
		"stock_renamed": change("variants", func(row map[string]any) { rename(row, "inventories", "stock") }),
		"quantity_words": change("variants", func(row map[string]any) {
			if stock := stockRowOf(row); stock["quantity"] != nil {
				stock["quantity"] = "12개"
			}
		}),
		"soldout_absent": change("variants", func(row map[string]any) { delete(stockRowOf(row), "display_soldout") }),
		"codes_repeat":   change("variants", func(row map[string]any) { row["variant_code"] = "P0000000000A" }),
		"no_variant": at("GET products", func(c *bentCall) {
			c.rows("products", func(row map[string]any) {
				if list, ok := row["variants"].([]any); ok && len(list) == 1 {
					row["variants"] = []any{}
				}
			})
		}),
		"variants_differ": at("GET products/{no}/variants", func(c *bentCall) {
			c.rows("variants", func(row map[string]any) { stockRowOf(row)["quantity"] = 987654 })
		}),
		"variants_cut": at("GET products/{no}/variants", func(c *bentCall) {
			c.edit(func(top map[string]any) {
				if list, ok := top["variants"].([]any); ok {
					top["variants"] = list[:min(len(list), 50)]
				}
			})
		}),
		"stock_filter_ignored": ignore("GET products", "stock_quantity_max"),
		"linked_options": {
			after: func(c *bentCall) {
				c.edit(func(top map[string]any) {
					if one, ok := top["product"].(map[string]any); ok {
						one["option_type"] = "E"
					}
				})
				if len(c.query["option_type"]) > 0 {
					c.rows("products", func(row map[string]any) { row["variants"] = []any{} })
				}
			},
		},
		"stock_by_shop": {
			before: func(c *bentCall) {
				if len(c.query["shop_no"]) > 0 && c.query["shop_no"][0] == "2" {
					delete(c.query, "shop_no")
					c.header.Set("X-Sim-Shop", "2")
				}
			},
			after: func(c *bentCall) {
				c.rows("shops", func(row map[string]any) { row["active"] = "T" })
				if c.header.Get("X-Sim-Shop") == "2" {
					c.rows("variants", func(row map[string]any) { stockRowOf(row)["quantity"] = 987654 })
				}
			},
		},
	}
}

func catalogueBends() map[Shape]bend {
	return map[Shape]bend{
		"categories_renamed": renamed("categories", "category_no", "id"),
		"suppliers_renamed":  renamed("suppliers", "supplier_code", "id"),
		"shops_renamed":      renamed("shops", "shop_no", "id"),
		"store_renamed": at("GET store", func(c *bentCall) {
			c.edit(func(top map[string]any) { rename(top, "store", "shop") })
		}),
		"apps_list": at("GET apps", func(c *bentCall) {
			c.edit(func(top map[string]any) { top["app"] = []any{top["app"]} })
		}),
		"set_parts_renamed": at("GET bundleproducts/{no}", func(c *bentCall) {
			c.edit(func(top map[string]any) {
				if set, ok := top["bundleproduct"].(map[string]any); ok {
					rename(set, "bundle_product_components", "parts")
				}
			})
		}),
		"set_type_absent": change("products", func(row map[string]any) { delete(row, "set_product_type") }),
	}
}

func orderBends() map[Shape]bend {
	return map[Shape]bend{
		"orders_renamed":   renamed("orders", "order_id", "id"),
		"fields_ignored":   ignore("GET orders", "fields"),
		"items_absent":     at("GET orders", func(c *bentCall) { c.rows("orders", func(row map[string]any) { row["items"] = []any{} }) }),
		"items_renamed":    renamed("items", "variant_code", "option_code"),
		"order_dates":      change("orders", func(row map[string]any) { row["order_date"] = "어제" }),
		"status_ignored":   ignore("GET orders", "order_status"),
		"bundle_list_text": change("items", func(row map[string]any) { row["product_bundle_list"] = "A, B" }),
		"bundle_unnamed":   change("items", func(row map[string]any) { delete(row, "product_bundle") }),
	}
}

func webhookBends() map[Shape]bend {
	return map[Shape]bend{
		"reception_words": at("GET webhooks/setting", func(c *bentCall) {
			c.edit(func(top map[string]any) {
				if row, ok := top["webhook"].(map[string]any); ok {
					row["reception_status"] = "on"
				}
			})
		}),
		"logs_renamed":      renamed("logs", "trace_id", "trace"),
		"log_since_ignored": ignore("GET webhooks/logs", "since_log_id"),
		"resent_other_trace": change("logs", func(row map[string]any) {
			if row["log_type"] == "R" {
				row["trace_id"] = fmt.Sprintf("00000000-0000-4000-8000-%012d", time.Now().UnixNano()%1e12)
			}
		}),
		"hook_quantity": change("logs", func(row map[string]any) {
			text, _ := row["request_body"].(string)
			var body map[string]any
			if json.Unmarshal([]byte(text), &body) != nil {
				return
			}
			if resource, ok := body["resource"].(map[string]any); ok {
				resource["quantity"] = 3
			}
			if changed, err := json.Marshal(body); err == nil {
				row["request_body"] = strings.TrimSpace(string(changed))
			}
		}),
	}
}
