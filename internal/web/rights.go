package web

import (
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/views/paths"
)

// refusals say who may what somebody else has tried.
func refusals() map[lowstock.Right]string {
	return map[lowstock.Right]string{
		lowstock.RightAct: "error.may_act", lowstock.RightRules: "error.may_rules", lowstock.RightOwn: "error.may_own",
	}
}

// locked says whether an operator may not change what a page is for, and in a
// sentence who may.
func (r Viewer) locked(page string) (locked bool, who string) {
	need, key := lowstock.RightRules, "team.only_owner"
	switch page {
	case paths.Settings:
		need = lowstock.RightOwn
	case paths.Connection, paths.Alerts:
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
func (r viewer) owns() bool { return r.right >= lowstock.RightOwn }
