package web_test

import (
	"bytes"
	"html"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/korean"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/sheet"
)

// upload sends a file as the page's form does.
func (w *browser) upload(name, content string, header ...string) reply {
	w.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	if name != "" {
		part, err := form.CreateFormFile("file", name)
		if err != nil {
			w.t.Fatal(err)
		}
		if _, err := part.Write([]byte(content)); err != nil {
			w.t.Fatal(err)
		}
	}
	if err := form.Close(); err != nil {
		w.t.Fatal(err)
	}
	return w.do(http.MethodPost, "/rules/sheet", body.String(), append(header, "Content-Type", form.FormDataContentType())...)
}

// readTable returns all rows of a file.
func readTable(t *testing.T, file string) (rows []sheet.Row, err error) {
	t.Helper()
	err = sheet.Read(t.Context(), strings.NewReader(file), func(row sheet.Row) error {
		rows = append(rows, sheet.Row{Line: row.Line, Cells: slices.Clone(row.Cells)})
		return nil
	})
	return rows, err
}

var changesField = regexp.MustCompile(`(?s)<input type="hidden" name="changes" value="(.*?)"`)

func (r reply) changes() string {
	r.t.Helper()
	found := changesField.FindStringSubmatch(r.body)
	if found == nil {
		r.t.Fatalf("no changes in %.2000s", r.body)
	}
	return html.UnescapeString(found[1])
}

// own returns the rules of single variants.
func (b *bench) own(t *testing.T) map[string]lowstock.RuleValue {
	t.Helper()
	rules, err := b.store.Mall(mall).AllRules(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	own := map[string]lowstock.RuleValue{}
	for _, rule := range rules {
		if rule.Scope == lowstock.ScopeVariant {
			own[rule.VariantCode] = rule.Value()
		}
	}
	return own
}

// The list of the page is exported as a file, and the file is imported again.
// The import changes nothing.
func TestExportIsWhatImportReads(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 5)
	for _, change := range []lowstock.RuleChange{
		{ProductNo: 1, VariantCode: "P0000001A", Threshold: new(7)},
		{ProductNo: 2, VariantCode: "P0000002A", Days: new(14)},
		{ProductNo: 3, VariantCode: "P0000003A", Muted: new(true)},
	} {
		if _, _, err := b.store.Mall(mall).SetRule(t.Context(), change, b.clock.Now()); err != nil {
			t.Fatal(err)
		}
	}
	w.get("/stock").has("/stock/export?format=xlsx", "엑셀로 받기")
	w.get("/stock?status=silent&q=x").lacks("/stock/export")
	for _, format := range []string{"csv", "xlsx"} {
		file := w.get("/stock/export?format=" + format).want(http.StatusOK)
		if got := file.Header.Get("Content-Disposition"); !strings.HasPrefix(got, `attachment; filename="stock-hanbit-`) || !strings.HasSuffix(got, "."+format+`"`) {
			t.Errorf("named %q", got)
		}
		rows, err := readTable(t, file.body)
		if err != nil || len(rows) != 11 { // two items for each product
			t.Fatalf("%s: %d rows, %v", format, len(rows), err)
		}
		at := slices.Index(rows[0].Cells, "품목 기준")
		got := map[string]string{}
		for _, row := range rows[1:] {
			got[row.Cells[0]] = row.Cells[at]
		}
		want := map[string]string{"P0000001A": "7", "P0000002A": "14일", "P0000003A": "끔", "P0000004A": "", "P0000005A": ""}
		for code, cell := range want {
			if got[code] != cell {
				t.Errorf("%s: %s has %q, want %q", format, code, got[code], cell)
			}
		}
		w.upload("a."+format, file.body).want(http.StatusOK).has("품목 0개의 기준이 바뀌어요. 10개는 그대로예요").lacks(`name="changes"`)
	}
	rows, err := readTable(t, w.get("/stock/export?format=csv&status=silent").body)
	if err != nil || len(rows) != 2 || rows[1].Cells[0] != "P0000003A" {
		t.Errorf("silent: %v, %v", rows, err)
	}
}

