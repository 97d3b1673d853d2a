package stock

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/rulebook"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
)

// checked is the result of an evaluation that the page has followed to its end.
func (r viewer) checked(e rulebook.Evaluation, again string) *views.CheckView {
	v := &views.CheckView{Text: r.T("checking.done", e.Total), Again: again}
	if e.Opened+e.Resolved > 0 {
		v.Text = r.T("checking.found", e.Total, e.Opened, e.Resolved)
	}
	return v
}

// checkProgress answers the request that a page sends every two seconds while
// an evaluation runs. It does not change the list, because a person may be
// typing in it. The last answer offers to load the page again.
func (h *Handler) checkProgress(c echo.Context) error {
	if !kit.IsFragment(c) {
		return kit.SeeOther(c, paths.Rules)
	}
	who, ctx := kit.SessionOf(c), c.Request().Context()
	e, err := h.Store.Mall(who.Mall.ID).Evaluation(ctx)
	if err != nil {
		return err
	}
	counts, err := h.Store.Mall(who.Mall.ID).Counts(ctx)
	if err != nil {
		return err
	}
	r := h.viewerOf(who)
	shell := h.Counted(c, counts)
	asked, err := url.Parse(c.Request().Header.Get("HX-Current-URL"))
	if err != nil {
		asked = &url.URL{}
	}
	if shell.Checking = r.Checking(e); shell.Checking == nil {
		shell.Checking = r.checked(e, pageAnew(asked))
	}
	var tiles []views.Tile
	if asked.Path == paths.Stock {
		tiles = r.tiles(counts, askedFrom(c))
	}
	return kit.Render(c, http.StatusOK, views.CheckNews(shell, tiles))
}

// pageAnew returns the address to load again, without the parameters of a
// message that is shown once. For a page that answered a form it returns the
// rules page.
func pageAnew(asked *url.URL) string {
	_, err := strconv.ParseInt(strings.TrimPrefix(asked.Path, paths.Stock+"/"), 10, 64)
	if asked.Path != paths.Stock && asked.Path != paths.Rules && err != nil {
		return paths.Rules
	}
	return present.WithQuery(asked.RequestURI(), "done", "", "changed", "", "left", "")
}
