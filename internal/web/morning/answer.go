package morning

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/morning"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
)

// answerForm is a button of an item, with the fields beside it.
type answerForm struct {
	kit.Form
	productNo     int64
	code, version string
	answer        string
	expectedOn    string
	day           time.Time
}

// Read implements [kit.Fields].
func (f *answerForm) Read() {
	f.productNo, f.code, f.version, f.answer = f.ID("product_no"), f.Text("variant_code"), f.Text("version"), f.Text("act")
	f.expectedOn, f.day = f.Text("expected_on"), f.Day("day")
}

// kindOf returns the answer that a button stands for; "" if there is no such button.
func (f *answerForm) kindOf() morning.Kind {
	switch f.answer {
	case string(morning.Ordered):
		return morning.Ordered
	case tomorrow, monday, untilOut, restock, chosenDay:
		return morning.Later
	case string(morning.Fine):
		return morning.Fine
	}
	return ""
}

// answer records the answer of a button. An item that needs no answer any more is shown so, and
// nothing is changed.
func (h *Handler) answer(c echo.Context) error {
	f, err := kit.BindForm[answerForm](c)
	if err != nil {
		return err
	}
	who, ctx := kit.SessionOf(c), c.Request().Context()
	r := h.viewerOf(who)
	q := morning.Request{
		ProductNo: f.productNo, VariantCode: f.code, Version: f.version, Kind: f.kindOf(), By: who.By(), Now: r.Now, Today: r.DateAhead(1), Zone: r.Zone,
	}
	if q.Kind == "" || q.ProductNo == 0 || !kit.CodePattern.MatchString(q.VariantCode) {
		return lowstock.NotFound()
	}
	if q.Hold, err = r.holdOf(f); err != nil {
		return err
	}
	if !f.Valid() {
		return h.refuse(c, f)
	}
	at := h.placeOf(c, f.code)
	a, err := h.Store.Mall(who.Mall.ID).AnswerMorning(ctx, q)
	if lowstock.ErrorCode(err) == lowstock.CodeConflict {
		return h.tooLate(c, f, err)
	}
	if err != nil {
		return err
	}
	done := "morning_" + string(a.Kind)
	if !kit.IsFragment(c) {
		return kit.Finish(c, at, done)
	}
	return h.swap(c, done, func(views.MorningPage, read) templ.Component {
		return views.MorningAnswered(h.Bare(c), r.answered(&a, rowID(f.code)))
	})
}

// holdOf returns until when an answer holds an item. A refusal is noted in the form.
func (r viewer) holdOf(f *answerForm) (lowstock.Hold, error) {
	switch f.answer {
	case string(morning.Ordered):
		order := lowstock.Order{Quantity: f.Number("quantity", "error.order_quantity"), ExpectedOn: f.expectedOn}
		hold, err := r.Settings.HoldFor(order, r.Now)
		return hold, f.Judge(err, "quantity")
	case tomorrow:
		return lowstock.Hold{Until: morning.At(r.DateAhead(2), r.Zone)}, nil
	case monday:
		return lowstock.Hold{Until: morning.At(r.monday(), r.Zone)}, nil
	case untilOut:
		return lowstock.Hold{Until: morning.At(r.DateAhead(1+morning.UntilOutDays), r.Zone)}, nil
	case restock:
		return lowstock.Hold{Restock: true}, nil
	case chosenDay:
		if !f.day.After(r.DateAhead(1)) || f.day.After(r.DateAhead(1).AddDate(1, 0, 0)) {
			f.Refuse("day", "error.morning_day")
		}
		return lowstock.Hold{Until: morning.At(f.day, r.Zone)}, nil
	}
	return lowstock.Hold{}, nil
}

// placeOf returns the address of the page at the item after another one. Without JavaScript the
// page continues there after an answer.
func (h *Handler) placeOf(c echo.Context, code string) string {
	if kit.IsFragment(c) {
		return paths.Morning
	}
	r := h.viewerOf(kit.SessionOf(c))
	list, err := h.Store.Mall(kit.SessionOf(c).Mall.ID).Morning(c.Request().Context(), r.DateAhead(1), r.Now)
	at := slices.IndexFunc(list.Items, func(i morning.Item) bool { return i.Code == code })
	if err != nil || at < 0 { // the answer has a value of its own; only the place is lost
		return paths.Morning
	}
	if at+1 < len(list.Items) {
		return paths.Morning + "#" + rowID(list.Items[at+1].Code)
	}
	return paths.Morning + "#morning-end"
}

