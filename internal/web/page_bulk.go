package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
)

const (
	kindInherit = "inherit"
	kindSuggest = "suggested" // of each item its own
)

// planBulk shows what one wish for many items would change: for those that were
// picked, or for all that a search lists. [Server.applySheet] does it.
func (s *Server) planBulk(c echo.Context) error {
	who, r := sess(c), s.readerOf(sess(c))
	back := backTo(c.FormValue("back"), paths.Stock)
	rows, err := s.bulkRows(c, back)
	if err != nil {
		return err
	}
	page := views.BulkPage{Back: back, Form: r.bulkForm(c, back, len(rows))}
	status := http.StatusUnprocessableEntity
	cell, err := bulkCell(c)
	text, refused := r.refusal(err, "threshold")
	switch {
	case len(rows) == 0:
		page.Form.Error = r.T("bulk.error_none")
	case len(rows) > maxSheetChanges:
		page.Form.Error = r.T("bulk.error_many")
	case refused:
		page.Form.Wish.Error = text
	case err != nil:
		return err
	default:
		lower := c.FormValue("lower") == "1"
		plan, err := s.bulkPlan(c.Request().Context(), who.mall.ID, rows, cell, lower)
		if err != nil {
			return err
		}
		if plan.lower > 0 {
			page.Form.Lower = &views.Choice{Value: "1", Label: r.T("bulk.lower", plan.lower), On: lower}
		}
		f := views.RuleSheet{Apply: paths.SheetApply, Back: back, Suggested: cell == kindSuggest}
		if err := s.showPlan(c, &f, plan); err != nil {
			return err
		}
		page.Plan, status = &f, http.StatusOK
	}
	if page.Shell, err = s.shell(c, paths.Stock, "bulk.title"); err != nil {
		return err
	}
	return render(c, status, views.BulkPageView(page))
}

// bulkRows are the items that a form means.
func (s *Server) bulkRows(c echo.Context, back string) ([]lowstock.InventoryRow, error) {
	who, ctx := sess(c), c.Request().Context()
	form, err := c.FormParams()
	if err != nil {
		return nil, err
	}
	if form.Get("all") == "1" {
		return s.listed(ctx, who.mall.ID, back)
	}
	codes := slices.DeleteFunc(slices.Clone(form["code"]), func(code string) bool { return !codePattern.MatchString(code) })
	rows, err := s.store.VariantsNamed(ctx, who.mall.ID, codes)
	return slices.DeleteFunc(rows, func(row lowstock.InventoryRow) bool { return !slices.Contains(codes, row.Code) }), err
}

// listed is everything that the stock page at an address lists, and no more than
// one too many.
func (s *Server) listed(ctx context.Context, mall lowstock.MallID, address string) (rows []lowstock.InventoryRow, err error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, lowstock.Invalid("error.invalid")
	}
	q := stockQuery(cleanParam(u.Query()))
	q.Cursor, q.Limit = "", sheetPage
	for {
		page, next, err := s.store.Inventory(ctx, mall, q)
		if err != nil {
			return nil, err
		}
		if rows = append(rows, page...); next == "" || len(rows) > maxSheetChanges {
			return rows, nil
		}
		q.Cursor = next
	}
}

// bulkCell is what the form asks for, as a cell of a file would.
func bulkCell(c echo.Context) (string, error) {
	switch kind := c.FormValue("kind"); kind {
	case kindInherit, kindSuggest:
		return kind, nil
	}
	change, err := wishTyped(c, lowstock.Rule{})
	switch {
	case err != nil:
		return "", err
	case *change.Muted:
		return "off", nil
	case change.Days != nil:
		return strconv.Itoa(*change.Days) + "d", nil
	}
	return strconv.Itoa(*change.Threshold), nil
}

// bulkPlan is what one cell for every row would do. Suggestions that would have
// kept less than the threshold are counted, and taken over only where that is
// asked for.
func (s *Server) bulkPlan(ctx context.Context, mall lowstock.MallID, rows []lowstock.InventoryRow, cell string, lower bool) (sheetPlan, error) {
	plan := sheetPlan{lowered: lower}
	own, err := s.ownWishes(ctx, mall)
	if err != nil {
		return plan, err
	}
	for _, row := range rows {
		its := cell
		if cell == kindSuggest {
			if !row.Suggestion.Known || !row.Tracked {
				plan.unknown++
				continue
			}
			if !row.Suggestion.Sweeps(row.Threshold) {
				if plan.lower++; !lower {
					continue
				}
			}
			its = strconv.Itoa(min(row.Suggestion.Point, lowstock.MaxThreshold))
		}
		wish, problem := readWish(its)
		if problem != "" {
			return plan, errors.New("web: a wish that was typed cannot be read")
		}
		plan.add(sheetLine{row: row, cell: its, from: own[row.Code]}, wish)
	}
	return plan, nil
}
