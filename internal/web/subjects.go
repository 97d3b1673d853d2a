package web

import (
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/merchant"
	"cafe24-inventory-alert/internal/team"
	"cafe24-inventory-alert/internal/web/alerts"
	"cafe24-inventory-alert/internal/web/answering"
	"cafe24-inventory-alert/internal/web/api"
	"cafe24-inventory-alert/internal/web/connection"
	"cafe24-inventory-alert/internal/web/entry"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/internal/web/morning"
	"cafe24-inventory-alert/internal/web/planning"
	"cafe24-inventory-alert/internal/web/purchasing"
	"cafe24-inventory-alert/internal/web/report"
	"cafe24-inventory-alert/internal/web/rules"
	"cafe24-inventory-alert/internal/web/settings"
	"cafe24-inventory-alert/internal/web/setup"
	"cafe24-inventory-alert/internal/web/stock"
	"cafe24-inventory-alert/internal/web/suppliers"
	"cafe24-inventory-alert/internal/web/support"
)

// subjects gives each subject what it needs. A subject knows another one only
// by a small interface; these are set last.
func (s *Server) subjects(base *kit.Kit, tokens team.Mint) {
	cfg := s.cfg
	office := merchant.New(merchant.Stores{Malls: func(id lowstock.MallID) merchant.Store { return cfg.Store.Mall(id) }, Shared: cfg.Store}, cfg.Work, cfg.Platform, cfg.Targets, tokens, cfg.Log, cfg.Now)
	s.Version = cfg.Version
	s.stock = &stock.Handler{
		Kit: base, Store: func(id lowstock.MallID) stock.Store { return cfg.Store.Mall(id) }, Merchant: office, Work: cfg.Work,
	}
	s.rules = &rules.Handler{
		Kit: base, Store: func(id lowstock.MallID) rules.Store { return cfg.Store.Mall(id) }, Merchant: office,
	}
	s.alerts = &alerts.Handler{
		Kit: base, Store: func(id lowstock.MallID) alerts.Store { return cfg.Store.Mall(id) }, Merchant: office,
	}
	s.settings = &settings.Handler{
		Kit: base, Store: func(id lowstock.MallID) settings.Store { return cfg.Store.Mall(id) }, Merchant: office, Work: cfg.Work, Messages: cfg.Messages,
	}
	s.planning = &planning.Handler{
		Kit: base, Store: func(id lowstock.MallID) planning.Store { return cfg.Store.Mall(id) }, Merchant: office,
	}
	s.morning = &morning.Handler{
		Kit: base, Store: func(id lowstock.MallID) morning.Store { return cfg.Store.Mall(id) }, Orders: s.planning,
	}
	s.purchasing = &purchasing.Handler{
		Kit: base, Store: func(id lowstock.MallID) purchasing.Store { return cfg.Store.Mall(id) }, Links: cfg.Links,
	}
	s.suppliers = &suppliers.Handler{
		Kit: base, Store: func(id lowstock.MallID) suppliers.Store { return cfg.Store.Mall(id) }, Merchant: office,
	}
	s.report = &report.Handler{
		Kit: base, Store: func(id lowstock.MallID) report.Store { return cfg.Store.Mall(id) },
	}
	s.connection = &connection.Handler{
		Kit: base, Merchant: office, Work: cfg.Work,
	}
	s.setup = &setup.Handler{
		Kit: base, Store: func(id lowstock.MallID) setup.Store { return cfg.Store.Mall(id) }, Merchant: office,
	}
	s.entry = &entry.Handler{
		Kit: base, Store: entry.Stores{Malls: func(id lowstock.MallID) entry.Store { return cfg.Store.Mall(id) }, Shared: cfg.Store}, Platform: cfg.Platform, Links: cfg.Links, Install: cfg.Install, Support: cfg.Support,
	}
	s.api = &api.Handler{
		Kit: base, Store: func(id lowstock.MallID) api.Store { return cfg.Store.Mall(id) }, Merchant: office, Work: cfg.Work, Orders: s.planning, Version: cfg.Version,
	}
	s.support = &support.Handler{
		Kit: base, Store: func(id lowstock.MallID) support.Store { return cfg.Store.Mall(id) }, Email: cfg.Support.Email, URL: cfg.Support.URL, Facts: facts{s}, Report: s.api,
	}
	s.answering = &answering.Handler{
		Kit: base, Store: answering.Stores{Malls: func(id lowstock.MallID) answering.Store { return cfg.Store.Mall(id) }, Shared: cfg.Store},
	}
	s.stock.Strip = s.setup
	s.alerts.Sheet = s.planning
	s.planning.Products = s.stock
	s.planning.Suppliers = s.suppliers
	s.setup.StockPages = s.stock
	s.setup.Recipients = s.settings
}
