// Package story holds every page in every state, built from literal view models.
// The tests of views render these pages, and cmd/storybook shows them in a browser.
// The package uses no database and no clock. The product must not contain it.
package story

import (
	"slices"

	"github.com/a-h/templ"

	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/words"
)

// Page is one page in one state, or a fragment of a page. Its name can be part of
// a URL.
type Page struct {
	Name string
	Body templ.Component
}

// Pages are all pages in all their states. The part of a name before the first "-"
// is the page, the rest is the state.
func Pages(l words.Locale) []Page {
	return slices.Concat(stockPages(l), workPages(l), planPages(l), operatorPages(l), purchasePages(l), supportPages(l), supplierOrderPages(l), messages(l))
}

// stockPages are the pages about stock.
func stockPages(l words.Locale) []Page {
	return []Page{
		{"stock", views.StockPageView(stockPage(l))},
		{"stock-new", views.StockPageView(stockNew(l))},
		{"stock-reading", views.StockPageView(stockReading(l))},
		{"stock-sofar", views.StockPageView(stockSoFar(l))},
		{"stock-full", views.StockPageView(stockFull(l))},
		{"stock-held", views.StockPageView(stockHeld(l))},
		{"stock-saved", views.StockPageView(stockSaved(l))},
		{"stock-error", views.StockPageView(stockError(l))},
		{"stock-nomatch", views.StockPageView(stockEmpty(l, "empty.match_title", "empty.match_text", "search"))},
		{"stock-fine", views.StockPageView(stockEmpty(l, "empty.fine_title", "empty.fine_low", "ok"))},
		{"stock-firstlook", views.StockPageView(stockFirstLook(l))},
		{"stock-readonly", views.StockPageView(stockReadOnly(l))},
		{"product", views.ProductPageView(productPage(l))},
		{"product-matrix", views.ProductPageView(productMatrix(l))},
		{"product-set", views.ProductPageView(productSet(l))},
		{"product-reading", views.ProductPageView(productReading(l))},
		{"product-learnt", views.ProductPageView(productLearnt(l))},
		{"product-lower", views.ProductPageView(productLower(l))},
		{"product-readonly", views.ProductPageView(productReadOnly(l))},
	}
}

// workPages are the pages about alerts, the daily list, suggestions and suppliers.
func workPages(l words.Locale) []Page {
	return []Page{
		{"alerts", views.AlertsPageView(alertsPage(l))},
		{"alerts-acted", views.AlertsPageView(alertsActed(l))},
		{"alerts-filtered", views.AlertsPageView(alertsFiltered(l))},
		{"alerts-running", views.AlertsPageView(alertsRunning(l))},
		{"alerts-stopped", views.AlertsPageView(alertsStopped(l))},
		{"alerts-no-match", views.AlertsPageView(alertsNoMatch(l))},
		{"alerts-view-refused", views.AlertsPageView(alertsViewRefused(l))},
		{"alerts-undone", views.AlertsPageView(alertsUndone(l))},
		{"alerts-order", views.AlertOrderPageView(alertsOrder(l))},
		{"alerts-order-refused", views.AlertOrderPageView(alertsOrderRefused(l))},
		{"alerts-refused", views.AlertsPageView(alertsRefused(l))},
		{"alerts-empty", views.AlertsPageView(alertsEmpty(l))},
		{"alerts-reading", views.AlertsPageView(alertsReading(l))},
		{"alerts-readonly", views.AlertsPageView(alertsReadOnly(l))},
		{"alert", views.AlertPageView(alertPage(l))},
		{"alert-refused", views.AlertPageView(alertRefused(l))},
		{"morning", views.MorningPageView(morningPage(l))},
		{"morning-refused", views.MorningPageView(morningRefused(l))},
		{"morning-ended", views.MorningPageView(morningEnded(l))},
		{"morning-quiet", views.MorningPageView(morningQuiet(l))},
		{"morning-reading", views.MorningPageView(morningReading(l))},
		{"morning-readonly", views.MorningPageView(morningReadOnly(l))},
		{"reorder", views.ReorderPageView(reorderPage(l))},
		{"reorder-draft", views.ReorderPageView(reorderDraft(l))},
		{"items-supplier", views.ItemsSupplierView(itemsSupplier(l))},
		{"items-supplier-refused", views.ItemsSupplierView(itemsSupplierRefused(l))},
		{"items-act", views.ItemsActView(itemsAct(l))},
		{"items-undone", views.ItemsActView(itemsUndone(l))},
		{"reorder-pages", views.ReorderPageView(reorderPages(l))},
		{"reorder-wrong", views.ReorderPageView(reorderWrong(l))},
		{"reorder-refused", views.ReorderPageView(reorderRefused(l))},
		{"reorder-many", views.ReorderPageView(reorderMany(l))},
		{"reorder-none", views.ReorderPageView(reorderNone(l))},
		{"reorder-reading", views.ReorderPageView(reorderReading(l))},
		{"reorder-readonly", views.ReorderPageView(reorderReadOnly(l))},
		{"suppliers", views.SuppliersPageView(suppliersPage(l))},
		{"suppliers-refused", views.SuppliersPageView(suppliersRefused(l))},
		{"suppliers-none", views.SuppliersPageView(suppliersNone(l))},
		{"suppliers-readonly", views.SuppliersPageView(suppliersReadOnly(l))},
		{"supplier", views.SupplierPageView(supplierPage(l))},
		{"supplier-own", views.SupplierPageView(supplierOwn(l))},
		{"supplier-refused", views.SupplierPageView(supplierRefused(l))},
		{"supplier-readonly", views.SupplierPageView(supplierReadOnly(l))},
	}
}

