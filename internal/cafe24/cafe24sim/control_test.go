package cafe24sim_test

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
)

func (w *world) press(form url.Values) string {
	w.t.Helper()
	r := w.request(http.MethodPost, "/mall/"+mall+"/control", form.Encode())
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	a := w.do(r)
	if a.status != http.StatusSeeOther {
		w.t.Fatalf("%v: %d %s", form, a.status, a.body)
	}
	return a.header.Get("Location")
}

func TestControlPage(t *testing.T) {
	t.Parallel()
	w := empty(t)
	p := w.add(cafe24sim.Product{Name: "린넨 <셔츠>", Picture: "shirt", Variants: []cafe24sim.Variant{{Quantity: 10, Options: []cafe24sim.Option{{Name: "색상", Value: "블랙"}}}}})
	code := p.Variants[0].Code
	page := string(w.do(w.request(http.MethodGet, "/mall/"+mall+"/control?q="+url.QueryEscape("셔츠 블랙"), "")).body)
	if !strings.Contains(page, code) || !strings.Contains(page, "린넨 &lt;셔츠&gt;") {
		t.Errorf("%s", page)
	}
	for _, step := range []struct {
		do, n string
		want  int
	}{{"sell", "3", 7}, {"restock", "5", 12}, {"set", "-2", -2}} {
		w.press(url.Values{"do": {step.do}, "variant": {code}, "n": {step.n}})
		if q, _ := w.Stock(mall, code); q != step.want {
			t.Errorf("%s: %d, want %d", step.do, q, step.want)
		}
	}
	if to := w.press(url.Values{"do": {"sell"}, "variant": {code}, "n": {"1"}, "q": {"a b"}}); !strings.Contains(to, "failed=1") || !strings.Contains(to, "q=a+b") {
		t.Errorf("sold out: %s", to)
	}
	w.press(url.Values{"do": {"switch"}, "variant": {code}, "oversell": {"T"}, "important": {"T"}})
	if got, _ := w.Product(mall, 1); !got.Variants[0].Oversell || !got.Variants[0].Important {
		t.Errorf("not switched: %+v", got.Variants[0])
	}
	w.press(url.Values{"do": {"switch"}, "variant": {code}})
	w.press(url.Values{"do": {"edit"}, "product": {"1"}, "name": {"새 이름"}, "display": {"T"}})
	if got, _ := w.Product(mall, 1); got.Name != "새 이름" || got.Hidden || !got.NotSelling {
		t.Errorf("%+v", got)
	}
	w.press(url.Values{"do": {"faults"}, "answer": {"503"}, "answer_share": {"50"}, "lose": {"10"}, "stale": {"T"}, "token_down": {"T"}, "scope_missing": {"T"}, "html_names": {"T"}})
	want := cafe24sim.Faults{Answer: cafe24sim.AnswerUnavailable, AnswerShare: 0.5, LoseWebhooks: 0.1, StaleFor: 5 * time.Second, TokenDown: true, ScopeMissing: true, HTMLNames: true}
	if diff := cmp.Diff(want, w.Faults(mall)); diff != "" {
		t.Error(diff)
	}
	w.press(url.Values{"do": {"heal"}})
	if w.Faults(mall) != (cafe24sim.Faults{}) {
		t.Error("not healed")
	}
	if to := w.press(url.Values{"do": {"expire_tokens"}}); strings.Contains(to, "failed=1") {
		t.Errorf("tokens expired: %s", to)
	}
	w.press(url.Values{"do": {"uninstall"}})
	if w.Installation(mall).Installed {
		t.Error("not uninstalled")
	}
	if to := w.press(url.Values{"do": {"nonsense"}}); !strings.Contains(to, "failed=1") {
		t.Errorf("%s", to)
	}
}

func TestPagesOpen(t *testing.T) {
	t.Parallel()
	w := start(t, cafe24sim.Config{Products: 200, HistoryDays: 2})
	must(t, w.SetFaults(mall, cafe24sim.Faults{RefreshFails: true}))
	for _, path := range []string{"admin", "control", "control?show=out", "orders", "webhooks"} {
		a := w.do(w.request(http.MethodGet, "/mall/"+mall+"/"+path, ""))
		if a.status != http.StatusOK || !strings.HasSuffix(strings.TrimSpace(string(a.body)), "</html>") {
			t.Errorf("%s: %d %s", path, a.status, a.body)
		}
	}
	if a := w.do(w.request(http.MethodGet, "/mall/other/admin", "")); a.status != http.StatusNotFound {
		t.Errorf("unknown mall: %d", a.status)
	}
	cross := w.request(http.MethodPost, "/mall/"+mall+"/control", "do=uninstall")
	cross.Header.Set("Sec-Fetch-Site", "cross-site")
	if a := w.do(cross); a.status != http.StatusForbidden {
		t.Errorf("from another site: %d", a.status)
	}
}

