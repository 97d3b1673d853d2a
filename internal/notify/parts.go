package notify

import (
	"context"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
)

// How much one message has room for. A message names everything that it
// announces, so items that do not fit go into the next message.
const (
	// firstProbe is the number of items that is tried first, maxProbe the largest
	// number. nearlyFull is the used share from which a message counts as full.
	firstProbe = 64
	maxProbe   = 1000
	nearlyFull = 0.95

	// maxParts limits the work of one division. The last part is divided again
	// when it is sent.
	maxParts = 20
)

// Parts divides the incidents that m announces into messages, in the order in
// which they are shown. One part means that m names all of them. The first sync's
// summary has at most two parts: the incidents that it names, and those that it
// only counts. The result is the same at every call for the same m.
func (s *Sender) Parts(ctx context.Context, m outgoing.Message) (parts [][]int64) {
	if !m.Purpose.Items() {
		return nil
	}
	c := s.writer.content(m)
	if m.Purpose == outgoing.PurposeSummary {
		n := s.most(ctx, m, c.named)
		if parts = append(parts, idsOf(c.items[:n])); n < len(c.items) {
			parts = append(parts, idsOf(c.items[n:]))
		}
		return parts
	}
	rest := c.named
	for len(rest) > 0 && len(parts) < maxParts-1 {
		n := s.most(ctx, m, rest)
		parts, rest = append(parts, idsOf(rest[:n])), rest[n:]
		m.Continues = true
		m.Items = rest // a digest shows the standing items in its first message only
	}
	if len(rest) > 0 {
		parts = append(parts, idsOf(rest))
	}
	return parts
}

func idsOf(items []lowstock.Incident) []int64 {
	ids := make([]int64, len(items))
	for n := range items {
		ids[n] = items[n].ID
	}
	return ids
}

// most is how many of the items, in their order, one message names: at least 1,
// and as many as fill the message almost completely.
func (s *Sender) most(ctx context.Context, m outgoing.Message, items []lowstock.Incident) int {
	fit, limit := min(1, len(items)), min(len(items), maxProbe)
	for n := min(limit, firstProbe); fit < limit; n = min(max(n, fit+1), limit) {
		full := s.fill(ctx, m.Keep(idsOf(items[:n])))
		switch {
		case full > 1:
			limit = n - 1
		case full > nearlyFull:
			return n
		default:
			fit = n
		}
		n = int(float64(n) / full)
	}
	return fit
}

// fill is the used share of a message's allowed size for m, without optional
// content; above 1 it does not fit.
func (s *Sender) fill(ctx context.Context, m outgoing.Message) float64 {
	c := s.writer.content(m)
	if way, ok := s.channels[m.Channel]; ok {
		return way.full(s.writer, c)
	}
	return mailFull(ctx, s.writer.render(c, 0))
}
