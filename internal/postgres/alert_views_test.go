package postgres_test

import (
	"fmt"
	"strings"
	"testing"

	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
)

func TestSavedViewsOfTheInbox(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.connect(bori)
	store := b.Mall(hansan)
	save := func(v listing.AlertView) (int64, error) { return store.SaveAlertView(t.Context(), v, "kim", b.now) }
	first, err := save(listing.AlertView{Name: " 아침 ", Stored: "kind=out"})
	b.ok(err)
	_, err = save(listing.AlertView{Name: "한산", Stored: "supplier=S1"})
	b.ok(err)
	_, err = save(listing.AlertView{ID: first, Name: "아침 품절", Stored: "kind=out&since=1"})
	b.ok(err)
	views, err := store.AlertViews(t.Context())
	b.ok(err)
	want(t, "views", views, []listing.AlertView{{ID: first, Name: "아침 품절", Stored: "kind=out&since=1"}, {ID: views[1].ID, Name: "한산", Stored: "supplier=S1"}})

	for _, name := range []string{"", "  ", strings.Repeat("가", listing.MaxViewName+1), "한산"} {
		_, err := save(listing.AlertView{ID: first, Name: name})
		wantCode(t, err, lowstock.CodeInvalid)
	}
	_, err = save(listing.AlertView{ID: 1 << 40, Name: "없음"})
	wantCode(t, err, lowstock.CodeNotFound)
	b.ok(b.Mall(bori).DeleteAlertView(t.Context(), first)) // another mall's
	for n := 2; n < listing.MaxAlertViews; n++ {
		b.ok(second(save(listing.AlertView{Name: fmt.Sprint("보기 ", n)})))
	}
	_, err = save(listing.AlertView{Name: "하나 더"})
	wantCode(t, err, lowstock.CodeInvalid)
	b.ok(store.DeleteAlertView(t.Context(), first))
	b.ok(second(save(listing.AlertView{Name: "하나 더"})))
	views, err = store.AlertViews(t.Context())
	b.ok(err)
	want(t, "as many as may be", len(views), listing.MaxAlertViews)
}
