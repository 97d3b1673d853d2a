package postgres_test

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/localtime"
	"cafe24-inventory-alert/internal/lowstock"
	daily "cafe24-inventory-alert/internal/morning"
)

// dawn is a shop on a Tuesday at noon in Seoul whose items sell 2 a day and take
// 7 days to come.
func dawn(t *testing.T) *bundle {
	t.Helper()
	b := setup(t)
	b.threshold(3)
	b.apply(read(1, 40, 40, 40), read(2, 40, 40, 40))
	for _, c := range []string{code(1, 0), code(1, 1), code(1, 2), code(2, 0), code(2, 1), code(2, 2)} {
		b.admin(`INSERT INTO forecasts (mall_id, variant_code, reckoned_on, pace, class, lead_days, level, base, point, expected)
			VALUES ('hansan', $1, '2026-11-24', 2, 'smooth', 7, 95, 20, 20, 14)`, c)
	}
	return b
}

func (b *bundle) today() time.Time { return localtime.DayOf(b.now, seoulZone(b.t)) }

func (b *bundle) day(n int) string { return b.today().AddDate(0, 0, n).Format(time.DateOnly) }

func seoulZone(tb testing.TB) *time.Location {
	tb.Helper()
	zone, err := time.LoadLocation("Asia/Seoul")
	if err != nil {
		tb.Fatal(err)
	}
	return zone
}

// morningList returns the list, and its items of the list as class and code.
func (b *bundle) morningList() (daily.List, []string) {
	b.t.Helper()
	l, err := b.Mall(hansan).Morning(b.t.Context(), b.today(), b.now)
	b.ok(err)
	var names []string
	for _, i := range l.Items {
		names = append(names, string(i.Class)+" "+i.Code)
	}
	left, err := b.Mall(hansan).MorningLeft(b.t.Context(), b.today(), b.now)
	b.ok(err)
	if left != l.Left() || left != len(l.Items) {
		b.t.Errorf("%d left, %d counted, %d listed", left, l.Left(), len(l.Items))
	}
	return l, names
}

func (b *bundle) wantMorning(what string, wanted ...string) daily.List {
	b.t.Helper()
	l, names := b.morningList()
	want(b.t, what, names, wanted)
	return l
}

// request is an answer about an item of the list.
func (b *bundle) request(code string, kind daily.Kind, hold lowstock.Hold) daily.Request {
	b.t.Helper()
	l, _ := b.morningList()
	at := slices.IndexFunc(l.Items, func(i daily.Item) bool { return i.Code == code })
	if at < 0 {
		b.t.Fatalf("%s is not on the list", code)
	}
	return daily.Request{
		ProductNo: l.Items[at].ProductNo, VariantCode: code, Version: l.Items[at].Version, Kind: kind, Hold: hold,
		By: "kim", Now: b.now, Today: b.today(), Zone: seoulZone(b.t),
	}
}

func (b *bundle) answers(code string, kind daily.Kind, hold lowstock.Hold) daily.Answer {
	b.t.Helper()
	a, err := b.Mall(hansan).AnswerMorning(b.t.Context(), b.request(code, kind, hold))
	b.ok(err)
	b.wait(time.Second)
	return a
}

func (b *bundle) orders(code string, units, days int) daily.Answer {
	b.t.Helper()
	end := localtime.StartOfDay(b.today().Year(), b.today().Month(), b.today().Day()+days+1, seoulZone(b.t))
	return b.answers(code, daily.Ordered, lowstock.Hold{Until: end, Order: lowstock.Order{Quantity: units, ExpectedOn: b.day(days)}})
}

func (b *bundle) later(code string, after time.Duration) daily.Answer {
	b.t.Helper()
	return b.answers(code, daily.Later, lowstock.Hold{Until: b.now.Add(after)})
}

func (b *bundle) undoAnswer(a daily.Answer) error {
	b.t.Helper()
	_, err := b.Mall(hansan).UndoMorning(b.t.Context(), a.ID, "kim", b.now)
	b.wait(time.Second)
	return err
}

