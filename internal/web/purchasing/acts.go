package purchasing

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/purchase"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/views"
)

const (
	maxReason  = 200  // characters
	maxMessage = 1000 // characters
)

// tooLate shows an order as it is now, because it is not in a state for what was asked any more.
func (h *Handler) tooLate(c echo.Context, err error) error {
	o, readErr := h.read(c)
	if readErr != nil {
		return readErr
	}
	page, readErr := h.pageOf(c, &o)
	if readErr != nil {
		return readErr
	}
	status := http.StatusConflict
	if lowstock.ErrorCode(err) == lowstock.CodeRateLimited {
		status = http.StatusTooManyRequests
	}
	page.Notice = &views.Banner{Tone: "low", Icon: "warn", Text: h.viewerOf(kit.SessionOf(c)).T(reasonOf(err))}
	return kit.Render(c, status, views.PurchasePageView(page))
}

// reasonOf returns the message of a refusal: that of a field where there is one.
func reasonOf(err error) string {
	if own, ok := errors.AsType[*lowstock.Error](err); ok {
		for _, name := range slices.Sorted(maps.Keys(own.Fields)) {
			return own.Fields[name]
		}
	}
	return kit.KeyOf(err)
}

// receiveForm is goods that arrived.
type receiveForm struct {
	kit.Form
	version int
	key     string
	lines   []purchase.ArrivalLine
	on      time.Time
}

// Read implements [kit.Fields]. An empty field is a line of which nothing arrived.
func (f *receiveForm) Read() {
	f.version, f.key, f.on = int(f.ID("version")), kit.Clip(f.Text("key"), 64), f.Day("came_on")
	for n := 1; n <= purchase.MaxLines; n++ {
		name := purchase.UnitsField(n)
		if !f.Sent(name) {
			continue
		}
		units := f.Optional(name, "error.purchase_units")
		switch {
		case units == nil || *units == 0:
		case *units < 0 || *units > purchase.MaxUnits:
			f.Refuse(name, "error.purchase_units")
		default:
			f.lines = append(f.lines, purchase.ArrivalLine{Line: n, Units: *units})
		}
	}
	if f.on.IsZero() {
		f.Refuse("came_on", "error.came_on")
	}
}

// receive records goods that arrived.
func (h *Handler) receive(c echo.Context) error {
	f, err := kit.BindForm[receiveForm](c)
	if err != nil {
		return err
	}
	id, err := kit.PathID(c, "id")
	if err != nil {
		return err
	}
	if len(f.lines) == 0 && f.Valid() {
		f.Refuse("came_on", "error.purchase_nothing_came")
	}
	if f.Valid() {
		who := kit.SessionOf(c)
		_, err = h.Store.Mall(who.Mall.ID).ReceivePurchase(c.Request().Context(), purchase.Arrival{
			Order: id, Version: f.version, Key: f.key, Lines: f.lines, CameOn: f.on, Source: purchase.ByOperator, By: who.By(), Now: h.Now(),
		})
		err = f.Judge(err, "came_on")
	}
	if err == nil && f.Valid() {
		return kit.Finish(c, orderURL(id), "purchase_received")
	}
	if err != nil && !conflict(err) {
		return err
	}
	return h.refuseReceive(c, f, err)
}

// refuseReceive shows the form again with what was typed; the rests beside the fields are those of
// now.
func (h *Handler) refuseReceive(c echo.Context, f *receiveForm, late error) error {
	return h.refuseAct(c, f.Base(), late, func(r viewer, page *views.PurchasePage) bool {
		v := page.Acts.Receive
		if v == nil {
			return false
		}
		v.Open = true
		if f.Sent("key") {
			v.Key = f.Typed("key")
		}
		ids := map[string]string{"came_on": "came_on"}
		for i := range v.Lines {
			l := &v.Lines[i]
			ids[l.Name] = l.ID
			f.Retype(map[string]*string{l.Name: &l.Units})
			l.Error = f.Message(r.Locale, l.Name)
		}
		f.Retype(map[string]*string{"came_on": &v.On})
		v.OnError = f.Message(r.Locale, "came_on")
		page.Errors = f.Messages(r.Locale, "", ids)
		return true
	})
}

