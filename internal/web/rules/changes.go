package rules

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/rulebook"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
)

const (
	historyAnchor = "#history"
	historyRows   = 10
	historyLines  = 3 // lines shown of one change; the rest is only counted
)

// readHistory reads one page of the record of changes. An unknown cursor means the first page.
func (h *Handler) readHistory(ctx context.Context, who kit.Session, n present.Names, cursor string) (*views.RuleHistory, error) {
	q := listing.Params{Cursor: cursor, Limit: historyRows}
	list, next, err := h.Store.Mall(who.Mall.ID).RuleChanges(ctx, q)
	if kit.UnknownPlace(err, q) {
		q.Cursor = ""
		list, next, err = h.Store.Mall(who.Mall.ID).RuleChanges(ctx, q)
	}
	if err != nil {
		return nil, err
	}
	var shown []lowstock.Rule
	for _, change := range list {
		for _, v := range change.Versions[:min(len(change.Versions), historyLines)] {
			shown = append(shown, v.Of)
		}
	}
	if err := h.NameProducts(ctx, who.Mall.ID, shown, &n); err != nil {
		return nil, err
	}
	history := &views.RuleHistory{}
	r := h.viewerOf(who)
	for _, change := range list {
		history.Rows = append(history.Rows, r.ruleChange(change, n))
	}
	if next != "" {
		history.MoreURL = present.WithQuery(paths.Rules, "changes", next) + historyAnchor
	}
	if q.Cursor != "" {
		history.First = paths.Rules + historyAnchor
	}
	return history, nil
}

// undoForm is a button. Its only field is the page on which the button stands.
type undoForm struct {
	kit.Form
	back string
}

// Read implements [kit.Fields].
func (f *undoForm) Read() { f.back = f.Back(paths.Rules) }

// undoRules takes a change back. If the change cannot be taken back any more, the page says why.
func (h *Handler) undoRules(c echo.Context) error {
	id, err := kit.PathID(c, "id")
	if err != nil {
		return err
	}
	f, err := kit.BindForm[undoForm](c)
	if err != nil {
		return err
	}
	who := kit.SessionOf(c)
	_, err = h.Store.Mall(who.Mall.ID).UndoRules(c.Request().Context(), id, who.By(), h.Now())
	if lowstock.ErrorCode(err) != lowstock.CodeConflict {
		if err != nil {
			return err
		}
		return kit.Finish(c, f.back, "undone")
	}
	page, pageErr := h.readRulesPage(c)
	if pageErr != nil {
		return pageErr
	}
	page.Errors = []views.FieldError{{Field: "history", Text: h.viewerOf(who).Known(kit.ProblemOf(err).Key)}}
	return kit.Render(c, http.StatusConflict, views.RulesPageView(page))
}

// importForm takes over Cafe24's 안전재고 (safety stock).
type importForm struct {
	kit.Form
	replace, preview bool
}

// Read implements [kit.Fields].
func (f *importForm) Read() {
	f.replace, f.preview = f.On("replace"), f.Text("do") == "preview"
}

// importSafety takes over Cafe24's 안전재고 (safety stock), or only shows what that would change.
func (h *Handler) importSafety(c echo.Context) error {
	form, err := kit.BindForm[importForm](c)
	if err != nil {
		return err
	}
	who, ctx := kit.SessionOf(c), c.Request().Context()
	changes, err := h.Store.Mall(who.Mall.ID).SafetyChanges(ctx, form.replace)
	if err != nil {
		return err
	}
	if !form.preview {
		_, err := h.Store.Mall(who.Mall.ID).SetRules(ctx, changes, rulebook.CauseImport, who.By(), h.Now())
		if err != nil {
			return err
		}
		return kit.Finish(c, paths.Rules, "imported")
	}
	r := h.viewerOf(who)
	f := views.RuleImport{Action: paths.RulesImport, Replace: form.replace, Ready: len(changes) > 0, Preview: r.T("rules.import_none")}
	if f.Ready {
		preview, err := h.Store.Mall(who.Mall.ID).PreviewRules(ctx, changes, h.Now())
		if err != nil {
			return err
		}
		f.Preview = r.T("rules.import_text", len(changes)) + " " + r.preview(preview)
	}
	if kit.IsFragment(c) {
		return kit.Render(c, http.StatusOK, views.RuleImportView(h.Bare(c), f))
	}
	page, err := h.readRulesPage(c)
	if err != nil {
		return err
	}
	page.Import = &f
	return kit.Render(c, http.StatusOK, views.RulesPageView(page))
}
