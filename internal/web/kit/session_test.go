package kit

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/team"
)

// A jarOf is a cookie jar at a time, and a ticket that it has sealed.
func jarOf(tb testing.TB, secret byte) (jar cookieJar, now *time.Time, cookie string) {
	tb.Helper()
	at := time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)
	jar, err := newCookieJar([][]byte{bytes.Repeat([]byte{secret}, keySize)}, func() time.Time { return at })
	if err != nil {
		tb.Fatal(err)
	}
	answer := httptest.NewRecorder()
	c := echo.New().NewContext(httptest.NewRequest(http.MethodGet, "/", http.NoBody), answer)
	if err := jar.seal(c, newTicket(lowstock.Mall{ID: "hanbit", SessionEpoch: 3}, team.Operator{ID: "owner"}, true, at)); err != nil {
		tb.Fatal(err)
	}
	return jar, &at, answer.Result().Cookies()[0].Value
}

func carrying(cookie string) *http.Request {
	r := httptest.NewRequest(http.MethodGet, "/", http.NoBody)
	r.AddCookie(&http.Cookie{Name: sessionCookie, Value: cookie})
	return r
}

// A cookie that was opened is not opened again within the hour, and no other
// cookie benefits from that.
func TestAnOpenedCookieIsRemembered(t *testing.T) {
	t.Parallel()
	jar, now, cookie := jarOf(t, 1)
	first, err := jar.open(carrying(cookie))
	if err != nil || first.Mall != "hanbit" || first.Operator.ID != "owner" || first.Epoch != 3 {
		t.Fatalf("opened %+v, %v", first, err)
	}
	again := jar
	again.store = nil // whoever opens it once more panics
	if second, err := again.open(carrying(cookie)); err != nil || second != first {
		t.Errorf("opened again: %+v, %v", second, err)
	}
	for i := range len(cookie) - 1 { // the last character also holds bits that are not used
		changed := []byte(cookie)
		changed[i] ^= 1
		if got, err := jar.open(carrying(string(changed))); err == nil && got == first {
			t.Fatalf("the cookie was accepted with another character at %d", i)
		}
	}
	if _, err := jar.open(httptest.NewRequest(http.MethodGet, "/", http.NoBody)); err == nil {
		t.Error("a request without a cookie has a ticket")
	}
	other, _, _ := jarOf(t, 2)
	if _, err := other.open(carrying(cookie)); err == nil {
		t.Error("a jar with other keys opened the cookie")
	}
	*now = now.Add(cookieRemembered)
	defer func() {
		if recover() == nil {
			t.Error("after the hour the cookie was not opened again")
		}
	}()
	_, _ = again.open(carrying(cookie))
}

// BenchmarkTicket compares a cookie that is opened with one that was opened
// before.
func BenchmarkTicket(b *testing.B) {
	jar, now, cookie := jarOf(b, 1)
	r := carrying(cookie)
	b.Run("opened", func(b *testing.B) {
		for b.Loop() {
			*now = now.Add(cookieRemembered)
			if _, err := jar.open(r); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("known", func(b *testing.B) {
		for b.Loop() {
			if _, err := jar.open(r); err != nil {
				b.Fatal(err)
			}
		}
	})
}
