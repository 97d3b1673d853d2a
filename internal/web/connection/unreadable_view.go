package connection

import (
	"cafe24-inventory-alert/internal/overview"
	"cafe24-inventory-alert/views"
)

const (
	unreadableShown = 100 // entries of the list
)

// unreadableFacts lists the entries that cannot be read: since when, why, and when the app tries
// again.
func (r viewer) unreadableFacts(c overview.Connection) views.FactGroup {
	g := views.FactGroup{Title: r.T("unreadable.title"), Note: r.T("unreadable.note")}
	for _, q := range c.Quarantined[:min(len(c.Quarantined), unreadableShown)] {
		text := r.UnreadableReason(q) + " " + r.T("unreadable.since", r.Relative(q.FirstAt))
		if !q.RetryAt.IsZero() {
			text += " " + r.T("unreadable.retry", r.Date(q.RetryAt))
		}
		g.Facts = append(g.Facts, views.Fact{Label: r.UnreadableName(q), Value: text})
	}
	return g
}
