package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/rulebook"
)

// rule sets one rule, and returns its address.
func (b *bench) rule(t *testing.T, change lowstock.RuleChange) string {
	t.Helper()
	change.By = "hanbit"
	rule, _, err := b.store.Mall(mall).SetRule(t.Context(), change, b.clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	return "/rules/" + strconv.FormatInt(rule.ID, 10)
}

// nameLevels stores names for the category and the supplier of the seeded
// products.
func (b *bench) nameLevels(t *testing.T) {
	t.Helper()
	if err := b.store.Mall(mall).SaveCategories(t.Context(), []inbound.Category{{No: 24, Name: "니트", FullName: "여성의류 > 니트"}}); err != nil {
		t.Fatal(err)
	}
	if err := b.store.Mall(mall).SaveSuppliers(t.Context(), []inbound.Supplier{{Code: "S0000001", Name: "한결직물"}}); err != nil {
		t.Fatal(err)
	}
}

// nested returns the tree of a page as its lists are nested, with two spaces
// for each level. Each line has a name and what that rule decides.
func nested(t *testing.T, r reply) string {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(r.body))
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	var walk func(n *html.Node, depth int)
	walk = func(n *html.Node, depth int) {
		if n.Type == html.ElementNode && n.Data == "ul" {
			depth++
		}
		if id := attribute(n, "id"); strings.HasPrefix(id, "rule-") && strings.HasPrefix(attribute(n, "class"), "node") {
			if n.Parent.Data != "li" || n.Parent.Parent.Data != "ul" {
				t.Errorf("%s stands in %s", id, n.Parent.Data)
			}
			text := strings.Join(strings.Fields(textOf(n, "details")), " ")
			out.WriteString(strings.Repeat("  ", depth-2) + text + "\n")
		}
		for child := range n.ChildNodes() {
			walk(child, depth)
		}
	}
	var find func(n *html.Node)
	find = func(n *html.Node) {
		if attribute(n, "id") == "tree" {
			walk(n, 0)
			return
		}
		for child := range n.ChildNodes() {
			find(child)
		}
	}
	find(doc)
	return regexp.MustCompile(`hanbit · (방금|\d+분 전) · `).ReplaceAllString(out.String(), "· ")
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// textOf returns the text of n without the elements named but.
func textOf(n *html.Node, but string) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	var text strings.Builder
	for child := range n.ChildNodes() {
		if child.Data != but {
			text.WriteString(textOf(child, but) + " ")
		}
	}
	return text.String()
}

func TestRulesReadAsATree(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 4)
	b.nameLevels(t)
	w.get("/rules").has("품목 8개에 적용", "아직 정한 기준이 없어요", "가장 좁은 기준을 따라요").lacks("따로 정했어요", `name="q"`)
	b.rule(t, lowstock.RuleChange{Threshold: new(1)})
	b.rule(t, lowstock.RuleChange{SupplierCode: "S0000001", Threshold: new(9)})
	b.rule(t, lowstock.RuleChange{CategoryNo: 24, Threshold: new(6)})
	b.rule(t, lowstock.RuleChange{ProductNo: 2, Days: new(14)})
	b.rule(t, lowstock.RuleChange{ProductNo: 1, Threshold: new(4)})
	b.rule(t, lowstock.RuleChange{ProductNo: 1, VariantCode: variantCode(1, 0), Muted: new(true)})
	b.rule(t, lowstock.RuleChange{ProductNo: 3, VariantCode: variantCode(3, 1), Threshold: new(0)})
	w.form("/stock/threshold", map[string]string{"product_no": "4", "variant_code": variantCode(4, 0), "threshold": "20", "suggested": "1"}).to("/stock?done=saved")

	page := w.get("/rules").want(http.StatusOK)
	want := `카테고리 여성의류 > 니트 · 직접 정함 품목 4개에 적용 부족 1 6개 이하
  상품 니트 가디건 1호 · 직접 정함 품목 2개에 적용 품절 1 부족 1 4개 이하
    품목 색상: 크림 P0000001A · 직접 정함 품절 알리지 않음
  상품 니트 가디건 2호 · 직접 정함 지금 적용되는 품목이 없어요 14일 치 판매량 이하
  상품 니트 가디건 3호 상품 기준 없음
    품목 색상: 블랙 P0000003B · 직접 정함 품절일 때만
  상품 니트 가디건 4호 상품 기준 없음
    품목 색상: 크림 P0000004A · 예측 제안을 따름 부족 20개 이하
공급사 한결직물 · 직접 정함 지금 적용되는 품목이 없어요 9개 이하
`
	if got := nested(t, page); got != want {
		t.Errorf("tree:\n%s\nwant:\n%s", got, want)
	}
	page.has("카테고리 1개, 공급사 1개, 상품 2개, 품목 3개는 따로 정했어요", "상품 2개, 품목 3개는 따로 정했어요").lacks("아직 정한 기준이 없어요")
	if got := len(regexp.MustCompile(`value="preview"`).FindAllString(page.body, -1)); got != 7+2+1 { // the nodes, the default and the form that adds, the import
		t.Errorf("%d previews are offered", got)
	}
	b.viewer(t).get("/rules").want(http.StatusOK).has("여성의류 &gt; 니트", "6개 이하").lacks(`class="node-edit"`, "미리 보기")
	wantSources(t, w)
}