// planPages are the first look, the report, the rules and the promotions.
func planPages(l words.Locale) []Page {
	return []Page{
		{"firstlook", views.FirstLookPageView(firstLookPage(l))},
		{"firstlook-fine", views.FirstLookPageView(firstLookFine(l))},
		{"report", views.ReportPageView(reportPage(l))},
		{"report-quiet", views.ReportPageView(reportQuiet(l))},
		{"report-empty", views.ReportPageView(reportEmpty(l))},
		{"report-reading", views.ReportPageView(reportReading(l))},
		{"report-readonly", views.ReportPageView(reportReadOnly(l))},
		{"rules", views.RulesPageView(rulesPage(l))},
		{"rules-default", views.RulesPageView(rulesDefaultOnly(l))},
		{"rules-many", views.RulesPageView(rulesMany(l))},
		{"rules-found", views.RulesPageView(rulesFound(l))},
		{"rules-error", views.RulesPageView(rulesError(l))},
		{"rules-checking", views.RulesPageView(rulesChecking(l))},
		{"rules-readonly", views.RulesPageView(rulesReadOnly(l))},
		{"promotions", views.PromotionsPageView(promotionsPage(l))},
		{"promotions-error", views.PromotionsPageView(promotionsError(l))},
		{"promotions-readonly", views.PromotionsPageView(promotionsReadOnly(l))},
		{"bulk", views.BulkPageView(bulkPage(l, 214))},
		{"bulk-lower", views.BulkPageView(bulkLower(l))},
		{"bulk-error", views.BulkPageView(bulkPage(l, 0))},
	}
}

// operatorPages are the settings, the sessions and the state of the connection.
func operatorPages(l words.Locale) []Page {
	return []Page{
		{"settings", views.SettingsPageView(settingsPage(l))},
		{"settings-error", views.SettingsPageView(settingsError(l))},
		{"digest", views.DigestPageView(digestPage(l))},
		{"digest-none", views.DigestPageView(digestNone(l))},
		{"settings-full", views.SettingsPageView(settingsQuiet(l))},
		{"settings-readonly", views.SettingsPageView(readOnly(settingsPage(l)))},
		{"sessions", views.SessionsPageView(sessionsPage(l))},
		{"sessions-ask", views.SessionsPageView(sessionsAsk(l, false))},
		{"sessions-stale", views.SessionsPageView(sessionsAsk(l, true))},
		{"sessions-bare", views.SessionsPageView(sessionsBare(l))},
		{"connection", views.ConnectionPageView(connectionPage(l))},
		{"connection-troubled", views.ConnectionPageView(connectionTroubled(l))},
		{"connection-app", views.ConnectionPageView(connectionApp(l))},
		{"connection-lost", views.ConnectionPageView(connectionLost(l))},
		{"connection-readonly", views.ConnectionPageView(connectionReadOnly(l))},
	}
}

