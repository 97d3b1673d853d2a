package cafe24sim

import (
	"net/http"
	"strings"
)

const (
	endpointOAuth  = "POST oauth/token"
	endpointRevoke = "POST oauth/revoke"
	adminPrefix    = "/mall/{mall}/api/v2/admin/"
	oauthPrefix    = "/mall/{mall}/api/v2/"
)

// endpoint is one call of the Admin API. Its name is its method and path, and
// also the key of its bucket.
type endpoint struct {
	name  string // "GET products/{no}"
	scope string
	serve func(*call) (any, error)
}

func endpoints() []endpoint {
	return []endpoint{
		{"GET products", scopeReadProduct, listProducts},
		{"GET products/count", scopeReadProduct, countProducts},
		{"GET products/{no}", scopeReadProduct, getProduct},
		{"GET products/{no}/variants", scopeReadProduct, listVariants},
		{"PUT products/{no}/variants", scopeWriteProduct, putVariants},
		{"GET products/{no}/variants/{code}", scopeReadProduct, getVariant},
		{"PUT products/{no}/variants/{code}", scopeWriteProduct, putVariant},
		{"GET products/{no}/variants/{code}/inventories", scopeReadProduct, getInventory},
		{"PUT products/{no}/variants/{code}/inventories", scopeWriteProduct, putInventory},
		{"GET bundleproducts", scopeReadProduct, listBundles},
		{"GET bundleproducts/{no}", scopeReadProduct, getBundle},
		{"GET categories", scopeReadCategory, listCategories},
		{"GET categories/count", scopeReadCategory, countCategories},
		{"GET categories/{no}", scopeReadCategory, getCategory},
		{"GET categories/{no}/products", scopeReadCategory, listCategoryProducts},
		{"GET suppliers", scopeReadSupply, listSuppliers},
		{"GET suppliers/count", scopeReadSupply, countSuppliers},
		{"GET suppliers/{code}", scopeReadSupply, getSupplier},
		{"GET shops", scopeReadStore, listShops},
		{"GET shops/{no}", scopeReadStore, getShop},
		{"GET store", scopeReadStore, getStore},
		{"GET orders", scopeReadOrder, listOrders},
		{"GET orders/count", scopeReadOrder, countOrders},
		{"GET orders/{id}", scopeReadOrder, getOrder},
		{"GET orders/{id}/items", scopeReadOrder, listOrderItems},
		{"GET apps", scopeReadApplication, getApp},
		{"GET webhooks/logs", scopeReadApplication, listHookLogs},
		{"GET webhooks/setting", scopeReadApplication, getHookSetting},
		{"PUT webhooks/setting", scopeWriteApplication, putHookSetting},
	}
}

func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()
	for _, e := range endpoints() {
		method, path, _ := strings.Cut(e.name, " ")
		mux.HandleFunc(method+" "+adminPrefix+path, s.shaped(e.name, s.admin(e)))
	}
	mux.HandleFunc(adminPrefix, s.admin(endpoint{name: "unknown", serve: func(*call) (any, error) {
		return nil, &apiError{status: http.StatusNotFound, message: "No API found."}
	}}))
	mux.HandleFunc("POST "+oauthPrefix+"oauth/token", s.mallHandler(s.token))
	mux.HandleFunc("POST "+oauthPrefix+"oauth/revoke", s.mallHandler(s.revoke))
	s.pageRoutes(mux)
	return mux
}

// mallHandler finds the mall of the path, or answers that it does not exist.
func (s *Server) mallHandler(next func(http.ResponseWriter, *http.Request, *mall)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		m, ok := s.malls[r.PathValue("mall")]
		if !ok {
			writeError(w, &apiError{status: http.StatusNotFound, message: "No mall found."})
			return
		}
		next(w, r, m)
	}
}
