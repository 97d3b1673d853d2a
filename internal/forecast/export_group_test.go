package forecast

import "cafe24-inventory-alert/internal/outlook"

// Helps says whether suggestions of a kind of group are made at a service level.
func (g *Groups) Helps(kind outlook.GroupKind, level float64) bool {
	if g == nil {
		return false
	}
	for i, k := range [groupKinds]outlook.GroupKind{outlook.GroupCategory, outlook.GroupSupplier, outlook.GroupMall} {
		if k == kind {
			return g.helps[i][levelIndex(level)]
		}
	}
	return false
}

// MallAlone is the same groups without categories and suppliers; it makes
// suggestions at all levels.
func (g *Groups) MallAlone() *Groups {
	all := *g
	all.groups, all.helps = nil, [groupKinds][groupLevels]bool{groupKinds - 1: {true, true, true}}
	return &all
}
