package present

import (
	"cmp"
	"strings"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/views/words"
)

// Why a message did not arrive is one sentence, what follows from it another: the
// same error is tried again once, given up another time, and never repeated in a
// test. So what follows is said by how the message stands.

// whyNot is why an attempt did not get through, "" where that is not known.
func (r Viewer) whyNot(state lowstock.DeliveryState, key string) string {
	if state == lowstock.DeliveryUnknown {
		key = cmp.Or(key, "letter.error.unknown")
	}
	return r.Known(key)
}

// remedy is what somebody can do about an error, "" where that is nothing.
func (r Viewer) remedy(key string) string {
	name, ok := strings.CutPrefix(key, "letter.error.")
	if !ok || !words.Has("letter.remedy."+name) {
		return ""
	}
	return r.T("letter.remedy." + name)
}

// aftermath is what follows for an announcement that did not arrive, or may not
// have.
func (r Viewer) aftermath(d lowstock.Delivery) string {
	switch d.State {
	case lowstock.DeliveryRetrying:
		return Joined(" ", r.whenDue(d.DueAt, "delivery.again_at", "delivery.again_soon"), r.remedy(d.Error))
	case lowstock.DeliveryUnknown:
		if d.DueAt.IsZero() {
			return r.T("delivery.unsure")
		}
		return r.whenDue(d.DueAt, "delivery.once_at", "delivery.once_soon")
	case lowstock.DeliveryFailed:
		return Joined(" ", r.T("delivery.given_up"), r.remedy(d.Error))
	case lowstock.DeliverySuppressed:
		return r.T("delivery.dropped")
	case lowstock.DeliveryPending, lowstock.DeliverySent, lowstock.DeliverySummarized:
	}
	return ""
}

// testAftermath is what follows for a test, which is made for the person who
// waits for it.
func (r Viewer) testAftermath(o outgoing.Outcome) string {
	if o.State == lowstock.DeliveryUnknown {
		return Joined(" ", r.T("settings.test_once"), r.T("settings.test_look"))
	}
	return Joined(" ", r.T("settings.test_once"), r.remedy(o.Error))
}

// syncAftermath is what follows for a full reading that failed, "" where no
// other is due.
func (r Viewer) syncAftermath(m lowstock.Mall) string {
	if m.State != lowstock.MallActive || m.NextSweepAt.IsZero() {
		return ""
	}
	return r.whenDue(m.NextSweepAt, "sync.again_at", "sync.again_soon")
}

// whenDue says when something is done: at its time, or shortly.
func (r Viewer) whenDue(at time.Time, later, shortly string) string {
	if soon(at, r.Now) {
		return r.T(shortly)
	}
	return r.T(later, r.Date(at))
}

// soon is a time that need not be named.
func soon(at, now time.Time) bool { return at.Sub(now) < 2*time.Minute }
