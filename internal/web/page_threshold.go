package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/views"
)

// typedNumber is a number as a person typed it, for strconv: without spaces and
// thousands separators, and with full-width characters, as a Korean or Japanese
// input method may write them, as the plain ones.
func typedNumber(text string) string {
	return strings.NewReplacer("０", "0", "１", "1", "２", "2", "３", "3", "４", "4", "５", "5", "６", "6", "７", "7", "８", "8", "９", "9",
		"－", "-", "％", "%", ",", "", "，", "", " ", "", "\u3000", "", "\t", "", "\u00a0", "").Replace(text)
}

// readThreshold reads what was typed: nil for an empty field, which inherits.
// Its error names the field.
func readThreshold(text string) (*int, error) {
	text = typedNumber(text)
	if text == "" {
		return nil, nil //nolint:nilnil // nothing typed is an answer
	}
	n, err := strconv.Atoi(text)
	if errors.Is(err, strconv.ErrRange) || err == nil && (n < 0 || n > lowstock.MaxThreshold) {
		return nil, lowstock.InvalidFields(map[string]string{"threshold": "error.threshold_range"})
	}
	if err != nil {
		return nil, lowstock.InvalidFields(map[string]string{"threshold": "rules.error_number"})
	}
	return &n, nil
}

// refusal is the sentence to show at a field, where err is refused input.
func (r reader) refusal(err error, field string) (string, bool) {
	var own *lowstock.Error
	if !errors.As(err, &own) || own.Code != lowstock.CodeInvalid {
		return "", false
	}
	if key := own.Fields[field]; key != "" {
		return r.T(key), true
	}
	return r.T(own.Key, own.Args...), true
}

// saveThreshold sets a variant's own threshold, or makes it inherit again where
// the field was emptied.
func (s *Server) saveThreshold(c echo.Context) error {
	who, ctx := sess(c), c.Request().Context()
	no, err := strconv.ParseInt(c.FormValue("product_no"), 10, 64)
	code := c.FormValue("variant_code")
	if err != nil || no < 1 || !codePattern.MatchString(code) {
		return lowstock.NotFound()
	}
	threshold, err := readThreshold(c.FormValue("threshold"))
	if err != nil {
		return s.refuseThreshold(c, no, code, err)
	}
	change := lowstock.RuleChange{ProductNo: no, VariantCode: code, Threshold: threshold, Seen: seen(c), By: who.by()}
	done, cause := "saved", causeOf(c)
	if threshold == nil { // a rule that also mutes goes on muting
		change.Inherit, done, cause = true, "inherited", lowstock.CauseDelete
	}
	var saved templ.Component
	err = s.store.Together(ctx, who.mall.ID, func(ctx context.Context) error {
		_, err := s.store.SetRules(ctx, who.mall.ID, []lowstock.RuleChange{change}, cause, who.by(), s.now(), lowstock.Evaluate)
		if err == nil && isFragment(c) {
			saved, err = s.savedThreshold(ctx, c, no, code, done)
		}
		return err
	})
	switch {
	case err != nil:
		return s.refuseThreshold(c, no, code, err)
	case saved == nil:
		return finish(c, backTo(c.FormValue("back"), routeStock), done)
	}
	return render(c, http.StatusOK, saved)
}

// seen is the variant's own rule as the form showed it; nil from a form that
// does not say.
func seen(c echo.Context) *string {
	values, err := c.FormParams()
	if err != nil || !values.Has("seen") {
		return nil
	}
	return new(clip(values.Get("seen"), 11))
}

// savedThreshold is the row and the counts that changed with it, as the context's
// transaction has left them.
func (s *Server) savedThreshold(ctx context.Context, c echo.Context, no int64, code, done string) (templ.Component, error) {
	who := sess(c)
	row, err := s.variant(ctx, who.mall.ID, no, code)
	if err != nil {
		return nil, err
	}
	counts, err := s.store.Counts(ctx, who.mall.ID)
	if err != nil {
		return nil, err
	}
	r := s.readerOf(who)
	shown, err := s.rowOn(ctx, c, r, row)
	if err != nil {
		return nil, err
	}
	answer := []templ.Component{
		views.StockRowView(s.bare(c), shown), views.StandingPart(s.counted(c, counts)), views.Toast(r.T("done." + done)), //nolint:contextcheck // they are rendered with the request's
	}
	if back, err := url.Parse(backTo(c.FormValue("back"), routeStock)); err == nil && back.Path == routeStock {
		answer = append(answer, views.TilesPart(s.bare(c), r.tiles(counts, stockQuery(cleanParam(back.Query()))))) //nolint:contextcheck // as above
	}
	return templ.Join(answer...), nil
}

