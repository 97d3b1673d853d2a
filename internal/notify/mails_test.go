package notify_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/outlook"
	"cafe24-inventory-alert/internal/selfcheck"
)

// mails are the messages whose text is kept in testdata.
func mails() map[string]outgoing.Message {
	all := map[string]outgoing.Message{
		"alert_low":        alert(incident(nil)),
		"alert_out":        alert(catalogue(8)[4]),
		"alert_some":       alert(catalogue(5)...),
		"alert_many":       alert(catalogue(32)...),
		"alert_low_en":     english(alert(incident(nil))),
		"alert_many_en":    english(alert(catalogue(32)...)),
		"summary":          purpose(outgoing.PurposeSummary, catalogue(8)...),
		"summary_none":     purpose(outgoing.PurposeSummary),
		"digest":           purpose(outgoing.PurposeDigest, catalogue(8)...),
		"digest_new":       purpose(outgoing.PurposeDigest, someNew(selling(32))...),
		"digest_continued": continued(purpose(outgoing.PurposeDigest, someNew(selling(5))[:3]...)),
		"digest_none_en":   english(purpose(outgoing.PurposeDigest)),
		"test":             purpose(outgoing.PurposeTest),
		"test_en":          english(purpose(outgoing.PurposeTest)),
		"confirm":          purpose(outgoing.PurposeConfirm),
		"confirm_en":       english(purpose(outgoing.PurposeConfirm)),
		"reorder":          reorder(4),
		"reorder_en":       english(reorder(64)),
	}
	all["still_selling"], all["still_selling_en"] = alert(stillSelling()...), english(alert(stillSelling()...))
	maps.Copy(all, mailsAgain())
	maps.Copy(all, salesMails())
	maps.Copy(all, riskMails())
	maps.Copy(all, healthMails())
	maps.Copy(all, purchaseMails())
	maps.Copy(all, lateMails())
	return all
}

// stillSelling are incidents; Cafe24 still sells two of the items with no stock.
func stillSelling() []lowstock.Incident {
	items := catalogue(6)
	for n, quantity := range map[int]int{1: 0, 3: -3} {
		items[n].SellsAtZero, items[n].Quantity, items[n].Kind = true, quantity, lowstock.KindOut
	}
	return items
}

func purpose(p outgoing.Purpose, items ...lowstock.Incident) outgoing.Message {
	m := alert(items...)
	m.Purpose, m.Cap = p, 20
	return m
}

// someNew marks the first three items as new to the recipient.
func someNew(items []lowstock.Incident) []lowstock.Incident {
	for i := range items {
		items[i].Announced = ""
		if i < 3 {
			items[i].Announced, items[i].CustomCode = lowstock.ReasonRaised, fmt.Sprintf("NEW-%d", i)
		}
	}
	return items
}

func continued(m outgoing.Message) outgoing.Message {
	m.Continues = true
	return m
}

func english(m outgoing.Message) outgoing.Message {
	m.Locale, m.ShopName = "en", "Linen House"
	return m
}

// mailsAgain are messages that announce incidents a second time, one for each
// reason.
func mailsAgain() map[string]outgoing.Message {
	order := lowstock.Order{Quantity: 50, ExpectedOn: "2026-11-21"}
	nextYear := lowstock.Order{Quantity: 1, ExpectedOn: "2025-12-31"}
	unanswered := notified(lowstock.ReasonUnanswered, func(i *lowstock.Incident) {
		i.Kind, i.Quantity = lowstock.KindOut, 0
		i.OpenedAt, i.UnansweredAt = noon.Add(-30*time.Hour), noon.Add(-time.Minute)
		i.EscalatedAt = noon.Add(-4*time.Hour - 10*time.Minute)
	})
	overdue := notified(lowstock.ReasonOverdue, func(i *lowstock.Incident) { i.Kind, i.Quantity, i.Order = lowstock.KindOut, 0, order })
	late := notified(lowstock.ReasonOverdue, func(i *lowstock.Incident) { i.Order = nextYear })
	woken := notified(lowstock.ReasonWoken, func(i *lowstock.Incident) { i.Kind, i.Quantity = lowstock.KindOut, -2 })
	worse := notified(lowstock.ReasonWorse, func(i *lowstock.Incident) {
		i.Kind, i.Quantity, i.EscalatedAt = lowstock.KindOut, 0, noon.Add(-time.Minute)
	})
	still := notified(lowstock.ReasonWoken, nil)
	return map[string]outgoing.Message{
		"again_unanswered":      alert(unanswered),
		"again_unanswered_many": english(alert(unanswered, unanswered)),
		"again_overdue":         alert(overdue),
		"again_overdue_many":    alert(overdue, late),
		"again_overdue_en":      english(alert(overdue, late)),
		"again_woken":           alert(woken),
		"again_woken_low":       english(alert(still)),
		"again_woken_many":      alert(woken, still),
		"again_mixed":           alert(unanswered, overdue, late, woken, worse, still, notified(lowstock.ReasonRaised, nil)),
	}
}

