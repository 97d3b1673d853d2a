package api

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/purchase"
	"cafe24-inventory-alert/internal/web/kit"
)

type purchasesAnswer struct {
	PurchaseOrders []purchaseRow          `json:"purchase_orders"`
	Counts         map[purchase.State]int `json:"counts"` // of the query without state and late
	Late           int                    `json:"late"`
	NextCursor     *string                `json:"next_cursor"`
}

type purchaseRow struct {
	ID           int64           `json:"id"`
	Version      int             `json:"version"`
	Number       *string         `json:"number"`
	Revision     int             `json:"revision"`
	Origin       purchase.Origin `json:"origin"`
	State        purchase.State  `json:"state"`
	Late         bool            `json:"late"`
	SupplierCode *string         `json:"supplier_code"`
	SupplierName *string         `json:"supplier_name"`
	Currency     string          `json:"currency"`
	Note         string          `json:"note"`
	To           []string        `json:"to"`
	ReplyTo      *string         `json:"reply_to"`
	Delivery     *string         `json:"delivery"`
	Bounced      *string         `json:"bounced"`
	CreatedAt    *string         `json:"created_at"`
	SentAt       *string         `json:"sent_at"`
	SeenAt       *string         `json:"seen_at"`
	ConfirmedAt  *string         `json:"confirmed_at"`
	ClosedAt     *string         `json:"closed_at"`
	CloseReason  *string         `json:"close_reason"`
	CancelledAt  *string         `json:"cancelled_at"`
	NextOn       *string         `json:"next_on"`
	Rest         int             `json:"rest"`
	Received     int             `json:"received"`
	Total        float64         `json:"total"`
	Lines        []purchaseLine  `json:"lines"`
}

type purchaseLine struct {
	Line        int            `json:"line"`
	ProductNo   int64          `json:"product_no"`
	VariantCode string         `json:"variant_code"`
	CustomCode  string         `json:"custom_variant_code"`
	ProductName string         `json:"product_name"`
	Options     []optionAnswer `json:"options"`
	Quantity    int            `json:"quantity"`
	Pack        int            `json:"pack"`
	UnitCost    *float64       `json:"unit_cost"` // null: not known
	PromisedOn  *string        `json:"promised_on"`
	ExpectedOn  *string        `json:"expected_on"`
	Confirmed   *int           `json:"confirmed"` // null: not answered
	Received    int            `json:"received"`
	Surplus     int            `json:"surplus"`
	GivenUp     int            `json:"given_up"`
	GiveUpWhy   *string        `json:"given_up_reason"`
	Rest        int            `json:"rest"`
}

type optionAnswer struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// purchaseDetail is one order with its history.
type purchaseDetail struct {
	purchaseRow

	Receipts []receiptRow       `json:"receipts"`
	Answers  []answerRow        `json:"answers"`
	Events   []purchaseEventRow `json:"events"`
}

type receiptRow struct {
	ID       int64           `json:"id"`
	Line     int             `json:"line"`
	Quantity int             `json:"quantity"` // negative: it takes another one back
	CameOn   *string         `json:"came_on"`
	Source   purchase.Source `json:"source"`
	Corrects *int64          `json:"corrects"`
	Undone   bool            `json:"undone"`
	Unseen   bool            `json:"unseen"`
	At       *string         `json:"at"`
	By       *string         `json:"by"`
}

type answerRow struct {
	Revision int             `json:"revision"`
	Source   purchase.Source `json:"source"`
	At       *string         `json:"at"`
	By       *string         `json:"by"`
	Message  string          `json:"message"`
	Lines    []answerLine    `json:"lines"`
}

type answerLine struct {
	Line     int     `json:"line"`
	Quantity *int    `json:"quantity"` // null: all
	On       *string `json:"on"`       // null: as promised
}

type purchaseEventRow struct {
	At       *string            `json:"at"`
	Kind     purchase.EventKind `json:"kind"`
	By       *string            `json:"by"`
	Source   *string            `json:"source"`
	Line     *int               `json:"line"`
	Quantity *int               `json:"quantity"`
	On       *string            `json:"on"`
	Text     string             `json:"text"`
}

