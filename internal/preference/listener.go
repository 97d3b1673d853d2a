package preference

import (
	"slices"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
)

// Listener is a recipient that can be notified of alerts: a mail recipient, or
// a channel of the mall besides mail.
type Listener struct {
	Channel    lowstock.Channel
	Recipient  string // the address; for channels other than e-mail the channel's name
	Categories []int  // with Suppliers: limits the products; both empty: all products
	Suppliers  []string
	First      bool         // is notified at once when an alert is raised
	Second     bool         // is notified of a sold-out alert that stays unanswered
	Digest     DigestChoice // gets raised alerts only in this digest; "": no digest
}

// Waits says whether the listener gets raised alerts only in a digest.
func (l *Listener) Waits() bool { return l.Digest == DigestDaily || l.Digest == DigestWeekly }

// Receives says whether an announcement of this reason about a product is for the
// listener.
func (l *Listener) Receives(p *lowstock.Product, reason lowstock.Reason) bool {
	if reason == lowstock.ReasonUnanswered && !l.Second || reason != lowstock.ReasonUnanswered && !l.First && !l.Waits() {
		return false
	}
	if len(l.Categories)+len(l.Suppliers) == 0 {
		return true
	}
	return slices.Contains(l.Suppliers, p.SupplierCode) && p.SupplierCode != "" ||
		slices.ContainsFunc(p.CategoryNos, func(no int) bool { return slices.Contains(l.Categories, no) })
}

// Listeners returns everybody who can be notified with these settings.
func (s *Settings) Listeners() []Listener {
	var all []Listener
	for _, r := range s.Recipients {
		l := Listener{
			Channel: lowstock.ChannelEmail, Recipient: r.Email, Categories: r.Categories, Suppliers: r.Suppliers,
			First: r.Immediate, Second: r.Second,
		}
		if !r.Immediate && r.Digest != DigestOff {
			l.Digest = r.Digest
		}
		if r.Reachable() && (l.First || l.Second || l.Waits()) {
			all = append(all, l)
		}
	}
	for _, c := range s.Targets.Set() {
		all = append(all, Listener{Channel: c, Recipient: string(c), First: true})
	}
	return all
}

// ExplainNotification says who would be notified of an alert on product now,
// and why others would not. [lowstock.Explain] does not say that.
func ExplainNotification(s *Settings, product *lowstock.Product, now time.Time) []lowstock.Step {
	var steps []lowstock.Step
	notified := 0
	for _, l := range s.Listeners() {
		raised, second := l.Receives(product, lowstock.ReasonRaised), l.Receives(product, lowstock.ReasonUnanswered)
		switch {
		case raised && l.First:
			notified++
			steps = append(steps, lowstock.Step{Code: "tells", Args: []any{l.Channel, l.Recipient}, ForAlert: true})
		case raised:
			steps = append(steps, lowstock.Step{Code: "tells_digest", Args: []any{l.Recipient}, ForAlert: true})
		case !second:
			steps = append(steps, lowstock.Step{Code: "not_theirs", Args: []any{l.Recipient}})
		}
		if second && !l.First {
			steps = append(steps, lowstock.Step{Code: "tells_second", Args: []any{l.Recipient, s.SecondAfterHours}, ForAlert: true})
		}
	}
	for _, r := range s.Recipients {
		if code := r.Silence(); code != "" {
			steps = append(steps, lowstock.Step{Code: code, Args: []any{r.Email}})
		}
	}
	if notified == 0 {
		steps = append(steps, lowstock.Step{Code: "nobody"})
	}
	if until := s.QuietUntil(now); !until.IsZero() {
		steps = append(steps, lowstock.Step{Code: "quiet", Args: []any{until}})
	}
	return steps
}
