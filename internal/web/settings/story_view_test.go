package settings

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/views/words"
)

func TestChosenRoutesStandFirst(t *testing.T) {
	t.Parallel()
	r := viewerAt(words.Korean, "2026-11-22T07:00:00Z")
	a := settingsRead{categories: []inbound.Category{{No: 1, Name: "가"}, {No: 2, Name: "나"}, {No: 3, Name: "다"}}}
	form := r.recipientForm(preference.Recipient{Categories: []int{3, 9}, Suppliers: []string{"S9"}}, a)
	var got []string
	for _, c := range append(form.Categories, form.Suppliers...) {
		if c.On {
			c.Label = "*" + c.Label
		}
		got = append(got, c.Label)
	}
	if diff := cmp.Diff([]string{"*다", "*카테고리 9", "가", "나", "*공급사 S9"}, got); diff != "" {
		t.Errorf("order (-want +got):\n%s", diff)
	}
}
