package words_test

import (
	"testing"

	"cafe24-inventory-alert/views/words"
)

func TestParticle(t *testing.T) {
	t.Parallel()
	tests := []struct{ word, pair, want string }{
		{"니트", "을/를", "를"},
		{"가방", "을/를", "을"},
		{"가방", "이/가", "이"},
		{"코트", "이/가", "가"},
		{"양말", "으로/로", "로"},
		{"가방", "으로/로", "으로"},
		{"코트", "으로/로", "로"},
		{"양말", "은/는", "은"},
		{"사이즈 90", "이/가", "이"},  // 구십 영: 영
		{"사이즈 95", "이/가", "가"},  // 오
		{"사이즈 8", "으로/로", "로"},  // 팔
		{"사이즈 6", "이/가", "이"},   // 육
		{"NIKE", "은/는", "는"},    // 이
		{"Model L", "이/가", "이"}, // 엘
		{"Size M", "이/가", "이"},  // 엠
		{"니트 (블랙)", "을/를", "을"},
		{"“봄 신상”", "과/와", "과"},
		{"", "을/를", "를"},
		{"★", "을/를", "를"},
	}
	for _, test := range tests {
		if got := words.Particle(test.word, test.pair); got != test.want {
			t.Errorf("%q takes %q of %s, want %q", test.word, got, test.pair, test.want)
		}
	}
}

func TestNumber(t *testing.T) {
	t.Parallel()
	for n, want := range map[int64]string{0: "0", 999: "999", 1000: "1,000", -1234567: "−1,234,567", -12: "−12", 100000: "100,000"} {
		if got := words.Number(n); got != want {
			t.Errorf("Number(%d) = %q, want %q", n, got, want)
		}
	}
}

func TestOf(t *testing.T) {
	t.Parallel()
	for lang, want := range map[string]words.Locale{"ko_KR": "ko", "en_US": "en", "EN": "en", "ja_JP": "ko", "": "ko"} {
		if got := words.Of(lang); got != want {
			t.Errorf("Of(%q) = %s, want %s", lang, got, want)
		}
	}
}
