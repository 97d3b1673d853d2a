package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/lowstock"
)

// rights is the one place that says who may change what: every route behind a
// session that is not only looked at, by what it needs. A route that is not
// here is the owner's.
func rights() map[lowstock.Right][]string {
	return map[lowstock.Right][]string{
		lowstock.RightAct: {
			"POST /stock/columns",
			"POST /connection/sync",
			"POST /alerts/many",
			"POST /alerts/:id/:act",
			"POST /api/v1/sync",
			"POST /api/v1/incidents/:id/acknowledge",
			"POST /api/v1/incidents/:id/snooze",
			"POST /api/v1/incidents/:id/order",
			"POST /api/v1/incidents/:id/resolve",
			"POST /api/v1/incidents/:id/resend",
		},
		lowstock.RightRules: {
			"POST /stock/threshold",
			"POST /stock/bulk",
			"POST /stock/:product_no/rule",
			"POST /rules",
			"POST /rules/import",
			"POST /rules/sheet",
			"POST /rules/sheet/apply",
			"POST /rules/changes/:id/undo",
			"POST /rules/:id",
			"POST /rules/:id/delete",
			"POST /promotions",
			"POST /promotions/holidays",
			"POST /promotions/:id/delete",
			"POST /reorder/terms",
			"POST /reorder/lead",
			"POST /reorder/mail",
			"POST /api/v1/alerts",
			"POST /api/v1/alerts/preview",
			"POST /api/v1/alerts/import-safety",
			"POST /api/v1/alerts/changes/:id/undo",
			"DELETE /api/v1/alerts/:id",
		},
		lowstock.RightOwn: {
			"POST /setup/skip",
			"POST /setup/threshold",
			"POST /setup/recipient",
			"POST /settings/team",
			"POST /settings/schedule",
			"POST /settings/language",
			"POST /settings/channels",
			"POST /settings/recipients",
			"POST /settings/recipients/add",
			"POST /settings/recipients/remove",
			"POST /settings/recipients/confirm",
			"POST /settings/test",
			"POST /settings/webhook-secret",
			"POST /settings/tokens",
			"POST /settings/tokens/:id/delete",
			"PUT /api/v1/settings",
			"POST /api/v1/settings/webhook-secret",
		},
	}
}

// byRoute turns [rights] round, to be asked by method and route.
func byRoute(list map[lowstock.Right][]string) map[string]lowstock.Right {
	out := map[string]lowstock.Right{}
	for right, routes := range list {
		for _, route := range routes {
			out[route] = right
		}
	}
	return out
}

// needs is what the request's route asks of who makes it.
func (s *Server) needs(c echo.Context) lowstock.Right {
	switch method := c.Request().Method; method {
	case http.MethodGet, http.MethodHead, http.MethodOptions:
		return lowstock.RightSee
	default:
		if right, ok := s.rights[method+" "+c.Path()]; ok {
			return right
		}
		return lowstock.RightOwn
	}
}

// refusals say who may what somebody else has tried.
func refusals() map[lowstock.Right]string {
	return map[lowstock.Right]string{
		lowstock.RightAct: "error.may_act", lowstock.RightRules: "error.may_rules", lowstock.RightOwn: "error.may_own",
	}
}

// locked says whether an operator may not change what a page is for, and in a
// sentence who may.
func (r reader) locked(page string) (locked bool, who string) {
	need, key := lowstock.RightRules, "team.only_owner"
	switch page {
	case routeSettings:
		need = lowstock.RightOwn
	case routeConnection, routeAlerts:
		need, key = lowstock.RightAct, "team.only_operators"
	default:
		if r.subs {
			key = "team.only_operators"
		}
	}
	if r.right >= need {
		return false, ""
	}
	return true, r.T(key)
}

// owns says whether the operator may change who is told, and how.
func (r reader) owns() bool { return r.right >= lowstock.RightOwn }
