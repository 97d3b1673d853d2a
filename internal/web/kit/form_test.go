package kit

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/words"
)

// posted returns the context of a form that a browser has sent to an address.
func posted(address, kind, body string) echo.Context {
	req := httptest.NewRequest(http.MethodPost, address, strings.NewReader(body))
	req.Header.Set(echo.HeaderContentType, kind)
	return cleanContext{echo.New().NewContext(req, httptest.NewRecorder())}
}

// bound binds a form with the given fields.
func bound[F any, P interface {
	*F
	Fields
}](t *testing.T, fields url.Values) P {
	t.Helper()
	f, err := BindForm[F, P](posted("/", echo.MIMEApplicationForm, fields.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// kindsForm has one field of each kind.
type kindsForm struct {
	Form
	text, choice string
	on           bool
	list         []string
	number       *int
	needed       int
	percent      int
	id           int64
	day          string
	categories   []int
	codes        []string
	back         string
}

func (f *kindsForm) Read() {
	f.text, f.choice, f.on, f.list = f.Text("name"), f.Choice("choice", "error.locale", "ko", "en"), f.On("on"), f.List("show")
	f.number, f.needed, f.percent = f.Optional("number", "error.number"), f.Number("needed", "error.lead_days"), f.Percent("percent", "error.percent_range")
	f.id, f.day = f.ID("id"), f.Day("day").Format("01-02")
	f.categories, f.codes = f.Categories("category", "scope"), f.Codes("supplier", "scope")
	f.back = f.Back("/stock")
}

func TestAFormReadsEachKindOfField(t *testing.T) {
	t.Parallel()
	f := bound[kindsForm](t, url.Values{
		"name": {" 여름\u200b\u00a0세일 "}, "choice": {"en"}, "on": {"1"}, "show": {"a", "b"}, "number": {" １,２００ "}, "needed": {"7"}, "percent": {"１５０ ％"},
		"id": {"12"}, "day": {"2026-12-01"}, "category": {"3", "4", "3"}, "supplier": {"s1", "S1"}, "back": {"/alerts?state=open"},
	})
	got := []any{f.text, f.choice, f.on, f.list, *f.number, f.needed, f.percent, f.id, f.day, f.categories, f.codes, f.back, f.Valid()}
	want := []any{"여름 세일", "en", true, []string{"a", "b"}, 1200, 7, 150, int64(12), "12-01", []int{3, 4}, []string{"S1"}, "/alerts?state=open", true}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAFormNamesAllThatIsWrongBesideWhatWasTyped(t *testing.T) {
	t.Parallel()
	f := bound[kindsForm](t, url.Values{
		"choice": {"fr"}, "number": {"열"}, "percent": {"많이"}, "category": {"0"}, "supplier": {"a b"}, "back": {"//evil.test"}, "id": {"-1"}, "day": {"soon"},
	})
	want := []views.FieldError{
		{Field: "x-choice", Text: "The language is ko or en."},
		{Field: "x-number", Text: "Enter a whole number."},
		{Field: "x-needed", Text: words.English.T("error.lead_days")},
		{Field: "percent!", Text: words.English.T("error.percent_range")},
		{Field: "x-scope", Text: "A category number is 1 or more."},
	}
	if diff := cmp.Diff(want, f.Messages(words.English, "x-", map[string]string{"percent": "percent!"})); diff != "" {
		t.Error(diff)
	}
	if f.Valid() || f.Typed("number") != "열" || f.Typed("percent") != "많이" || f.back != "/stock" || f.id != 0 || f.number != nil {
		t.Errorf("%+v", f)
	}
	if text := f.Message(words.Korean, "choice"); text != "언어는 ko 또는 en이에요." {
		t.Error(text)
	}
}

func TestAFormTakesTheDomainsReasons(t *testing.T) {
	t.Parallel()
	f := bound[kindsForm](t, url.Values{"needed": {"1"}, "percent": {"1"}, "choice": {"ko"}, "number": {"x"}})
	other := lowstock.NotFound()
	if err := f.Judge(other, "name"); !errors.Is(err, other) {
		t.Errorf("another error became %v", err)
	}
	if err := f.Judge(nil, "name"); err != nil {
		t.Error(err)
	}
	err := f.Judge(lowstock.InvalidFields(map[string]string{"number": "error.threshold_range", "needed": "error.lead_days", "days": "error.days_range"}), "percent")
	if err != nil {
		t.Fatal(err)
	}
	for field, key := range map[string]string{
		"number": "error.number", // the first reason stays: the field could not be read
		"needed": "error.lead_days", "percent": "error.days_range", "days": "",
	} {
		want := ""
		if key != "" {
			want = words.Korean.T(key)
		}
		if got := f.Message(words.Korean, field); got != want {
			t.Errorf("%s: %q, want %q", field, got, want)
		}
	}
	first := bound[ValueForm](t, url.Values{})
	if err := first.Judge(lowstock.Invalid("error.invalid"), ""); err != nil || first.Message(words.Korean, "kind") == "" {
		t.Errorf("a refusal as a whole, of no field: %v", err)
	}
	if err := f.Judge(lowstock.Invalid("error.invalid"), "name"); err != nil || f.Message(words.Korean, "name") == "" {
		t.Errorf("a refusal as a whole: %v, %q", err, f.Message(words.Korean, "name"))
	}
}

func TestAFormIsItsBodyAlone(t *testing.T) {
	t.Parallel()
	const multipart = "--x\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\n%s\r\n--x\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\nb\r\n--x--\r\n"
	part := func(value, name string) string {
		return strings.NewReplacer("%s\r\n--x\r\n", value+"\r\n--x\r\n", `"%s"`, `"`+name+`"`).Replace(multipart)
	}
	for name, test := range map[string]struct {
		address, kind, body string
		text                string // "" when refused
	}{
		"its body":           {"/", echo.MIMEApplicationForm, "name=a", "a"},
		"not the address":    {"/?name=b", echo.MIMEApplicationForm, "name=a", "a"},
		"in parts":           {"/", "multipart/form-data; boundary=x", part("a", "other"), "a"},
		"in parts, twice":    {"/", "multipart/form-data; boundary=x", part("a", "name"), ""},
		"in parts, no text":  {"/", "multipart/form-data; boundary=x", part("\xff", "other"), ""},
		"no parts":           {"/", "multipart/form-data", "name=a", ""},
		"twice":              {"/", echo.MIMEApplicationForm, "name=a&name=b", ""},
		"what is no form":    {"/", echo.MIMEApplicationForm, "name=%zz", ""},
		"with a semicolon":   {"/", echo.MIMEApplicationForm, "name=a;b=c", ""},
		"an unclear address": {"/?name=%zz", echo.MIMEApplicationForm, "name=a", ""},
	} {
		f, err := BindForm[kindsForm](posted(test.address, test.kind, test.body))
		switch {
		case test.text == "" && lowstock.ErrorCode(err) != lowstock.CodeInvalid:
			t.Errorf("%s: %v, want it refused", name, err)
		case test.text != "" && (err != nil || f.text != test.text):
			t.Errorf("%s: %v, %+v", name, err, f)
		}
	}
}