// The last columns contain the forecast, and an import of the same file ignores
// them.
func TestExportLooksAhead(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 3)
	b.sells(t, "P0000002A", 2, 3, 1, 2, 4, 2, 3)
	b.selling(t, 2.4, 7)
	for _, format := range []string{"csv", "xlsx"} {
		file := w.get("/stock/export?format=" + format).want(http.StatusOK)
		rows, err := readTable(t, file.body)
		if err != nil || len(rows) != 7 {
			t.Fatalf("%s: %d rows, %v", format, len(rows), err)
		}
		titles := rows[0].Cells
		if diff := cmp.Diff([]string{"남은 일수", "다 팔리는 날", "제안 수량", "조달 기간 (일)", "제안 이유", "들어올 수량", "들어올 날", "놓칠 판매 수량", "놓칠 판매액 (KRW)"}, titles[len(titles)-9:]); diff != "" {
			t.Errorf("%s (-want +got):\n%s", format, diff)
		}
		for _, row := range rows[1:] {
			ahead := row.Cells[min(11, len(row.Cells)):]
			switch row.Cells[0] {
			case "P0000002A": // 5 in stock, 2.4 a day
				day := b.clock.Now().In(time.FixedZone("KST", 9*60*60)).AddDate(0, 0, 2)
				if len(ahead) < 4 || strings.Join(ahead[4:], "") != "지난 1년에는 더 많이 팔린 때가 있어서 목표 95%에는 못 미쳤을 값이에요." || ahead[0] != "2" || ahead[2] != "7" || ahead[3] != "14" || ahead[1] < day.AddDate(0, 0, -1).Format(time.DateOnly) || ahead[1] > day.AddDate(0, 0, 1).Format(time.DateOnly) {
					t.Errorf("%s: %q", format, ahead)
				}
			case "P0000001B": // the forecast that b.selling gives every variant, and no demand of its own
				if len(ahead) > 1 && ahead[1] != "" {
					t.Errorf("%s: %q", format, ahead)
				}
			}
		}
		w.upload("a."+format, file.body).want(http.StatusOK).has("품목 0개의 기준이 바뀌어요. 6개는 그대로예요").lacks(`name="changes"`)
	}
}

// A file is previewed before it is applied. Its bad lines are named, what it
// does not name stays, and it can be undone at once.
func TestThresholdsFromAFile(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 6)
	for _, change := range []lowstock.RuleChange{
		{ProductNo: 1, VariantCode: "P0000001A", Threshold: new(7)}, {ProductNo: 2, VariantCode: "P0000002A", Threshold: new(3)},
	} {
		if _, _, err := b.store.Mall(mall).SetRule(t.Context(), change, b.clock.Now()); err != nil {
			t.Fatal(err)
		}
	}
	text := "상품명,품목코드,안전재고\r\n니트,P0000001A,기본\r\n니트,P0000003A,\"1,200\"\r\n니트,P0000004A,10 일\r\n니트,P0000005A,끔\r\n" +
		"니트,P9999999A,5\r\n니트,P0000005A,6\r\n니트,P0000006A,많이\r\n니트,P0000006A,2000000\r\n니트,,3\r\n니트,P0000002A,\r\n"
	cp949, err := korean.EUCKR.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	page := w.upload("기준.csv", cp949).want(http.StatusOK).has("<!doctype", "품목 3개의 기준이 바뀌어요. 1개는 그대로예요",
		"6줄은 쓸 수 없어서", "6번째 줄", "P9999999A", "이 쇼핑몰에 없는", "5번째 줄", "7번째 줄과 같은 품목인데", "7번째 줄", "5번째 줄과 같은 품목인데", "8번째 줄", "많이", "9번째 줄", "10번째 줄", "3개 바꾸기", "1,200개", "10일 치")
	if own := b.own(t); len(own) != 2 {
		t.Fatalf("a look has set %v", own)
	}
	changes := page.changes()
	w.follow(w.form("/rules/sheet/apply", map[string]string{"changes": changes}), "/rules?changed=").has("기준 3개를 바꿨어요", `name="back" value="/rules"`)
	own := b.own(t)
	if _, inherits := own["P0000001A"]; inherits || *own["P0000002A"].Threshold != 3 || *own["P0000003A"].Threshold != 1200 || *own["P0000004A"].Days != 10 || len(own) != 3 {
		t.Errorf("set %+v", own)
	}
	history := w.get("/rules").has("파일로 바꿈")
	undo := regexp.MustCompile(`action="(/rules/changes/\d+/undo)"`).FindStringSubmatch(history.body)
	w.form(undo[1], nil).to("/rules?done=undone")
	if own := b.own(t); len(own) != 2 || *own["P0000001A"].Threshold != 7 {
		t.Errorf("undone to %+v", own)
	}
}

