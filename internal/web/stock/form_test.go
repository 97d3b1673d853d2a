package stock

import (
	"net/url"
	"testing"
)

func TestReadThreshold(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]any{
		"": nil, "  ": nil, "0": 0, "10": 10, "1,000": 1000, " 7 ": 7, "-1": "error.threshold_range", "1000001": "error.threshold_range",
		"99999999999999999999": "error.threshold_range", "열": "rules.error_number", "1.5": "rules.error_number", "1e3": "rules.error_number",
	} {
		f := boundForm[thresholdForm](t, url.Values{"product_no": {"1"}, "variant_code": {"P0000001A"}, "threshold": {in}})
		if err := f.Judge(f.change("kim").Check(), "threshold"); err != nil {
			t.Fatal(err)
		}
		var got any
		switch {
		case !f.Valid():
			got = f.Reason("threshold")
		case f.threshold != nil:
			got = *f.threshold
		}
		if got != want {
			t.Errorf("threshold %q = %v, want %v", in, got, want)
		}
	}
}
