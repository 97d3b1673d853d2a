package words

import "testing"

func TestFill(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text string
		args []any
		want string
	}{
		{"그대로", nil, "그대로"},
		{"{0|이/가} 품절됐어요", []any{"니트 코트"}, "니트 코트가 품절됐어요"},
		{"{0} {0#item/items} of {1}", []any{1, int64(1200)}, "1 item of 1,200"},
		{"{0} {0#item/items}", []any{3}, "3 items"},
		{"{1} of {0}", []any{"a"}, "{1} of a"}, // a missing argument leaves its placeholder and does not panic
		{"{x} {", []any{"a"}, "{x} {"},
		{"{0}", []any{"{1}"}, "{1}"}, // an argument is never read as a placeholder
	}
	for _, test := range tests {
		if got := fill(test.text, test.args); got != test.want {
			t.Errorf("fill(%q) = %q, want %q", test.text, got, test.want)
		}
	}
}