func notified(reason lowstock.Reason, change func(*lowstock.Incident)) lowstock.Incident {
	return incident(func(i *lowstock.Incident) {
		i.Announced, i.OpenedAt = reason, noon.Add(-8*24*time.Hour)
		if change != nil {
			change(i)
		}
	})
}

// selling is the catalogue with sales and prices. The loss per day follows
// neither the order of the quantities nor the order of the names.
func selling(n int) []lowstock.Incident {
	items := catalogue(n)
	for i := range items {
		items[i].Price = fmt.Sprintf("%d.00", 9000+i*1700%40000)
		items[i].Sales = lowstock.Sales{PerDay: float64((i*37)%120) / 10, Known: i%5 != 4}
	}
	return items
}

// risky is the catalogue with prices and with what the nightly forecast expects to
// be lost; one item has no price, and of one nothing is known.
func risky(n int) []lowstock.Incident {
	items := selling(n)
	for i := range items {
		most := int32(30 * (i%6 + 1))
		items[i].Lost = lowstock.LossCurve{14, most, 3, 0, most / 2, most - 1, 4 * most, most, 3}
	}
	items[1].Price, items[2].Lost = "", nil
	return items
}

func inDollars(m outgoing.Message) outgoing.Message {
	m.Currency = "USD"
	return m
}

func riskMails() map[string]outgoing.Message {
	return map[string]outgoing.Message{
		"risk_alert":     alert(risky(3)...),
		"risk_alert_one": alert(risky(4)[3]),
		"risk_alert_en":  english(alert(risky(23)...)),
		"risk_dollars":   inDollars(alert(risky(3)...)),
		"risk_digest":    purpose(outgoing.PurposeDigest, someNew(risky(6))...),
	}
}

func salesMails() map[string]outgoing.Message {
	long := selling(25)
	for i := range long {
		long[i].ProductName = strings.Repeat("국내산 햇 서리태 검은콩 ", 5)
		long[i].Options = []lowstock.Option{{Name: "포장 단위와 색상", Value: "대용량 선물 세트 (보자기 포장, 손글씨 카드 포함)"}, {Name: "배송", Value: "새벽 배송"}}
		long[i].Quantity -= 12345
	}
	return map[string]outgoing.Message{
		"sales_alert":       alert(selling(3)...),
		"sales_alert_one":   english(alert(selling(2)[1])),
		"sales_digest":      purpose(outgoing.PurposeDigest, selling(12)...),
		"sales_overflow":    purpose(outgoing.PurposeOverflow, selling(45)...),
		"sales_overflow_en": english(purpose(outgoing.PurposeOverflow, selling(45)...)),
		"sales_long":        alert(long...),
	}
}

func healthMails() map[string]outgoing.Message {
	health := func(p outgoing.Purpose, kind selfcheck.Kind, subject, reason string) outgoing.Message {
		m := purpose(p)
		m.Health = selfcheck.Health{ID: 9, Kind: kind, Subject: subject, Reason: reason, OpenedAt: noon.Add(-26 * time.Hour)}
		if p == outgoing.PurposeAllClear {
			m.Health.ClosedAt = noon.Add(-time.Minute)
		}
		return m
	}
	all := map[string]outgoing.Message{}
	for _, kind := range healthKinds() {
		subject, reason := "", ""
		if kind == selfcheck.HealthRecipient {
			subject, reason = "stock@shop.example", "letter.error.address"
		}
		if kind == selfcheck.HealthChannel {
			subject = string(lowstock.ChannelWebhook)
		}
		all["health_"+string(kind)] = health(outgoing.PurposeHealth, kind, subject, reason)
		all["clear_"+string(kind)] = health(outgoing.PurposeAllClear, kind, subject, "")
	}
	all["health_en"] = english(health(outgoing.PurposeHealth, selfcheck.HealthChannel, "slack", ""))
	all["clear_en"] = english(health(outgoing.PurposeAllClear, selfcheck.HealthConnection, "", ""))
	return all
}