// A value that another person has set since the preview is not overwritten.
func TestAFileDoesNotOverwriteWhatItHasNotSeen(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 2)
	changes := w.upload("a.csv", "variant_code,threshold\nP0000001A,5\nP0000002A,6\n", htmx("section#sheet")...).
		has(`<section id="sheet"`).lacks("<!doctype").changes()
	if _, _, err := b.store.Mall(mall).SetRule(t.Context(), lowstock.RuleChange{ProductNo: 1, VariantCode: "P0000001A", Threshold: new(99)}, b.clock.Now()); err != nil {
		t.Fatal(err)
	}
	applied := w.form("/rules/sheet/apply", map[string]string{"changes": changes})
	w.follow(applied, "/rules?changed=").has("기준 1개를 바꿨어요. 1개는 그사이 다른 사람이 바꿔서 그대로 뒀어요.")
	if own := b.own(t); *own["P0000001A"].Threshold != 99 || *own["P0000002A"].Threshold != 6 {
		t.Errorf("set %+v", own)
	}
}

func TestFilesThatCannotBeUsed(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 1)
	for name, c := range map[string]struct{ file, content, says string }{
		"none":           {"", "", "파일을 골라 주세요"},
		"empty":          {"a.csv", "", "파일을 골라 주세요"},
		"blank":          {"a.csv", "\n\n", "파일에 내용이 없어요"},
		"picture":        {"a.xlsx", "\x89PNG\r\n\x1a\n\x00\x00", "읽을 수 없는 파일이에요"},
		"no code":        {"a.csv", "상품명,기준\n니트,5\n", "‘품목코드’나 ‘자체 품목코드’ 칸"},
		"no threshold":   {"a.csv", "품목코드,재고\nP0000001A,5\n", "‘품목 기준’ 칸"},
		"too many lines": {"a.csv", "품목코드,품목 기준\n" + strings.Repeat("a,1\n", sheet.MaxRows+1), "100002번째 줄: 줄이 너무 많아요. 100,000줄까지"},
	} {
		if got := w.upload(c.file, c.content); got.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(got.body, c.says) || !strings.Contains(got.body, `aria-describedby="sheet-file-error"`) {
			t.Errorf("%s: %d %.300s", name, got.StatusCode, got.body)
		}
	}
	w.upload("a.csv", strings.Repeat("a", sheet.MaxBytes+1)).want(http.StatusUnprocessableEntity).has("파일이 너무 커요")
	w.upload("a.csv", strings.Repeat("a", sheet.MaxBytes+(1<<20))).want(http.StatusUnprocessableEntity).has("파일이 너무 커요. 8MB까지")
	for _, changes := range []string{"", "P0000001A", "P0000001A - lots", "P0000001A - 5 6"} {
		w.form("/rules/sheet/apply", map[string]string{"changes": changes}).want(http.StatusUnprocessableEntity)
	}
	viewer := b.viewer(t)
	viewer.get("/rules").lacks(`action="/rules/sheet"`)
	viewer.get("/stock/export?format=csv").want(http.StatusOK)
	viewer.upload("a.csv", "품목코드,품목 기준\nP0000001A,5\n").want(http.StatusForbidden)
	b.browser(t).get("/stock/export").want(http.StatusUnauthorized)
	if own := b.own(t); len(own) != 0 {
		t.Errorf("set %v", own)
	}
}

