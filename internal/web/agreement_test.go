package web_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"cafe24-inventory-alert/internal/listing"
)

// sharedField is a field that a page and the API both accept.
type sharedField struct {
	name   string
	page   func(value string) (to string, sent url.Values)
	id     string // the field's id on the page, where the error is shown
	method string
	api    func(value string) (to string, body map[string]any)
	field  string // the field's name in the API, where the error is shown
	good   []string
	bad    []string
	words  []string // bad values that JSON cannot hold or gives another type; the page and the API have different messages
}

func number(value string) any {
	if _, err := strconv.ParseFloat(value, 64); err != nil {
		return value
	}
	return json.Number(value)
}

func ruleFields() []sharedField {
	value := func(name, kind, id string, good, bad, words []string) sharedField {
		return sharedField{
			name: kind, id: id, method: http.MethodPost, field: name, good: good, bad: bad, words: words,
			page: func(v string) (string, url.Values) {
				return "/rules", url.Values{"form": {"default"}, "kind": {kind}, "threshold": {v}}
			},
			api: func(v string) (string, map[string]any) { return "/api/v1/alerts", map[string]any{name: number(v)} },
		}
	}
	return []sharedField{
		value("threshold", "number", "default-threshold", []string{"0", "7", "1000000"}, []string{"-1", "1000001", "-3000000000", "99999999999"}, []string{"1.5", "many"}),
		value("days", "days", "default-threshold", []string{"1", "365"}, []string{"0", "-1", "366", "99999999999"}, []string{"1.5", "many"}),
		{
			name: "kind", id: "default-threshold-kind", method: http.MethodPost, field: "kind", good: []string{"number", "off"}, bad: []string{"weeks", "NUMBER", "silent"},
			page: func(v string) (string, url.Values) {
				return "/rules", url.Values{"form": {"default"}, "kind": {v}, "threshold": {"7"}}
			},
			api: func(v string) (string, map[string]any) {
				return "/api/v1/alerts", map[string]any{"kind": v, "threshold": 7}
			},
		},
		{
			name: "category", id: "add-scope", method: http.MethodPost, field: "category_no", good: []string{"24"}, words: []string{"0", "-1", "x", "1.5", "2147483648"},
			page: func(v string) (string, url.Values) {
				return "/rules", url.Values{"form": {"add"}, "of": {"c" + v}, "kind": {"off"}}
			},
			api: func(v string) (string, map[string]any) {
				return "/api/v1/alerts", map[string]any{"category_no": number(v), "kind": "off"}
			},
		},
		{
			name: "supplier", id: "add-scope", method: http.MethodPost, field: "supplier_code", good: []string{"S0000001"}, words: []string{"", "a b", strings.Repeat("A", 41)},
			page: func(v string) (string, url.Values) {
				return "/rules", url.Values{"form": {"add"}, "of": {"s" + v}, "kind": {"off"}}
			},
			api: func(v string) (string, map[string]any) {
				return "/api/v1/alerts", map[string]any{"supplier_code": v, "kind": "off"}
			},
		},
	}
}

