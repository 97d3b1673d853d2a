package words_test

import (
	"testing"

	"cafe24-inventory-alert/views/words"
)

func TestAboutWon(t *testing.T) {
	t.Parallel()
	for amount, want := range map[float64][2]string{
		0:             {"0원", "₩0"},
		0.4:           {"0원", "₩0"},
		7:             {"7원", "₩7"},
		9_540:         {"9,500원", "₩9,500"},
		9_960:         {"1만 원", "₩10,000"},
		12_345:        {"1.2만 원", "₩12,000"},
		360_612:       {"36만 원", "₩360,000"},
		9_990_000:     {"1,000만 원", "₩10,000,000"},
		123_456_789:   {"1.2억 원", "₩120,000,000"},
		4_560_000_000: {"46억 원", "₩4,600,000,000"},
		1.26e12:       {"1.3조 원", "₩1,300,000,000,000"},
	} {
		if got := words.Korean.AboutWon(amount); got != want[0] {
			t.Errorf("%v: %q, want %q", amount, got, want[0])
		}
		if got := words.English.AboutWon(amount); got != want[1] {
			t.Errorf("%v: %q, want %q", amount, got, want[1])
		}
	}
}
