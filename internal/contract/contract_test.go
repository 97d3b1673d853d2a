package contract_test

import (
	"context"
	"errors"
	"flag"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cafe24-inventory-alert/internal/cafe24"
	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
	"cafe24-inventory-alert/internal/contract"
	"cafe24-inventory-alert/internal/redact"
)

var update = flag.Bool("update", false, "write the golden lines anew")

// bend is a shape of the simulator and the claim that it breaks.
type bend struct {
	shape  cafe24sim.Shape
	claim  string
	needed bool
}

func bends() []bend {
	return []bend{
		{"version_required", "a call without a version", false},
		{"version_refused", "the configured API version", false},
		{"version_silent", "a version that is not served", true},
		{"token_html", "a wrong token", true},
		{"missing_is_empty", "what does not exist", true},
		{"bucket_absent", "how full the bucket is", false},
		{"bucket_shared", "a bucket of its own", false},
		{"quota_words", "the quota", true},

		{"products_wrapped", "products come as a list", true},
		{"count_words", "products are counted", true},
		{"since_ignored", "since_product_no", true},
		{"page_of_50", "a page holds up to 100", true},
		{"numbers_ignored", "product_no chooses", true},
		{"flags_words", "display and selling", true},
		{"dates_unix", "updated_date", false},
		{"names_by_language", "a name is one text", true},
		{"category_ignored", "category chooses products", true},

		{"embed_ignored", "variants come with the list", true},
		{"quantity_words", "every managed quantity", true},
		{"stock_renamed", "every managed quantity", true},
		{"soldout_absent", "use_inventory and display_soldout", true},
		{"codes_repeat", "a variant's code is unique", true},
		{"no_variant", "every product has a variant", true},
		{"variants_differ", "says what the list says", true},
		{"variants_cut", "where the list ends at 100", true},
		{"stock_filter_ignored", "stock_quantity_max", true},
		{"linked_options", "linked options", true},
		{"stock_by_shop", "one quantity", true},

		{"categories_renamed", "categories come as a list", true},
		{"suppliers_renamed", "suppliers come as a list", true},
		{"shops_renamed", "shops come as a list", false},
		{"store_renamed", "the store says its name", false},
		{"apps_list", "the app is told", false},
		{"set_type_absent", "a product says whether", false},
		{"set_parts_renamed", "a set names its parts", false},

		{"orders_renamed", "orders come as a list", true},
		{"fields_ignored", "fields keeps the buyer out", true},
		{"items_absent", "the list of orders holds their items", false},
		{"items_renamed", "an order's items say", true},
		{"order_dates", "order_date has an offset", true},
		{"status_ignored", "order_status chooses", true},
		{"bundle_unnamed", "an item says whether", false},
		{"bundle_list_text", "a set's parts can be read", false},

		{"reception_words", "whether it sends webhooks", true},
		{"logs_renamed", "the log of webhooks", true},
		{"log_since_ignored", "since_log_id", true},
		{"resent_other_trace", "keeps its trace id", false},
		{"hook_quantity", "no webhook of a product", false},
	}
}

func (b bend) mall() string { return strings.ReplaceAll(string(b.shape), "_", "-") }

const straight = "straight"

// world is a simulator with a mall for each bend, and one mall that follows the documentation. In each mall there is a
// sale, an order that awaits payment, and a webhook that had to be sent twice.
type world struct {
	*cafe24sim.Server

	platform *cafe24.Platform
	tokens   map[string]redact.Secret // by mall
}

func newWorld(t *testing.T) *world {
	t.Helper()
	malls := []string{straight}
	for _, b := range bends() {
		malls = append(malls, b.mall())
	}
	var failed sync.Map
	hook := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, again := failed.LoadOrStore(r.Header.Get("X-Trace-Id"), true); !again {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	}))
	t.Cleanup(hook.Close)
	sim := cafe24sim.New(cafe24sim.Config{
		Products: 301, Malls: malls, AppURL: "https://app.test", RedirectURI: "https://app.test/auth/callback", WebhookURL: hook.URL,
		WebhookRetries: []time.Duration{0},
	})
	server := httptest.NewServer(sim.Handler())
	t.Cleanup(server.Close)
	sim.SetBaseURL(server.URL)
	ctx, stop := context.WithCancel(t.Context())
	var running sync.WaitGroup
	running.Go(func() { sim.Run(ctx) })
	t.Cleanup(func() {
		stop()
		running.Wait()
	})
	platform, err := cafe24.New(cafe24.Config{
		ClientID: cafe24sim.DefaultClientID, ClientSecret: cafe24sim.DefaultClientSecret, WebhookKey: cafe24sim.DefaultWebhookKey,
		RedirectURI: "https://app.test/auth/callback", APIURL: sim.APIURL(), Rate: 100,
	})
	if err != nil {
		t.Fatal(err)
	}
	w := &world{Server: sim, platform: platform, tokens: map[string]redact.Secret{}}
	for _, m := range malls {
		grant, err := w.Grant(m)
		if err != nil {
			t.Fatal(err)
		}
		w.tokens[m] = redact.Secret(grant.AccessToken)
		w.trade(t, m)
	}
	if err := sim.Settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, b := range bends() {
		if err := sim.SetShapes(b.mall(), b.shape); err != nil {
			t.Fatal(err)
		}
	}
	return w
}

