package purchasing

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/purchase"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
)

// foundRows is how many items a search shows.
const foundRows = 8

// edit is a form that was sent, with the order as it is stored now and the lines that the form
// stands for.
type edit struct {
	*draftForm
	order purchase.Order
	lines []purchase.Line
}

// bind reads the form and the order. A line gets what is not in the form from the order, or, for a
// new item, from the catalogue.
func (h *Handler) bind(c echo.Context) (*edit, error) {
	f, err := kit.BindForm[draftForm](c)
	if err != nil {
		return nil, err
	}
	e := &edit{draftForm: f}
	if e.order, err = h.read(c); err != nil {
		return nil, err
	}
	for _, t := range f.lines {
		line := purchase.Line{VariantCode: t.variant}
		if at := slices.IndexFunc(e.order.Lines, func(l purchase.Line) bool { return l.VariantCode == t.variant }); at >= 0 {
			line = e.order.Lines[at]
		}
		line.Ordered, line.Pack, line.UnitCost = t.units, t.pack, t.cost
		e.lines = append(e.lines, line)
	}
	return e, h.addLines(c, e)
}

// addLines adds the item whose button was pressed, and reads the new items.
func (h *Handler) addLines(c echo.Context, e *edit) error {
	if code := e.added(); code != "" && !slices.ContainsFunc(e.lines, func(l purchase.Line) bool { return l.VariantCode == code }) {
		e.lines = append(e.lines, purchase.Line{VariantCode: code, Ordered: 1, Pack: 1})
	}
	var codes []string
	for i := range e.lines {
		if e.lines[i].ProductNo == 0 {
			codes = append(codes, e.lines[i].VariantCode)
		}
	}
	if len(codes) == 0 {
		return nil
	}
	rows, err := h.Store.Mall(kit.SessionOf(c).Mall.ID).VariantsNamed(c.Request().Context(), codes)
	if err != nil {
		return err
	}
	unknown := func(code string) bool { // an item that the mall does not have, or not any more
		return slices.Contains(codes, code) && !slices.ContainsFunc(rows, func(row listing.InventoryRow) bool { return row.Code == code })
	}
	e.lines = slices.DeleteFunc(e.lines, func(l purchase.Line) bool { return unknown(l.VariantCode) })
	e.draftForm.lines = slices.DeleteFunc(e.draftForm.lines, func(l typedLine) bool { return unknown(l.variant) })
	for i := range e.lines {
		if l := &e.lines[i]; l.ProductNo == 0 {
			row := rows[slices.IndexFunc(rows, func(row listing.InventoryRow) bool { return row.Code == l.VariantCode })]
			l.ProductNo, l.CustomCode, l.ProductName, l.ImageURL, l.Options = row.ProductNo, row.CustomCode, row.ProductName, row.ImageURL, row.Options
		}
	}
	return nil
}

// draft is what is stored of the form.
func (e *edit) draft(by string, now, today time.Time) purchase.Draft {
	o := &e.order
	return purchase.Draft{
		ID: o.ID, Version: e.version, SupplierCode: o.SupplierCode, SupplierName: o.SupplierName, Currency: o.Currency, Note: e.note, To: e.to, ReplyTo: e.replyTo,
		LeadDays: e.leadDays(o.LeadDays, today), Lines: e.lines, By: by, Now: now,
	}
}

// wasSent says whether a person has already sent what the form shows.
func (e *edit) wasSent(by string) bool {
	o := &e.order
	return e.act != "save" && o.Revision == 1 && o.SentBy == by && slices.Equal(o.To, e.to) &&
		slices.EqualFunc(o.Lines, e.lines, func(a, b purchase.Line) bool { return a.VariantCode == b.VariantCode && a.Ordered == b.Ordered })
}

// saveDraft stores a draft, and shows what was searched for.
func (h *Handler) saveDraft(c echo.Context) error {
	e, err := h.bind(c)
	if err != nil {
		return err
	}
	if len(e.lines) == 0 {
		e.Refuse("find", "error.purchase_lines")
	}
	if !e.Valid() {
		return h.refuseDraft(c, e, nil)
	}
	who := kit.SessionOf(c)
	today := h.viewerOf(who).DateAhead(1)
	_, err = h.Store.Mall(who.Mall.ID).SaveDrafts(c.Request().Context(), []purchase.Draft{e.draft(who.By(), h.Now(), today)})
	if err = e.Judge(err, "find"); err != nil || !e.Valid() {
		return h.refuseDraft(c, e, err)
	}
	to, done := orderURL(e.order.ID), "saved"
	switch {
	case e.act == "find", e.find != "" && e.act != "save":
		to, done = present.WithQuery(to, "find", e.find)+"#found", ""
	case e.act != "save":
		done = ""
	}
	return kit.Finish(c, to, done)
}

