package api

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/purchase"
	"cafe24-inventory-alert/internal/web/kit"
)

const (
	mostKey    = 200  // characters of the key of a request
	mostReason = 200  // characters
	mostNote   = 2000 // characters
)

// apiCreatePurchase makes a draft. The same key again answers with the order of
// that key.
func (h *Handler) apiCreatePurchase(c echo.Context) error {
	in, err := readInput(c)
	if err != nil {
		return err
	}
	who, ctx := kit.SessionOf(c), c.Request().Context()
	d, err := h.Merchant.NewPurchase(ctx, who.Mall.ID, in.code("supplier_code"))
	if lowstock.ErrorCode(err) == lowstock.CodeInvalid {
		in.missing("supplier_code", "error.purchase_supplier")
		err = nil
	}
	if err != nil {
		return err
	}
	d.By, d.Now = who.By(), h.Now()
	if key := in.key(c); key != "" {
		d.Key = "api " + key // the keys of pages have no such beginning
	}
	in.draftFields(&d)
	if err := h.lines(ctx, who.Mall.ID, in, &d); err != nil {
		return err
	}
	saved, err := h.Store.Mall(who.Mall.ID).SaveDrafts(ctx, []purchase.Draft{d})
	if err != nil {
		return err
	}
	return h.answerPurchase(c, http.StatusCreated, saved[0].ID)
}

// apiChangePurchase changes a draft. The version is required, because the lines
// replace those that the caller has seen.
func (h *Handler) apiChangePurchase(c echo.Context) error {
	return h.changePurchase(c, func(ctx context.Context, mall Store, id int64, in *input) error {
		o, err := mall.Purchase(ctx, id)
		if err != nil {
			return err
		}
		d := purchase.Draft{
			ID: id, Version: in.version(), SupplierCode: o.SupplierCode, SupplierName: o.SupplierName, Currency: o.Currency, Note: o.Note, To: o.To, ReplyTo: o.ReplyTo,
			LeadDays: o.LeadDays, Lines: o.Lines, By: kit.SessionOf(c).By(), Now: h.Now(),
		}
		if d.Version == 0 {
			in.missing("version", "error.purchase_version")
		}
		in.draftFields(&d)
		if in.given("lines") {
			err = h.lines(ctx, kit.SessionOf(c).Mall.ID, in, &d)
		}
		if err = in.err(err); err != nil {
			return err
		}
		_, err = mall.SaveDrafts(ctx, []purchase.Draft{d})
		return err
	})
}

