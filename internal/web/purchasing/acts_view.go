package purchasing

import (
	"cmp"
	"crypto/rand"
	"strconv"
	"time"

	"cafe24-inventory-alert/internal/localtime"
	"cafe24-inventory-alert/internal/purchase"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
)

// acts are the actions on a sent order; nil for a draft.
func (r viewer) acts(o *purchase.Order) *views.PurchaseActs {
	if o.SentAt.IsZero() {
		return nil
	}
	a := &views.PurchaseActs{Version: strconv.Itoa(o.Version), Receive: r.receiveForm(o)}
	if !o.Coming() {
		if r.mayOrder() {
			a.Restore = urlOf(paths.PurchaseRestore, o)
		}
		return a
	}
	rest := o.Rest()
	if rest > 0 {
		a.Answer, a.Receive.Open = r.answerForm(o), true
		if r.mayOrder() {
			a.End = r.endForm(o)
		}
	}
	if r.mayRevise(o) {
		a.Revise = orderURL(o.ID) + "?revise=1"
		if len(o.To) > 0 {
			a.Resend = &views.PurchaseResend{URL: urlOf(paths.PurchaseSend, o), Label: r.T("purchase.resend"), Hint: r.T("purchase.resend_hint", r.addresses(o))}
			if o.Silent(r.Now, r.Zone) {
				a.Resend.Remind = r.T("purchase.remind")
			}
		}
	}
	return a
}

// mayRevise says whether the lines of a sent order may be changed and sent again.
func (r viewer) mayRevise(o *purchase.Order) bool {
	return r.mayOrder() && o.Origin == purchase.OriginSheet && o.Coming() && o.Rest() > 0
}

// newKey names a request, so that the same form sent twice acts once.
func newKey() string { return rand.Text() }

func isoDay(day time.Time) string {
	if day.IsZero() {
		return ""
	}
	return day.Format(time.DateOnly)
}

// receiveForm is prefilled with what is still expected of each line.
func (r viewer) receiveForm(o *purchase.Order) *views.PurchaseReceive {
	today := r.DateAhead(1)
	f := &views.PurchaseReceive{URL: urlOf(paths.PurchaseReceive, o), Key: newKey(), On: isoDay(today), Max: isoDay(today), Min: isoDay(localtime.DayOf(o.SentAt, r.Zone))}
	for i := range o.Lines {
		l := &o.Lines[i]
		v := views.ReceiveLine{
			ID: "in-" + strconv.Itoa(l.No), Name: purchase.UnitsField(l.No), Label: cmp.Or(l.ProductName, l.VariantCode), Options: present.OptionsText(l.Options),
		}
		if rest := l.Rest(); rest > 0 && o.Coming() {
			v.Rest, v.Units = r.T("purchase.rest_of", r.Pieces(rest, l.Pack)), strconv.Itoa(rest)
		}
		if in := o.Detected(l.No, r.Now); in != nil {
			v.Rest = present.Joined(" · ", v.Rest, r.T("purchase.detected_at", r.Date(cmp.Or(in.Evidence.To, in.At)), in.Units))
		}
		f.Lines = append(f.Lines, v)
	}
	return f
}

func (r viewer) answerForm(o *purchase.Order) *views.PurchaseAnswerForm {
	today := r.DateAhead(1)
	f := &views.PurchaseAnswerForm{URL: urlOf(paths.PurchaseAnswer, o), Min: isoDay(today), Max: isoDay(today.AddDate(1, 0, 0))}
	if on := o.NextOn(); !on.Before(today) && sameDay(o, on) {
		f.On = isoDay(on)
	}
	for i := range o.Lines {
		if l := &o.Lines[i]; l.Rest() > 0 {
			f.Lines = append(f.Lines, views.AnswerLine{
				N: strconv.Itoa(l.No), Label: cmp.Or(l.ProductName, l.VariantCode), Options: present.OptionsText(l.Options),
				Units: strconv.Itoa(l.Received + l.GivenUp + l.Rest()),
			})
		}
	}
	return f
}

// sameDay says whether all that is on its way is expected on a day: a day for all lines would move
// the others.
func sameDay(o *purchase.Order, on time.Time) bool {
	for i := range o.Lines {
		if l := &o.Lines[i]; l.Rest() > 0 && !l.ExpectedOn.Equal(on) {
			return false
		}
	}
	return true
}

// endForm cancels an order of which nothing has arrived, and closes another one.
func (r viewer) endForm(o *purchase.Order) *views.PurchaseEnd {
	if o.Received() > 0 {
		return &views.PurchaseEnd{URL: urlOf(paths.PurchaseClose, o), Title: r.T("purchase.close"), Label: r.T("purchase.close_button"), Hint: r.T("purchase.close_hint", o.Rest())}
	}
	return &views.PurchaseEnd{URL: urlOf(paths.PurchaseCancel, o), Title: r.T("purchase.cancel"), Label: r.T("purchase.cancel_button"), Hint: r.T("purchase.cancel_hint")}
}