// supportPages are the help, the contact and the state of the service.
func supportPages(l words.Locale) []Page {
	return []Page{
		{"help", views.HelpPageView(helpFirst(l))},
		{"help-page", views.HelpPageView(helpPage(l))},
		{"help-found", views.HelpPageView(helpFound(l))},
		{"help-none", views.HelpPageView(helpNone(l))},
		{"news", views.NewsPageView(newsPage(l))},
		{"contact", views.ContactPageView(contactPage(l))},
		{"contact-asked", views.ContactPageView(contactAsked(l))},
		{"contact-refused", views.ContactPageView(contactRefused(l))},
		{"contact-check", views.ContactPageView(contactCheck(l))},
		{"contact-sent", views.ContactPageView(contactSent(l))},
		{"contact-none", views.ContactPageView(contactNone(l))},
		{"service", views.StatusPageView(statusPage(l))},
		{"service-troubled", views.StatusPageView(statusTroubled(l))},
	}
}

// Fragments are what htmx swaps in, each under a name that begins with "f-".
func Fragments(l words.Locale) []Page {
	s, p := stockPage(l), rulesPage(l)
	return []Page{
		{"f-search", views.StockSearch(s)},
		{"f-search-full", views.StockSearch(stockFull(l))},
		{"f-row", views.StockRowView(s.Shell, s.List.Rows[0])},
		{"f-checking", views.CheckNews(checking(s.Shell, views.CheckView{Text: s.T("checking.running", 3500, 12000), Percent: "29"}), s.Tiles)},
		{"f-checked", views.CheckProgress(checking(s.Shell, views.CheckView{Text: s.T("checking.found", 12000, 214, 3), Again: "/rules"}))},
		{"f-sync", views.SyncProgress(s.Shell, views.SyncView{Text: "…", Percent: "40", Running: true})},
		{"f-alert", views.AlertRowView(s.Shell, alertRows(l)[0])},
		{"f-inbox", views.InboxView(alertsFiltered(l))},
		{"f-alert-choices", views.AlertChoicesPart(s.Shell, inboxFilter(l))},
		{"f-acted", views.ActedPart(s.Shell, alertsActed(l).Acted)},
		{"f-morning", views.MorningItemView(s.Shell, morningPage(l).Groups[0].Items[0])},
		{"f-morning-answered", views.MorningAnswered(s.Shell, morningDone(l)[0])},
		{"f-morning-gone", views.MorningAnswered(s.Shell, morningGone(l))},
		{"f-morning-parts", views.MorningParts(morningEnded(l))},
		{"f-rule", views.RuleFormView(p.Shell, p.Default)},
		{"f-node", views.RuleNodeView(p.Shell, p.Tree.Nodes[0])},
		{"f-reach", views.ReachPart(p.Default.Reach)},
		{"f-branch", views.RuleListView(p.Shell, *p.Tree.Nodes[0].Under)},
		{"f-test", views.TestResultView(views.TestResult{ID: "r1", State: views.Badge{Tone: "ok", Icon: "ok", Text: "보냄"}, Text: "…"})},
		{"f-news", views.SyncNews(s.Shell, views.SyncView{Text: "…", Running: true}, s.Tiles)},
		{"f-bar", views.BarParts(s.Shell)},
		{"f-toast", views.Toast(l.T("done.saved"))},
	}
}

func checking(s views.Shell, v views.CheckView) views.Shell {
	s.Checking = &v
	return s
}

func rulesChecking(l words.Locale) views.RulesPage {
	p := rulesPage(l)
	p.Shell = checking(p.Shell, views.CheckView{Text: l.T("checking.running", 3500, 12000), Percent: "29"})
	return p
}
