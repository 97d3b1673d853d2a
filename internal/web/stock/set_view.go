package stock

import (
	"cmp"

	"cafe24-inventory-alert/internal/bundles"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views"
)

// stopped says why a set cannot be sold, with one sentence for each part.
func (r viewer) stopped(set *bundles.Set) (why []string) {
	for _, p := range set.Short() {
		name := cmp.Or(p.Name, p.Code)
		if p.Out() {
			why = append(why, r.T("set.stopped", set.Name, name))
		} else {
			why = append(why, r.T("set.stopped_short", set.Name, name, int(p.Stock), p.Needed))
		}
	}
	return why
}

func (r viewer) setParts(set *bundles.Set) *views.SetParts {
	if set == nil {
		return nil
	}
	v := &views.SetParts{Stopped: r.stopped(set)}
	n, limited, _ := set.Makes()
	several := false
	for i := range set.Parts {
		v.Parts = append(v.Parts, r.setPart(&set.Parts[i]))
		several = several || set.Parts[i].Variants > 1
	}
	switch {
	case len(set.Parts) == 0 && set.ReadAt.IsZero():
		v.Notes = append(v.Notes, r.T("set.unread"))
	case len(set.Parts) == 0:
		v.Notes = append(v.Notes, r.T("set.unknown"))
	case len(v.Stopped) > 0:
	case !limited:
		v.Makes = r.T("set.unlimited")
	case several || !set.Whole:
		v.Makes = r.T("set.makes_about", int(n))
	default:
		v.Makes = r.T("set.makes", int(n))
	}
	if several {
		v.Notes = append(v.Notes, r.T("set.estimate"))
	}
	if !set.Whole {
		v.Notes = append(v.Notes, r.T("set.partial"))
	}
	return v
}

func (r viewer) setPart(p *bundles.Part) views.SetPart {
	v := views.SetPart{
		Link: views.Link{Text: cmp.Or(p.Name, p.Code, "–"), URL: present.ProductURL(p.ProductNo)}, Code: p.Code, Needed: present.Number(p.Needed),
		Stock: present.Number(int(p.Stock)), Enough: r.T("set.no_limit"), Badge: r.stopsBadge(p),
	}
	switch n, limited := p.Makes(); {
	case p.Variants == 0:
		v.URL, v.Stock, v.Enough = "", "–", r.T("set.not_listed")
	case limited:
		v.Enough = present.Number(int(n))
	case !p.Tracked:
		v.Stock = "–"
	}
	return v
}

// stopsBadge is the badge of a part that is missing for the set, or nil for
// another part.
func (r viewer) stopsBadge(p *bundles.Part) *views.Badge {
	switch {
	case p.Out():
		return &views.Badge{Tone: "out", Icon: "out", Text: r.T("set.badge_out")}
	case p.Stops():
		return &views.Badge{Tone: "low", Icon: "low", Text: r.T("set.badge_short")}
	}
	return nil
}

// inSets are the sets that a product is a part of.
func (r viewer) inSets(sets []bundles.Set, productNo int64) (list []views.InSet) {
	for i := range sets {
		set := &sets[i]
		for j := range set.Parts {
			p := &set.Parts[j]
			if p.ProductNo != productNo || set.Gone {
				continue
			}
			v := views.InSet{Link: views.Link{Text: set.Name, URL: present.ProductURL(set.ProductNo)}, Needed: present.Number(p.Needed)}
			if p.Stops() {
				v.Badge = &views.Badge{Tone: "out", Icon: "out", Text: r.T("set.badge_stopped")}
			}
			list = append(list, v)
		}
	}
	return list
}
