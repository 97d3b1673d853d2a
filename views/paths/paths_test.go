package paths_test

import (
	"testing"

	"cafe24-inventory-alert/views/paths"
)

func TestOf(t *testing.T) {
	t.Parallel()
	for want, got := range map[string]string{
		"/stock":                paths.Of(paths.Stock),
		"/stock/12":             paths.Of(paths.Product, "12"),
		"/stock/12/rule":        paths.Of(paths.ProductRule, "12"),
		"/alerts/7/resend":      paths.Of(paths.AlertAct, "7", "resend"),
		"/rules/changes/3/undo": paths.Of(paths.UndoRules, "3"),
		"/act/a%2Fb":            paths.Of(paths.Act, "a/b"),
	} {
		if got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}