// settingFields are fields of settings. The other fields that a page sends with
// one are valid.
func settingFields() []sharedField {
	in := func(to string, beside url.Values, name string, numeric bool, good, bad, words []string) sharedField {
		return sharedField{
			name: name, id: name, method: http.MethodPut, field: name, good: good, bad: bad, words: words,
			page: func(v string) (string, url.Values) {
				return to, refusedForm{sent: beside}.with(map[string]string{name: v})
			},
			api: func(v string) (string, map[string]any) {
				if numeric {
					return "/api/v1/settings", map[string]any{name: number(v)}
				}
				return "/api/v1/settings", map[string]any{name: v}
			},
		}
	}
	schedule := url.Values{"digest_at": {"09:00"}, "quiet_from": {"22:00"}, "quiet_to": {"07:00"}}
	language := url.Values{"locale": {"ko"}, "timezone": {"Asia/Seoul"}}
	return []sharedField{
		in("/settings/schedule", schedule, "collect_seconds", true, []string{"0", "3600"}, []string{"-1", "3601", "99999999999"}, []string{"x", "1.5"}),
		in("/settings/schedule", schedule, "daily_cap", true, []string{"0", "100"}, []string{"-1", "101"}, []string{"x"}),
		in("/settings/schedule", schedule, "second_after_hours", true, []string{"0", "168"}, []string{"-1", "169"}, []string{"x"}),
		in("/settings/schedule", schedule, "quiet_to", false, []string{"07:00", "23:59"}, []string{"24:00", "7:00", "noon", ""}, nil),
		in("/settings/schedule", schedule, "digest_at", false, []string{"08:30"}, []string{"", "24:00", "8:30"}, nil),
		in("/settings/language", language, "locale", false, []string{"en", "ko"}, []string{"", "fr", "KO"}, nil),
		in("/settings/language", language, "timezone", false, []string{"Asia/Tokyo", "Asia/Seoul"}, []string{"", "Local", "Mars/Olympus"}, nil),
		in("/settings/channels", url.Values{}, "slack_webhook_url", false, []string{"https://hooks.slack.com/services/T0/B0/abc", "https://hooks.slack.com/••••"},
			[]string{"http://hooks.slack.com/services/T0/B0/abc", "https://evil.example/", "https://evil.example/••••", "••••", "x"}, nil),
		in("/settings/channels", url.Values{}, "webhook_url", false, []string{"https://hooks.example/a", "https://hooks.example/••••", ""},
			[]string{"http://hooks.example/a", "https://127.0.0.1/a", "https://hooks.example:6379/a", "https://hooks.example/••••", "https://other.example/••••", "x", "https://hooks.example/a\u200bb"}, nil),
	}
}

// recipientFields are the fields of one recipient who is on the list.
func recipientFields() []sharedField {
	one := func(name, id string, page func(string) url.Values, api func(string) map[string]any, good, bad, words []string) sharedField {
		return sharedField{
			name: name, id: id, method: http.MethodPut, field: "recipients", good: good, bad: bad, words: words,
			page: func(v string) (string, url.Values) {
				sent := url.Values{"email": {"kim@shop.example"}, "immediate": {"1"}, "digest": {"off"}, "scope": {"some"}, "category": {"24"}}
				maps.Copy(sent, page(v))
				return "/settings/recipients", sent
			},
			api: func(v string) (string, map[string]any) {
				row := api(v)
				row["email"] = "kim@shop.example"
				return "/api/v1/settings", map[string]any{"recipients": []any{row}}
			},
		}
	}
	many := make([]string, 51)
	codes := make([]any, len(many))
	for i := range many {
		many[i] = "S" + strconv.Itoa(i)
		codes[i] = many[i]
	}
	return []sharedField{
		{
			name: "email", id: "email", method: http.MethodPut, field: "recipients", good: []string{"new@shop.example"},
			bad: []string{"kim", "kim@shop", "ki\u200bm@shop.example", "Kim <kim@shop.example>", "a@b.kr, c@d.kr", "kim@shop.example", "Ｋim@shop.example"}, words: []string{""},
			page: func(v string) (string, url.Values) { return "/settings/recipients/add", url.Values{"email": {v}} },
			api: func(v string) (string, map[string]any) {
				return "/api/v1/settings", map[string]any{"recipients": []any{map[string]any{"email": "kim@shop.example"}, map[string]any{"email": v}}}
			},
		},
		one("digest", "recipient-digest", func(v string) url.Values { return url.Values{"digest": {v}} }, func(v string) map[string]any { return map[string]any{"digest": v} },
			[]string{"daily", "weekly", "off"}, []string{"hourly", "OFF"}, nil),
		one("locale", "recipient-locale", func(v string) url.Values { return url.Values{"locale": {v}} }, func(v string) map[string]any { return map[string]any{"locale": v} },
			[]string{"", "ko", "en"}, []string{"fr", "KO"}, nil),
		one("category", "scope", func(v string) url.Values { return url.Values{"category": {v}} }, func(v string) map[string]any { return map[string]any{"category_nos": []any{number(v)}} },
			[]string{"24", "77"}, []string{"0", "-1", "2147483648"}, []string{"x"}),
		one("supplier", "scope", func(v string) url.Values { return url.Values{"supplier": {v}} }, func(v string) map[string]any { return map[string]any{"supplier_codes": []any{v}} },
			[]string{"S0000001", "s0000001"}, []string{"a b", strings.Repeat("A", 41)}, nil),
		one("suppliers", "scope", func(string) url.Values { return url.Values{"supplier": many} }, func(string) map[string]any { return map[string]any{"supplier_codes": codes} },
			nil, []string{"too many"}, nil),
	}
}

