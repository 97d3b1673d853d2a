package pipeline

import "cafe24-inventory-alert/internal/lowstock"

// logLine collects the attributes that a step adds to its log line.
type logLine struct{ attrs []any }

func (l *logLine) add(pairs ...any) { l.attrs = append(l.attrs, pairs...) }

func (l *logLine) applied(a lowstock.Applied) {
	l.add("products", a.Products, "changed", a.Changed, "stale", a.Stale,
		"opened", a.Opened, "escalated", a.Escalated, "resolved", a.Resolved, "await", a.Await, "drifts", a.Drifts)
}

func sum(a, b lowstock.Applied) lowstock.Applied {
	return lowstock.Applied{
		Products: a.Products + b.Products, Changed: a.Changed + b.Changed, Stale: a.Stale + b.Stale,
		Opened: a.Opened + b.Opened, Escalated: a.Escalated + b.Escalated,
		Resolved: a.Resolved + b.Resolved, Await: a.Await + b.Await, Drifts: a.Drifts + b.Drifts,
	}
}
