// Package paths defines every path of the app once. The table of routes serves
// them; pages and messages link to them. A ":name" is replaced by a value; see
// [Of]. The paths of the JSON API are in web's own table, since no page links to
// them.
package paths

import (
	"net/url"
	"strings"
)

// The pages of a mall and the targets of their forms.
const (
	Stock        = "/stock"
	SyncProgress = "/stock/sync"
	Threshold    = "/stock/threshold"
	Columns      = "/stock/columns"
	Bulk         = "/stock/bulk"
	Export       = "/stock/export"
	StockRisk    = "/stock/risk"
	AlertsRisk   = "/alerts/risk"
	Product      = "/stock/:product_no"
	ProductRule  = "/stock/:product_no/rule"

	SkipSetup      = "/setup/skip"
	SetupThreshold = "/setup/threshold"
	SetupRecipient = "/setup/recipient"

	FirstLook        = "/first-look"
	DismissFirstLook = "/first-look/dismiss"

	Alerts     = "/alerts"
	ManyAlerts = "/alerts/many"
	UndoAlerts = "/alerts/undo"
	StopAlerts = "/alerts/stop"
	AlertsRun  = "/alerts/run" // how far an action in the background is
	OrderMany  = "/alerts/ordered"
	AlertViews = "/alerts/views"
	Alert      = "/alerts/:id"
	AlertAct   = "/alerts/:id/:act"
	Report     = "/report"

	Morning     = "/morning"
	UndoMorning = "/morning/:id/undo"

	Rules       = "/rules"
	Rule        = "/rules/:id"
	DeleteRule  = "/rules/:id/delete"
	UndoRules   = "/rules/changes/:id/undo"
	RulesImport = "/rules/import"
	Sheet       = "/rules/sheet"
	SheetApply  = "/rules/sheet/apply"
	Checking    = "/rules/checking"

	Promotions      = "/promotions"
	Holidays        = "/promotions/holidays"
	DeletePromotion = "/promotions/:id/delete"

	Reorder       = "/reorder"
	ReorderTerms  = "/reorder/terms"
	ReorderLead   = "/reorder/lead"
	ReorderMail   = "/reorder/mail"
	ReorderExport = "/reorder/export"

	ReorderPreview = "/reorder/preview" // totals of what was typed, or the page with it
	ReorderLate    = "/reorder/late"    // gives up the late rest of an item, or takes that back
	ReorderItem    = "/reorder/item"    // how an item is ordered

	Purchases        = "/purchase-orders"
	PurchasesExport  = "/purchase-orders/export"
	Purchase         = "/purchase-orders/:id"
	PurchasePrint    = "/purchase-orders/:id/print"
	PurchaseExport   = "/purchase-orders/:id/export"
	PurchaseDraft    = "/purchase-orders/:id/draft"
	PurchaseSend     = "/purchase-orders/:id/send"
	PurchaseMark     = "/purchase-orders/:id/mark" // as sent by phone or messenger
	PurchaseDelete   = "/purchase-orders/:id/delete"
	PurchaseRevise   = "/purchase-orders/:id/revise" // shows the lines of a sent order for a new revision
	PurchaseReceive  = "/purchase-orders/:id/receive"
	PurchaseUndo     = "/purchase-orders/:id/receipts/:receipt/undo"
	PurchaseAnswer   = "/purchase-orders/:id/answer" // for the supplier
	PurchaseGiveUp   = "/purchase-orders/:id/give-up"
	PurchaseClose    = "/purchase-orders/:id/close"
	PurchaseCancel   = "/purchase-orders/:id/cancel"
	PurchaseRestore  = "/purchase-orders/:id/restore"
	PurchaseUnlink   = "/purchase-orders/:id/unlink" // revokes the supplier's link
	PurchaseProposal = "/purchase-orders/:id/proposals/:proposal"

	Suppliers        = "/suppliers"
	Supplier         = "/suppliers/:code"
	SupplierDelete   = "/suppliers/:code/delete"
	SupplierProducts = "/suppliers/:code/products" // that are ordered from it instead of from Cafe24's
	ItemsSupplier    = "/stock/supplier"           // chooses the supplier of many items
	ItemsAct         = "/stock/supplier/:id"       // what such an act did
	ItemsUndo        = "/stock/supplier/:id/undo"  // takes it back
	SupplierRelease  = "/suppliers/:code/products/release"

	Settings          = "/settings"
	Digest            = "/settings/digest"
	Team              = "/settings/team"
	EndSessions       = "/settings/team/end"
	Schedule          = "/settings/schedule"
	Language          = "/settings/language"
	Theme             = "/settings/theme"
	Channels          = "/settings/channels"
	Recipients        = "/settings/recipients"
	AddRecipient      = "/settings/recipients/add"
	RemoveRecipient   = "/settings/recipients/remove"
	ConfirmRecipients = "/settings/recipients/confirm"
	SendTest          = "/settings/test"
	WebhookSecret     = "/settings/webhook-secret"
	Tokens            = "/settings/tokens"
	DeleteToken       = "/settings/tokens/:id/delete"

	News        = "/news"
	Contact     = "/contact"
	ContactSend = "/contact/send"

	Connection  = "/connection"
	Diagnostics = "/connection/diagnostics"
	SyncNow     = "/connection/sync"
)

// The entry points: a launch, the consent, a window beside the admin's frame.
const (
	Launch   = "/"
	Logout   = "/logout"
	Install  = "/auth/install"
	Consent  = "/auth/consent"
	Window   = "/auth/window"
	Callback = "/auth/callback"
)

// The links of messages.
const (
	Unsubscribe = "/unsubscribe/:token"
	Confirm     = "/confirm/:token"
	Act         = "/act/:token"
	Open        = "/open/:token"
	// SupplierPage is a supplier's page of one order.
	SupplierPage = "/s/:token"
)

// The public pages: what is stored, why and for how long; the help; whether the
// app works.
const (
	Privacy    = "/privacy"
	Help       = "/help"
	HelpPage   = "/help/:page"
	Status     = "/status"
	StatusJSON = "/status.json"
)

// Webhook is where Cafe24 sends its events.
const Webhook = "/webhooks/cafe24"

// Of replaces the names of a path by values, in their order.
func Of(path string, values ...string) string {
	var b strings.Builder
	for _, value := range values {
		before, rest, _ := strings.Cut(path, ":")
		b.WriteString(before)
		b.WriteString(url.PathEscape(value))
		_, after, more := strings.Cut(rest, "/")
		if path = ""; more {
			path = "/" + after
		}
	}
	b.WriteString(path)
	return b.String()
}