// rowOn presents a row as the page it came from shows it.
func (s *Server) rowOn(ctx context.Context, c echo.Context, r reader, row lowstock.InventoryRow) (views.StockRow, error) {
	back := backTo(c.FormValue("back"), routeStock)
	pasts, err := s.pasts(ctx, r, sess(c).mall.ID, []lowstock.InventoryRow{row})
	if err != nil {
		return views.StockRow{}, err
	}
	u, err := url.Parse(back)
	if err != nil || u.Path != productURL(row.ProductNo) {
		return r.stockRow(row, pasts[row.Code], back), nil //nolint:nilerr // an address that cannot be read is none of a product
	}
	return r.variantRow(row, productRead{
		product: lowstock.ProductRow{Product: lowstock.Product{No: row.ProductNo}}, pasts: pasts,
		chosen: u.Query().Get("variant"), days: spanOf(u.Query().Get("days")), lead: clip(u.Query().Get("lead"), 3),
	}), nil
}

// variant reads one row of a product.
func (s *Server) variant(ctx context.Context, mall lowstock.MallID, no int64, code string) (lowstock.InventoryRow, error) {
	rows, err := s.store.VariantsNamed(ctx, mall, []string{code})
	if err != nil {
		return lowstock.InventoryRow{}, err
	}
	for _, row := range rows {
		if row.Code == code && row.ProductNo == no {
			return row, nil
		}
	}
	return lowstock.InventoryRow{}, lowstock.NotFound()
}

// refuseThreshold shows the row again with what was typed and why it was
// refused; without JavaScript the page it stood on. What somebody else has set
// meanwhile is shown beside it, and saving once more sets it after all.
func (s *Server) refuseThreshold(c echo.Context, no int64, code string, cause error) error {
	r, status := s.readerOf(sess(c)), http.StatusUnprocessableEntity
	text, refused := r.refusal(cause, "threshold")
	conflict := lowstock.ErrorCode(cause) == lowstock.CodeConflict
	if !refused && !conflict {
		return cause
	}
	row, err := s.variant(c.Request().Context(), sess(c).mall.ID, no, code)
	if err != nil {
		return err
	}
	if conflict {
		text, status = r.T("stock.changed", row.Threshold), http.StatusConflict
	}
	if isFragment(c) {
		return s.refuseRow(c, r, row, text)
	}
	back, err := url.Parse(backTo(c.FormValue("back"), routeStock))
	if err != nil {
		return cause
	}
	if back.Path == productURL(no) {
		return s.refuseOnProduct(c, no, code, text, back.Query().Get("cursor"))
	}
	page, err := s.readStockPage(c, stockQuery(cleanParam(back.Query())))
	if err != nil {
		return err
	}
	page.Errors = refuseCell(page.List.Rows, code, c.FormValue("threshold"), text)
	return render(c, status, views.StockPageView(page))
}

// refuseRow is the row alone; htmx swaps what has the status 422.
func (s *Server) refuseRow(c echo.Context, r reader, row lowstock.InventoryRow, text string) error {
	v, err := s.rowOn(c.Request().Context(), c, r, row)
	if err != nil {
		return err
	}
	v.Cell.Value, v.Cell.Error = c.FormValue("threshold"), text
	return render(c, http.StatusUnprocessableEntity, views.StockRowView(s.bare(c), v))
}

// refuseCell puts a message into the row of a variant and returns the line of
// the summary.
func refuseCell(rows []views.StockRow, code, typed, text string) []views.FieldError {
	for i := range rows {
		if cell := &rows[i].Cell; cell.Code == code {
			cell.Value, cell.Error = typed, text
			return []views.FieldError{{Field: cell.ID, Text: text}}
		}
	}
	return []views.FieldError{{Field: "main", Text: text}}
}
