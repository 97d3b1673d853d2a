package web

import (
	"context"
	"time"

	"cafe24-inventory-alert/internal/bulk"
	"cafe24-inventory-alert/internal/bundles"
	"cafe24-inventory-alert/internal/connect"
	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/monthly"
	"cafe24-inventory-alert/internal/morning"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/outlook"
	"cafe24-inventory-alert/internal/overview"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/purchase"
	"cafe24-inventory-alert/internal/redact"
	"cafe24-inventory-alert/internal/rulebook"
	"cafe24-inventory-alert/internal/team"
)

// Store is everything that the handlers read and write, with one small
// interface for each concern. Each method is a transaction, or a part of one;
// see [Snapshots]. A row that the mall does not have is
// [lowstock.CodeNotFound], and so is a row of another mall.
type Store interface {
	Mall(id lowstock.MallID) MallStore
	KeepDestination(ctx context.Context, d outgoing.Destination) error
	FindPurchaseLink(ctx context.Context, hash []byte) (purchase.Link, error)
	FindAPIToken(ctx context.Context, hash []byte, now time.Time) (lowstock.MallID, team.APIToken, error)
	Prober
}

// MallStore is what the handlers read and write of one mall.
type MallStore interface {
	Snapshots
	AccountStore
	TokenStore
	StockStore
	RuleStore
	EventStore
	SupplyStore
	SheetStore
	SupplierStore
	IncidentStore
	MorningStore
	PurchaseStore
	SettingsStore
	SyncStore
	SupplierPageStore
}

// SupplierPageStore is what a supplier reads and answers without a session.
type SupplierPageStore interface {
	Purchase(ctx context.Context, id int64) (purchase.Order, error)
	SupplierTermsOf(ctx context.Context, supplier string) (costs bool, locale string, err error)
	SawPurchase(ctx context.Context, order int64, now time.Time) error
	PurchaseLink(ctx context.Context, order int64, now time.Time) (purchase.Link, error)
	EndPurchaseLink(ctx context.Context, order int64, now time.Time) error
	AnswerPurchase(ctx context.Context, order int64, version int, a purchase.Answer) (purchase.Order, error)
	TellPurchase(ctx context.Context, news outgoing.PurchaseNews, now time.Time) error
	StopSupplier(ctx context.Context, email string, now time.Time) error
	AllowSupplier(ctx context.Context, email string) error
	SupplierStopped(ctx context.Context, email string) (stopped bool, err error)
}

// Snapshots share a transaction among calls that get its context.
type Snapshots interface {
	// Snapshot is for reads. A write ends its transaction, and so does release;
	// a later read begins another one. The caller must call end.
	Snapshot(ctx context.Context) (shared context.Context, release, end func())
	// Together is for writes and for the reads that depend on them. It may run
	// work more than once.
	Together(ctx context.Context, work func(context.Context) error) error
}

// AccountStore reads a tenant, its connection and its people.
type AccountStore interface {
	Launched(ctx context.Context, made team.Session, now time.Time) (number int64, err error)
	OpenSession(ctx context.Context, made team.Session, now time.Time) (number int64, err error)
	SawSession(ctx context.Context, seen team.Session, known bool, now time.Time) error
	Sessions(ctx context.Context, operator string, now time.Time) ([]team.Session, error)
	EndSession(ctx context.Context, hash []byte, now time.Time) error
	EndSessions(ctx context.Context, which team.Ending, by string, now time.Time) (ended int, epoch int64, err error)
	Operators(ctx context.Context) ([]team.SeenOperator, error)
	HiddenColumns(ctx context.Context, operator string) ([]string, error)
	HideColumns(ctx context.Context, operator string, hidden []string) error
	SawNews(ctx context.Context, operator, day string) error
	OwnContacts(ctx context.Context, operator string, limit int) ([]outgoing.Asked, error)
	SendContact(ctx context.Context, question outgoing.Question, to string, now time.Time) error
	Info(ctx context.Context) (lowstock.Mall, error)
	Session(ctx context.Context, caller overview.Caller) (overview.Session, error)
	Page(ctx context.Context, caller overview.Caller) (overview.Session, overview.Bar, error)
	EndFirstSteps(ctx context.Context, now time.Time) error
	Connection(ctx context.Context, now time.Time) (overview.Connection, error)
	Workings(ctx context.Context, now time.Time) (overview.Workings, error)
	TakeDestination(ctx context.Context, browser, cookie []byte, now time.Time) (outgoing.Place, error)
}