// Many items are selected, or all that a search lists. The change is previewed,
// and the same list is shown afterwards.
func TestOneThresholdForManyItems(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 4)
	list := w.get("/stock?q=2호").has(`form="bulk"`, `value="P0000002A"`, "조건에 맞는 품목 모두", "이 쪽의 품목 모두 선택")
	b.viewer(t).get("/stock").lacks(`form="bulk"`, `id="bulk"`)
	w.get("/stock/2").lacks(`form="bulk"`)
	if list.StatusCode != http.StatusOK {
		t.Fatal(list.Status)
	}
	bulk := func(pairs ...string) reply {
		t.Helper()
		form := url.Values{}
		for i := 0; i+1 < len(pairs); i += 2 {
			form.Add(pairs[i], pairs[i+1])
		}
		return w.post("/stock/bulk", form.Encode(), "Content-Type", "application/x-www-form-urlencoded", "Sec-Fetch-Site", "same-origin")
	}
	bulk("threshold", "5", "kind", "number").want(http.StatusUnprocessableEntity).has("품목을 하나 이상 골라 주세요")
	bulk("code", "P9999999A", "threshold", "5").want(http.StatusUnprocessableEntity).has("품목을 하나 이상 골라 주세요")
	bulk("code", "P0000001A", "threshold", "many", "kind", "days").want(http.StatusUnprocessableEntity).
		has(`value="many"`, `value="P0000001A"`, `<option value="days" selected>`, `aria-invalid="true"`).lacks(`name="changes"`)
	page := bulk("code", "P0000001A", "code", "P0000003A", "threshold", "12", "kind", "number", "back", "/stock?sort=name").want(http.StatusOK).
		has("품목 2개", "품목 2개의 기준이 바뀌어요", "12개", `href="/stock?sort=name"`)
	if own := b.own(t); len(own) != 0 {
		t.Fatalf("a look has set %v", own)
	}
	done := w.form("/rules/sheet/apply", map[string]string{"changes": page.changes(), "back": "/stock?sort=name"})
	w.follow(done, "/stock?changed=").has("기준 2개를 바꿨어요", `name="back" value="/stock?sort=name"`)
	if own := b.own(t); len(own) != 2 || *own["P0000003A"].Threshold != 12 {
		t.Errorf("set %+v", own)
	}
	w.get("/rules").has("정함").lacks("파일로 바꿈")
	page = bulk("all", "1", "kind", "inherit", "back", "/stock?q=1호").want(http.StatusOK).has("품목 2개", "품목 1개의 기준이 바뀌어요", "1개는 그대로예요")
	undo := w.follow(w.form("/rules/sheet/apply", map[string]string{"changes": page.changes(), "back": "/stock?q=1호"}), "/stock?changed=").has("기준 1개를 바꿨어요")
	action := regexp.MustCompile(`action="(/rules/changes/\d+/undo)"`).FindStringSubmatch(undo.body)
	w.form(action[1], map[string]string{"back": "/stock?q=1호"}).to("/stock?done=undone&q=1%ED%98%B8")
	w.get("/stock?changed=" + strings.Split(action[1], "/")[3]).lacks("기준 1개를 바꿨어요") // it is no longer the newest change
	page = bulk("all", "1", "kind", "off", "back", "https://evil.example/stock").want(http.StatusOK).has("품목 8개의 기준이 바뀌어요", "알리지 않음")
	done = w.form("/rules/sheet/apply", map[string]string{"changes": page.changes(), "back": "https://evil.example/"})
	w.follow(done, "/rules?changed=").has("기준 8개를 바꿨어요")
	if own := b.own(t); len(own) != 8 || !own["P0000001A"].Muted {
		t.Errorf("set %+v", own)
	}
}

