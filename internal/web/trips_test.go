package web_test

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"cafe24-inventory-alert/internal/postgres/postgrestest"
)

// most is what an answer of each route with a session may cost PostgreSQL after
// its statements are prepared: transactions, and round trips in all.
func most() map[string]trips {
	return map[string]trips{
		"GET /":                             {1, 2},
		"GET /alerts":                       {1, 7},
		"GET /alerts/:id":                   {1, 8},
		"GET /alerts/run":                   {1, 2},
		"GET /api/v1/alerts":                {1, 3},
		"GET /api/v1/alerts/changes":        {1, 4},
		"GET /api/v1/alerts/evaluation":     {1, 3},
		"GET /api/v1/connection":            {3, 25},
		"GET /api/v1/incidents":             {1, 4},
		"GET /api/v1/incidents/:id":         {1, 7},
		"GET /api/v1/inventory":             {1, 4},
		"GET /api/v1/inventory/:product_no": {1, 4},
		"GET /api/v1/inventory/:product_no/:variant_code/explain": {1, 9},
		"GET /api/v1/openapi.json":                                {0, 0},
		"GET /api/v1/products":                                    {1, 3},
		"GET /api/v1/products/:product_no":                        {1, 5},
		"GET /api/v1/settings":                                    {1, 4},
		"GET /api/v1/sync":                                        {1, 3},
		"GET /connection":                                         {3, 25},
		"GET /connection/diagnostics":                             {3, 26},
		"GET /health":                                             {0, 0},
		"GET /contact":                                            {1, 3},
		"GET /help":                                               {0, 0},
		"GET /help/:page":                                         {0, 0},
		"GET /news":                                               {1, 2}, // once more, with a write, after new entries
		"GET /status":                                             {0, 0}, // one check serves all requests of five seconds
		"GET /status.json":                                        {0, 0},
		"GET /privacy":                                            {0, 0},
		"GET /healthz":                                            {0, 0},
		"GET /morning":                                            {1, 13},
		"GET /promotions":                                         {1, 7},
		"GET /purchase-orders":                                    {1, 6},
		"GET /purchase-orders/export":                             {1, 4},
		"GET /purchase-orders/:id":                                {1, 4},
		"GET /purchase-orders/:id/print":                          {1, 4},
		"GET /purchase-orders/:id/export":                         {1, 4},
		"GET /readyz":                                             {3, 7},
		"GET /reorder":                                            {1, 20},
		"GET /suppliers":                                          {1, 6},
		"GET /suppliers/:code":                                    {1, 9},
		"GET /reorder/export":                                     {1, 3},
		"GET /first-look":                                         {1, 4},
		"GET /report":                                             {1, 14},
		"GET /rules":                                              {1, 7},
		"GET /rules/checking":                                     {1, 2},
		"GET /settings":                                           {1, 9},
		"GET /settings/recipients":                                {1, 2},
		"GET /settings/digest":                                    {1, 4},
		"GET /settings/team":                                      {1, 3},
		"GET /stock":                                              {1, 2},
		"GET /stock/:product_no":                                  {2, 28},
		"GET /stock/export":                                       {1, 5},
		"GET /stock/risk":                                         {1, 5},
		"GET /alerts/risk":                                        {1, 9},
		"GET /stock/supplier/:id":                                 {1, 3},
		"GET /stock/sync":                                         {1, 3},
		"POST /stock/threshold":                                   {2, 22},
	}
}

// elsewhere says whether another test checks the route, or the route has no
// session.
func elsewhere(a address) bool {
	return a.method != http.MethodGet || a.route == "" || strings.HasPrefix(a.route, "/auth/") || strings.HasPrefix(a.route, "/static/") || strings.HasSuffix(a.route, "/:token")
}

// An answer makes as few queries as possible, and their number must not grow
// unnoticed. A new route must be in the table too.
func TestWhatAnAnswerAsksOfTheDatabase(t *testing.T) {
	t.Parallel()
	store, address := postgrestest.Open(t)
	store.Close()
	m, address := newMeter(t, address)
	b := newBenchOn(t, postgrestest.Connect(t, address))
	w := b.shop(t, 40)
	b.sells(t, "P0000002A", 2, 3, 1, 2, 4, 2, 3)
	b.selling(t, 2.4, 45)
	b.draft(t, "P0000002A", "P0000003A")
	limits := most()
	check := func(route string, ask func()) {
		var cost trips
		for range 3 { // the first request prepares the statements
			before := m.read()
			ask()
			cost = m.read().minus(before)
		}
		limit, listed := limits[route]
		delete(limits, route)
		if !listed || cost.transactions > limit.transactions || cost.roundTrips > limit.roundTrips {
			t.Errorf("%s: %d transactions, %d round trips; the table says %d and %d", route, cost.transactions, cost.roundTrips, limit.transactions, limit.roundTrips)
		}
		t.Logf("%q: {%d, %d},", route, cost.transactions, cost.roundTrips)
	}
	for _, a := range b.addresses(t) {
		if !elsewhere(a) {
			check(a.method+" "+a.route, func() { w.get(strings.Replace(a.path, mugWhite, variantCode(1, 0), 1)) })
		}
	}
	numbers := []string{"3", "4", "5"}
	check("POST /stock/threshold", func() {
		cell := map[string]string{"product_no": "2", "variant_code": variantCode(2, 0), "threshold": numbers[0], "back": "/stock"}
		numbers = numbers[1:]
		w.form("/stock/threshold", cell, htmx("tr#row-"+variantCode(2, 0))...).want(http.StatusOK).has("저장했어요")
	})
	for _, route := range slices.Sorted(maps.Keys(limits)) {
		t.Errorf("%s is in the table, and not a route", route)
	}
}
