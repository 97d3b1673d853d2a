package preference

import (
	"slices"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
)

// Listener is somebody who hears of what is raised: a recipient, or a channel of
// the mall besides mail.
type Listener struct {
	Channel    lowstock.Channel
	Recipient  string // the address; of other channels than e-mail their name
	Categories []int  // with Suppliers: what they want to hear of; both empty: everything
	Suppliers  []string
	First      bool         // hears of what is raised, at once
	Second     bool         // hears of what stays unanswered
	Digest     DigestChoice // hears of what is raised in this digest only; "": does not
}

// Waits says whether the listener hears of what is raised in a digest only.
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

// Listeners are those who can be told, as the settings are.
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

// ExplainNotification says who would be told of a variant of product now, and why
// somebody would not: what [Explain] leaves open.
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
