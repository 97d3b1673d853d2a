package story

import (
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/words"
)

// This file has the pages of an operator who may only read: a guest on every page,
// a sub-operator on pages that only the owner may change.

func stockReadOnly(l words.Locale) views.StockPage {
	p := stockPage(l)
	p.Locked = l.T("team.only_owner")
	p.ReadOnly, p.List.Bulk, p.List.Columns = true, nil, nil
	for i := range p.List.Rows {
		p.List.Rows[i].Cell.ReadOnly, p.List.Rows[i].Pick = true, views.Pick{}
	}
	return p
}

func productReadOnly(l words.Locale) views.ProductPage {
	p := productPage(l)
	p.Locked = l.T("team.only_owner")
	p.ReadOnly, p.Rule.ReadOnly, p.Variant.Outlook.Accept = true, true, nil
	for i := range p.List.Rows {
		p.List.Rows[i].Cell.ReadOnly = true
	}
	return p
}

func alertsReadOnly(l words.Locale) views.AlertsPage {
	p := alertsPage(l)
	p.Views.Action = ""
	p.ReadOnly, p.Locked = true, l.T("team.only_operators")
	p.List.Many = nil
	for _, g := range p.List.Groups {
		for i := range g.Rows {
			g.Rows[i].Acts, g.Rows[i].Order, g.Rows[i].Pick = nil, nil, views.Pick{}
		}
	}
	return p
}

func reorderReadOnly(l words.Locale) views.ReorderPage {
	p := reorderPage(l)
	p.Order = nil
	for i := range p.Rows {
		p.Rows[i].Edit = nil
	}
	for i := range p.Needs {
		p.Needs[i].Choose = ""
	}
	p.ReadOnly, p.Locked = true, l.T("team.only_operators")
	return p
}

func reportReadOnly(l words.Locale) views.ReportPage {
	p := reportPage(l)
	p.Locked = l.T("team.only_owner")
	p.ReadOnly, p.Late.Form, p.Ignored.Form = true, nil, nil
	return p
}

func connectionReadOnly(l words.Locale) views.ConnectionPage {
	p := connectionPage(l)
	p.ReadOnly, p.Locked = true, l.T("team.only_operators")
	return p
}
