package notify_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/notify"
	"cafe24-inventory-alert/internal/outlook"
	"cafe24-inventory-alert/internal/sheet"
	"cafe24-inventory-alert/views/words"
)

// A line that is ordered at the threshold says which point was computed, and
// why it is not used: on the page, in the file and in the mail.
func TestReorderNotesSayWhyThePointIsTheThreshold(t *testing.T) {
	t.Parallel()
	none := func(time.Time) string { return "" }
	computed := 0
	line := outlook.ReorderLine{Point: 20, Instead: &computed, Kept: 0.9, Level: 95}
	for l, want := range map[words.Locale][]string{
		words.Korean:  {"알림 기준 20에서 발주해요. 계산한 값 0은 지난 1년이라면 품절을 덜 막았을 값이에요.", "지난 1년이라면 90%에서만 품절을 막았을 값 (목표 95%)"},
		words.English: {"ordered at the threshold of 20: the computed 0 would have prevented fewer stock-outs last year", "would have prevented a stock-out in 90% of last year's periods (target 95%)"},
	} {
		if got := notify.ReorderNotes(l, &line, none); !slices.Equal(got, want) {
			t.Errorf("notes %q", got)
		}
		var table bytes.Buffer
		if err := notify.WriteReorder(sheet.NewCSV(&table), l, "USD", outlook.ReorderSheet{Lines: []outlook.ReorderLine{line}}); err != nil || !strings.Contains(table.String(), want[0]) || !strings.Contains(table.String(), " (USD),") {
			t.Errorf("file %q, error %v", table.String(), err)
		}
	}
	if got := notify.ReorderNotes(words.Korean, &outlook.ReorderLine{Point: 20}, none); len(got) > 0 {
		t.Errorf("notes %q about a computed point", got)
	}
	m := reorder(1)
	m.Reorder.Lines[0].Instead = &computed
	if text := mailFor(t, m, nil).Text; !strings.Contains(text, "계산한 값 0은") {
		t.Errorf("mail %s", text)
	}
}