// owned is a shop of seven items, two for each product, whose codes the
// merchant has chosen.
func (b *bench) owned(t *testing.T) *browser {
	t.Helper()
	w := b.shop(t, 4)
	codes := map[string]string{
		"P0000001A": "00123", "P0000001B": "0077", "P0000002A": "77", "P0000002B": "007", "P0000003A": "07", "P0000003B": "\u200bＧＡＯＮ－ＢＬＫ", "P0000004A": "1.5E+3",
	}
	l := inbound.Levels{Source: lowstock.SourceSweep, StartedAt: b.clock.Now().Add(time.Second)}
	for no := int64(1); no <= 4; no++ {
		r := inbound.ProductReading{Product: lowstock.Product{No: no, Name: "니트 가디건", Display: true, Selling: true, CategoryNos: []int{}}}
		for i := range 2 {
			code := variantCode(no, i)
			r.Variants = append(r.Variants, lowstock.Variant{ProductNo: no, Code: code, CustomCode: codes[code], Display: true, Selling: true, Tracked: true, Quantity: 50})
		}
		l.Readings = append(l.Readings, r)
	}
	if _, err := b.store.Mall(mall).ApplyLevels(t.Context(), l); err != nil {
		t.Fatal(err)
	}
	return w
}

func TestCodesOfAFile(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.owned(t)
	const code, own = "품목코드,품목 기준\n", "자체 품목코드,품목 기준\n"
	for name, c := range map[string]struct {
		file    string
		changes []string
		says    []string
	}{
		"unseen":                          {"\ufeff\ufeff품목\u200b코드,품목 기준\n\u200bP0000001B,5\n", []string{"P0000001B"}, nil},
		"unseen before a quotation mark":  {"\ufeff\u200b\"품목코드\",\"품목 기준\"\n\u200b\"P0000001B\",\"1,200\"\n", []string{"P0000001B"}, nil},
		"lower case":                      {code + "p0000002b,5\n", []string{"P0000002B"}, nil},
		"full width":                      {code + "Ｐ０００００02Ｂ,５\n", []string{"P0000002B"}, nil},
		"titles in full width":            {"Ｖariant＿Code,ＴＨＲＥＳＨＯＬＤ\nP0000002B,5\n", []string{"P0000002B"}, nil},
		"the merchant's":                  {own + "gaon-blk,5\n", []string{"P0000003B"}, nil},
		"shortened":                       {own + "123,5\n", []string{"P0000001A"}, nil},
		"shortened and true":              {own + "123,5\n0077,3\n00123,6\n", []string{"P0000001B"}, []string{"2번째 줄", "4번째 줄과 같은 품목인데", "4번째 줄", "2번째 줄과 같은 품목인데"}},
		"shortened and true, the same":    {own + "123,5\n00123,5개\n", []string{"P0000001A"}, []string{"1개는 그대로예요"}},
		"both codes of one item":          {"품목코드,자체 품목코드,품목 기준\nP0000001A,,5\n,123,7\n", nil, []string{"3번째 줄과 같은 품목인데", "2번째 줄과 같은 품목인데"}},
		"one of the two cannot be read":   {own + "123,5\n00123,많이\n", nil, []string{"3번째 줄과 같은 품목인데", "숫자, 7일, 끔"}},
		"three times":                     {code + "P0000001A,1\nP0000001A,1\nP0000001A,2\n", nil, []string{"3, 4번째 줄과", "2, 4번째 줄과", "2, 3번째 줄과"}},
		"exact":                           {own + "77,5\n0077,6\n", []string{"P0000002A", "P0000001B"}, nil},
		"several only when shortened":     {own + "7,5\n", nil, []string{"이 코드로 볼 수 있는 품목이 여럿이에요: 007, 07."}},
		"scientific":                      {own + "1.23E+05,5\n", nil, []string{"지수 형식"}},
		"scientific, but the shop has it": {own + "1.5e+3,5\n", []string{"P0000004A"}, nil},
	} {
		page := w.upload("a.csv", c.file).want(http.StatusOK).has(c.says...)
		var changes []string
		if strings.Contains(page.body, `name="changes"`) {
			for line := range strings.Lines(page.changes()) {
				changes = append(changes, strings.Fields(line)[0])
			}
		}
		if !slices.Equal(changes, c.changes) {
			t.Errorf("%s: would change %q, should change %q: %.3000s", name, changes, c.changes, page.body)
		}
	}
}