// orderFields are the fields of an order of goods.
func (b *bench) orderFields(t *testing.T) []sharedField {
	t.Helper()
	list, _, err := b.store.Mall(mall).Incidents(t.Context(), listing.Params{Limit: 10})
	if err != nil || len(list) == 0 {
		t.Fatalf("%d alerts, %v", len(list), err)
	}
	id := strconv.FormatInt(list[0].ID, 10)
	field := func(name string, numeric bool, good, bad, words []string) sharedField {
		right := map[string]string{"quantity": "5", "expected_on": b.inDays(3)}
		return sharedField{
			name: name, id: "order-" + id + "-" + name, method: http.MethodPost, field: name, good: good, bad: bad, words: words,
			page: func(v string) (string, url.Values) {
				sent := url.Values{"quantity": {right["quantity"]}, "expected_on": {right["expected_on"]}}
				sent.Set(name, v)
				return "/alerts/" + id + "/order", sent
			},
			api: func(v string) (string, map[string]any) {
				body := map[string]any{"quantity": number(right["quantity"]), "expected_on": right["expected_on"]}
				if body[name] = any(v); numeric {
					body[name] = number(v)
				}
				return "/api/v1/incidents/" + id + "/order", body
			},
		}
	}
	return []sharedField{
		field("quantity", true, []string{"1", "1000000"}, []string{"0", "-1", "1000001", "99999999999"}, []string{"x", "1.5"}),
		field("expected_on", false, []string{b.inDays(0), b.inDays(365)}, []string{"", "soon", b.inDays(-1), b.inDays(400), "2027-02-30"}, nil),
	}
}

// A page and the API accept and refuse the same values, for the same reason.
func TestPagesAndTheAPIAgree(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 2)
	b.nameLevels(t)
	w.form("/settings/recipients/add", map[string]string{"email": "kim@shop.example"}).want(http.StatusSeeOther)
	for _, f := range slices.Concat(b.orderFields(t), ruleFields(), settingFields(), recipientFields()) {
		for _, value := range f.good {
			f.agree(t, w, value, true, true)
		}
		for _, value := range f.bad {
			f.agree(t, w, value, false, true)
		}
		for _, value := range f.words {
			f.agree(t, w, value, false, false)
		}
		if f.name == "webhook_url" { // only the mask of the stored address keeps it
			w.form("/settings/channels", map[string]string{"webhook_url": "https://hooks.example/a"}).want(http.StatusSeeOther)
		}
	}
}

func (f sharedField) agree(t *testing.T, w *browser, value string, good, sameWords bool) {
	t.Helper()
	to, sent := f.page(value)
	page := w.send(to, sent)
	at, fields := f.api(value)
	body, err := json.Marshal(fields)
	if err != nil {
		t.Fatal(err)
	}
	api := w.do(f.method, at, string(body), "Content-Type", "application/json", "Sec-Fetch-Site", "same-origin")
	taken := []bool{page.StatusCode == http.StatusSeeOther, api.StatusCode == http.StatusOK || api.StatusCode == http.StatusCreated}
	if taken[0] != good || taken[1] != good {
		t.Errorf("%s %q: the page answers %d, the API %d: %.200s", f.name, value, page.StatusCode, api.StatusCode, api.body)
	}
	if good || taken[0] || taken[1] {
		return
	}
	var answer struct {
		Error struct{ Fields map[string]string }
	}
	if err := json.Unmarshal([]byte(api.body), &answer); err != nil {
		t.Fatal(err)
	}
	shownKey, notified := messageAt(t, page.body, f.id), answer.Error.Fields[f.field]
	if shownKey == "" || notified == "" || sameWords && shownKey != notified {
		t.Errorf("%s %q: the page says %q, the API %q", f.name, value, shownKey, notified)
	}
}