// TokenStore stores API tokens by their SHA-256 only.
type TokenStore interface {
	CreateAPIToken(ctx context.Context, t team.APIToken, hash []byte, by string) (team.APIToken, error)
	APITokens(ctx context.Context) ([]team.APIToken, error)
	DeleteAPIToken(ctx context.Context, id int64, by string, now time.Time) error
}

// StockStore reads the catalogue and its levels.
type StockStore interface {
	Products(ctx context.Context, q listing.Params) ([]listing.ProductRow, string, error)
	ProductsTotal(ctx context.Context, q listing.Params) (int, error)
	Product(ctx context.Context, no int64) (listing.ProductRow, error)
	ProductCounts(ctx context.Context, no int64) (listing.Counts, error)
	InventoryAhead(ctx context.Context, q listing.Params)
	Inventory(ctx context.Context, q listing.Params) ([]listing.InventoryRow, string, error)
	InventoryTotal(ctx context.Context, q listing.Params) (int, error)
	Bound(ctx context.Context, q listing.Params) (listing.Bound, error)
	BoundOf(ctx context.Context, days int, today time.Time) ([]listing.Bound, error)
	VariantsNamed(ctx context.Context, codes []string) ([]listing.InventoryRow, error)
	Around(ctx context.Context, q listing.AroundQuery) (listing.Around, error)
	Counts(ctx context.Context) (listing.Counts, error)
	Situation(ctx context.Context, productNo int64, variantCode string) (lowstock.Situation, error)
	History(ctx context.Context, variantCode string, since time.Time) ([]lowstock.Point, error)
	VariantEvents(ctx context.Context, productNo int64, variantCode string, since time.Time) ([]lowstock.Event, error)
	Demand(ctx context.Context, codes []string, from, to time.Time) ([]demand.Series, error)
	Sets(ctx context.Context, products ...int64) ([]bundles.Set, error)
	Unpaid(ctx context.Context, variantCode string) (demand.Unpaid, error)
	FirstLook(ctx context.Context, most int) (overview.FirstLook, []overview.PastStockoutsRow, error)
	DismissFirstLook(ctx context.Context, now time.Time) error
	DemandProgress(ctx context.Context, now time.Time) (demand.Progress, error)
	Categories(ctx context.Context) ([]inbound.Category, error)
	Suppliers(ctx context.Context) ([]inbound.Supplier, error)
}

// RuleStore stores the merchant's rule values. A change is valid at once. The
// items that it covers are evaluated in the same transaction, or after it when
// there are many.
type RuleStore interface {
	Rules(ctx context.Context, q listing.Params) ([]lowstock.Rule, string, error)
	AllRules(ctx context.Context) ([]lowstock.Rule, error)
	RulesStanding(ctx context.Context) ([]rulebook.Standing, error)
	RuleByID(ctx context.Context, id int64) (lowstock.Rule, error)
	SetRule(ctx context.Context, change lowstock.RuleChange, now time.Time) (rule lowstock.Rule, created bool, err error)
	DeleteRule(ctx context.Context, id int64, by string, now time.Time) error
	// SetRules makes the changes as one change, which [RuleStore.UndoRules]
	// undoes as one; see [rulebook.Change].
	SetRules(ctx context.Context, changes []lowstock.RuleChange, cause rulebook.Cause, by string, now time.Time) (rulebook.Change, error)
	CountAtDefault(ctx context.Context, threshold int) (int, error)
	PreviewRules(ctx context.Context, changes []lowstock.RuleChange, now time.Time) (rulebook.Preview, error)
	RuleChanges(ctx context.Context, q listing.Params) ([]rulebook.Change, string, error)
	UndoRules(ctx context.Context, changeID int64, by string, now time.Time) (rulebook.Change, error)
	Evaluation(ctx context.Context) (rulebook.Evaluation, error)
	SafetyChanges(ctx context.Context, replace bool) ([]lowstock.RuleChange, error)
}

