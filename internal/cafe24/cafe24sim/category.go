package cafe24sim

import (
	"slices"
	"strconv"
)

func (m *mall) categoryRows(list []category) []map[string]any {
	out := make([]map[string]any, len(list))
	for i, c := range list {
		out[i] = m.categoryRow(c)
	}
	return out
}

// categoryRow has the names from the root to the category, with the depth "1" to
// "4" as key.
func (m *mall) categoryRow(c category) map[string]any {
	names, numbers := map[string]any{}, map[string]any{}
	for depth := range 4 {
		names[strconv.Itoa(depth+1)], numbers[strconv.Itoa(depth+1)] = nil, nil
	}
	at := c
	for {
		names[strconv.Itoa(at.Depth)], numbers[strconv.Itoa(at.Depth)] = m.written(at.Name), at.No
		parent := slices.IndexFunc(m.categories, func(p category) bool { return p.No == at.Parent })
		if parent < 0 {
			break
		}
		at = m.categories[parent]
	}
	return map[string]any{
		"shop_no": 1, "category_no": c.No, "category_depth": c.Depth, "parent_category_no": c.Parent, "category_name": m.written(c.Name),
		"display_type": "A", "full_category_name": names, "full_category_no": numbers, "root_category_no": at.No,
		"use_main": "F", "use_display": "T", "display_order": c.No,
	}
}

// withDescendants adds the categories below the given ones.
func (m *mall) withDescendants(numbers []int) []int {
	all := slices.Clone(numbers)
	for _, c := range m.categories { // parents come before their children
		if slices.Contains(all, c.Parent) && !slices.Contains(all, c.No) {
			all = append(all, c.No)
		}
	}
	return all
}
