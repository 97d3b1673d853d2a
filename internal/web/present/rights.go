package present

import (
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/views/paths"
)

// Locked says whether an operator may not change what a page is for, and in a
// sentence who may.
func (r Viewer) Locked(page string) (locked bool, who string) {
	need, key := lowstock.RightRules, "team.only_owner"
	switch page {
	case paths.Settings:
		need = lowstock.RightOwn
	case paths.Connection, paths.Alerts:
		need, key = lowstock.RightAct, "team.only_operators"
	default:
		if r.Subs {
			key = "team.only_operators"
		}
	}
	if r.Right >= need {
		return false, ""
	}
	return true, r.T(key)
}
