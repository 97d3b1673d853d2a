package purchase_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"cafe24-inventory-alert/internal/purchase"
)

func TestRound(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		target, position, point int
		terms                   purchase.Terms
		want                    purchase.Rounded
	}{
		"plain":                 {120, 37, 40, purchase.Terms{}, purchase.Rounded{Need: 83, Units: 83, Pack: 1}},
		"minimum and boxes":     {120, 37, 40, purchase.Terms{Min: 100, Pack: 24}, purchase.Rounded{Need: 83, Units: 120, Pack: 24, Boxes: 5, Raised: true}},
		"small need":            {50, 46, 46, purchase.Terms{Pack: 12}, purchase.Rounded{Need: 4, Units: 12, Pack: 12, Boxes: 1}},
		"small need, minimum":   {50, 46, 46, purchase.Terms{Min: 30, Pack: 12}, purchase.Rounded{Need: 4, Units: 36, Pack: 12, Boxes: 3, Raised: true, Times: 9}},
		"oversold":              {50, -7, 20, purchase.Terms{Pack: 12}, purchase.Rounded{Need: 57, Units: 60, Pack: 12, Boxes: 5}},
		"cap below the minimum": {50, 46, 46, purchase.Terms{Min: 30, Pack: 12, Cap: 24}, purchase.Rounded{Need: 4, Pack: 12, Raised: true, Unmet: true}},
		"need of 0":             {50, 50, 50, purchase.Terms{Min: 30, Pack: 12}, purchase.Rounded{Pack: 12}},
		"above the point":       {50, 47, 46, purchase.Terms{Min: 30, Pack: 12}, purchase.Rounded{Pack: 12}},
		"at the point":          {50, 46, 46, purchase.Terms{}, purchase.Rounded{Need: 4, Units: 4, Pack: 1}},
		"cap":                   {120, 37, 40, purchase.Terms{Min: 24, Pack: 24, Cap: 80}, purchase.Rounded{Need: 83, Units: 72, Pack: 24, Boxes: 3, Capped: true}},
		"cap below one box":     {50, 46, 46, purchase.Terms{Pack: 12, Cap: 10}, purchase.Rounded{Need: 4, Pack: 12, Unmet: true}},
		"boxes of one delivery": {40, 0, 10, purchase.Terms{Pack: 10}, purchase.Rounded{Need: 40, Units: 40, Pack: 10, Boxes: 4}}, // inventree #10946: 4 boxes, never 40
		"beyond a line":         {3_000_000, 0, 10, purchase.Terms{Pack: 300_000}, purchase.Rounded{Need: 3_000_000, Units: 900_000, Pack: 300_000, Boxes: 3, Capped: true}},
	} {
		if diff := cmp.Diff(c.want, purchase.Round(c.target, c.position, c.point, c.terms)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// dolibarr #38783: with boxes on, the minimum was ignored.
func TestFitKeepsTheMinimumAndTheBoxes(t *testing.T) {
	t.Parallel()
	terms := purchase.Terms{Min: 15, Pack: 3}
	for wanted, want := range map[int]int{-1: 0, 0: 0, 1: 15, 13: 15, 15: 15, 16: 18} {
		if got := terms.Fit(wanted); got != want {
			t.Errorf("%d pieces: %d, want %d", wanted, got, want)
		}
	}
	for units, want := range map[int][2]bool{12: {true, false}, 13: {true, true}, 15: {false, false}, 16: {false, true}} {
		if minimum, boxes := terms.Short(units); minimum != want[0] || boxes != want[1] {
			t.Errorf("%d pieces: below the minimum %t, no whole boxes %t", units, minimum, boxes)
		}
	}
}

// What is ordered is a whole number of boxes, at least the minimum and the need,
// and the least such number; nothing is ordered where nothing is needed.
func FuzzRound(f *testing.F) {
	f.Add(120, 37, 40, 100, 24, 0)
	f.Add(50, 46, 46, 30, 12, 24)
	f.Add(50, -7, 20, 0, 12, 0)
	f.Fuzz(func(t *testing.T, target, position, point, least, pack, most int) {
		const far = 1 << 30
		target, position, point = target%far, position%far, point%far
		terms := purchase.Terms{Min: abs(least) % (purchase.MaxUnits + 1), Pack: abs(pack) % (purchase.MaxUnits + 1), Cap: abs(most) % (purchase.MaxUnits + 1)}
		r := purchase.Round(target, position, point, terms)
		box := max(1, terms.Pack)
		limit := purchase.MaxUnits
		if terms.Cap > 0 {
			limit = terms.Cap
		}
		switch {
		case position > point || target <= position:
			if r.Units != 0 || r.Need != 0 || r.Unmet || r.Raised || r.Capped {
				t.Fatalf("an order out of nothing: %+v", r)
			}
		case r.Unmet:
			if fits := limit / box * box; r.Units != 0 || fits > 0 && fits >= terms.Min {
				t.Fatalf("%d pieces fit: %+v", fits, r)
			}
		default:
			wanted := max(r.Need, terms.Min)
			if r.Need != target-position || r.Units < 1 || r.Units%box != 0 || r.Units < terms.Min || r.Units > limit {
				t.Fatalf("%+v of %+v", r, terms)
			}
			if !r.Capped && (r.Units < wanted || r.Units-box >= wanted) {
				t.Fatalf("not the least: %+v of %+v", r, terms)
			}
			if r.Capped && (r.Units >= wanted || r.Units+box <= limit) {
				t.Fatalf("not the most: %+v of %+v", r, terms)
			}
			if box > 1 && r.Boxes*box != r.Units {
				t.Fatalf("boxes: %+v", r)
			}
		}
	})
}

func abs(n int) int {
	return max(n, -(n + 1)) // of the least int too
}
