package notify_test

import (
	"strings"
	"testing"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/views/mail"
)

// The alert of a part names the sets that cannot be sold because of it, whatever
// characters their names have.
func TestMailNamesTheSetsThatAPartStops(t *testing.T) {
	t.Parallel()
	s := newSender(t, config())
	for _, c := range []struct {
		locale string
		sets   []string
		want   string
	}{
		{"ko", []string{"여름 세트"}, "세트 여름 세트도 판매할 수 없어요."},
		{"ko", []string{"여름 세트", "가을 세트", "겨울 세트"}, "세트 여름 세트 외 2개도 판매할 수 없어요."},
		{"en", []string{"Summer\r\nBcc: x"}, "This also stops set Summer"},
		{"en", []string{"Summer", "Autumn"}, "This also stops set Summer and 1 other."},
		{"ko", nil, ""},
	} {
		m := alert(incident(func(i *lowstock.Incident) { i.StopsSets = c.sets }))
		m.Locale = c.locale
		text := mail.Text(s.Render(m))
		if c.want != "" && !strings.Contains(text, c.want) || c.want == "" && strings.Contains(text, "판매할 수 없어요") {
			t.Errorf("%s %v: %s", c.locale, c.sets, text)
		}
	}
}