// The classes are in their order, and within each the most urgent comes first.
func TestTheMorningIsInOrder(t *testing.T) {
	t.Parallel()
	b := dawn(t)
	b.apply(read(1, 0, 2, 40), read(2, 9, 14, 0))
	b.admin(`UPDATE variants SET daily_sales = 5 WHERE variant_code = $1`, code(2, 2))
	b.wantMorning("sold out, low, and short by the forecast", "out "+code(2, 2), "out "+code(1, 0), "short "+code(1, 1), "short "+code(2, 0))
	b.orders(code(1, 0), 50, 2)
	b.wantMorning("ordered goods are waited for", "out "+code(2, 2), "short "+code(1, 1), "short "+code(2, 0))
	b.wait(3 * 24 * time.Hour)
	_, err := b.Mall(hansan).WakeIncidents(t.Context(), b.now)
	b.ok(err)
	l := b.wantMorning("and late", "out "+code(2, 2), "short "+code(1, 1), "short "+code(2, 0), "late "+code(1, 0))
	if i := l.Items[2]; i.Incident != 0 || i.Needed != 14 || i.Quantity != 9 || i.ProductName != "오버핏 니트 2" || i.Suggestion.LeadDays != 7 {
		t.Errorf("short by the forecast: %+v", i)
	}
	if i := l.Items[3]; i.Incoming.Units != 50 || i.Document != 0 {
		t.Errorf("late: %+v", i)
	}
	_, err = b.Mall(hansan).AcknowledgeIncident(t.Context(), l.Items[0].Incident, "lee", b.now)
	b.ok(err)
	b.wantMorning("what somebody takes care of is not on it", "short "+code(1, 1), "short "+code(2, 0), "late "+code(1, 0))
	if l, err := b.Mall(bori).Morning(t.Context(), b.today(), b.now); err != nil || len(l.Items) > 0 {
		t.Errorf("another mall: %+v, %v", l, err)
	}
}

// Within a class the item that costs most comes first, by the figure that its row
// says. What has none follows by its urgency, and what still sells at 0 precedes.
func TestTheMorningIsInOrderOfMoney(t *testing.T) {
	t.Parallel()
	b := dawn(t)
	b.apply(read(1, 0, 0, 40), read(2, 9, 5, 0))
	b.admin(`UPDATE products SET price = CASE product_no WHEN 1 THEN '10000.00' ELSE '90000.00' END`)
	b.admin(`UPDATE forecasts SET lost = ARRAY[7, 20, 10] || ARRAY(SELECT 2 * k FROM generate_series(0, 9) k) || ARRAY(SELECT (9 - k) * 12 + 3 FROM generate_series(0, 9) k)
		WHERE variant_code <> $1`, code(1, 1))
	b.wantMorning("the most costly first", "out "+code(2, 2), "out "+code(1, 0), "out "+code(1, 1), "short "+code(2, 1), "short "+code(2, 0))
	b.admin(`UPDATE products SET price = CASE product_no WHEN 1 THEN '90000.00' ELSE '10000.00' END`)
	b.admin(`UPDATE variants SET daily_sales = CASE variant_code WHEN $1 THEN 99 ELSE 2 END`, code(1, 1))
	list := b.wantMorning("in its class alone", "out "+code(1, 0), "out "+code(2, 2), "out "+code(1, 1), "short "+code(2, 1), "short "+code(2, 0))
	for n, i := range list.Items[:2] {
		if loss := i.Loss(b.today()); loss.Money != []int64{999_000, 111_000}[n] {
			t.Errorf("the figure of %s is %+v", i.Code, loss)
		}
	}
	b.admin(`UPDATE forecasts SET lost = NULL`)
	b.wantMorning("without a figure by urgency", "out "+code(1, 1), "out "+code(1, 0), "out "+code(2, 2), "short "+code(2, 1), "short "+code(2, 0))
	b.admin(`UPDATE variants SET sells_at_zero = true WHERE variant_code = $1`, code(2, 2))
	b.wantMorning("orders that cannot be delivered precede", "out "+code(2, 2), "out "+code(1, 1), "out "+code(1, 0), "short "+code(2, 1), "short "+code(2, 0))
}

