package bundles_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"cafe24-inventory-alert/internal/bundles"
)

func setPart(no int64, name string, needed, variants int, stock int64) bundles.Part {
	return bundles.Part{ProductNo: no, Name: name, Needed: needed, Variants: variants, Tracked: true, Stock: stock}
}

func TestHowManySetsCanBeMade(t *testing.T) {
	t.Parallel()
	free := bundles.Part{ProductNo: 9, Name: "무한", Needed: 1, Variants: 1}
	gone := bundles.Part{ProductNo: 8, Name: "없음", Needed: 1}
	for name, c := range map[string]struct {
		parts             []bundles.Part
		partial           bool
		n                 int64
		limited, estimate bool
		steps             []string
	}{
		"the least of its parts":   {parts: []bundles.Part{setPart(1, "자켓", 2, 1, 11), setPart(2, "가방", 1, 1, 40)}, n: 5, limited: true, steps: []string{"set_makes"}},
		"a part that is out":       {parts: []bundles.Part{setPart(1, "자켓", 2, 1, 0), setPart(2, "가방", 1, 1, 40)}, limited: true, steps: []string{"set_part_out"}},
		"a part of too few":        {parts: []bundles.Part{setPart(1, "자켓", 2, 1, 1)}, limited: true, steps: []string{"set_part_short"}},
		"both":                     {parts: []bundles.Part{setPart(1, "자켓", 2, 1, 1), setPart(2, "가방", 1, 1, 0)}, limited: true, steps: []string{"set_part_short", "set_part_out"}},
		"no limit":                 {parts: []bundles.Part{free}, steps: []string{"set_unlimited"}},
		"one without a limit":      {parts: []bundles.Part{free, setPart(1, "자켓", 2, 1, 9)}, n: 4, limited: true, steps: []string{"set_makes"}},
		"several variants":         {parts: []bundles.Part{setPart(1, "자켓", 1, 3, 7)}, n: 7, limited: true, estimate: true, steps: []string{"set_makes_about"}},
		"one not in the catalogue": {parts: []bundles.Part{gone, setPart(1, "자켓", 1, 1, 7)}, n: 7, limited: true, estimate: true, steps: []string{"set_makes_about"}},
		"parts not all readable":   {parts: []bundles.Part{setPart(1, "자켓", 1, 1, 7)}, partial: true, n: 7, limited: true, estimate: true, steps: []string{"set_makes_about"}},
		"parts not known":          {steps: []string{"set_unknown"}},
	} {
		set := bundles.Set{ProductNo: 70, Name: "정장", OnSale: true, Whole: !c.partial, Parts: c.parts}
		n, limited, estimate := set.Makes()
		if n != c.n || limited != c.limited || estimate != c.estimate {
			t.Errorf("%s: %d %t %t", name, n, limited, estimate)
		}
		var codes []string
		for _, step := range bundles.Explain(70, []bundles.Set{set}) {
			codes = append(codes, step.Code)
		}
		if diff := cmp.Diff(c.steps, codes); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestWhichSetsAPartStops(t *testing.T) {
	t.Parallel()
	set := func(no int64, name string, onSale bool, parts ...bundles.Part) bundles.Set {
		return bundles.Set{ProductNo: no, Name: name, OnSale: onSale, Whole: true, Parts: parts}
	}
	one := setPart(1, "자켓", 1, 1, 1)
	two := setPart(1, "자켓", 2, 1, 1)
	sets := []bundles.Set{set(70, "가", true, one), set(71, "나", true, two), set(72, "다", false, two), set(73, "라", true, two, setPart(2, "가방", 1, 1, 0))}
	if diff := cmp.Diff([]string{"나", "라"}, bundles.Stopped(sets, 1)); diff != "" {
		t.Error(diff)
	}
	steps := bundles.Explain(1, sets)
	if len(steps) != 1 || steps[0].Code != "stops_sets" || steps[0].Args[0] != "나" || steps[0].Args[1] != 1 {
		t.Errorf("%+v", steps)
	}
	if steps := bundles.Explain(2, sets); len(steps) != 1 || steps[0].Code != "stops_set" || steps[0].Args[0] != "라" {
		t.Errorf("%+v", steps)
	}
	if steps := bundles.Explain(3, sets); len(steps) != 0 {
		t.Errorf("%+v", steps)
	}
}
