package postgres

import (
	"encoding/json"
	"slices"
	"testing"

	"cafe24-inventory-alert/internal/lowstock"
)

// Options are read as encoding/json reads them, whatever form they have.
func TestStoredOptions(t *testing.T) {
	t.Parallel()
	for text, plain := range map[string]bool{
		`[]`: true,
		`[{"name": "색상", "value": "흰색"}]`:                                  true,
		`[{"name": "", "value": "a, b: c}]"}`:                              false,
		`[{"name": "", "value": "a, b: c}]"}]`:                             true,
		`[{"name": "Size", "value": "L"}, {"name": "색상", "value": "흰색"}]`:  true,
		`[{"name": "Size", "value": "12\""}, {"name": "a", "value": "b"}]`: false,
		`[{"name": "a\\", "value": "b"}]`:                                  false,
		`[{"value": "b", "name": "a"}]`:                                    false,
		`[{"name":"a","value":"b"}]`:                                       false,
		`[{"name": "a", "value": "b", "more": 1}]`:                         false,
		`[{"name": "a"}]`:                                                  false,
		`[{"name": "a", "value": null}]`:                                   false,
		`[{"name": "a", "value": "b"},]`:                                   false,
		`[{"name": "a", "value": "b"}`:                                     false,
		`null`:                                                             false,
		``:                                                                 false,
	} {
		var want []lowstock.Option
		wrong := json.Unmarshal([]byte(text), &want)
		if _, is := plainOptions(text); is != plain {
			t.Errorf("%s: plain %v", text, is)
		}
		got := storedOptions{{Name: "of the row before"}}
		err := got.ScanBytes([]byte(text))
		if (err == nil) != (wrong == nil) || wrong == nil && !slices.Equal(want, []lowstock.Option(got)) {
			t.Errorf("%s: %v, %v; want %v, %v", text, got, err, want, wrong)
		}
	}
}
