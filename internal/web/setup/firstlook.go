package setup

import (
	"math"
	"net/http"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/overview"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
)

// firstLookRows is how many items the page lists.
const firstLookRows = 50

// FirstLookStrip returns what the first look says in a sentence, or nil if there
// is none.
func (h *Handler) FirstLookStrip(c echo.Context, look overview.FirstLook) *views.FirstLookStrip {
	if look.Stockouts == 0 {
		return nil
	}
	r := h.viewerOf(kit.SessionOf(c))
	strip := &views.FirstLookStrip{Text: r.firstLookText(look), URL: paths.FirstLook}
	if !r.ReadOnly {
		strip.DismissURL = paths.DismissFirstLook
	}
	return strip
}

func (h *Handler) firstLookPage(c echo.Context) error {
	who := kit.SessionOf(c)
	r := h.viewerOf(who)
	look, list, err := h.Store.Mall(who.Mall.ID).FirstLook(c.Request().Context(), firstLookRows)
	if err != nil && lowstock.ErrorCode(err) != lowstock.CodeNotFound {
		return err
	}
	shell, err := h.Shell(c, paths.Stock, "firstlook.title")
	if err != nil {
		return err
	}
	page := r.firstLookPage(look, list)
	page.Shell = shell
	return kit.Render(c, http.StatusOK, views.FirstLookPageView(page))
}

// dismissFirstLook removes the sentence above the stock list, for all operators.
func (h *Handler) dismissFirstLook(c echo.Context) error {
	err := h.Store.Mall(kit.SessionOf(c).Mall.ID).DismissFirstLook(c.Request().Context(), h.Now())
	if err != nil {
		return err
	}
	return kit.SeeOther(c, paths.Stock)
}

func (r viewer) firstLookText(look overview.FirstLook) string {
	if lost := look.LostValue * overview.ReallyLost; lost >= 1 {
		return r.T("firstlook.strip", look.Stockouts, r.about(lost))
	}
	return r.T("firstlook.strip_units", look.Stockouts, units(look.LostUnits))
}

// about writes an estimated amount in the mall's currency.
func (r viewer) about(amount float64) string { return r.About(r.Currency, int64(amount)) }

// units rounds estimated units.
func units(n float64) int { return int(math.Round(n)) }

// firstLookPage shows the zero look as one that does not exist yet.
func (r viewer) firstLookPage(look overview.FirstLook, list []overview.PastStockoutsRow) views.FirstLookPage {
	switch {
	case look.On.IsZero():
		return views.FirstLookPage{Empty: &views.Empty{Icon: "box", Title: r.T("firstlook.none_title"), Text: r.T("firstlook.none_text")}}
	case look.Stockouts == 0:
		return views.FirstLookPage{Empty: &views.Empty{Icon: "ok", Title: r.T("firstlook.fine_title"), Text: r.T("firstlook.fine_text", look.Days)}}
	}
	m := views.FirstLookPage{
		Headline: r.firstLookText(look),
		Facts: []views.Fact{
			{Label: r.T("firstlook.stockouts"), Value: r.T("firstlook.stockouts_of", look.Stockouts, look.Items)},
			{Label: r.T("firstlook.units"), Value: r.T("firstlook.units_of", units(look.LostUnits))},
		},
		How: []string{
			r.T("firstlook.how_orders", look.Days), r.T("firstlook.how_rule"),
			r.T("firstlook.how_lost", int(100*overview.ReallyLost)), r.T("firstlook.how_would"),
		},
		List: views.ReportList{ID: "first-look", Title: r.T("firstlook.list")},
	}
	if look.LostValue > 0 {
		m.Facts = append(m.Facts, views.Fact{Label: r.T("firstlook.value"), Value: r.about(look.LostValue * overview.ReallyLost)})
	}
	m.Facts = append(m.Facts, views.Fact{Label: r.T("firstlook.chance"), Value: r.T("firstlook.chance_of", int(math.Ceil(look.Chance)))})
	if look.Announced > 0 {
		m.Would = r.T("firstlook.would", look.Announced)
	}
	if look.Announced > 0 && !r.ReadOnly {
		m.Take = &views.FirstLookTake{Action: paths.Bulk, Back: present.WithQuery(paths.Stock, "outlook", "raise"), Kind: string(present.KindSuggest)}
	}
	for i := range list {
		m.List.Rows = append(m.List.Rows, r.firstLookRow(&list[i]))
	}
	if look.Items > len(list) {
		m.List.More = r.T("firstlook.more", look.Items, len(list))
	}
	return m
}

func (r viewer) firstLookRow(row *overview.PastStockoutsRow) views.ReportRow {
	v := views.ReportRow{
		Item: views.Item{
			URL: present.OptionURL(row.ProductNo, row.VariantCode), Image: lowstock.PictureURL(row.ImageURL),
			Name: row.ProductName, Options: present.OptionsText(row.Options), Code: row.VariantCode,
		},
		Badge: views.Badge{Tone: "out", Icon: "out", Text: r.T("firstlook.times", row.Stockouts)},
	}
	args := []any{row.Days, units(row.LostUnits), r.CalendarDay(row.LastFrom), row.LastDays}
	v.Text = r.T("firstlook.row", args...)
	if lost := row.LostValue * overview.ReallyLost; lost >= 1 {
		v.Text = r.T("firstlook.row_value", append(args, r.about(lost))...)
	}
	return v
}
