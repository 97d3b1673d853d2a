package kit

import (
	"testing"

	"cafe24-inventory-alert/views/paths"
)

func TestBackTo(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"/stock?q=a": "/stock?q=a", "/alerts/3": "/alerts/3", "": "/stock", "//evil.test": "/stock", "https://evil.test": "/stock",
		`/\evil.test`: "/stock", "/stock\r\nX: 1": "/stock", "stock": "/stock", "javascript:alert(1)": "/stock",
	} {
		if got := BackTo(in, paths.Stock); got != want {
			t.Errorf("backTo(%q) = %q, want %q", in, got, want)
		}
	}
}