func healthKinds() []selfcheck.Kind {
	return []selfcheck.Kind{
		selfcheck.HealthConnection, selfcheck.HealthRefresh, selfcheck.HealthScope, selfcheck.HealthReception,
		selfcheck.HealthStale, selfcheck.HealthMail, selfcheck.HealthRecipient, selfcheck.HealthChannel, selfcheck.HealthApp,
	}
}

// Lists begin with the most expensive items: sold-out items by loss per day, then
// the items that sell out soonest, then items with unknown sales.
func TestListsAreInOrderOfLoss(t *testing.T) {
	t.Parallel()
	item := func(name string, quantity int, price string, perDay float64, known bool) lowstock.Incident {
		return incident(func(i *lowstock.Incident) {
			i.ProductName, i.Quantity, i.Price, i.Sales = name, quantity, price, lowstock.Sales{PerDay: perDay, Known: known}
		})
	}
	items := []lowstock.Incident{
		item("7 low, in 2 days", 4, "", 2, true), item("3 out, cheap", 0, "1000", 3, true), item("9 low, nobody buys", 1, "", 0, true),
		item("4 out, unknown, oversold", -5, "1000", 0, false), item("1 out, dear", -1, "90000.00", 1, true), item("8 low, in 9 days", 9, "", 1, true),
		item("A low, unknown, 2", 2, "", 0, false), item("2 out, much sold", 0, "1000", 50, true), item("5 out, unknown", 0, "", 0, false),
		item("6 low, in a day", 30, "", 30, true), item("B low, unknown, 3", 3, "", 0, false),
	}
	for _, p := range []outgoing.Purpose{outgoing.PurposeDigest, outgoing.PurposeOverflow, outgoing.PurposeSummary} {
		var got []string
		for line := range strings.SplitSeq(mailFor(t, purpose(p, items...), nil).Text, "\n") {
			if strings.HasPrefix(line, "[") {
				_, name, _ := strings.Cut(line, "] ")
				got = append(got, name[:1])
			}
		}
		if diff := cmp.Diff("1 2 3 4 5 6 7 8 9 A B", strings.Join(got, " ")); diff != "" {
			t.Errorf("%s mismatch (-want +got):\n%s", p, diff)
		}
	}
}

// A confirmation goes to somebody who may not know the shop. It shows no product
// and has one button, and the shop's name in it cannot serve as an advertisement.
func TestMailConfirm(t *testing.T) {
	t.Parallel()
	for shop, want := range map[string]string{
		"리넨하우스": "리넨하우스", "A.P.C.": "linenhouse", "buy.example/now": "linenhouse", "메일 주세요 a@b": "linenhouse", "Linen Co.": "Linen Co.",
		"buy。example": "linenhouse", "ｂｕｙ．example": "linenhouse", "환불 010-1234-5678": "linenhouse", "카톡 １２３４５６７８": "linenhouse", "스튜디오 1986": "스튜디오 1986",
	} {
		m := purpose(outgoing.PurposeConfirm, catalogue(3)...)
		m.ShopName = shop
		m.Items = nil
		got := mailFor(t, m, nil)
		if !strings.Contains(got.Text, want+"의 재고 알림을") || shop != want && strings.Contains(got.Raw+got.Text+got.HTML, shop) {
			t.Errorf("%s: want %s in %s", shop, want, got.Text)
		}
		if n := strings.Count(got.HTML, "<a "); n != 1 || strings.Count(got.Text, "https://") != 1 || !strings.Contains(got.Text, "/confirm/") {
			t.Errorf("%d links: %s", n, got.Text)
		}
		if got.Header.Get("List-Unsubscribe") != "" {
			t.Error("one who has not agreed cannot unsubscribe")
		}
	}
}

