package present

import (
	"cafe24-inventory-alert/internal/redact"
	"cafe24-inventory-alert/internal/team"
	"cafe24-inventory-alert/views/paths"
)

// Masked is a text as the operator may see it. Who may change recipients sees
// their addresses, and everybody else sees "k***@…".
func (r Viewer) Masked(text string) string {
	if r.Right >= team.RightOwn {
		return text
	}
	return redact.Addresses(text)
}

// Locked says whether an operator may not change what a page is for, and in a
// sentence who may.
func (r Viewer) Locked(page string) (locked bool, who string) {
	need, key := team.RightRules, "team.only_owner"
	switch page {
	case paths.Settings:
		need = team.RightOwn
	case paths.Connection, paths.Alerts:
		need, key = team.RightAct, "team.only_operators"
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
