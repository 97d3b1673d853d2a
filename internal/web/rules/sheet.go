package rules

import (
	"cmp"
	"errors"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/merchant"
	"cafe24-inventory-alert/internal/rulebook"
	"cafe24-inventory-alert/internal/sheet"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
)

const (
	sheetRows   = 50
	sheetErrors = 20
)

// planSheet reads an uploaded file and shows what it would change. It changes nothing.
func (h *Handler) planSheet(c echo.Context) error {
	f := views.RuleSheet{Action: paths.Sheet, Apply: paths.SheetApply, Export: paths.Export}
	plan, key, err := h.readSheet(c)
	if err != nil {
		return err
	}
	status := http.StatusOK
	if key != "" {
		f.Error, status = h.viewerOf(kit.SessionOf(c)).T(key), http.StatusUnprocessableEntity
	} else if err := h.showPlan(c, &f, plan); err != nil {
		return err
	}
	if kit.IsFragment(c) {
		return kit.Render(c, status, views.RuleSheetView(h.Bare(c), f))
	}
	page, err := h.readRulesPage(c)
	if err != nil {
		return err
	}
	page.Sheet = &f
	return kit.Render(c, status, views.RulesPageView(page))
}

// showPlan adds to the page what a plan would change, and its preview.
func (h *Handler) showPlan(c echo.Context, f *views.RuleSheet, plan sheetPlan) error {
	who := kit.SessionOf(c)
	var preview rulebook.Preview
	if len(plan.lines) > 0 {
		var err error
		if preview, err = h.Store.Mall(who.Mall.ID).PreviewRules(c.Request().Context(), plan.changes(), h.Now()); err != nil {
			return err
		}
	}
	h.viewerOf(who).showPlan(f, plan, preview)
	return nil
}

// readSheet reads the uploaded file and returns its plan. If the file cannot be read, key says why;
// otherwise key is "".
func (h *Handler) readSheet(c echo.Context) (plan sheetPlan, key string, err error) {
	file, err := c.FormFile("file")
	var long *http.MaxBytesError
	switch {
	case errors.As(err, &long):
		return plan, "sheet.error_large", nil
	case err != nil || file.Size == 0:
		return plan, "sheet.error_file", nil
	}
	in, err := file.Open()
	if err != nil {
		return plan, "", err
	}
	defer func() { _ = in.Close() }() // the file was only read
	var rows []sheet.Row
	err = h.WithSheet(c.Request().Context(), func() (err error) {
		rows, err = sheet.Read(in)
		return err
	})
	if key := sheetProblem(err); key != "" {
		return plan, key, nil
	}
	if err != nil {
		return plan, "", err
	}
	columns := readColumns(rows[0].Cells)
	switch {
	case columns.code < 0 && columns.custom < 0:
		return plan, "sheet.error_code_column", nil
	case columns.newValue < 0:
		return plan, "sheet.error_own_column", nil
	}
	who, ctx := kit.SessionOf(c), c.Request().Context()
	variants, err := h.Store.Mall(who.Mall.ID).VariantsNamed(ctx, columns.names(rows[1:]))
	if err != nil {
		return plan, "", err
	}
	own, err := h.Merchant.OwnValues(ctx, who.Mall.ID)
	plan = columns.plan(rows[1:], variants, own)
	if len(plan.lines) > kit.MaxSheetChanges {
		return plan, "sheet.error_many", err
	}
	return plan, "", err
}

func sheetProblem(err error) string {
	switch {
	case errors.Is(err, sheet.ErrLarge):
		return "sheet.error_large"
	case errors.Is(err, sheet.ErrEmpty):
		return "sheet.error_empty"
	case errors.Is(err, sheet.ErrFormat):
		return "sheet.error_format"
	}
	return ""
}

// marksForm is a plan as the page showed it.
type marksForm struct {
	kit.Form
	marks map[string]sheetMark
	back  string // "": the page of rules
	cause rulebook.Cause
}

// Read implements [kit.Fields].
func (f *marksForm) Read() {
	f.back, f.cause = f.Back(""), rulebook.CauseFile
	if suggested := kit.CauseOf(&f.Form); f.back != "" {
		f.cause = suggested
	}
	var err error
	if f.marks, err = readMarks(f.Text("changes")); err != nil {
		f.Refuse("changes", "error.invalid")
	}
}

// applySheet makes the changes that the page showed. A rule that somebody has changed since then
// stays as it is.
func (h *Handler) applySheet(c echo.Context) error {
	f, err := kit.BindForm[marksForm](c)
	switch {
	case err != nil:
		return err
	case !f.Valid(): // our own pages never send such a form
		return lowstock.Invalid("error.invalid")
	}
	who, ctx := kit.SessionOf(c), c.Request().Context()
	shown := f.marks
	codes := make([]string, 0, len(shown))
	for code := range shown {
		codes = append(codes, code)
	}
	slices.Sort(codes)
	variants, err := h.Store.Mall(who.Mall.ID).VariantsNamed(ctx, codes)
	if err != nil {
		return err
	}
	own, err := h.Merchant.OwnValues(ctx, who.Mall.ID)
	if err != nil {
		return err
	}
	var changes []lowstock.RuleChange
	for _, v := range variants {
		if mark, asked := shown[v.Code]; asked && mark.from == merchant.CellMark(own[v.Code]) {
			mark.change.ProductNo, mark.change.VariantCode = v.ProductNo, v.Code
			changes = append(changes, mark.change)
		}
	}
	to, left := cmp.Or(f.back, paths.Rules), len(shown)-len(changes)
	if len(changes) == 0 {
		return kit.SeeOther(c, present.WithQuery(to, "left", strconv.Itoa(left)))
	}
	change, err := h.Store.Mall(who.Mall.ID).SetRules(ctx, changes, f.cause, who.By(), h.Now())
	if err != nil {
		return err
	}
	return kit.SeeOther(c, present.WithQuery(to, "changed", strconv.FormatInt(change.ID, 10), "left", kit.OrNone(left)))
}

// sheetMark is a line of a preview, as the form carries it.
type sheetMark struct {
	from   string // the rule as it was shown; see [merchant.CellMark]
	change lowstock.RuleChange
}

func readMarks(text string) (map[string]sheetMark, error) {
	marks := map[string]sheetMark{}
	for line := range strings.Lines(text) {
		parts := strings.Fields(line)
		if len(parts) == 0 {
			continue
		}
		if len(parts) != 3 || len(marks) >= kit.MaxSheetChanges {
			return nil, lowstock.Invalid("error.invalid")
		}
		newValue, problem := merchant.ReadCell(parts[2])
		if problem != "" || newValue.None {
			return nil, lowstock.Invalid("error.invalid")
		}
		marks[parts[0]] = sheetMark{from: parts[1], change: newValue.RuleChange}
	}
	if len(marks) == 0 {
		return nil, lowstock.Invalid("error.invalid")
	}
	return marks, nil
}

// writeMarks writes lines in the form that readMarks reads.
func writeMarks(lines []sheetLine) string {
	var b strings.Builder
	for _, l := range lines {
		_, _ = io.WriteString(&b, l.row.Code+" "+merchant.CellMark(l.from)+" "+strings.Join(strings.Fields(l.cell), "")+"\n")
	}
	return b.String()
}