// wantSources compares the tree of a mall with the API.
func wantSources(t *testing.T, w *browser) {
	t.Helper()
	list, _ := w.get("/api/v1/inventory?limit=100").want(http.StatusOK).object()["inventory"].([]any)
	sources := map[any]int{}
	for _, row := range list {
		fields, _ := row.(map[string]any)
		sources[fields["threshold_source"]]++
	}
	standing, err := w.bench.store.Mall(mall).RulesStanding(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range standing {
		sources[string(s.Scope)] -= s.Gives.Variants
	}
	for source, n := range sources {
		if n != 0 {
			t.Errorf("%d items more have their threshold from %s than the tree says", n, source)
		}
	}
}

func TestEveryRuleIsPreviewedBeforeItIsSaved(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 3)
	b.nameLevels(t)
	category := b.rule(t, lowstock.RuleChange{CategoryNo: 24, Threshold: new(0)})
	item := b.rule(t, lowstock.RuleChange{ProductNo: 2, VariantCode: variantCode(2, 1), Threshold: new(2)})
	for _, at := range []string{category, item} {
		ask := map[string]string{"threshold": "9", "do": "preview"}
		w.form(at, ask).want(http.StatusOK).has("<!doctype", "품목이 해당돼요", `value="9"`, `<details class="node-edit" open`)
		w.form(at, ask, htmx("div#rule-"+at[len("/rules/"):])...).want(http.StatusOK).has(`class="node"`, "품목이 해당돼요", `value="9"`).lacks("<!doctype")
		w.form(at, map[string]string{"threshold": "", "do": "preview"}).want(http.StatusUnprocessableEntity).has("숫자만 넣어 주세요")
	}
	w.get("/rules").has("품절일 때만", "2개 이하").lacks(`value="9"`)

	// When the rule of a category is removed, the page says at once that the
	// default applies.
	saved := w.form(category, map[string]string{"threshold": "20", "kind": "days"}, htmx("div#rule-1")...).want(http.StatusOK)
	saved.has("20일 치 판매량 이하", `hx-target="#reach-default"`, "품목 5개에 적용", "hx-partial", "저장").lacks("<!doctype")
	w.form(item, map[string]string{"threshold": "3"}).to("/rules?done=saved")
	w.form(item+"?under=c24", map[string]string{"threshold": "4"}).to("/rules?done=saved&under=c24")
	w.form(item+"/delete", map[string]string{"back": "/rules?under=c24"}).to("/rules?done=deleted&under=c24")
}

// Fifty or more rules under one category are read when they are opened.
func TestALongBranchIsReadWhenItIsOpened(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 60)
	b.nameLevels(t)
	b.rule(t, lowstock.RuleChange{CategoryNo: 24, Threshold: new(1)})
	changes := make([]lowstock.RuleChange, 0, 60)
	for no := range int64(60) {
		changes = append(changes, lowstock.RuleChange{ProductNo: no + 1, Threshold: new(2)})
	}
	if _, err := b.store.Mall(mall).SetRules(t.Context(), changes, rulebook.CauseFile, "hanbit", b.clock.Now()); err != nil {
		t.Fatal(err)
	}
	nodes := func(r reply) int {
		return len(regexp.MustCompile(`id="rule-\d+" class="node"`).FindAllString(r.body, -1))
	}
	whole := w.get("/rules").has("상품 60개는 따로 정했어요", `href="/rules?under=c24"`, `hx-get="/rules?under=c24"`, `name="q"`)
	opened := w.get("/rules?under=c24", htmx("p")...).want(http.StatusOK).has("10개 더 보기", "/rules?skip=50&amp;under=c24", "파일에서 가져옴").lacks("<!doctype")
	branch := w.get("/rules?under=c24").has("<!doctype", "모든 기준 보기", "여성의류 &gt; 니트")
	rest := w.get("/rules?under=c24&skip=50").has("여성의류 &gt; 니트").lacks("더 보기")
	found := w.get("/rules?q="+"2호+니트").has("기준 6개를 찾았어요", `value="2호 니트"`, "여성의류 &gt; 니트") // 2, 12, … 52, and the rules above them
	got := []int{nodes(whole), nodes(opened), nodes(branch), nodes(rest), nodes(found)}
	if want := []int{1, 50, 51, 11, 7}; !slices.Equal(got, want) {
		t.Errorf("rules shown %v, want %v", got, want)
	}
	w.get("/rules?q=없는것").has("기준 0개를 찾았어요")
	for q, found := range map[string]string{"가디건2호": "기준 1개를", "ㄱㄷㄱ2호": "기준 1개를", "2호 ㄴㅌ": "기준 6개를", "\u200b니트가디건 ２호": "기준 6개를"} {
		w.get("/rules?q=" + url.QueryEscape(q)).has(found + " 찾았어요")
	}
	w.get("/rules?under=c99").has("<!doctype", "상품 60개는 따로 정했어요")
	w.get("/rules?under=c99", htmx("p")...).want(http.StatusNotFound)

	// A refused rule that the whole tree does not show: the page leads to it.
	id := regexp.MustCompile(`id="rule-(\d+)" class="node"`).FindAllStringSubmatch(rest.body, -1)[5][1]
	w.form("/rules/"+id, map[string]string{"threshold": "x"}).want(http.StatusUnprocessableEntity).
		has(`id="rule-`+id+`"`, `href="#rule-`+id+`-threshold"`, `value="x"`, "모든 기준 보기", "숫자만")
}

// An address may say how many rules were left, but only a plausible number.
func TestWhatWasLeftIsNotAnything(t *testing.T) {
	t.Parallel()
	w := newBench(t).shop(t, 1)
	w.get("/stock?left=5").has("5개는 그사이")
	for _, left := range []string{"0", "-5", "x", "5000000", "99999999999999999999"} {
		w.get("/stock?left=" + left).want(http.StatusOK).lacks("그사이 다른 사람이")
	}
	w.get("/stock?changed=1&left=5").want(http.StatusOK).lacks("기준 0개", "/changes/1/undo")
}
