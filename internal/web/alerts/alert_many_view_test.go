package alerts

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cafe24-inventory-alert/internal/bulk"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/words"
)

// TestAlertGroups: the products of a page are in the order of their first alert. Each product has
// all of its alerts that are on the page, in the order of the list.
func TestAlertGroups(t *testing.T) {
	t.Parallel()
	r := viewerAt(words.Korean, "2026-11-22T06:04:00Z")
	for name, tc := range map[string]struct {
		products []int64 // the products of incidents 1, 2, 3 …
		want     []string
	}{
		"none":         {nil, nil},
		"one":          {[]int64{7}, []string{"/stock/7?variant=V#variant  alert-1"}},
		"apart":        {[]int64{7, 8, 7}, []string{"/stock/7 알림 2건 alert-1 alert-3", "/stock/8?variant=V#variant  alert-2"}},
		"next to each": {[]int64{9, 9, 9, 1}, []string{"/stock/9 알림 3건 alert-1 alert-2 alert-3", "/stock/1?variant=V#variant  alert-4"}},
	} {
		var list []lowstock.Incident
		for n, no := range tc.products {
			list = append(list, lowstock.Incident{ID: int64(n + 1), ProductNo: no, VariantCode: "V", State: lowstock.IncidentOpen})
		}
		var got []string
		for _, g := range r.alertGroups(list, "/alerts") {
			line := []string{g.Item.URL, g.Count}
			for _, row := range g.Rows {
				line = append(line, row.ID)
			}
			got = append(got, strings.Join(line, " "))
		}
		if diff := cmp.Diff(tc.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestWhatCameOfActingOnMany(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		act              string
		acted            bulk.Result
		tone, says, also string
	}{
		{actAcknowledge, bulk.Result{}, "quiet", "목록에 남은 알림이 없어서 바뀐 것이 없어요.", "No alert is left in the list, so nothing was changed."},
		{actAcknowledge, bulk.Result{Asked: 1, Done: 1}, "ok", "1건을 확인했어요.", "Acknowledged 1."},
		{actResolve, bulk.Result{Asked: 2000, Done: 2000}, "ok", "2,000건을 해결로 표시했어요.", "Marked 2,000 resolved."},
		{actAcknowledge, bulk.Result{Asked: 12, Done: 11, Resolved: 1}, "low", "12건 중 11건을 확인했어요. 1건은 이미 해결된 알림이에요.", "Acknowledged 11 of 12. 1 was already resolved."},
		{
			actSnooze,
			bulk.Result{Asked: 10, Done: 1, Same: 2, Kept: 2, Resolved: 3},
			"low",
			"10건 중 1건을 7일 미뤘어요. 3건은 이미 해결된 알림이에요. 2건은 이미 확인한 알림이에요. 2건은 공급사 발주를 적어 두고 기다리는 알림이라 그대로 두었어요. 2건은 찾지 못했어요.",
			"Snoozed 1 of 10 for 7 days. 3 were already resolved. 2 were already acknowledged. 2 wait for ordered goods and were not changed. 2 could not be found.",
		},
		{actOrder, bulk.Result{Asked: 5, Done: 2, Same: 3}, "low", "5건 중 2건의 공급사 발주를 기록했어요. 3건은 수량이 비어 있어서 그대로 두었어요.", "Recorded orders for 2 of 5. 3 had no quantity and were not changed."},
		{actAcknowledge, bulk.Result{Asked: 500, Done: 400, Left: 100}, "low", "500건 중 400건을 확인했어요. 100건은 바꾸지 못했어요. 잠시 뒤에 다시 해 주세요.", "Acknowledged 400 of 500. 100 could not be changed. Please try again in a moment."},
		{actRestock, bulk.Result{Asked: 3, Done: 1, Resolved: 2}, "low", "3건 중 1건을 다음 입고까지 미뤘어요. 2건은 이미 해결된 알림이에요.", "Snoozed 1 of 3 until restock. 2 were already resolved."},
	} {
		for l, want := range map[words.Locale]string{words.Korean: tc.says, words.English: tc.also} {
			// The result goes through an address, as after a redirect.
			got := viewerAt(l, "2026-11-22T06:04:00Z").acted(doneMany(tc.act, tc.acted, 7), "/alerts?kind=out")
			if got == nil || got.Text != want || got.Tone != tc.tone {
				t.Errorf("%s %+v in %s: %s", tc.act, tc.acted, l, fmt.Sprint(got))
			}
			undo := (*views.AlertUndo)(nil) // what changed nothing cannot be undone
			if tc.acted.Done > 0 {
				undo = &views.AlertUndo{URL: "/alerts/undo", Act: "7", Back: "/alerts?kind=out"}
			}
			if diff := cmp.Diff(undo, got.Undo); diff != "" {
				t.Errorf("%s (-want +got):\n%s", tc.act, diff)
			}
		}
	}
}

func TestWhatCameOfUndoing(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		undone           bulk.Undone
		tone, says, also string
	}{
		{bulk.Undone{Done: 11}, "ok", "11건을 그 전 상태로 되돌렸어요.", "11 are as before."},
		{bulk.Undone{Done: 1, Changed: 1}, "low", "1건을 그 전 상태로 되돌렸어요. 1건은 그사이 바뀌어서 그대로 두었어요.", "1 is as before. 1 had changed since and was left as it is."},
		{bulk.Undone{}, "quiet", "되돌릴 알림이 없어요. 이미 되돌렸거나 바뀐 것이 없었어요.", "Nothing to undo: it was undone already, or nothing was changed."},
	} {
		for l, want := range map[words.Locale]string{words.Korean: tc.says, words.English: tc.also} {
			got := viewerAt(l, "2026-11-22T06:04:00Z").acted(doneUndo(tc.undone), "/alerts")
			if got == nil || got.Text != want || got.Tone != tc.tone || got.Undo != nil {
				t.Errorf("%+v in %s: %+v", tc.undone, l, got)
			}
		}
	}
}