func (w *world) trade(t *testing.T, mall string) {
	t.Helper()
	sold := 0
	for _, p := range w.Products(mall) {
		v := p.Variants[0]
		if p.Set != nil {
			w.sellSet(t, mall, p)
			continue
		}
		if v.Untracked || v.Quantity < 20 || p.Hidden || p.NotSelling || sold == 4 {
			continue
		}
		order := w.Sell
		if sold == 3 {
			order = w.OrderUnpaid
		}
		if _, err := order(mall, v.Code, 1); err != nil {
			t.Fatal(err)
		}
		sold++
	}
}

func (w *world) sellSet(t *testing.T, mall string, set cafe24sim.Product) {
	t.Helper()
	err := w.SetStock(mall, set.Variants[0].Code, 50)
	for _, part := range set.Set.Parts {
		p, noPart := w.Product(mall, part.ProductNo)
		if err = errors.Join(err, noPart); err == nil {
			err = w.SetStock(mall, p.Variants[0].Code, 50)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Sell(mall, set.Variants[0].Code, 1); err != nil {
		t.Fatal(err)
	}
}

func (w *world) client(mall string) *cafe24.Client {
	return w.platform.Mall(mall, func(context.Context, redact.Secret) (redact.Secret, error) { return w.tokens[mall], nil })
}

func known(now time.Time) contract.Known {
	scopes := []string{"mall.read_product", "mall.read_order"}
	return contract.Known{
		IssuedAt: now, AccessExpiresAt: now.Add(2 * time.Hour), RefreshExpiresAt: now.AddDate(0, 0, 14),
		Granted: scopes, Asked: scopes, Version: "2026-09-01", Now: now,
	}
}

// inTime matches the level of a bucket, which depends on the time between the calls.
var inTime = regexp.MustCompile(`\b\d+( of 40| after several calls)`)

// The simulator follows the documentation. The expected output is stored line by line, so that an operator knows what
// to expect.
func TestContractOfTheDocumentedPlatform(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var out strings.Builder
	for line := range contract.Check(t.Context(), w.client(straight), known(time.Now())) {
		if line.Verdict == contract.Differs {
			t.Errorf("differs: %s", line)
		}
		out.WriteString(inTime.ReplaceAllString(line.String(), "N$1") + "\n")
	}
	path := filepath.Join("testdata", "documented.txt")
	if *update {
		if err := os.WriteFile(path, []byte(out.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), out.String()); diff != "" {
		t.Errorf("mismatch (-want +got); -update writes it anew:\n%s", diff)
	}
}

// Each line can fail: with the shape that breaks its claim it differs, and it shows whether the program relies on the
// claim.
func TestEachAssumptionCanDiffer(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	red := map[string]bool{}
	var mu sync.Mutex
	var running sync.WaitGroup
	for _, b := range bends() {
		client := w.client(b.mall())
		running.Go(func() {
			want := known(time.Now())
			want.Only = b.claim
			lines := 0
			for line := range contract.Check(t.Context(), client, want) {
				lines++
				if line.Verdict != contract.Differs || line.Failed() != b.needed {
					t.Errorf("%s: %s", b.shape, line)
				}
				mu.Lock()
				red[line.Claim] = true
				mu.Unlock()
			}
			if lines != 1 {
				t.Errorf("%s: %d claims have %q", b.shape, lines, b.claim)
			}
		})
	}
	running.Wait()
	for name, k := range badGrants(time.Now()) {
		for line := range contract.Check(t.Context(), w.client(straight), k) {
			if line.Verdict != contract.Differs {
				t.Errorf("%s: %s", name, line)
			}
			red[line.Claim] = true
		}
	}
	for _, claim := range contract.Assumptions() {
		if !red[claim] {
			t.Errorf("nothing breaks %q", claim)
		}
	}
	for _, shape := range cafe24sim.Shapes() {
		if !used(shape) {
			t.Errorf("shape %s breaks no claim", shape)
		}
	}
}

// badGrants are wrong values of the data that needs no call.
func badGrants(now time.Time) map[string]contract.Known {
	short, few := known(now), known(now)
	short.AccessExpiresAt, short.Only = now.Add(time.Hour), "an access token lives"
	few.Granted, few.Only = few.Granted[:1], "every permission"
	return map[string]contract.Known{"short": short, "few": few}
}

func used(shape cafe24sim.Shape) bool {
	for _, b := range bends() {
		if b.shape == shape {
			return true
		}
	}
	return false
}

// A line never shows a value: no name of a product, an order or a person.
func TestLinesShowNoValues(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var private []string
	for _, p := range w.Products(straight)[:100] {
		private = append(private, p.Name, p.Code, p.Variants[0].Code)
	}
	for _, o := range w.Orders(straight) {
		private = append(private, o.ID, o.Buyer.Name, o.Buyer.Email, o.Buyer.Phone)
	}
	if err := w.SetShapes(straight, "fields_ignored", "items_renamed", "logs_renamed", "stock_renamed"); err != nil {
		t.Fatal(err)
	}
	var lines atomic.Int32
	for line := range contract.Check(t.Context(), w.client(straight), known(time.Now())) {
		lines.Add(1)
		for _, secret := range private {
			if secret != "" && strings.Contains(line.Seen, secret) {
				t.Errorf("%q is shown: %s", secret, line)
			}
		}
	}
	if int(lines.Load()) != len(contract.Assumptions()) {
		t.Errorf("%d lines", lines.Load())
	}
}
