package present

import (
	"cmp"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/views"
)

// Asking says of somebody who has not agreed yet whether they were asked, and
// else when they will be and what that waits for.
func (r Viewer) Asking(x preference.Recipient) string {
	switch {
	case x.WaitsToBeAsked() && x.AskLimit != preference.AskFree && x.AskAt.After(r.Now):
		return r.T("asking."+string(x.AskLimit), r.Date(x.AskAt))
	case x.WaitsToBeAsked():
		return r.T("settings.waiting_soon")
	case x.Asked.State == lowstock.DeliveryFailed:
		return Joined(" ", r.T("settings.ask_failed"), r.Known(x.Asked.Error))
	case x.Asked.State == lowstock.DeliveryRetrying:
		return Joined(" ", r.T("settings.ask_retrying"), r.Known(x.Asked.Error))
	}
	return r.T("settings.waiting", r.Date(x.ConfirmSentAt))
}

// TestResult says truly what became of a test; unknown stays unknown.
func (r Viewer) TestResult(id string, channel lowstock.Channel, o outgoing.Outcome) views.TestResult {
	t := views.TestResult{ID: id, State: r.DeliveryBadge(o.State)}
	switch o.State {
	case lowstock.DeliverySent:
		t.Text = r.T("settings.test_sent_channel")
		if channel == lowstock.ChannelEmail {
			t.Text = r.T("settings.test_sent")
		}
	case lowstock.DeliveryUnknown, lowstock.DeliveryRetrying, lowstock.DeliveryFailed, lowstock.DeliveryPending, lowstock.DeliverySuppressed, lowstock.DeliverySummarized:
		t.Text = Joined(" ", cmp.Or(r.whyNot(o.State, o.Error), r.T("settings.test_failed")), r.testAftermath(o))
	}
	return t
}