// dayOf returns a calendar day as the API writes it, null for the zero time.
func dayOf(on time.Time) *string {
	if on.IsZero() {
		return nil
	}
	return new(on.Format(time.DateOnly))
}

// amountOf returns an amount in the currency's unit.
func amountOf(m purchase.Money) float64 { return float64(m) / 100 }

func (r viewer) purchaseRow(o purchase.Order) purchaseRow {
	cost, _ := o.Cost()
	return purchaseRow{
		ID: o.ID, Version: o.Version, Number: orNull(o.Number), Revision: o.Revision, Origin: o.Origin, State: o.State(), Late: o.Late(r.DateAhead(1)),
		SupplierCode: orNull(o.SupplierCode), SupplierName: orNull(o.SupplierName), Currency: o.Currency, Note: o.Note, To: mapped(o.To, r.Masked),
		ReplyTo: orNull(r.Masked(o.ReplyTo)), Delivery: orNull(string(o.Delivery)), Bounced: orNull(r.Masked(o.Bounced)), CreatedAt: stamp(o.CreatedAt, r.Zone),
		SentAt: stamp(o.SentAt, r.Zone), SeenAt: stamp(o.SeenAt, r.Zone), ConfirmedAt: stamp(o.ConfirmedAt, r.Zone), ClosedAt: stamp(o.ClosedAt, r.Zone),
		CloseReason: orNull(o.CloseReason), CancelledAt: stamp(o.CancelledAt, r.Zone), NextOn: dayOf(o.NextOn()), Rest: o.Rest(), Received: o.Received(),
		Total: amountOf(cost), Lines: mapped(o.Lines, func(l purchase.Line) purchaseLine { return lineOf(&l, o.Coming()) }),
	}
}

func lineOf(l *purchase.Line, coming bool) purchaseLine {
	out := purchaseLine{
		Line: l.No, ProductNo: l.ProductNo, VariantCode: l.VariantCode, CustomCode: l.CustomCode, ProductName: l.ProductName,
		Options:  mapped(l.Options, func(o lowstock.Option) optionAnswer { return optionAnswer(o) }),
		Quantity: l.Ordered, Pack: max(1, l.Pack), UnitCost: orNull(amountOf(l.UnitCost)), PromisedOn: dayOf(l.PromisedOn), ExpectedOn: dayOf(l.ExpectedOn),
		Confirmed: l.Confirmed, Received: l.Received, Surplus: l.Surplus(), GivenUp: l.GivenUp, GiveUpWhy: orNull(l.GiveUpWhy),
	}
	if coming {
		out.Rest = l.Rest()
	}
	return out
}

func (r viewer) purchaseDetail(o purchase.Order) purchaseDetail {
	return purchaseDetail{
		purchaseRow: r.purchaseRow(o),
		Receipts: mapped(o.Receipts, func(in purchase.Receipt) receiptRow {
			return receiptRow{
				ID: in.ID, Line: in.Line, Quantity: in.Units, CameOn: dayOf(in.CameOn), Source: in.Source, Corrects: orNull(in.Corrects),
				Undone: in.Undone, Unseen: in.Unseen, At: stamp(in.At, r.Zone), By: orNull(r.Masked(in.By)),
			}
		}),
		Answers: mapped(o.Answers, func(a purchase.Answer) answerRow {
			return answerRow{
				Revision: a.Revision, Source: a.Source, At: stamp(a.At, r.Zone), By: orNull(r.Masked(a.By)), Message: r.Masked(a.Message),
				Lines: mapped(a.Lines, func(l purchase.AnswerLine) answerLine { return answerLine{l.Line, l.Units, dayOf(l.On)} }),
			}
		}),
		Events: mapped(o.Events, func(e purchase.Event) purchaseEventRow {
			return purchaseEventRow{
				At: stamp(e.At, r.Zone), Kind: e.Kind, By: orNull(r.Masked(e.By)), Source: orNull(string(e.Source)), Line: orNull(e.Line),
				Quantity: orNull(e.Units), On: dayOf(e.On), Text: r.Masked(e.Text),
			}
		}),
	}
}

