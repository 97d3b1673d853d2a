package lowstock_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"cafe24-inventory-alert/internal/lowstock"
)

func setPart(no int64, name string, needed, variants int, stock int64) lowstock.SetPart {
	return lowstock.SetPart{ProductNo: no, Name: name, Needed: needed, Variants: variants, Tracked: true, Stock: stock}
}

func TestHowManySetsCanBeMade(t *testing.T) {
	t.Parallel()
	free := lowstock.SetPart{ProductNo: 9, Name: "무한", Needed: 1, Variants: 1}
	gone := lowstock.SetPart{ProductNo: 8, Name: "없음", Needed: 1}
	for name, c := range map[string]struct {
		parts             []lowstock.SetPart
		partial           bool
		n                 int64
		limited, estimate bool
		steps             []string
	}{
		"the least of its parts":   {parts: []lowstock.SetPart{setPart(1, "자켓", 2, 1, 11), setPart(2, "가방", 1, 1, 40)}, n: 5, limited: true, steps: []string{"set_makes"}},
		"a part that is out":       {parts: []lowstock.SetPart{setPart(1, "자켓", 2, 1, 0), setPart(2, "가방", 1, 1, 40)}, limited: true, steps: []string{"set_part_out"}},
		"a part of too few":        {parts: []lowstock.SetPart{setPart(1, "자켓", 2, 1, 1)}, limited: true, steps: []string{"set_part_short"}},
		"both":                     {parts: []lowstock.SetPart{setPart(1, "자켓", 2, 1, 1), setPart(2, "가방", 1, 1, 0)}, limited: true, steps: []string{"set_part_short", "set_part_out"}},
		"no limit":                 {parts: []lowstock.SetPart{free}, steps: []string{"set_unlimited"}},
		"one without a limit":      {parts: []lowstock.SetPart{free, setPart(1, "자켓", 2, 1, 9)}, n: 4, limited: true, steps: []string{"set_makes"}},
		"several variants":         {parts: []lowstock.SetPart{setPart(1, "자켓", 1, 3, 7)}, n: 7, limited: true, estimate: true, steps: []string{"set_makes_about"}},
		"one not in the catalogue": {parts: []lowstock.SetPart{gone, setPart(1, "자켓", 1, 1, 7)}, n: 7, limited: true, estimate: true, steps: []string{"set_makes_about"}},
		"parts not all readable":   {parts: []lowstock.SetPart{setPart(1, "자켓", 1, 1, 7)}, partial: true, n: 7, limited: true, estimate: true, steps: []string{"set_makes_about"}},
		"parts not known":          {steps: []string{"set_unknown"}},
	} {
		set := lowstock.Set{ProductNo: 70, Name: "정장", OnSale: true, Whole: !c.partial, Parts: c.parts}
		n, limited, estimate := set.Makes()
		if n != c.n || limited != c.limited || estimate != c.estimate {
			t.Errorf("%s: %d %t %t", name, n, limited, estimate)
		}
		var codes []string
		for _, step := range lowstock.ExplainSets(70, []lowstock.Set{set}) {
			codes = append(codes, step.Code)
		}
		if diff := cmp.Diff(c.steps, codes); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestWhichSetsAPartStops(t *testing.T) {
	t.Parallel()
	set := func(no int64, name string, onSale bool, parts ...lowstock.SetPart) lowstock.Set {
		return lowstock.Set{ProductNo: no, Name: name, OnSale: onSale, Whole: true, Parts: parts}
	}
	one := setPart(1, "자켓", 1, 1, 1)
	two := setPart(1, "자켓", 2, 1, 1)
	sets := []lowstock.Set{set(70, "가", true, one), set(71, "나", true, two), set(72, "다", false, two), set(73, "라", true, two, setPart(2, "가방", 1, 1, 0))}
	if diff := cmp.Diff([]string{"나", "라"}, lowstock.StoppedSets(sets, 1)); diff != "" {
		t.Error(diff)
	}
	steps := lowstock.ExplainSets(1, sets)
	if len(steps) != 1 || steps[0].Code != "stops_sets" || steps[0].Args[0] != "나" || steps[0].Args[1] != 1 {
		t.Errorf("%+v", steps)
	}
	if steps := lowstock.ExplainSets(2, sets); len(steps) != 1 || steps[0].Code != "stops_set" || steps[0].Args[0] != "라" {
		t.Errorf("%+v", steps)
	}
	if steps := lowstock.ExplainSets(3, sets); len(steps) != 0 {
		t.Errorf("%+v", steps)
	}
}