// refuseAct shows the order as it is now, with a form filled again by fill. The error is that of a
// change by somebody else, nil for a mistake in the form.
func (h *Handler) refuseAct(c echo.Context, f *kit.Form, late error, fill func(viewer, *views.PurchasePage) bool) error {
	o, err := h.read(c)
	if err != nil {
		return err
	}
	page, err := h.pageOf(c, &o)
	if err != nil {
		return err
	}
	r, status := h.viewerOf(kit.SessionOf(c)), http.StatusUnprocessableEntity
	if late != nil {
		status = http.StatusConflict
		page.Notice = &views.Banner{Tone: "low", Icon: "warn", Text: r.T("purchase.changed_notice")}
	} else if page.Acts != nil { // a change by somebody else is still to be found
		f.Retype(map[string]*string{"version": &page.Acts.Version})
	}
	if page.Acts == nil || !fill(r, &page) {
		page.Notice = &views.Banner{Tone: "low", Icon: "warn", Text: r.T("error.purchase_state")}
	}
	return kit.Render(c, status, views.PurchasePageView(page))
}

// undoReceipt takes a receipt back.
func (h *Handler) undoReceipt(c echo.Context) error {
	id, err := kit.PathID(c, "id")
	if err != nil {
		return err
	}
	receipt, err := kit.PathID(c, "receipt")
	if err != nil {
		return err
	}
	who := kit.SessionOf(c)
	o, err := h.Store.Mall(who.Mall.ID).UndoReceipt(c.Request().Context(), id, receipt, who.By(), h.Now())
	done := "purchase_undone"
	if o.Awaits(receipt, h.viewerOf(who).DateAhead(1)) {
		done = "purchase_undone_held"
	}
	return h.finish(c, id, err, done)
}

// finish answers a button of an order.
func (h *Handler) finish(c echo.Context, id int64, err error, done string) error {
	switch {
	case conflict(err):
		return h.tooLate(c, err)
	case err != nil:
		return err
	}
	return kit.Finish(c, orderURL(id), done)
}

// giveUpForm is a rest of one line that will not come.
type giveUpForm struct {
	versionForm
	line int
}

// Read implements [kit.Fields].
func (f *giveUpForm) Read() {
	f.versionForm.Read()
	f.line = int(f.ID("line"))
	if f.why == "" {
		f.Refuse("why", "error.purchase_why")
	}
}

// giveUp gives up the rest of one line, with a reason.
func (h *Handler) giveUp(c echo.Context) error {
	f, err := kit.BindForm[giveUpForm](c)
	if err != nil {
		return err
	}
	id, err := kit.PathID(c, "id")
	if err != nil {
		return err
	}
	if f.Valid() {
		who := kit.SessionOf(c)
		_, err = h.Store.Mall(who.Mall.ID).GiveUpRest(c.Request().Context(), purchase.GiveUp{
			Order: id, Version: f.version, Line: f.line, Reason: f.why, By: who.By(), Now: h.Now(),
		})
		return h.finish(c, id, err, "purchase_gave_up")
	}
	return h.refuseAct(c, f.Base(), nil, func(r viewer, page *views.PurchasePage) bool {
		for i := range page.Lines {
			g := page.Lines[i].GiveUp
			if g == nil || g.Line != strconv.Itoa(f.line) {
				continue
			}
			g.Open, g.Version, g.Error = true, page.Acts.Version, f.Message(r.Locale, "why")
			page.Errors = f.Messages(r.Locale, g.ID+"-", nil)
			return true
		}
		return false
	})
}

// sureToUnlink asks before a supplier's link ends.
func (h *Handler) sureToUnlink(c echo.Context) (*kit.Question, error) {
	o, err := h.read(c)
	if err != nil {
		return nil, err
	}
	return &kit.Question{Key: "purchase_unlink", About: []string{h.viewerOf(kit.SessionOf(c)).titleOf(&o)}, Back: orderURL(o.ID)}, nil
}

// unlink ends the supplier's link of an order.
func (h *Handler) unlink(c echo.Context) error {
	o, err := h.read(c)
	if err != nil {
		return err
	}
	err = h.Store.Mall(kit.SessionOf(c).Mall.ID).EndPurchaseLink(c.Request().Context(), o.ID, h.Now())
	return h.finish(c, o.ID, err, "purchase_unlinked")
}

// sureToEnd asks before the rest of a whole order is given up.
func (h *Handler) sureToEnd(c echo.Context) (*kit.Question, error) {
	o, err := h.read(c)
	if err != nil {
		return nil, err
	}
	if !o.Coming() {
		return nil, nil //nolint:nilnil // nothing is left to end
	}
	r := h.viewerOf(kit.SessionOf(c))
	q := &kit.Question{Key: "purchase_cancel", About: []string{r.titleOf(&o), r.next(&o)}, Back: orderURL(o.ID)}
	if o.Received() > 0 {
		q.Key = "purchase_close"
	}
	return q, nil
}