// apiDeletePurchase deletes a draft.
func (h *Handler) apiDeletePurchase(c echo.Context) error {
	id, err := kit.PathID(c, "id")
	if err != nil {
		return err
	}
	version := 0
	if text := c.QueryParam("version"); text != "" {
		if version, err = strconv.Atoi(text); err != nil || version < 1 {
			return lowstock.InvalidFields(map[string]string{"version": "error.purchase_version"})
		}
	}
	who := kit.SessionOf(c)
	if err := h.Store.Mall(who.Mall.ID).DeleteDraft(c.Request().Context(), id, version, who.By(), h.Now()); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

// apiSendPurchase mails a draft to its supplier, or marks it as sent where the
// caller says that no mail is to be written.
func (h *Handler) apiSendPurchase(c echo.Context) error {
	return h.changePurchase(c, func(ctx context.Context, mall Store, id int64, in *input) error {
		o, err := mall.Purchase(ctx, id)
		if err != nil {
			return err
		}
		who := kit.SessionOf(c)
		r := h.viewerOf(who)
		s := purchase.Sending{
			ID: id, Version: in.version(), To: o.To, ReplyTo: o.ReplyTo, ExpectedOn: in.date("expected_on", "error.expected_on"),
			By: who.By(), Now: r.Now, Today: r.DateAhead(1), Zone: r.Zone,
		}
		d := purchase.Draft{Note: o.Note, To: o.To, ReplyTo: o.ReplyTo}
		in.draftFields(&d)
		s.To, s.ReplyTo, s.Note = d.To, d.ReplyTo, &d.Note
		if mail := in.flag("mail"); mail != nil && !*mail {
			s.To = nil
		} else {
			if len(s.To) == 0 {
				in.missing("to", "error.purchase_to")
			}
			if s.ReplyTo == "" {
				in.missing("reply_to", "error.purchase_reply")
			}
		}
		if err := in.err(nil); err != nil {
			return err
		}
		_, err = mall.SendPurchase(ctx, s)
		return err
	})
}

// apiReceivePurchase records goods that arrived. The same key again adds nothing,
// so a key is required: a request that is sent twice would count the goods twice.
func (h *Handler) apiReceivePurchase(c echo.Context) error {
	return h.changePurchase(c, func(ctx context.Context, mall Store, id int64, in *input) error {
		a := purchase.Arrival{
			Order: id, Version: in.version(), CameOn: in.date("came_on", "error.came_on"), Source: purchase.ByAPI, By: kit.SessionOf(c).By(), Now: h.Now(),
		}
		key := in.key(c)
		if key == "" {
			in.missing("key", "error.purchase_key")
		}
		a.Key = "api " + strconv.FormatInt(id, 10) + " " + key
		o, err := mall.Purchase(ctx, id)
		if err != nil {
			return err
		}
		in.objects("lines", func(_ int, one *input) {
			n := one.integer("line")
			if n == nil || o.Line(kit.Within(*n)) == nil {
				one.missing("line", "error.purchase_line_no")
				n = new(int64)
			}
			a.Lines = append(a.Lines, purchase.ArrivalLine{Line: kit.Within(*n), Units: one.units("quantity")})
		})
		if len(a.Lines) == 0 {
			in.missing("lines", "error.purchase_lines")
		}
		if err := in.err(nil); err != nil {
			return err
		}
		_, err = mall.ReceivePurchase(ctx, a)
		return err
	})
}

// apiUndoReceipt takes a receipt back. A second call changes nothing.
func (h *Handler) apiUndoReceipt(c echo.Context) error {
	id, err := kit.PathID(c, "id")
	if err != nil {
		return err
	}
	receipt, err := kit.PathID(c, "receipt")
	if err != nil {
		return err
	}
	who := kit.SessionOf(c)
	if _, err := h.Store.Mall(who.Mall.ID).UndoReceipt(c.Request().Context(), id, receipt, who.By(), h.Now()); err != nil {
		return err
	}
	return h.answerPurchase(c, http.StatusOK, id)
}

// apiClosePurchase gives up the rest of all lines.
func (h *Handler) apiClosePurchase(c echo.Context) error {
	return h.endPurchase(c, Store.ClosePurchase)
}

// apiCancelPurchase cancels a sent order; one of which something has arrived is
// closed.
func (h *Handler) apiCancelPurchase(c echo.Context) error {
	return h.endPurchase(c, Store.CancelPurchase)
}

// apiRestorePurchase takes back that an order was closed or cancelled.
func (h *Handler) apiRestorePurchase(c echo.Context) error {
	return h.endPurchase(c, Store.RestorePurchase)
}

func (h *Handler) endPurchase(c echo.Context, do func(Store, context.Context, purchase.Ending) (purchase.Order, error)) error {
	return h.changePurchase(c, func(ctx context.Context, mall Store, id int64, in *input) error {
		e := purchase.Ending{Order: id, Version: in.version(), Reason: kit.Clip(in.text("reason"), mostReason), By: kit.SessionOf(c).By(), Now: h.Now()}
		if err := in.err(nil); err != nil {
			return err
		}
		_, err := do(mall, ctx, e)
		return err
	})
}

// changePurchase reads the body, changes an order and answers with the order as
// it is afterwards.
func (h *Handler) changePurchase(c echo.Context, do func(context.Context, Store, int64, *input) error) error {
	id, err := kit.PathID(c, "id")
	if err != nil {
		return err
	}
	in, err := readInput(c)
	if err != nil {
		return err
	}
	if err := do(c.Request().Context(), h.Store.Mall(kit.SessionOf(c).Mall.ID), id, in); err != nil {
		return unitsError(err)
	}
	return h.answerPurchase(c, http.StatusOK, id)
}

// unitsError names the fields of an error about the units of a line as the API
// does.
func unitsError(err error) error {
	own, ok := errors.AsType[*lowstock.Error](err)
	if !ok {
		return err
	}
	for field, key := range own.Fields {
		if no, is := strings.CutPrefix(field, "units-"); is {
			if n, err := strconv.Atoi(no); err == nil {
				delete(own.Fields, field)
				own.Fields[placeOf(n-1, "quantity")] = key
			}
		}
	}
	return err
}
