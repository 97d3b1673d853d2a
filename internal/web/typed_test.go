package web_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
)

// rawReads are the methods that bypass the cleaning of input, each with the
// files that need it.
func rawReads() map[string][]string {
	return map[string][]string{
		"Query":       {"alerts/query.go", "purchasing/handler.go", "purchasing/query.go", "store.go", "present/addresses.go", "rules/bulk.go", "stock/page.go", "stock/product.go", "stock/threshold.go", "suppliers/items.go"}, // of an address of this app, or the type of package purchase
		"QueryParams": {"entry/oauth.go", "kit/access.go"},                                                                                                                                                                       // is compared byte by byte
		"RawQuery":    {"entry/landing.go", "present/addresses.go", "server.go"},                                                                                                                                                 // the launch's signature, an address of this app, APP_URL
		"Body":        {"api/input.go", "kit/upload.go", "limits.go", "webhook.go"},
		"ParseForm":   {"kit/typed.go"},
		"PostForm":    {"kit/typed.go"},
		"FormParams":  {"kit/typed.go"}, // reads the body: see BindForm
		"FormFile":    nil,              // reads the whole body: see WithUpload
		"NewDecoder":  {"api/input.go"},
		"FormValue":   nil, "PostFormValue": nil, "MultipartForm": nil, "MultipartReader": {"kit/upload.go"}, "Bind": nil, "ParamValues": nil, "QueryString": nil, "GetRawData": nil,
	}
}

// A field that is read without cleanContext or input could miss its cleaning.
func TestNobodyReadsInputUncleaned(t *testing.T) {
	t.Parallel()
	var files []string
	err := filepath.WalkDir(".", func(path string, _ fs.DirEntry, err error) error {
		if strings.HasSuffix(path, ".go") {
			files = append(files, filepath.ToSlash(path))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	raw := rawReads()
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			read, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if of, is := read.X.(*ast.Ident); is && of.Name == "purchase" {
				return true // a type of that package
			}
			sent := raw[read.Sel.Name]
			if _, known := raw[read.Sel.Name]; known && !slices.Contains(sent, name) {
				t.Errorf("%s reads .%s of a request: read what was typed by the echo.Context or by readInput, which clean it", set.Position(read.Pos()), read.Sel.Name)
			}
			inner, ok := read.X.(*ast.CallExpr)
			if ok && (read.Sel.Name == "FormValue" || read.Sel.Name == "Form") {
				if of, ok := inner.Fun.(*ast.SelectorExpr); ok && of.Sel.Name == "Request" {
					t.Errorf("%s reads a field of the request itself", set.Position(read.Pos()))
				}
			}
			return true
		})
	}
	for _, allowed := range raw {
		for _, name := range allowed {
			if _, err := os.Stat(name); err != nil {
				t.Errorf("%s is gone", name)
			}
		}
	}
}

// unseen is added to every text that a person can enter; none of it may be
// stored.
const unseen = "\u200b\ufeff"

func TestRecipientsAreStoredAsTheyAreRead(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 1)
	w.form("/settings/recipients/add", map[string]string{"email": "\u200bkim@shop.example"}).want(http.StatusSeeOther)
	w.form("/settings/recipients/add", map[string]string{"email": "\ufeffＬee＠shop.example\u00a0"}).want(http.StatusSeeOther)
	w.form("/settings/recipients/add", map[string]string{"email": "kim@shop.example\u2060"}).want(http.StatusUnprocessableEntity).has("같은 메일 주소가 두 번 있어요")
	w.form("/settings/recipients/add", map[string]string{"email": "ki\u200bm@shop.example"}).want(http.StatusUnprocessableEntity).has("눈에 보이지 않는 문자가 들어 있어요", `id="email-error"`)
	w.form("/settings/channels", map[string]string{"webhook_url": "https://hooks.example/a\u200bb"}).want(http.StatusUnprocessableEntity).has("눈에 보이지 않는 문자가 들어 있어요")
	settings, err := b.store.Mall(mall).Settings(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range settings.Recipients {
		got = append(got, r.Email)
	}
	if is := []string{"kim@shop.example", "lee@shop.example"}; !slices.Equal(got, is) {
		t.Errorf("stored %q, should be %q", got, is)
	}
}

