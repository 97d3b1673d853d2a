package rules

import (
	"cmp"
	"context"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/listing"
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
	who, status := kit.SessionOf(c), http.StatusOK
	err := h.WithUpload(c, "file", sheet.MaxBytes, func(ctx context.Context, file *kit.File) error {
		plan, err := h.readSheet(ctx, who.Mall.ID, file)
		if err != nil {
			return err
		}
		return h.showPlan(ctx, who, &f, plan)
	})
	if err != nil {
		if f.Error = h.viewerOf(who).sheetProblem(err); f.Error == "" {
			return err
		}
		status = http.StatusUnprocessableEntity
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
func (h *Handler) showPlan(ctx context.Context, who kit.Session, f *views.RuleSheet, plan sheetPlan) error {
	var preview rulebook.Preview
	if len(plan.lines) > 0 {
		var err error
		if preview, err = h.Store.Mall(who.Mall.ID).PreviewRules(ctx, plan.changes(), h.Now()); err != nil {
			return err
		}
	}
	h.viewerOf(who).showPlan(f, plan, preview)
	return nil
}

// readSheet reads the uploaded file and returns its plan.
func (h *Handler) readSheet(ctx context.Context, mall lowstock.MallID, file sheet.Patient) (sheetPlan, error) {
	rows, problems, err := readRows(ctx, file)
	if err != nil {
		return sheetPlan{}, err
	}
	own, err := h.Merchant.OwnValues(ctx, mall)
	if err != nil {
		return sheetPlan{}, err
	}
	p := &sheetPlanning{done: problems, own: own, items: map[string]listing.InventoryRow{}}
	for part := range slices.Chunk(rows, rowsAtOnce) {
		found, err := h.Store.Mall(mall).VariantsNamed(ctx, namesIn(part))
		if err != nil {
			return sheetPlan{}, err
		}
		if err := p.meet(part, found); err != nil {
			return sheetPlan{}, err
		}
		file.GiveWay()
	}
	return p.end(), nil
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
