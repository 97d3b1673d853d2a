package present

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/notify"
	"cafe24-inventory-alert/internal/redact"
	"cafe24-inventory-alert/views/paths"
)

// MaskSecret shows of a signing secret only that there is one.
func MaskSecret(secret redact.Secret) string {
	if secret == "" {
		return ""
	}
	return "whsec_" + notify.MaskDots
}

// ChannelName is what a channel is called; of one that only a newer program knows
// its own name.
func (r Viewer) ChannelName(c lowstock.Channel) string {
	return cmp.Or(r.Known("channel."+string(c)), string(c))
}

// AlertURL is the page of an alert.
func AlertURL(id int64) string { return paths.Of(paths.Alert, strconv.FormatInt(id, 10)) }

// Recipient is whom a message goes to: an address, or the name of a channel.
func (r Viewer) Recipient(d lowstock.Delivery) string {
	if d.Channel == lowstock.ChannelEmail {
		return r.Masked(d.Recipient)
	}
	return r.ChannelName(d.Channel)
}

// DeliveryNote says what a delivery waits for, or why it failed.
func (r Viewer) DeliveryNote(d lowstock.Delivery) string {
	switch d.State {
	case lowstock.DeliveryPending:
		if soon(d.DueAt, r.Now) {
			return ""
		}
		return r.T("delivery.waits_"+string(r.Settings.WhyWaits(d, r.Now)), r.Date(d.DueAt))
	case lowstock.DeliverySummarized:
		return r.T("delivery.summarized_note")
	case lowstock.DeliveryRetrying:
		return Joined(" · ", r.whyNot(d.State, d.Error), r.T("delivery.attempts", d.Attempts), r.aftermath(d))
	case lowstock.DeliveryUnknown, lowstock.DeliveryFailed, lowstock.DeliverySuppressed:
		return Joined(" ", r.whyNot(d.State, d.Error), r.aftermath(d))
	case lowstock.DeliverySent:
	}
	return ""
}

// Joined joins the parts that are not empty.
func Joined(with string, parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), with)
}
