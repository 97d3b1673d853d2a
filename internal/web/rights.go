package web

import (
	"cafe24-inventory-alert/internal/lowstock"
)

// refusals say who may what somebody else has tried.
func refusals() map[lowstock.Right]string {
	return map[lowstock.Right]string{
		lowstock.RightAct: "error.may_act", lowstock.RightRules: "error.may_rules", lowstock.RightOwn: "error.may_own",
	}
}

// owns says whether the operator may change who is told, and how.
func (r viewer) owns() bool { return r.Right >= lowstock.RightOwn }