// refuse shows the form again with what was typed, in its row or on the page.
func (h *Handler) refuse(c echo.Context, f *answerForm) error {
	page, _, err := h.readPage(c)
	if err != nil {
		return err
	}
	for g := range page.Groups {
		for n := range page.Groups[g].Items {
			m := &page.Groups[g].Items[n]
			if m.Variant != f.code {
				continue
			}
			f.Retype(map[string]*string{"quantity": &m.Quantity, "expected_on": &m.Day, "day": &m.SnoozeDay})
			m.QuantityError, m.DayError, m.SnoozeError = f.Message(page.Locale, "quantity"), f.Message(page.Locale, "expected_on"), f.Message(page.Locale, "day")
			page.Errors = f.Messages(page.Locale, m.ID+"-", nil)
			if kit.IsFragment(c) {
				return kit.Render(c, http.StatusUnprocessableEntity, views.MorningItemView(page.Shell, *m))
			}
			return kit.Render(c, http.StatusUnprocessableEntity, views.MorningPageView(page))
		}
	}
	return h.tooLate(c, f, lowstock.Fail(lowstock.CodeConflict, "error.morning_changed", nil))
}

// tooLate says that an item needs no answer any more.
func (h *Handler) tooLate(c echo.Context, f *answerForm, err error) error {
	r := h.viewerOf(kit.SessionOf(c))
	done, did := "morning_changed", r.T("morning.changed")
	if kit.KeyOf(err) == "error.morning_gone" {
		done, did = "morning_gone", r.T("morning.gone")
	}
	if !kit.IsFragment(c) {
		return kit.Finish(c, paths.Morning, done)
	}
	return h.swap(c, done, func(page views.MorningPage, a read) templ.Component {
		for _, g := range page.Groups { // it is still on the list, as another person left it
			for _, m := range g.Items {
				if m.Variant == f.code {
					return views.MorningItemView(page.Shell, m)
				}
			}
		}
		return views.MorningAnswered(page.Shell, views.MorningDone{ID: rowID(f.code), Name: f.code, Did: did, Back: r.T(kit.KeyOf(err))})
	})
}

// undo takes an answer back.
func (h *Handler) undo(c echo.Context) error {
	id, err := kit.PathID(c, "id")
	if err != nil {
		return err
	}
	who, ctx := kit.SessionOf(c), c.Request().Context()
	a, err := h.Store.Mall(who.Mall.ID).UndoMorning(ctx, id, who.By(), h.Now())
	done := "undone"
	switch {
	case lowstock.ErrorCode(err) == lowstock.CodeConflict:
		done = "undo_late"
	case err != nil:
		return err
	}
	if !kit.IsFragment(c) {
		return kit.Finish(c, paths.Morning+"#"+rowID(a.VariantCode), done)
	}
	r := h.viewerOf(who)
	return h.swap(c, done, func(page views.MorningPage, _ read) templ.Component {
		for _, g := range page.Groups {
			for _, m := range g.Items {
				if m.Variant == a.VariantCode {
					return views.MorningItemView(page.Shell, m)
				}
			}
		}
		return views.MorningAnswered(page.Shell, views.MorningDone{ID: rowID(a.VariantCode), Name: a.ProductName, Did: r.T("done." + done)})
	})
}

// swap answers htmx: what stands in the place of the item, and what else the answer changed.
func (h *Handler) swap(c echo.Context, done string, row func(views.MorningPage, read) templ.Component) error {
	page, a, err := h.readPage(c)
	if err != nil {
		return err
	}
	counts, err := h.Store.Mall(kit.SessionOf(c).Mall.ID).Counts(c.Request().Context())
	if err != nil {
		return err
	}
	return kit.Render(c, http.StatusOK, templ.Join(
		row(page, a), views.MorningParts(page), views.Toast(h.viewerOf(kit.SessionOf(c)).T("done."+done)), views.StandingPart(h.Counted(c, counts)),
	))
}

func undoURL(id int64) string { return paths.Of(paths.UndoMorning, strconv.FormatInt(id, 10)) }
