package preference_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/preference"
)

func TestHoldForAnOrder(t *testing.T) {
	t.Parallel()
	seoul := preference.Settings{Timezone: "Asia/Seoul"}
	now := time.Date(2026, 11, 25, 16, 0, 0, 0, time.UTC) // 1 a.m. of the 26th in Seoul
	hold, err := seoul.HoldFor(lowstock.Order{Quantity: 50, ExpectedOn: "2026-12-01"}, now)
	if err != nil {
		t.Fatal(err)
	}
	if want := time.Date(2026, 12, 1, 15, 0, 0, 0, time.UTC); !hold.Until.Equal(want) || hold.Order.Quantity != 50 {
		t.Errorf("hold %+v, want until %s", hold, want)
	}
	for _, test := range []struct {
		quantity int
		day      string
		fields   map[string]string
	}{
		{1, "2026-11-26", nil}, // today
		{1_000_000, "2027-11-26", nil},
		{1, "2026-11-25", map[string]string{"expected_on": "error.expected_on"}}, // today in London, yesterday in Seoul
		{1, "2027-11-27", map[string]string{"expected_on": "error.expected_on"}},
		{1, "2026-11-31", map[string]string{"expected_on": "error.expected_on"}},
		{1, "2026-12-1", map[string]string{"expected_on": "error.expected_on"}},
		{1, "", map[string]string{"expected_on": "error.expected_on"}},
		{0, "2026-12-01", map[string]string{"quantity": "error.order_quantity"}},
		{1_000_001, "soon", map[string]string{"quantity": "error.order_quantity", "expected_on": "error.expected_on"}},
	} {
		_, err := seoul.HoldFor(lowstock.Order{Quantity: test.quantity, ExpectedOn: test.day}, now)
		var fields map[string]string
		if own, ok := errors.AsType[*lowstock.Error](err); ok {
			fields = own.Fields
		}
		if diff := cmp.Diff(test.fields, fields); diff != "" {
			t.Errorf("%d on %q (-want +got):\n%s", test.quantity, test.day, diff)
		}
	}
}
