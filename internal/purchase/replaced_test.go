package purchase_test

import (
	"slices"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/purchase"
)

// TestWhatAnEntryReplaces enters goods that the quantity has shown before, in one
// step or two: none of them counts twice, and none is lost.
func TestWhatAnEntryReplaces(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name     string
		detected []int // the newest first
		units    int
		want     []int
	}{
		{"nothing was detected", nil, 81, nil},
		{"the same", []int{81}, 81, []int{81}},
		{"all, shown in two steps", []int{70, 11}, 81, []int{70, 11}},
		{"the second step only", []int{70, 11}, 70, []int{70}},
		{"the second step, miscounted", []int{41, 40}, 42, []int{41}},
		{"a part that was not shown", []int{11}, 40, nil},
		{"all, of which a part was shown", []int{11}, 81, []int{11}},
	} {
		o := purchase.Order{SentAt: at(-96), Lines: []purchase.Line{{No: 1, Ordered: 81}}}
		for i, units := range tt.detected {
			o.Lines[0].Received += units
			o.Receipts = append(o.Receipts, purchase.Receipt{ID: int64(9 - i), Line: 1, Units: units, Source: purchase.ByDetected, At: at(float64(-i))})
		}
		var got []int
		for _, r := range o.Replaced(purchase.ArrivalLine{Line: 1, Units: tt.units}, noon.Add(time.Hour)) {
			got = append(got, r.Units)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}
