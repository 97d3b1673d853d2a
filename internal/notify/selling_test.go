package notify_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
)

// An item that Cafe24 still sells with no stock is never called sold out. It
// comes before items that are sold out.
func TestStillSellingIsTheMoreUrgent(t *testing.T) {
	t.Parallel()
	item := func(id int64, name string, quantity int, sells bool) lowstock.Incident {
		return incident(func(i *lowstock.Incident) {
			i.ID, i.ProductName, i.Options, i.Quantity, i.SellsAtZero = id, name, nil, quantity, sells
			if quantity <= 0 {
				i.Kind = lowstock.KindOut
			}
		})
	}
	zero, owed := item(1, "코트", 0, true), item(2, "재킷", -3, true)
	out, low, fine := item(3, "니트", -9, false), item(4, "셔츠", 2, false), item(5, "바지", 2, true)
	for name, c := range map[string]struct {
		m              outgoing.Message
		subject, title string
		badges         []string
	}{
		"at 0":       {alert(zero), "[계속 판매 중] 코트 · 리넨하우스", "코트가 재고 0인데 계속 판매 중이에요", []string{"계속 판매 중"}},
		"below":      {alert(owed), "[계속 판매 중] 재킷 · 리넨하우스", "재킷은 없는 3개가 팔렸고 계속 판매 중이에요", []string{"계속 판매 중"}},
		"both":       {alert(zero, owed), "[계속 판매 중] 재킷 외 1개 · 리넨하우스", "2개 품목이 재고 없이 계속 판매 중이에요", []string{"계속 판매 중", "계속 판매 중"}},
		"beside out": {alert(out, zero), "[계속 판매 중·품절] 코트 외 1개 · 리넨하우스", "재고 없이 계속 판매 중 1개, 품절 1개예요", []string{"계속 판매 중", "품절"}},
		"beside low": {alert(low, owed), "[계속 판매 중·부족] 재킷 외 1개 · 리넨하우스", "재고 없이 계속 판매 중 1개, 부족 1개예요", []string{"계속 판매 중", "부족"}},
		"all": {
			alert(low, out, zero), "[계속 판매 중·품절·부족] 코트 외 2개 · 리넨하우스", "재고 없이 계속 판매 중 1개, 품절 1개, 부족 1개예요",
			[]string{"계속 판매 중", "품절", "부족"},
		},
		"with stock": {alert(fine), "[재고 부족] 바지 · 리넨하우스", "바지가 2개 남았어요", []string{"부족"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := newSender(t, config()).Render(c.m)
			var badges []string
			for _, r := range l.Lists[0].Rows {
				badges = append(badges, r.Badge)
			}
			if diff := cmp.Diff([]any{c.subject, c.title, c.badges}, []any{l.Subject, l.Title, badges}); diff != "" {
				t.Error(diff)
			}
		})
	}
	digest := alert(out, low, zero)
	digest.Purpose = outgoing.PurposeDigest
	l := newSender(t, config()).Render(digest)
	if first := l.Lists[0].Rows[0]; l.Title != "재고 없이 계속 판매 중 1개, 품절 1개, 부족 1개예요" || first.Name != "코트" || !strings.Contains(first.Why, "계속 판매 중이에요") {
		t.Errorf("%s: %+v", l.Title, first)
	}
	for _, reason := range []lowstock.Reason{lowstock.ReasonWoken, lowstock.ReasonUnanswered, lowstock.ReasonOverdue} {
		again := owed
		again.Announced, again.Order = reason, lowstock.Order{Quantity: 50, ExpectedOn: "2026-11-21"}
		for _, items := range [][]lowstock.Incident{{again}, {again, again}} {
			l := newSender(t, config()).Render(alert(items...))
			if reply := l.Subject + l.Title + l.Lists[0].Rows[0].Why; strings.Contains(reply, "품절") || !strings.Contains(reply, "계속 판매 중") {
				t.Errorf("%s: %s", reason, reply)
			}
		}
	}
}
