package cafe24_test

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"

	"cafe24-inventory-alert/internal/cafe24"
)

// nameOf returns the decoded name of a product that has no code.
func nameOf(t *testing.T, raw string) string {
	t.Helper()
	row, err := json.Marshal(map[string]any{"product_no": 1, "product_name": raw})
	if err != nil {
		t.Fatal(err)
	}
	var p cafe24.Product
	if err := json.Unmarshal(row, &p); err != nil {
		t.Fatal(err)
	}
	return p.Name
}

func TestNamesAreThePlainTextOfTheirHTML(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("가", 240)
	for raw, want := range map[string]string{
		"보드<br>31T x 900 x 2400mm":                            "보드 31T x 900 x 2400mm",
		"보드<BR/>31T":                                          "보드 31T",
		"보드<br\n class='m'/>31T</br>":                         "보드 31T",
		"A&amp;B 머그 &lt;대&gt;":                                "A&B 머그 <대>",
		"<b>[특가]</b>&nbsp;니트":                                 "[특가] 니트",
		`<span style="color:red">품절임박</span> 러그`:              "품절임박 러그",
		`<span title="3 > 2">러그</span>`:                       "러그",
		"3 < 5 세트":                                            "3 < 5 세트",
		"<font color=#ff0000>":                                "",
		"  두  칸\t이름 ":                                         "두 칸 이름",
		"니트 <NEW> <대> 5<세트 a<b1 </대> <!특가> <":                 "니트 <NEW> <대> 5<세트 a<b1 </대> <!특가> <",
		"A&B, R&D & C":                                        "A&B, R&D & C",
		"&amp;amp; &amp;lt;b&amp;gt;":                         "&amp; &lt;b&gt;",
		"&lt;br&gt; 그대로":                                      "<br> 그대로",
		"&#44032;&#xAC01;&#8203;&#0;":                         "가각",
		"전<!-- 메모 <b> -->후<!-- 닫히지 않음":                        "전 후",
		"전<script>alert('<b>')</script>후<STYLE>.a{}</STYLE>끝": "전 후 끝",
		"<title><b>제목</b></title><textarea>글</textarea>":      "제목 글",
		"<?xml:namespace prefix = o />니트<o:p></o:p>":          "니트",
		`<span style="color:red>품절임박</span> 러그`:               "품절임박 러그",
		"<b>니트":                   "니트",
		"니트<span sty":             "니트",
		long + "니트 블랙 라<span sty": long + "니트 블랙 라",
		long + "니트 블랙 오버핏 라지 세트<spa": long + "니트 블랙 오버핏 라지 세트",
		long + "니트 블랙 오버핏 라지 &nbs":   long + "니트 블랙 오버핏 라지",
		"가나다 <spa": "가나다 <spa",
		"니\u200b트\ufeff\u202e \u00ad블랙\x07": "니트 블랙",
		norm.NFD.String("니트 가디건 é"):         "니트 가디건 é",
		"\u3164 \u200b\u00a0\u3000":         "",
		"\u200d\ufe0f":                      "",
		"👩‍💻 ❤️‍🔥 🏳️‍🌈 👍🏽 니\u200d트":         "👩‍💻 ❤️‍🔥 🏳️‍🌈 👍🏽 니트",
		"가\u2028나\u0085다　라":                 "가 나 다 라",
		strings.Repeat("a", 5000):           strings.Repeat("a", 4096),
		strings.Repeat("가", 2000):           strings.Repeat("가", 1365),
	} {
		if got := nameOf(t, raw); got != want {
			t.Errorf("%q\n got %q\nwant %q", raw, got, want)
		}
	}
}

// Every kind of name is plain text. If the text is empty, the code takes its place.
func TestEveryNameIsPlain(t *testing.T) {
	t.Parallel()
	const empty = `"<font color=#ff0000>"`
	read := func(raw string, into any) {
		t.Helper()
		if err := json.Unmarshal([]byte(raw), into); err != nil {
			t.Fatal(err)
		}
	}
	var got struct {
		Product  cafe24.Product
		Nameless cafe24.Product
		Category [2]cafe24.Category
		Supplier [2]cafe24.Supplier
		Store    cafe24.Store
		Shop     cafe24.Shop
	}
	read(`{"Product":{"product_no":1,"product_code":"P000000A","product_name":"머그<br>대","variants":[
	       {"variant_code":"P000000A000A","options":[{"name":"<b>색상</b>","value":"블랙&amp;화이트"},{"name":"<br>","value":"<i></i>"}]}]},
	  "Nameless":{"product_no":2,"product_code":"P000000B","product_name":`+empty+`},
	  "Category":[{"category_no":25,"category_name":"상의 &gt; 니트<br>"},{"category_no":26,"category_name":`+empty+`}],
	  "Supplier":[{"supplier_code":"S000000A","supplier_name":"한빛&amp;무역"},{"supplier_code":"S000000B","supplier_name":`+empty+`}],
	  "Store":{"shop_name":"<b>소소&nbsp;상점</b>"},"Shop":{"shop_no":1,"shop_name":"국문<br/>몰"}}`, &got)
	want := []string{
		"머그 대", "색상", "블랙&화이트", "P000000B", "상의 > 니트", "26", "한빛&무역", "S000000B", "소소 상점", "국문 몰",
	}
	options := got.Product.Variants[0].Options
	if len(options) != 1 {
		t.Fatalf("options %+v", options)
	}
	if diff := cmp.Diff(want, []string{
		got.Product.Name, options[0].Name, options[0].Value, got.Nameless.Name, got.Category[0].Name, got.Category[1].Name,
		got.Supplier[0].Name, got.Supplier[1].Name, got.Store.Name, got.Shop.Name,
	}); diff != "" {
		t.Error(diff)
	}
}

var leftTag = regexp.MustCompile(`(?i)</?(?:b|br|span|font|i|u|p|div|style|script|img)(?:[\s/>])`)

// FuzzNames: a name is one line of plain text in one form, and always the same for the same input.
func FuzzNames(f *testing.F) {
	for _, seed := range []string{
		"보드<br>31T", "3 < 5 세트", "A&amp;B &lt;b&gt;", "<span style=\"x>y</span>", "<!-- <b>", "<script>x</script>y", "</title><b", "<\u200bb>x",
		"\u1112\u1161\u11ab", "👩‍💻\u200d", "&#60;b&#62;", "<a<b>c", "<o:p>x", strings.Repeat("가", 250) + "<spa", "\u3164",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		got := nameOf(t, raw)
		if got != nameOf(t, raw) {
			t.Error("read twice, it differs")
		}
		if !utf8.ValidString(got) || !norm.NFC.IsNormalString(got) || len(got) > 4096 || strings.Join(strings.Fields(got), " ") != got {
			t.Errorf("%q of %q", got, raw)
		}
		if strings.ContainsAny(got, "\u200b\u3164\ufeff\u202e\x00") {
			t.Errorf("%q of %q shows what cannot be seen", got, raw)
		}
		if strings.Contains(raw, "&") {
			return // a decoded entity may look like a tag
		}
		if leftTag.MatchString(got) {
			t.Errorf("a tag is left in %q of %q", got, raw)
		}
		if again := nameOf(t, got); again != got && utf8.RuneCountInString(got) < 250 {
			t.Errorf("%q of %q becomes %q", got, raw, again)
		}
	})
}