// purchasesQuery reads the filters of the list of orders.
func purchasesQuery(c echo.Context) (listing.Params, purchase.Query, error) {
	p, err := listQuery(c)
	if err != nil {
		return p, purchase.Query{}, err
	}
	fields := map[string]string{}
	q := purchase.Query{Search: p.Q, Cursor: p.Cursor, Limit: p.Limit}
	for _, text := range strings.FieldsFunc(c.QueryParam("state"), func(r rune) bool { return r == ',' }) {
		if !slices.Contains(purchase.States(), purchase.State(text)) {
			fields["state"] = "error.purchase_states"
		}
		q.States = append(q.States, purchase.State(text))
	}
	switch code := c.QueryParam("supplier_code"); {
	case code == "-": // orders without a supplier
		q.Supplier = new(string)
	case kit.CodePattern.MatchString(code):
		q.Supplier = &code
	case code != "":
		fields["supplier_code"] = "error.code"
	}
	if q.Variant = c.QueryParam("variant_code"); q.Variant != "" && !kit.CodePattern.MatchString(q.Variant) {
		fields["variant_code"] = "error.code"
	}
	if text := c.QueryParam("late"); text != "" {
		if q.Late, err = strconv.ParseBool(text); err != nil {
			fields["late"] = "error.flag"
		}
	}
	if len(fields) > 0 {
		return p, q, lowstock.InvalidFields(fields)
	}
	return p, q, nil
}

func (h *Handler) apiPurchases(c echo.Context) error {
	p, q, err := purchasesQuery(c)
	if err != nil {
		return err
	}
	who := kit.SessionOf(c)
	r := h.viewerOf(who)
	q.Today = r.DateAhead(1)
	page, err := h.Store.Mall(who.Mall.ID).Purchases(c.Request().Context(), q)
	if err != nil {
		return cursorError(err, p)
	}
	out := purchasesAnswer{PurchaseOrders: mapped(page.Orders, r.purchaseRow), Counts: map[purchase.State]int{}, Late: page.Late, NextCursor: orNull(page.Next)}
	for _, state := range purchase.States() {
		out.Counts[state] = page.Counts[state]
	}
	return answer(c, http.StatusOK, out)
}

func (h *Handler) apiPurchase(c echo.Context) error {
	id, err := kit.PathID(c, "id")
	if err != nil {
		return err
	}
	return h.answerPurchase(c, http.StatusOK, id)
}

// answerPurchase answers with an order as it is now.
func (h *Handler) answerPurchase(c echo.Context, status int, id int64) error {
	who := kit.SessionOf(c)
	o, err := h.Store.Mall(who.Mall.ID).Purchase(c.Request().Context(), id)
	if err != nil {
		return err
	}
	return answer(c, status, h.viewerOf(who).purchaseDetail(o))
}

type suppliersAnswer struct {
	Suppliers []supplierRow `json:"suppliers"`
}

type supplierRow struct {
	SupplierCode  string   `json:"supplier_code"`
	SupplierName  string   `json:"supplier_name"`
	Emails        []string `json:"emails"`
	Currency      string   `json:"currency"`
	MinimumAmount *float64 `json:"minimum_amount"`
	LeadDays      int      `json:"lead_days"`
}

// apiSuppliers lists all suppliers by name, on one page.
func (h *Handler) apiSuppliers(c echo.Context) error {
	who, ctx := kit.SessionOf(c), c.Request().Context()
	r, mall := h.viewerOf(who), h.Store.Mall(who.Mall.ID)
	suppliers, _, err := mall.Orderings(ctx)
	if err != nil {
		return err
	}
	supply, err := mall.Supply(ctx)
	if err != nil {
		return err
	}
	rows := []supplierRow{}
	for code, o := range suppliers {
		if code != "" {
			rows = append(rows, supplierRow{code, o.Name, mapped(o.Emails, r.Masked), cmp.Or(o.Currency, "KRW"), orNull(amountOf(o.MinAmount)), supply.LeadOf(code)})
		}
	}
	slices.SortFunc(rows, func(a, b supplierRow) int {
		return cmp.Or(cmp.Compare(a.SupplierName, b.SupplierName), cmp.Compare(a.SupplierCode, b.SupplierCode))
	})
	return answer(c, http.StatusOK, suppliersAnswer{rows})
}
