package connection

import (
	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/overview"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views"
)

// speedFacts says how long it took to detect the changes of today.
func (r viewer) speedFacts(c overview.Connection) views.FactGroup {
	half, changes := inbound.DetectedWithin(c.Detections, 0.5)
	most, _ := inbound.DetectedWithin(c.Detections, 0.95)
	g := views.FactGroup{Title: r.T("recovery.speed"), Note: r.T("recovery.speed_none")}
	if changes == 0 {
		return g
	}
	g.Facts = []views.Fact{
		{Label: r.T("recovery.changes"), Value: r.T("connection.count", changes)},
		{Label: r.T("recovery.half"), Value: r.T("recovery.within", r.Span(half))},
		{Label: r.T("recovery.most"), Value: r.T("recovery.within", r.Span(most))},
	}
	g.Note = r.T("recovery.speed_note")
	return g
}

// worstFacts says how long a change can stay undetected if every webhook is lost. It is computed
// from the intervals that are set and from how much there is to read.
func (r viewer) worstFacts(c overview.Connection, pace inbound.Pace) views.FactGroup {
	near, rest := present.MinutesUp(pace.WatchWorst(c.Load)), present.MinutesUp(pace.SweepWorst(c.Load))
	log := r.dated("recovery.log", r.Moment(c.LogReadAt))
	if c.LogTrouble != inbound.LogReadable {
		log = views.Fact{Label: log.Label, Value: r.T("recovery.log_" + string(c.LogTrouble))}
	}
	g := views.FactGroup{Title: r.T("recovery.worst"), Facts: []views.Fact{
		{Label: r.T("recovery.worst_near"), Value: r.T("recovery.at_most", r.Span(near))},
		{Label: r.T("recovery.worst_rest"), Value: r.T("recovery.at_most", r.Span(rest))},
		log,
	}, Note: r.T("recovery.worst_note", r.Span(pace.Watch), r.Span(pace.Sweep))}
	if !c.RepairedAt.IsZero() {
		g.Facts = append(g.Facts, r.dated("recovery.repaired", r.Moment(c.RepairedAt)))
	}
	return g
}

// drifts lists the changes that no webhook had announced.
func (r viewer) drifts(c overview.Connection) views.DriftList {
	list := views.DriftList{Text: r.T("recovery.drifts_none")}
	total := 0
	for _, way := range inbound.Ways() {
		if n := c.Drifts24h[way]; n > 0 {
			total += n
			list.Ways = append(list.Ways, r.T("recovery.way_count", r.T("recovery.way_"+string(way)), n))
		}
	}
	if total == 0 {
		return list
	}
	list.Text = r.T("recovery.drifts_24h", total)
	for _, d := range c.Drifts {
		list.Rows = append(list.Rows, views.DriftRow{
			Item: views.Item{
				URL: present.OptionURL(d.ProductNo, d.VariantCode), Name: d.ProductName,
				Options: present.OptionsText(d.Options), Code: d.VariantCode,
			},
			Change: r.T("recovery.from_to", present.Number(d.From), present.Number(d.To)), FoundBy: views.Badge{Tone: "quiet", Icon: "sync", Text: r.T("recovery.way_" + string(d.FoundBy))},
			Found: r.Moment(d.FoundAt), Age: r.T("recovery.age", r.Span(present.RoundAge(d.Age()))),
		})
	}
	if total > len(list.Rows) {
		list.More = r.T("recovery.older", len(list.Rows))
	}
	return list
}