// EventStore stores the days on which demand is expected to differ, and reads
// how much the whole mall sold on each day.
type EventStore interface {
	Models(ctx context.Context, codes []string) (map[string]outlook.StoredModel, error)
	Events(ctx context.Context) (outlook.EventPlan, error)
	AddPromotion(ctx context.Context, p outlook.Promotion, now time.Time) (outlook.Promotion, error)
	DeletePromotion(ctx context.Context, id int64, by string, now time.Time) error
	SetHolidays(ctx context.Context, holidays []outlook.HolidayPercent, now time.Time) error
	MallDemand(ctx context.Context, from, to time.Time) ([]demand.MallDay, error)
}

// SupplyStore stores how goods are delivered, and reads what to order.
type SupplyStore interface {
	Supply(ctx context.Context) (preference.Supply, error)
	SaveSupply(ctx context.Context, supply preference.Supply, by string, now time.Time) error
	SaveLeadTime(ctx context.Context, l preference.LeadTime, now time.Time) error
	SupplierNeeds(ctx context.Context, today time.Time) ([]outlook.SupplierNeed, error)
	MailReorder(ctx context.Context, recipient string, sheet outlook.ReorderSheet, now time.Time) error
}

// IncidentStore reads raised alerts and stores what people do with them. A
// change of a resolved alert is [lowstock.CodeConflict].
type IncidentStore interface {
	Incidents(ctx context.Context, q listing.Params) ([]lowstock.Incident, string, error)
	AlertCounts(ctx context.Context, q listing.Params, since []time.Time) (listing.AlertCounts, error)
	AlertViews(ctx context.Context) ([]listing.AlertView, error)
	SaveAlertView(ctx context.Context, v listing.AlertView, by string, now time.Time) (int64, error)
	DeleteAlertView(ctx context.Context, id int64) error
	IncidentIDs(ctx context.Context, of bulk.Selection) ([]int64, error)
	IncidentsByID(ctx context.Context, ids []int64) ([]lowstock.Incident, error)
	Incident(ctx context.Context, id int64) (lowstock.Incident, error)
	AtRisk(ctx context.Context, q listing.Params) (listing.AtRisk, error)
	AlertsAtRisk(ctx context.Context, q listing.Params) (listing.AtRisk, error)
	Months(ctx context.Context, from time.Time) ([]monthly.Month, error)
	ReportRecord(ctx context.Context, from, to, now time.Time) (monthly.Record, error)
	Timeline(ctx context.Context, id int64) ([]lowstock.Event, []outgoing.Attempt, error)
	AcknowledgeIncident(ctx context.Context, id int64, by string, now time.Time) (lowstock.Incident, error)
	SnoozeIncident(ctx context.Context, id int64, hold lowstock.Hold, by string, now time.Time) (lowstock.Incident, error)
	ResolveIncident(ctx context.Context, id int64, by string, now time.Time) (lowstock.Incident, error)
	BeginBulkAct(ctx context.Context, act, by string, now time.Time) (int64, error)
	ActOnIncidents(ctx context.Context, act int64, ids []int64, by string, do bulk.Action, now time.Time) (bulk.Result, error)
	StartBulkRun(ctx context.Context, of bulk.Spec, ids []int64, by string, now time.Time) (int64, error)
	UndoBulkRun(ctx context.Context, act int64, by string, now time.Time) (is bool, err error)
	StopBulkRun(ctx context.Context, act int64, now time.Time) error
	UndoBulkAct(ctx context.Context, act int64, by string, now time.Time) (undone bulk.Undone, more bool, err error)
	ResendMessage(ctx context.Context, messageID int64, by string, now time.Time) error
	UseLink(ctx context.Context, link outgoing.UsedLink, do func(lowstock.Incident) (lowstock.Transition, error), now time.Time) (acted int, err error)
}