func TestMailSales(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		quantity int
		perDay   float64
		ko, en   string
	}{
		{5, 3.2, "하루 3.2개 팔려요 · 약 2일 뒤 품절", "Sells 3.2 a day · out in about 2 days"},
		{5, 4, "하루 4개 팔려요 · 약 1일 뒤 품절", "Sells 4 a day · out in about 1 day"},
		{5, 1234.4, "하루 1,234개 팔려요 · 하루 안에 품절", "Sells 1,234 a day · out within a day"},
		{0, 9.96, "하루 10개 팔려요", "Sells 10 a day"},
		{500, 0.1, "하루 0.1개 팔려요", "Sells 0.1 a day"},
		{5, 0, "요즘은 거의 팔리지 않아요", "Hardly sells lately"},
	} {
		for locale, want := range map[string]string{"ko": tt.ko, "en": tt.en} {
			m := alert(incident(func(i *lowstock.Incident) {
				i.Quantity, i.Sales = tt.quantity, lowstock.Sales{PerDay: tt.perDay, Known: true}
			}))
			m.Locale = locale
			if got := mailFor(t, m, nil); !strings.Contains(got.Text, "  "+want+"\n") || !strings.Contains(got.HTML, ">"+want+"<") {
				t.Errorf("%d at %v: want %q in %s", tt.quantity, tt.perDay, want, got.Text)
			}
		}
	}
	if got := mailFor(t, alert(incident(nil)), nil); strings.Contains(got.Text, "팔려") || strings.Contains(got.Text, "팔리") {
		t.Error("sales nobody knows are shown")
	}
}

func TestADigestMarksWhatIsNew(t *testing.T) {
	t.Parallel()
	items := catalogue(3)
	for i := range items {
		items[i].Announced = ""
	}
	text := func() string { return mailFor(t, purpose(outgoing.PurposeDigest, items...), nil).Text }
	if got := text(); strings.Contains(got, "지난 메일 뒤에") {
		t.Error(got)
	}
	items[0].Announced, items[2].Announced = lowstock.ReasonRaised, lowstock.ReasonWorse
	if got := text(); !strings.Contains(got, "그중 2개는 지난 메일 뒤에 새로 생겼어요") {
		t.Error(got)
	}
}

// A mail counts the goods that arrive before the stock is gone, and names those
// that come later. Late goods do not count.
func TestDigestCountsWhatIsOnItsWay(t *testing.T) {
	t.Parallel()
	item := catalogue(1)[0]
	item.Kind, item.State, item.Quantity, item.Sales = lowstock.KindLow, lowstock.IncidentSnoozed, 8, lowstock.Sales{PerDay: 2, Known: true}
	for day, want := range map[string]string{
		"":           "하루 2개 팔려요 · 약 4일 뒤 품절",
		"2026-11-24": "하루 2개 팔려요 · 약 24일 뒤 품절 · 40개 11월 24일 도착 예정",
		"2026-11-30": "하루 2개 팔려요 · 약 4일 뒤 품절 · 40개 11월 30일 도착 예정",
		"2026-11-21": "하루 2개 팔려요 · 약 4일 뒤 품절",
	} {
		item.Incoming = lowstock.Incoming{}
		if on, err := time.Parse(time.DateOnly, day); err == nil {
			item.Incoming = lowstock.Incoming{Units: 40, On: on}
		}
		text := mailFor(t, purpose(outgoing.PurposeDigest, item), nil).Text
		if !strings.Contains(text, want) || (day == "" || day == "2026-11-21") == strings.Contains(text, "도착 예정") {
			t.Errorf("40 due %q: want %q in\n%s", day, want, text)
		}
	}
}

// reorder is a reorder sheet that somebody asked to get by mail.
func reorder(lines int) outgoing.Message {
	m := purpose(outgoing.PurposeReorder)
	m.Reorder = &outlook.ReorderSheet{SupplierCode: "S0001", Supplier: "한결직물", At: noon, OrderDays: 28}
	day := func(n int) time.Time {
		return time.Date(noon.Year(), noon.Month(), noon.Day()+n, 0, 0, 0, 0, time.UTC)
	}
	for i, item := range catalogue(lines) {
		l := outlook.ReorderLine{
			ProductNo: item.ProductNo, VariantCode: item.VariantCode, ProductName: item.ProductName, Options: item.Options, Quantity: item.Quantity,
			PerDay: 0.25 * float64(i+1), LeadDays: 14, Point: 20 + i, Expected: 12, Order: 30 + i, OrderBy: day(i), OutEarly: day(i + 3), Out: day(i + 5), OutLate: day(i + 9), AtRisk: 12_900.4,
		}
		switch i {
		case 1:
			l.CustomCode, l.Coming = "=1+2", 10
		case 2:
			l.OrderBy, l.Out, l.OutEarly, l.OutLate = time.Time{}, time.Time{}, time.Time{}, time.Time{}
		case 3:
			l.Order, l.Coming, l.ComingOn, l.Late = 0, 50, day(-2), true
		case 4:
			l.Order, l.Coming, l.ComingOn, l.Gap, l.Kept, l.Level = 0, 40, day(30), true, 0.894, 95
		}
		m.Reorder.Lines = append(m.Reorder.Lines, l)
	}
	return m
}
