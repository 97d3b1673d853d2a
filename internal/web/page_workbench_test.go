package web_test

import (
	"fmt"
	"maps"
	"net/url"
	"strings"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/preference"
)

// htmx is the headers that htmx sends for a swap of target.
func htmx(target string) []string {
	return []string{"HX-Request", "true", "HX-Request-Type", "partial", "HX-Target", target}
}

// seed stores products 1…n with two variants each: quantities 0 and 3, 5 and 8,
// 10 and 13 and so on.
func (b *bench) seed(tb testing.TB, n int) {
	tb.Helper()
	var readings []inbound.ProductReading
	for i := range n {
		no := int64(i + 1)
		r := inbound.ProductReading{Product: lowstock.Product{
			No: no, Code: fmt.Sprintf("P%07d", no), Name: fmt.Sprintf("니트 가디건 %d호", no), Display: true, Selling: true,
			Price: "39000.00", CategoryNos: []int{24}, SupplierCode: "S0000001",
		}}
		for j, quantity := range []int{i * 5, i*5 + 3} {
			r.Variants = append(r.Variants, lowstock.Variant{
				ProductNo: no, Code: variantCode(no, j), Options: []lowstock.Option{{Name: "색상", Value: []string{"크림", "블랙"}[j]}},
				Display: true, Selling: true, Tracked: true, Quantity: quantity,
			})
		}
		readings = append(readings, r)
	}
	b.clock.advance(time.Second)
	levels := inbound.Levels{Source: lowstock.SourceHint, StartedAt: b.clock.Now(), Readings: readings}
	if _, err := b.store.Mall(mall).ApplyLevels(tb.Context(), levels); err != nil {
		tb.Fatal(err)
	}
}

func variantCode(no int64, i int) string { return fmt.Sprintf("P%07d%c", no, 'A'+rune(i)) }

// endSync ends the sync that began with the connection.
func (b *bench) endSync(tb testing.TB) {
	tb.Helper()
	now := b.clock.Now()
	y, err := b.store.Mall(mall).ClaimSync(tb.Context(), now, time.Minute)
	if err != nil {
		tb.Fatal(err)
	}
	y.ProductsDone, y.ProductsTotal = 0, 0
	if _, err := b.store.Mall(mall).FinishSync(tb.Context(), y, now, now.Add(6*time.Hour)); err != nil {
		tb.Fatal(err)
	}
}

// shop returns the browser of an owner whose mall is connected and has n products.
func (b *bench) shop(tb testing.TB, n int) *browser {
	tb.Helper()
	w := b.owner(tb, mall)
	b.endSync(tb)
	b.seed(tb, n)
	return w
}

// viewer is a sub-operator, who may not change rules or settings.
func (b *bench) viewer(t *testing.T) *browser {
	t.Helper()
	w := b.browser(t)
	w.open(mall, cafe24sim.Launch{UserType: "A", UserID: "viewer"}).to("/stock")
	return w
}

// form posts fields as a browser does. Where the app asks once more, the person presses again.
func (w *browser) form(path string, fields map[string]string, header ...string) reply {
	w.t.Helper()
	v := url.Values{}
	for name, value := range fields {
		v.Set(name, value)
	}
	return w.press(path, v, header...)
}

// press posts a form, and the form of the question that may come back.
func (w *browser) press(path string, v url.Values, header ...string) reply {
	w.t.Helper()
	header = append([]string{"Content-Type", "application/x-www-form-urlencoded", "Sec-Fetch-Site", "same-origin"}, header...)
	if r := w.post(path, v.Encode(), header...); !r.asks() {
		return r
	}
	v = maps.Clone(v)
	v.Set("sure", "1")
	return w.post(path, v.Encode(), header...)
}

// asks says whether the answer is a question whose button repeats the act.
func (r reply) asks() bool { return strings.Contains(r.body, `name="sure"`) }

// has fails the test when the answer lacks one of texts.
func (r reply) has(texts ...string) reply {
	r.t.Helper()
	for _, text := range texts {
		if !strings.Contains(r.body, text) {
			r.t.Errorf("%s %s has no %q", r.Request.Method, r.Request.URL.Path, text)
		}
	}
	return r
}

// lacks fails the test when the answer has one of texts.
func (r reply) lacks(texts ...string) reply {
	r.t.Helper()
	for _, text := range texts {
		if strings.Contains(r.body, text) {
			r.t.Errorf("%s %s has %q", r.Request.Method, r.Request.URL.Path, text)
		}
	}
	return r
}

// english returns the browser of the owner with an English admin.
func (b *bench) english(t *testing.T) *browser {
	t.Helper()
	w := b.browser(t)
	w.open(mall, cafe24sim.Launch{Lang: "en_US"}).to("/stock")
	return w
}

// notified registers a recipient who has confirmed. Alerts are sent at once.
func (b *bench) notified(t *testing.T, email string) {
	t.Helper()
	settings, err := b.store.Mall(mall).Settings(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	settings.CollectSeconds = 0
	settings.Recipients = append(settings.Recipients, preference.Recipient{Email: email, Immediate: true, Digest: preference.DigestOff})
	if err := b.store.Mall(mall).SaveSettings(t.Context(), settings, "kim", b.clock.Now()); err != nil {
		t.Fatal(err)
	}
	if err := b.store.Mall(mall).ConfirmRecipient(t.Context(), email, b.clock.Now()); err != nil {
		t.Fatal(err)
	}
}

// collected puts the raised alerts into messages. It returns the message of the
// newest incident's first delivery.
func (b *bench) collected(t *testing.T) int64 {
	t.Helper()
	b.clock.advance(time.Second)
	if _, err := b.store.Mall(mall).Collect(t.Context(), b.clock.Now()); err != nil {
		t.Fatal(err)
	}
	list, _, err := b.store.Mall(mall).Incidents(t.Context(), listing.Params{State: lowstock.IncidentStanding, Limit: 1})
	if err != nil || len(list) != 1 || len(list[0].Deliveries) == 0 || list[0].Deliveries[0].MessageID == 0 {
		t.Fatalf("nothing was collected: %+v, %v", list, err)
	}
	return list[0].Deliveries[0].MessageID
}

// sent makes one attempt at a message that ends with outcome.
func (b *bench) sent(t *testing.T, message int64, outcome outgoing.Outcome) {
	t.Helper()
	b.clock.advance(time.Second)
	m, err := b.store.Mall(mall).ClaimMessage(t.Context(), message, b.clock.Now(), time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	b.clock.advance(time.Second)
	if err := b.store.Mall(mall).FinishMessage(t.Context(), message, m.Attempts, outcome, b.clock.Now(), time.Time{}); err != nil {
		t.Fatal(err)
	}
}