// MorningStore reads what needs an answer today and stores the answers. An item
// or an answer that has changed meanwhile is [lowstock.CodeConflict].
type MorningStore interface {
	Morning(ctx context.Context, today, now time.Time) (morning.List, error)
	MorningDone(ctx context.Context, since, today, now time.Time, zone string) (morning.Done, error)
	AnswerMorning(ctx context.Context, r morning.Request) (morning.Answer, error)
	UndoMorning(ctx context.Context, id int64, by string, now time.Time) (morning.Answer, error)
}

// PurchaseStore keeps purchase orders to suppliers.
type PurchaseStore interface {
	Purchases(ctx context.Context, q purchase.Query) (purchase.Page, error)
	Purchase(ctx context.Context, id int64) (purchase.Order, error)
	SaveDrafts(ctx context.Context, drafts []purchase.Draft) ([]purchase.Order, error)
	DeleteDraft(ctx context.Context, id int64, version int, by string, now time.Time) error
	SendPurchase(ctx context.Context, s purchase.Sending) (purchase.Order, error)
	ReviseAndSend(ctx context.Context, s purchase.Sending) (purchase.Order, error)
	ResendPurchase(ctx context.Context, s purchase.Sending) (purchase.Order, error)
	ReceivePurchase(ctx context.Context, a purchase.Arrival) (purchase.Order, error)
	UndoReceipt(ctx context.Context, order, receipt int64, by string, now time.Time) (purchase.Order, error)
	GiveUpRest(ctx context.Context, g purchase.GiveUp) (purchase.Order, error)
	ClosePurchase(ctx context.Context, e purchase.Ending) (purchase.Order, error)
	CancelPurchase(ctx context.Context, e purchase.Ending) (purchase.Order, error)
	RestorePurchase(ctx context.Context, e purchase.Ending) (purchase.Order, error)
	Proposals(ctx context.Context) ([]purchase.Proposal, error)
	AnswerProposal(ctx context.Context, r purchase.Reply) error
	AnswerPurchase(ctx context.Context, order int64, version int, a purchase.Answer) (purchase.Order, error)
}

// SettingsStore stores how a mall is notified, and what its recipients have
// agreed to or refused.
type SettingsStore interface {
	Settings(ctx context.Context) (preference.Settings, error)
	SaveSettings(ctx context.Context, s preference.Settings, by string, now time.Time) error
	SettingChanges(ctx context.Context, limit int) ([]preference.SettingChange, error)
	RotateWebhookSecret(ctx context.Context, by string, now time.Time) (redact.Secret, error)
	PreviewDigest(ctx context.Context, recipient string, at time.Time) (outgoing.Message, error)
	SendConfirm(ctx context.Context, email string, now time.Time) (preference.AskPlan, error)
	ConfirmRecipient(ctx context.Context, email string, now time.Time) error
	Unsubscribe(ctx context.Context, email string, now time.Time) error
}

// SyncStore reads the state of full sweeps.
type SyncStore interface {
	LatestSync(ctx context.Context) (inbound.Sync, error)
}

// Prober checks whether the database can be used.
type Prober interface {
	AppState(ctx context.Context, client, version string, now time.Time) (connect.AppState, error)
	Service(ctx context.Context, now time.Time) (overview.Service, error)
	Ping(ctx context.Context) error
	CheckSchema(ctx context.Context) error
}