// Each answer takes the item off the list, brings it back when it says so, and
// is undone.
func TestAnswersOfTheMorning(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		quantity int
		answer   func(*bundle, string) daily.Answer
		back     time.Duration // when the item is on the list again; 0: not by time
		alert    bool
	}{
		"alert, ordered":         {0, func(b *bundle, c string) daily.Answer { return b.orders(c, 50, 3) }, 4 * 24 * time.Hour, true},
		"alert, later":           {0, func(b *bundle, c string) daily.Answer { return b.later(c, 21*time.Hour) }, 22 * time.Hour, true},
		"alert, fine":            {0, func(b *bundle, c string) daily.Answer { return b.answers(c, daily.Fine, lowstock.Hold{}) }, 0, true},
		"no alert, ordered":      {9, func(b *bundle, c string) daily.Answer { return b.orders(c, 50, 3) }, 4 * 24 * time.Hour, false},
		"no alert, ordered late": {9, func(b *bundle, c string) daily.Answer { return b.orders(c, 500, 90) }, 24 * time.Hour, false},
		"no alert, later":        {9, func(b *bundle, c string) daily.Answer { return b.later(c, 21*time.Hour) }, 22 * time.Hour, false},
		"no alert, fine":         {9, func(b *bundle, c string) daily.Answer { return b.answers(c, daily.Fine, lowstock.Hold{}) }, daily.FineDays * 24 * time.Hour, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := dawn(t)
			b.apply(read(1, c.quantity, 40, 40))
			one, _ := b.morningList()
			a := c.answer(b, code(1, 0))
			b.wantMorning("answered")
			if (a.Incident != 0) != c.alert || a.ProductName == "" || a.By != "kim" || a.Quantity != c.quantity {
				t.Errorf("answer %+v", a)
			}
			done, err := b.Mall(hansan).MorningDone(t.Context(), b.now.Add(-time.Hour), b.today(), b.now, "Asia/Seoul")
			b.ok(err)
			want(t, "done", done.Answers, []daily.Answer{a})
			if returns := c.back > 0; returns != (len(done.Next) > 0) {
				t.Errorf("expected next: %+v", done.Next)
			}
			b.ok(b.undoAnswer(a))
			b.ok(b.undoAnswer(a)) // a second press
			again := b.wantMorning("undone", string(one.Items[0].Class)+" "+code(1, 0))
			if i := again.Items[0]; i.State != one.Items[0].State || i.Incoming.Units != 0 || i.Version == one.Items[0].Version {
				t.Errorf("undone: %+v", i)
			}
			c.answer(b, code(1, 0))
			b.wantMorning("answered again")
			if c.back == 0 {
				b.wait(100 * 24 * time.Hour)
				b.wantMorning("never by time")
				return
			}
			b.wait(c.back - 12*time.Hour - time.Minute)
			_, err = b.Mall(hansan).WakeIncidents(t.Context(), b.now)
			b.ok(err)
			if _, names := b.morningList(); len(names) > 0 && c.back < 23*time.Hour && !strings.Contains(name, "later") {
				t.Errorf("too early: %v", names)
			}
			b.wait(24 * time.Hour)
			_, err = b.Mall(hansan).WakeIncidents(t.Context(), b.now)
			b.ok(err)
			if _, names := b.morningList(); len(names) != 1 {
				t.Errorf("%v after %v", names, c.back)
			}
		})
	}
}

// Two presses of one button, also at the same time, are one answer.
func TestADoublePressIsOneAnswer(t *testing.T) {
	t.Parallel()
	b := dawn(t)
	b.apply(read(1, 0, 9, 40))
	for _, c := range []string{code(1, 0), code(1, 1)} {
		r := b.request(c, daily.Ordered, lowstock.Hold{Until: b.now.Add(72 * time.Hour), Order: lowstock.Order{Quantity: 50, ExpectedOn: b.day(2)}})
		var all sync.WaitGroup
		ids := make([]int64, 8)
		for n := range ids {
			all.Go(func() {
				a, err := b.Mall(hansan).AnswerMorning(t.Context(), r)
				if err != nil {
					t.Error(err)
				}
				ids[n] = a.ID
			})
		}
		all.Wait()
		if slices.Sort(ids); ids[0] == 0 || ids[0] != ids[7] {
			t.Errorf("%s: answers %v", c, ids)
		}
	}
	if n := one[int](b, `select count(*) from morning_answers`); n != 2 {
		t.Errorf("%d answers", n)
	}
	if n := one[int](b, `select count(*) from incident_events where kind = 'ordered'`); n != 1 {
		t.Errorf("the alert was ordered %d times", n)
	}
}

// An item that resolved while the page was open, or that another person
// answered, takes no answer.
func TestAnItemThatChangedMeanwhile(t *testing.T) {
	t.Parallel()
	b := dawn(t)
	b.apply(read(1, 0, 2, 9))
	gone := b.request(code(1, 0), daily.Fine, lowstock.Hold{})
	taken := b.request(code(1, 1), daily.Fine, lowstock.Hold{})
	short := b.request(code(1, 2), daily.Fine, lowstock.Hold{})
	b.apply(read(1, 50, 2, 50))
	b.later(code(1, 1), time.Hour)
	for name, r := range map[string]daily.Request{"error.morning_gone": gone, "error.morning_changed": taken} {
		_, err := b.Mall(hansan).AnswerMorning(t.Context(), r)
		wantCode(t, err, lowstock.CodeConflict)
		if err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%v, want %s", err, name)
		}
	}
	_, err := b.Mall(hansan).AnswerMorning(t.Context(), short)
	wantCode(t, err, lowstock.CodeConflict)
	unknown := short
	unknown.VariantCode = "X"
	_, err = b.Mall(hansan).AnswerMorning(t.Context(), unknown)
	wantCode(t, err, lowstock.CodeNotFound)

	// An answer is not undone over the answer of another person.
	a := b.answersAgain(code(1, 1))
	i, err := b.Mall(hansan).Incident(t.Context(), a.Incident)
	b.ok(err)
	_, err = b.Mall(hansan).AcknowledgeIncident(t.Context(), i.ID, "lee", b.now)
	b.ok(err)
	wantCode(t, b.undoAnswer(a), lowstock.CodeConflict)
}

