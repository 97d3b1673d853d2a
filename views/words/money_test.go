package words

import (
	"testing"
)

// 360,612 won are printed as in orders.md, "money at risk".
func TestRounded(t *testing.T) {
	t.Parallel()
	for amount, want := range map[int64][2]string{
		7: {"7", "7"}, 854: {"850", "850"}, 8_449: {"8,400", "8,400"}, 9_949: {"9,900", "9,900"}, 9_960: {"1만 ", "10,000"},
		15_900: {"1.6만 ", "16,000"}, 20_000: {"2만 ", "20,000"}, 99_600: {"10만 ", "100,000"},
		360_612: {"36만 ", "360,000"}, 12_345_678: {"1,235만 ", "12,350,000"}, 99_996_000: {"1억 ", "100,000,000"},
		123_456_789: {"1.2억 ", "120,000,000"}, 98_765_432_100: {"988억 ", "98,800,000,000"},
	} {
		for i, l := range []Locale{Korean, English} {
			if got := l.rounded(amount); got != want[i] {
				t.Errorf("%d: %q, want %q", amount, got, want[i])
			}
		}
	}
	for amount, want := range map[int64]string{854: "850", 8_449: "8.4K", 360_612: "361K", 999_600: "1M", 12_345_678: "12M", 98_765_432_100: "99B"} {
		if got := English.compact(amount); got != want {
			t.Errorf("%d in little room: %q, want %q", amount, got, want)
		}
	}
	if got := Korean.compact(360_612); got != "36만 " {
		t.Error(got)
	}
	for n, want := range map[int]string{0: "0", 4: "0.4", 10: "1", 37: "3.7", 378: "38", 12_345: "1,235"} {
		if got := Tenths(n); got != want {
			t.Errorf("%d tenths: %q, want %q", n, got, want)
		}
	}
}
