package lowstock

import (
	"slices"
	"time"
)

// Listener is somebody who can be told at once: a recipient, or the mall's
// Slack or webhook.
type Listener struct {
	Channel    Channel
	Recipient  string // the address; for Slack and the webhook the channel's name
	Categories []int  // with Suppliers: what they want to hear of; both empty: everything
	Suppliers  []string
	First      bool // hears of what is raised
	Second     bool // hears of what stays unanswered
}

// Hears says whether an announcement of this reason about a product is for the
// listener.
func (l *Listener) Hears(p *Product, reason Reason) bool {
	if reason == ReasonUnanswered && !l.Second || reason != ReasonUnanswered && !l.First {
		return false
	}
	if len(l.Categories)+len(l.Suppliers) == 0 {
		return true
	}
	return slices.Contains(l.Suppliers, p.SupplierCode) && p.SupplierCode != "" ||
		slices.ContainsFunc(p.CategoryNos, func(no int) bool { return slices.Contains(l.Categories, no) })
}

// Listeners are those who can be told at once, as the settings are.
func (s *Settings) Listeners() []Listener {
	var all []Listener
	for _, r := range s.Recipients {
		if r.Reachable() && (r.Immediate || r.Second) {
			all = append(all, Listener{
				Channel: ChannelEmail, Recipient: r.Email, Categories: r.Categories, Suppliers: r.Suppliers,
				First: r.Immediate, Second: r.Second,
			})
		}
	}
	for _, c := range []struct {
		channel Channel
		target  Secret
	}{{ChannelSlack, s.SlackWebhookURL}, {ChannelWebhook, s.WebhookURL}} {
		if c.target != "" {
			all = append(all, Listener{Channel: c.channel, Recipient: string(c.channel), First: true})
		}
	}
	return all
}

// ExplainTelling says who would be told of a variant of product now, and why
// somebody would not: what [Explain] leaves open.
func ExplainTelling(s *Settings, product *Product, now time.Time) []Step {
	var steps []Step
	told := 0
	for _, l := range s.Listeners() {
		switch {
		case l.Hears(product, ReasonRaised):
			told++
			steps = append(steps, Step{Code: "tells", Args: []any{l.Channel, l.Recipient}, Says: true})
		case l.Hears(product, ReasonUnanswered):
			steps = append(steps, Step{Code: "tells_second", Args: []any{l.Recipient, s.SecondAfterHours}, Says: true})
		default:
			steps = append(steps, Step{Code: "not_theirs", Args: []any{l.Recipient}})
		}
	}
	for _, r := range s.Recipients {
		if code := r.silence(); code != "" {
			steps = append(steps, Step{Code: code, Args: []any{r.Email}})
		}
	}
	if told == 0 {
		steps = append(steps, Step{Code: "nobody"})
	}
	if until := s.QuietUntil(now); !until.IsZero() {
		steps = append(steps, Step{Code: "quiet", Args: []any{until}})
	}
	return steps
}