// send mails an order to its supplier: a draft as the form shows it, or a sent order once more.
func (h *Handler) send(c echo.Context) error {
	e, err := h.bind(c)
	if err != nil {
		return err
	}
	if e.act == "resend" || e.act == "remind" {
		return h.resend(c, e)
	}
	e.mailed()
	return h.sendDraft(c, e, "purchase_sent")
}

// mark stores that a draft was sent by phone or in a messenger. No mail is written.
func (h *Handler) mark(c echo.Context) error {
	e, err := h.bind(c)
	if err != nil {
		return err
	}
	e.to = nil
	return h.sendDraft(c, e, "purchase_marked")
}

// sendDraft stores what the form shows and sends exactly that, in one transaction.
func (h *Handler) sendDraft(c echo.Context, e *edit, done string) error {
	if len(e.lines) == 0 {
		e.Refuse("find", "error.purchase_lines")
	}
	if !e.Valid() {
		return h.refuseDraft(c, e, nil)
	}
	who := kit.SessionOf(c)
	r, mall := h.viewerOf(who), h.Store.Mall(who.Mall.ID)
	err := mall.Together(c.Request().Context(), func(ctx context.Context) error {
		d := e.draft(who.By(), r.Now, r.DateAhead(1))
		saved, err := mall.SaveDrafts(ctx, []purchase.Draft{d})
		if err != nil {
			return err
		}
		s := h.sending(c, e)
		s.Version = saved[0].Version
		_, err = mall.SendPurchase(ctx, s)
		return err
	})
	if err = e.judge(err); err != nil || !e.Valid() {
		return h.refuseDraft(c, e, err)
	}
	return kit.Finish(c, orderURL(e.order.ID), done)
}

// sending is what the form sends.
func (h *Handler) sending(c echo.Context, e *edit) purchase.Sending {
	who := kit.SessionOf(c)
	r := h.viewerOf(who)
	s := purchase.Sending{
		ID: e.order.ID, Version: e.version, To: e.to, ReplyTo: e.replyTo, ExpectedOn: e.on, Note: &e.note, By: who.By(), Now: r.Now, Today: r.DateAhead(1), Zone: r.Zone,
	}
	return s
}

// resend mails the same revision to the same addresses again, or reminds the supplier of it.
func (h *Handler) resend(c echo.Context, e *edit) error {
	who := kit.SessionOf(c)
	r, o := h.viewerOf(who), &e.order
	s := purchase.Sending{ID: o.ID, Version: e.version, To: o.To, ReplyTo: o.ReplyTo, By: who.By(), Now: r.Now, Today: r.DateAhead(1), Zone: r.Zone}
	s.Remind = e.act == "remind"
	_, err := h.Store.Mall(who.Mall.ID).ResendPurchase(c.Request().Context(), s)
	switch lowstock.ErrorCode(err) {
	case "":
		return kit.Finish(c, orderURL(o.ID), "purchase_resent")
	case lowstock.CodeConflict, lowstock.CodeRateLimited, lowstock.CodeInvalid:
		return h.tooLate(c, err)
	case lowstock.CodeNotFound, lowstock.CodeUnauthorized, lowstock.CodeForbidden, lowstock.CodeTokenExpired, lowstock.CodeCafe24, lowstock.CodeUnavailable, lowstock.CodeInternal:
	}
	return err
}

// revise changes the lines of a sent order, and mails it again with the same number. Buttons that
// only change the form show it again.
func (h *Handler) revise(c echo.Context) error {
	e, err := h.bind(c)
	if err != nil {
		return err
	}
	r := h.viewerOf(kit.SessionOf(c))
	if !r.mayRevise(&e.order) {
		return h.tooLate(c, purchase.Unfit())
	}
	if e.act != "send" {
		return h.showEdit(c, e, http.StatusOK, nil)
	}
	if len(e.order.To) > 0 || len(e.to) > 0 {
		e.mailed()
	}
	if len(e.lines) == 0 {
		e.Refuse("find", "error.purchase_lines")
	}
	if !e.Valid() {
		return h.refuseDraft(c, e, nil)
	}
	s := h.sending(c, e)
	s.Lines = e.lines
	if e.on.Equal(e.shown) {
		s.ExpectedOn = time.Time{} // the days of the lines stay
	}
	_, err = h.Store.Mall(kit.SessionOf(c).Mall.ID).ReviseAndSend(c.Request().Context(), s)
	if err = e.judge(err); err != nil || !e.Valid() {
		return h.refuseDraft(c, e, err)
	}
	return kit.Finish(c, orderURL(e.order.ID), "purchase_resent")
}