func (b *bundle) answersAgain(code string) daily.Answer {
	b.t.Helper()
	b.wait(2 * time.Hour)
	_, err := b.Mall(hansan).WakeIncidents(b.t.Context(), b.now)
	b.ok(err)
	return b.later(code, time.Hour)
}

// Goods of an item without an alert count as incoming everywhere until they
// arrive, and are late after their day.
func TestAnOrderOfAnItemWithoutAnAlert(t *testing.T) {
	t.Parallel()
	b := dawn(t)
	b.apply(read(1, 9, 9, 40))
	incoming := func() string {
		rows, err := b.Mall(hansan).VariantsNamed(t.Context(), []string{code(1, 0)})
		b.ok(err)
		if in := rows[0].Incoming; in.Units > 0 {
			return strconv.Itoa(in.Units) + " " + in.On.Format(time.DateOnly)
		}
		return ""
	}
	b.orders(code(1, 0), 50, 5)
	want(t, "incoming", incoming(), "50 2026-11-29")
	b.wait(time.Hour)
	b.apply(read(1, 8, 9, 40))
	b.wait(time.Minute)
	b.apply(read(1, 11, 9, 40))
	b.look()
	want(t, "a few units that were put back", incoming(), "50 2026-11-29")
	b.wait(3 * time.Hour)
	b.apply(read(1, 61, 9, 40))
	b.look()
	want(t, "arrived", incoming(), "")
	b.wait(49 * time.Hour)
	b.apply(read(1, 9, 40, 40))
	b.wantMorning("short again", "short "+code(1, 0))

	b.orders(code(1, 0), 50, 5)
	b.wait(6 * 24 * time.Hour)
	l := b.wantMorning("late", "late "+code(1, 0))
	if i := l.Items[0]; i.Document != 0 || !i.Incoming.Overdue(b.today()) {
		t.Errorf("late %+v", i)
	}
	b.later(code(1, 0), 12*time.Hour)
	b.wantMorning("later")
	b.wait(13 * time.Hour)
	moved := b.orders(code(1, 0), 40, 2)
	want(t, "a new day", incoming(), "40 "+b.day(2))
	b.ok(b.undoAnswer(moved))
	want(t, "undone", incoming(), "50 2026-12-01")
	fine := b.answers(code(1, 0), daily.Fine, lowstock.Hold{})
	want(t, "no longer waited for", incoming(), "")
	b.wantMorning("so it is short", "short "+code(1, 0))
	b.ok(b.undoAnswer(fine))
	b.wantMorning("and late again", "late "+code(1, 0))
}

// Ordered goods that arrive after the item sells out: the item is on the list
// until somebody has seen it.
func TestGoodsThatComeTooLate(t *testing.T) {
	t.Parallel()
	b := dawn(t)
	b.apply(read(1, 3, 40, 40))
	l, _ := b.morningList()
	hold := lowstock.Hold{Until: b.now.Add(5 * 24 * time.Hour), Order: lowstock.Order{Quantity: 50, ExpectedOn: b.day(4)}}
	_, err := b.Mall(hansan).SnoozeIncident(t.Context(), l.Items[0].Incident, hold, "kim", b.now)
	b.ok(err)
	l = b.wantMorning("3 left, 8 sell until they come", "short "+code(1, 0))
	if i := l.Items[0]; i.Needed != 8 || !i.Gap(b.today()) || i.Incoming.Units != 50 {
		t.Errorf("%+v", i)
	}
	b.answers(code(1, 0), daily.Fine, lowstock.Hold{})
	b.wantMorning("seen")
	i, err := b.Mall(hansan).Incident(t.Context(), l.Items[0].Incident)
	b.ok(err)
	if !i.OnOrder() || i.Order.Quantity != 50 {
		t.Errorf("the order is lost: %+v", i)
	}
	b.wait(5 * 24 * time.Hour)
	_, err = b.Mall(hansan).WakeIncidents(t.Context(), b.now)
	b.ok(err)
	b.wantMorning("and late", "late "+code(1, 0))
	b.later(code(1, 0), 12*time.Hour)
	b.wait(13 * time.Hour)
	_, err = b.Mall(hansan).WakeIncidents(t.Context(), b.now)
	b.ok(err)
	b.wantMorning("a snooze keeps the order", "late "+code(1, 0))
	if !slices.IsSortedFunc(l.Items, func(a, b daily.Item) int { return cmp.Compare(a.Class, b.Class) }) {
		t.Error("not in order")
	}
}