func TestNamesAreStoredClean(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 1)
	w.form("/settings/tokens", map[string]string{"token_name": unseen + "재고\u00a0 연동" + unseen, "token_scope": "read", "token_days": "90"}).want(http.StatusOK)
	w.form("/promotions", map[string]string{"name": "여름" + unseen + " 세일", "from": " 2027-07-01" + unseen, "to": "2027-07-08", "percent": "１５０％"}).want(http.StatusSeeOther)
	tokens, err := b.store.Mall(mall).APITokens(t.Context())
	if err != nil || len(tokens) != 1 || tokens[0].Name != "재고 연동" {
		t.Errorf("tokens %+v, %v", tokens, err)
	}
	plan, err := b.store.Mall(mall).Events(t.Context())
	if err != nil || len(plan.Promotions) != 1 || plan.Promotions[0].Name != "여름 세일" || plan.Promotions[0].Percent != 150 {
		t.Errorf("promotions %+v, %v", plan.Promotions, err)
	}
}

func TestCodesAreFoundHoweverTheyAreTyped(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 2)
	w.form("/stock/threshold", map[string]string{"product_no": "1", "variant_code": unseen + "p0000001a", "threshold": " ７" + unseen, "back": "/stock"}).want(http.StatusSeeOther)
	rules, err := b.store.Mall(mall).AllRules(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(rules, func(r lowstock.Rule) bool { return r.VariantCode == "P0000001A" && *r.Threshold == 7 }) {
		t.Errorf("rules %+v", rules)
	}
	for _, q := range []string{"p0000001a", "Ｐ０００００01Ａ", unseen + "P0000" + unseen + "001A"} {
		w.get("/stock?q=" + url.QueryEscape(q)).want(http.StatusOK).has("P0000001A").lacks("P0000002A")
	}
}

func TestAFormThatCanBeReadInTwoWaysIsRefused(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 1)
	for name, body := range map[string]string{
		"a field twice": "email=kim%40shop.example&email=lee%40shop.example", "no text": "email=kim%40shop.example%ff", "a name that is none": "email%ff=x",
	} {
		w.post("/settings/recipients/add", body, "Content-Type", "application/x-www-form-urlencoded", "Sec-Fetch-Site", "same-origin").want(http.StatusUnprocessableEntity)
		if settings, err := b.store.Mall(mall).Settings(t.Context()); err != nil || len(settings.Recipients) > 0 {
			t.Errorf("%s: %+v, %v", name, settings.Recipients, err)
		}
	}
}

func TestTheAPIStoresWhatItReadsClean(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 2)
	if err := b.store.Mall(mall).SaveSuppliers(t.Context(), []inbound.Supplier{{Code: "S0000001", Name: "한결직물"}}); err != nil {
		t.Fatal(err)
	}
	put := func(body string) reply {
		return w.do(http.MethodPut, "/api/v1/settings", body, "Content-Type", "application/json", "Sec-Fetch-Site", "same-origin")
	}
	put(`{"recipients":[{"email":"\ufeffkim@shop.example\u200b","supplier_codes":["\u200bs0000001"]}],"timezone":" Asia/Seoul\u200b"}`).want(http.StatusOK)
	settings, err := b.store.Mall(mall).Settings(t.Context())
	if err != nil || len(settings.Recipients) != 1 || settings.Recipients[0].Email != "kim@shop.example" || !slices.Equal(settings.Recipients[0].Suppliers, []string{"S0000001"}) {
		t.Errorf("recipients %+v, %v", settings.Recipients, err)
	}
	put(`{"recipients":[{"email":"ki\u200bm@shop.example"}]}`).want(http.StatusUnprocessableEntity).has(`"recipients":"눈에 보이지 않는 문자가 들어 있어요`)
	put(`{"webhook_url":"https://hooks.example/\u2060a"}`).want(http.StatusUnprocessableEntity).has(`"webhook_url":"눈에 보이지 않는 문자가 들어 있어요`)
	for _, unclear := range []string{`{"daily_cap":1,"daily_cap":2}`, `{"recipients":[{"email":"kim@shop.example","email":"lee@shop.example"}]}`, "{\"timezone\":\"Asia/Seoul\xff\"}"} {
		put(unclear).want(http.StatusUnprocessableEntity)
	}
	rule := w.post("/api/v1/alerts", `{"variant_code":"\u200bｐ0000001a","threshold":7}`, "Content-Type", "application/json", "Sec-Fetch-Site", "same-origin").want(http.StatusCreated)
	rule.has(`"variant_code":"P0000001A"`)
	w.post("/api/v1/alerts", `{"supplier_code":"s0000001","threshold":7}`, "Content-Type", "application/json", "Sec-Fetch-Site", "same-origin").want(http.StatusCreated).has(`"supplier_code":"S0000001"`)
	w.get("/api/v1/inventory/1/p0000001a%E2%80%8B/explain").want(http.StatusOK)
	w.get("/api/v1/inventory?q=%EF%BC%B0%E2%80%8B0000001A").want(http.StatusOK).has(`"P0000001A"`).lacks(`"P0000002A"`)
}