// refuseDraft shows the form again with what was typed. Where somebody else has changed the order
// meanwhile, it says so; the next press overwrites that change.
func (h *Handler) refuseDraft(c echo.Context, e *edit, err error) error {
	switch {
	case err == nil:
		return h.showEdit(c, e, http.StatusUnprocessableEntity, nil)
	case !conflict(err):
		return err
	}
	if e.order, err = h.read(c); err != nil {
		return err
	}
	who := kit.SessionOf(c)
	r := h.viewerOf(who)
	switch revision := c.Path() == paths.PurchaseRevise; {
	case !revision && e.wasSent(who.By()): // pressed twice
		return kit.Finish(c, orderURL(e.order.ID), "purchase_sent")
	case !revision && e.order.State() != purchase.StateDraft, revision && !r.mayRevise(&e.order):
		return h.tooLate(c, purchase.Changed())
	}
	return h.showEdit(c, e, http.StatusConflict, &views.Banner{Tone: "low", Icon: "warn", Text: r.T("purchase.changed_notice")})
}

// showEdit shows the form with what was typed.
func (h *Handler) showEdit(c echo.Context, e *edit, status int, notice *views.Banner) error {
	page, err := h.pageOf(c, &e.order)
	if err != nil {
		return err
	}
	r := h.viewerOf(kit.SessionOf(c))
	page.Acts, page.Link, page.Lines = nil, nil, nil
	page.Draft = r.typedForm(e)
	if notice != nil {
		page.Notice = notice
	} else { // a change by somebody else is still to be found
		e.Retype(map[string]*string{"version": &page.Draft.Version})
	}
	shown := e.order
	shown.Lines = e.lines
	page.Total = r.total(&shown)
	if !e.Valid() {
		page.Errors = e.Messages(r.Locale, "", nil)
	}
	find := ""
	if e.act == "find" || e.added() != "" {
		find = e.find
	}
	if err := h.search(c, page.Draft, &shown, find); err != nil {
		return err
	}
	return kit.Render(c, status, views.PurchasePageView(page))
}

// search looks for items to add to an order.
func (h *Handler) search(c echo.Context, f *views.PurchaseDraft, o *purchase.Order, text string) error {
	if text = kit.Clip(text, kit.MaxSearch); text == "" {
		return nil
	}
	who := kit.SessionOf(c)
	rows, _, err := h.Store.Mall(who.Mall.ID).Inventory(c.Request().Context(), listing.Params{Q: text, Sort: listing.SortName, Limit: foundRows, Brief: true})
	if err != nil {
		return err
	}
	h.viewerOf(who).found(f, o, text, rows)
	return nil
}

// mailed refuses a form without what a mail needs.
func (e *edit) mailed() {
	if len(e.to) == 0 {
		e.Refuse("addresses", "error.purchase_to")
	}
	if e.replyTo == "" {
		e.Refuse("reply", "error.purchase_reply")
	}
}

// judge notes at the fields of the form why a sending is refused.
func (e *edit) judge(err error) error {
	own, ok := errors.AsType[*lowstock.Error](err)
	switch {
	case ok && own.Code == lowstock.CodeRateLimited:
		e.Refuse("addresses", own.Key)
		return nil
	case ok && own.Fields["reply_to"] != "":
		e.Refuse("reply", own.Fields["reply_to"])
		return nil
	}
	return e.Judge(err, "addresses")
}

// sureToDelete asks before a draft is deleted.
func (h *Handler) sureToDelete(c echo.Context) (*kit.Question, error) {
	o, err := h.read(c)
	if lowstock.ErrorCode(err) == lowstock.CodeNotFound {
		return nil, nil //nolint:nilnil // nothing is left to delete
	}
	if err != nil {
		return nil, err
	}
	r := h.viewerOf(kit.SessionOf(c))
	return &kit.Question{Key: "purchase_delete", About: []string{r.supplierOf(&o), r.itemsOf(&o)}, Back: orderURL(o.ID)}, nil
}

// versionForm is the form of a button of an order.
type versionForm struct {
	kit.Form
	version int
	why     string
}

// Read implements [kit.Fields].
func (f *versionForm) Read() {
	f.version, f.why = int(f.ID("version")), kit.Clip(f.Text("why"), maxReason)
}

// deleteDraft deletes a draft. One that does not exist any more counts as deleted.
func (h *Handler) deleteDraft(c echo.Context) error {
	f, err := kit.BindForm[versionForm](c)
	if err != nil {
		return err
	}
	id, err := kit.PathID(c, "id")
	if err != nil {
		return err
	}
	who := kit.SessionOf(c)
	err = h.Store.Mall(who.Mall.ID).DeleteDraft(c.Request().Context(), id, f.version, who.By(), h.Now())
	switch {
	case conflict(err):
		return h.tooLate(c, err)
	case err != nil && lowstock.ErrorCode(err) != lowstock.CodeNotFound:
		return err
	}
	return kit.Finish(c, paths.Purchases, "deleted")
}