// close gives up the rest of all lines.
func (h *Handler) close(c echo.Context) error {
	return h.end(c, Store.ClosePurchase, "purchase_closed")
}

// cancel cancels a sent order. If something has arrived meanwhile, only the rest is given up.
func (h *Handler) cancel(c echo.Context) error {
	return h.end(c, Store.CancelPurchase, "purchase_cancelled")
}

// restore takes back that an order was closed or cancelled.
func (h *Handler) restore(c echo.Context) error {
	return h.end(c, Store.RestorePurchase, "purchase_restored")
}

func (h *Handler) end(c echo.Context, do func(Store, context.Context, purchase.Ending) (purchase.Order, error), done string) error {
	f, err := kit.BindForm[versionForm](c)
	if err != nil {
		return err
	}
	id, err := kit.PathID(c, "id")
	if err != nil {
		return err
	}
	who := kit.SessionOf(c)
	_, err = do(h.Store.Mall(who.Mall.ID), c.Request().Context(), purchase.Ending{Order: id, Version: f.version, Reason: f.why, By: who.By(), Now: h.Now()})
	return h.finish(c, id, err, done)
}

// answerForm is what a person enters for the supplier.
type answerForm struct {
	kit.Form
	version int
	on      time.Time
	message string
}

// Read implements [kit.Fields].
func (f *answerForm) Read() {
	f.version, f.on, f.message = int(f.ID("version")), f.Day("all_on"), kit.Clip(f.Text("message"), maxMessage)
	if f.on.IsZero() && f.Typed("all_on") != "" {
		f.Refuse("all_on", "error.expected_on")
	}
}

// lines reads what the form says of the lines of an order. A line without a day of its own has that
// of all lines.
func (f *answerForm) lines(o *purchase.Order) (list []purchase.AnswerLine) {
	for i := range o.Lines {
		n := strconv.Itoa(o.Lines[i].No)
		if !f.Sent("can-" + n) {
			continue
		}
		said := purchase.AnswerLine{Line: o.Lines[i].No, Units: f.Optional("can-"+n, "error.purchase_can"), On: f.Day("on-" + n)}
		if said.Units != nil && (*said.Units < 0 || *said.Units > purchase.MaxUnits) {
			f.Refuse("can-"+n, "error.purchase_can")
		}
		if said.On.IsZero() {
			said.On = f.on
		}
		list = append(list, said)
	}
	return list
}

// answer records what the supplier said on the phone or in a messenger.
func (h *Handler) answer(c echo.Context) error {
	f, err := kit.BindForm[answerForm](c)
	if err != nil {
		return err
	}
	o, err := h.read(c)
	if err != nil {
		return err
	}
	a := purchase.Answer{Source: purchase.ByOperator, At: h.Now(), Lines: f.lines(&o), Message: f.message}
	if f.Valid() {
		who := kit.SessionOf(c)
		a.By, a.Revision = who.By(), o.Revision
		_, err = h.Store.Mall(who.Mall.ID).AnswerPurchase(c.Request().Context(), o.ID, f.version, a)
		err = f.Judge(err, "all_on")
	}
	if err == nil && f.Valid() {
		return kit.Finish(c, orderURL(o.ID), "purchase_answered")
	}
	if err != nil && !conflict(err) {
		return err
	}
	return h.refuseAct(c, f.Base(), err, func(r viewer, page *views.PurchasePage) bool {
		v := page.Acts.Answer
		if v == nil {
			return false
		}
		v.Open, v.OnError = true, f.Message(r.Locale, "all_on")
		f.Retype(map[string]*string{"all_on": &v.On, "message": &v.Message})
		for i := range v.Lines {
			l := &v.Lines[i]
			f.Retype(map[string]*string{"can-" + l.N: &l.Units, "on-" + l.N: &l.On})
			l.UnitsError, l.OnError = f.Message(r.Locale, "can-"+l.N), f.Message(r.Locale, "on-"+l.N)
			v.Each = v.Each || l.UnitsError != "" || l.OnError != "" || l.On != ""
		}
		page.Errors = f.Messages(r.Locale, "", nil)
		return true
	})
}