func TestShoppersBuyAndGoHome(t *testing.T) {
	t.Parallel()
	w := start(t, cafe24sim.Config{Products: 100})
	must(t, w.SetShopperRate(mall, 60_000))
	eventually(t, "orders, of which one is cancelled", func() bool { s := w.Stats(mall); return s.Orders > 50 && s.Cancels > 0 })
	must(t, w.SetShopperRate(mall, 0))
	for _, p := range w.Products(mall) {
		for _, v := range p.Variants {
			if v.Quantity < 0 && !v.Oversell && !v.Untracked && !v.DeductAtPayment {
				t.Errorf("%s was sold to %d", v.Code, v.Quantity)
			}
		}
	}
}

func TestStateSurvivesARestart(t *testing.T) {
	t.Parallel()
	cfg := cafe24sim.Config{Products: 30, DataFile: filepath.Join(t.TempDir(), "sim", "state.json"), AppURL: "https://app.example", RedirectURI: "https://app.example/cb"}
	first := cafe24sim.New(cfg)
	added, err := first.AddProduct(mall, cafe24sim.Product{Name: "새 상품"})
	must(t, err)
	grant, err := first.Grant(mall)
	must(t, err)
	code := first.Products(mall)[0].Variants[0].Code
	must(t, first.SetStock(mall, code, 77))
	must(t, first.DeleteProduct(mall, 3))
	_, err = first.Sell(mall, code, 2)
	must(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	first.Run(ctx)

	second := cafe24sim.New(cfg)
	server := httptest.NewServer(second.Handler())
	t.Cleanup(server.Close)
	w := &world{Server: second, t: t, url: server.URL, token: grant.AccessToken}
	if q, _ := w.Stock(mall, code); q != 75 {
		t.Errorf("stock %d", q)
	}
	if _, err := w.Product(mall, 3); err == nil {
		t.Error("the deleted product is back")
	}
	if p, err := w.Product(mall, added.No); err != nil || p.Name != "새 상품" {
		t.Errorf("%+v %v", p, err)
	}
	if n := len(w.Orders(mall)); n != 1 {
		t.Errorf("%d orders", n)
	}
	if a := w.get("products"); a.status != http.StatusOK {
		t.Errorf("the access token of the first run: %d", a.status)
	}
	if a := w.exchange(refreshForm(grant.RefreshToken)); a.status != http.StatusOK {
		t.Errorf("the refresh token of the first run: %d", a.status)
	}
}

func TestBrokenStateIsQuarantined(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "state.json")
	must(t, os.WriteFile(file, []byte("{"), 0o600))
	if n := len(cafe24sim.New(cafe24sim.Config{Products: 5, DataFile: file}).Products(mall)); n != 5 {
		t.Errorf("%d products", n)
	}
	if _, err := os.Stat(file + ".broken"); err != nil {
		t.Error(err)
	}
}

func TestServeStops(t *testing.T) {
	t.Parallel()
	s := cafe24sim.New(cafe24sim.Config{Products: 10, OrdersPerMinute: 600})
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	must(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(ctx, l) }()
	eventually(t, "an answer", func() bool {
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, s.BaseURL()+"/", nil)
		if err != nil || s.BaseURL() == "" {
			return false
		}
		resp, err := http.DefaultTransport.RoundTrip(r)
		if err == nil {
			_ = resp.Body.Close()
		}
		return err == nil
	})
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func TestControlPagePoisonsOneProduct(t *testing.T) {
	t.Parallel()
	w := start(t, cafe24sim.Config{Products: 3})
	no := w.Products(mall)[1].No
	w.press(url.Values{"do": {"poison"}, "product_no": {strconv.Itoa(no)}, "poison": {string(cafe24sim.PoisonNull)}})
	broken := into[struct{ Products []*product }](t, w.get("products?limit=10&since_product_no=0"))
	if len(broken.Products) != 3 || broken.Products[0] == nil || broken.Products[1] != nil {
		t.Errorf("%+v", broken)
	}
	w.press(url.Values{"do": {"heal"}})
	if healed := into[productList](t, w.get("products?limit=10&since_product_no=0")); healed.Products[1].No != no {
		t.Errorf("%+v", healed)
	}
	w.press(url.Values{"do": {"poison"}, "product_no": {"99999999"}, "poison": {"null"}}) // the page says that there is no such product
}

func TestControlPageBendsAnswers(t *testing.T) {
	t.Parallel()
	w := start(t, cafe24sim.Config{Products: 3})
	count := func() string { return string(w.get("products/count").body) }
	straight := count()
	w.press(url.Values{"do": {"shapes"}, "shape": {"count_words"}})
	if bent := count(); bent != `{"count":"many"}` {
		t.Errorf("bent: %s", bent)
	}
	w.press(url.Values{"do": {"shapes"}, "shape": {"no such shape"}}) // refused, without effect
	if bent := count(); bent == straight {
		t.Error("an unknown shape took away the known one")
	}
	w.press(url.Values{"do": {"heal"}})
	if again := count(); again != straight {
		t.Errorf("healed: %s, before %s", again, straight)
	}
}
