package rules

import (
	"strings"
	"testing"

	"cafe24-inventory-alert/internal/sheet"
	"cafe24-inventory-alert/views/words"
)

// A file that would be too large when it is unpacked is refused with that
// limit. Package sheet tests the file itself, which takes seconds to read.
func TestAFileThatUnpacksTooFarIsRefusedWithItsLimit(t *testing.T) {
	t.Parallel()
	for l, want := range map[words.Locale]string{words.Korean: "압축을 풀면 너무 커지는 파일이에요. 풀어서 128MB까지", words.English: "128 MB"} {
		got := viewerAt(l, "2026-11-30T12:00:00+09:00").sheetProblem(&sheet.LimitError{Limit: sheet.LimitUnpacked})
		if !strings.Contains(got, want) {
			t.Errorf("%s: %q", l, got)
		}
	}
}
