package web

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
)

const (
	historyAnchor = "#history"
	historyRows   = 10
	historyLines  = 3 // of a change; the rest is counted
)

// readHistory is a page of what was changed; a place that is not known any more
// is the beginning.
func (s *Server) readHistory(ctx context.Context, who session, n present.Names, cursor string) (*views.RuleHistory, error) {
	q := lowstock.ListQuery{Cursor: cursor, Limit: historyRows}
	list, next, err := s.store.Mall(who.mall.ID).RuleChanges(ctx, q)
	if unknownPlace(err, q) {
		q.Cursor = ""
		list, next, err = s.store.Mall(who.mall.ID).RuleChanges(ctx, q)
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
	if err := s.nameProducts(ctx, who.mall.ID, shown, &n); err != nil {
		return nil, err
	}
	history := &views.RuleHistory{}
	r := s.viewerOf(who)
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

// changed is the result of the change that the address names, as long as it is
// the newest: how much it changed, and the way back.
func (s *Kit) changed(c echo.Context, r present.Viewer) (*views.Changed, error) {
	id, _ := strconv.ParseInt(c.QueryParam("changed"), 10, 64)
	left, _ := strconv.Atoi(c.QueryParam("left"))
	if left > maxSheetChanges { // no form leaves so many
		left = 0
	}
	if c.Request().Method != http.MethodGet {
		return nil, nil //nolint:nilnil // nothing to say is an answer
	}
	note := &views.Changed{}
	if id > 0 {
		list, _, err := s.store.Mall(sess(c).mall.ID).RuleChanges(c.Request().Context(), lowstock.ListQuery{Limit: 1})
		if err != nil {
			return nil, err
		}
		if len(list) > 0 && list[0].ID == id && list[0].UndoneAt.IsZero() {
			note.Text, note.Back = r.T("sheet.changed", list[0].Rules), present.WithQuery(c.Request().URL.RequestURI(), "changed", "", "left", "", "done", "")
			if !r.ReadOnly {
				note.UndoURL = present.UndoURL(id)
			}
		}
	}
	if left > 0 {
		note.Text = strings.TrimSpace(note.Text + " " + r.T("sheet.left", left))
	}
	if note.Text == "" {
		return nil, nil //nolint:nilnil // nothing to say is an answer
	}
	return note, nil
}

// undoForm is a button that only says where it stands.
type undoForm struct {
	Form
	back string
}

// Read implements [Fields].
func (f *undoForm) Read() { f.back = f.Back(paths.Rules) }

// undoRules takes a change back. Where that cannot be any more the page says
// why.
func (s *Server) undoRules(c echo.Context) error {
	id, err := pathID(c, "id")
	if err != nil {
		return err
	}
	f, err := BindForm[undoForm](c)
	if err != nil {
		return err
	}
	who := sess(c)
	_, err = s.store.Mall(who.mall.ID).UndoRules(c.Request().Context(), id, who.by(), s.now())
	if lowstock.ErrorCode(err) != lowstock.CodeConflict {
		if err != nil {
			return err
		}
		return finish(c, f.back, "undone")
	}
	page, pageErr := s.readRulesPage(c)
	if pageErr != nil {
		return pageErr
	}
	page.Errors = []views.FieldError{{Field: "history", Text: s.viewerOf(who).Known(problemOf(err).key)}}
	return render(c, http.StatusConflict, views.RulesPageView(page))
}

// importForm takes over Cafe24's 안전재고.
type importForm struct {
	Form
	replace, preview bool
}

// Read implements [Fields].
func (f *importForm) Read() {
	f.replace, f.preview = f.On("replace"), f.Text("do") == "preview"
}

// importSafety shows what taking over Cafe24's 안전재고 would mean, and does it.
func (s *Server) importSafety(c echo.Context) error {
	form, err := BindForm[importForm](c)
	if err != nil {
		return err
	}
	who, ctx := sess(c), c.Request().Context()
	changes, err := s.store.Mall(who.mall.ID).SafetyChanges(ctx, form.replace)
	if err != nil {
		return err
	}
	if !form.preview {
		_, err := s.store.Mall(who.mall.ID).SetRules(ctx, changes, lowstock.CauseImport, who.by(), s.now())
		if err != nil {
			return err
		}
		return finish(c, paths.Rules, "imported")
	}
	r := s.viewerOf(who)
	f := views.RuleImport{Action: paths.RulesImport, Replace: form.replace, Ready: len(changes) > 0, Preview: r.T("rules.import_none")}
	if f.Ready {
		preview, err := s.store.Mall(who.mall.ID).PreviewRules(ctx, changes, s.now())
		if err != nil {
			return err
		}
		f.Preview = r.T("rules.import_text", len(changes)) + " " + r.preview(preview)
	}
	if isFragment(c) {
		return render(c, http.StatusOK, views.RuleImportView(s.bare(c), f))
	}
	page, err := s.readRulesPage(c)
	if err != nil {
		return err
	}
	page.Import = &f
	return render(c, http.StatusOK, views.RulesPageView(page))
}
