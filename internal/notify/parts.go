package notify

import (
	"context"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
)

// What one message has room for. What it announces it names, so what does not fit
// goes into the next one.
const (
	// What is tried: so many items first, and never more; and how full is full.
	firstProbe = 64
	maxProbe   = 1000
	nearlyFull = 0.95

	// maxParts bounds the work of one division; the last part is divided again when
	// its turn comes.
	maxParts = 20
)

// Parts says which incidents one message of what m announces names, and which
// those after it, in the order in which they are shown. One part: m as it is names
// them all. Of the first sync's summary there are two at most: what it names, and
// what it counts. It is the same at every call for the same m.
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
		m.Items = rest // of a digest what stands is shown in its first message
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

// most is how many of the items, in their order, one message names: 1 at least,
// and as many as leave next to no room.
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

// fill is how much of the room that a message has m takes as it is, with nothing
// that it need not show; above 1 it does not fit.
func (s *Sender) fill(ctx context.Context, m outgoing.Message) float64 {
	c := s.writer.content(m)
	if way, ok := s.channels[m.Channel]; ok {
		return way.full(s.writer, c)
	}
	return mailFull(ctx, s.writer.render(c, 0))
}
