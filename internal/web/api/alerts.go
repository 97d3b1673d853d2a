package api

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/rulebook"
	"cafe24-inventory-alert/internal/web/kit"
)

type rulesAnswer struct {
	Alerts     []ruleRow `json:"alerts"`
	NextCursor *string   `json:"next_cursor"`
}

type ruleRow struct {
	ID int64 `json:"id"`
	ruleSubject
	ruleMeasure
	UpdatedAt *string `json:"updated_at"`
}

// ruleSubject is the subject of a rule.
type ruleSubject struct {
	Scope        lowstock.Scope `json:"scope"`
	ProductNo    *int64         `json:"product_no"`
	VariantCode  *string        `json:"variant_code"`
	CategoryNo   *int           `json:"category_no"`
	SupplierCode *string        `json:"supplier_code"`
}

// ruleMeasure is the value of a rule.
type ruleMeasure struct {
	Kind      lowstock.Measure `json:"kind"`
	Threshold *int             `json:"threshold"` // null together with days null: inherited, the rule only mutes
	Days      *int             `json:"days"`
	Muted     bool             `json:"muted"`
}

type previewAnswer struct {
	MatchesNow       int `json:"matches_now"`
	Opens            int `json:"opens"`
	Worsens          int `json:"worsens"`
	Resolves         int `json:"resolves"`
	WouldHaveSent30d int `json:"would_have_sent_30d"`
	CurrentlySent30d int `json:"currently_sends_30d"`

	Estimated    bool    `json:"estimated"`
	WithoutSales int     `json:"without_sales"`
	RecordedFrom *string `json:"recorded_from"`
}

func ruleOf(r lowstock.Rule, who kit.Session) ruleRow {
	return ruleRow{ID: r.ID, ruleSubject: subjectOf(r), ruleMeasure: valueOf(r), UpdatedAt: stamp(r.UpdatedAt, who.Zone)}
}

func subjectOf(r lowstock.Rule) ruleSubject {
	return ruleSubject{
		Scope: r.Scope, ProductNo: orNull(r.ProductNo), VariantCode: orNull(r.VariantCode),
		CategoryNo: orNull(r.CategoryNo), SupplierCode: orNull(r.SupplierCode),
	}
}

func valueOf(r lowstock.Rule) ruleMeasure {
	return ruleMeasure{Kind: r.Measure(), Threshold: r.Threshold, Days: r.Days, Muted: r.Muted}
}

func previewOf(p rulebook.Preview, who kit.Session) previewAnswer {
	return previewAnswer{
		MatchesNow: p.MatchesNow, Opens: p.Opens, Worsens: p.Worsens, Resolves: p.Resolves,
		WouldHaveSent30d: p.WouldHaveSent30d, CurrentlySent30d: p.CurrentlySent30d,
		Estimated: p.Estimated, WithoutSales: p.WithoutSales, RecordedFrom: stamp(p.RecordedFrom, who.Zone),
	}
}

func (h *Handler) apiRules(c echo.Context) error {
	q, err := listQuery(c)
	if err != nil {
		return err
	}
	who := kit.SessionOf(c)
	rows, next, err := h.Store.Mall(who.Mall.ID).Rules(c.Request().Context(), q)
	if err != nil {
		return cursorError(err, q)
	}
	return answer(c, http.StatusOK, rulesAnswer{
		Alerts:     mapped(rows, func(r lowstock.Rule) ruleRow { return ruleOf(r, who) }),
		NextCursor: orNull(next),
	})
}

func (h *Handler) apiSetRule(c echo.Context) error {
	change, err := readChange(c)
	if err != nil {
		return err
	}
	who := kit.SessionOf(c)
	rule, created, err := h.Merchant.SetRule(c.Request().Context(), who.Mall.ID, change)
	if err != nil {
		return err
	}
	status := http.StatusOK
	if created {
		status = http.StatusCreated
	}
	return answer(c, status, ruleOf(rule, who))
}

func (h *Handler) apiPreviewRule(c echo.Context) error {
	change, err := readChange(c)
	if err != nil {
		return err
	}
	who := kit.SessionOf(c)
	preview, err := h.Merchant.Preview(c.Request().Context(), who.Mall.ID, change)
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, previewOf(preview, who))
}

func (h *Handler) apiDeleteRule(c echo.Context) error {
	id, err := kit.PathID(c, "id")
	if err != nil {
		return err
	}
	who := kit.SessionOf(c)
	if err := h.Store.Mall(who.Mall.ID).DeleteRule(c.Request().Context(), id, who.By(), h.Now()); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

// readChange reads the body of a request that sets a rule. A field that is null counts as absent.
func readChange(c echo.Context) (lowstock.RuleChange, error) {
	in, err := readInput(c)
	if err != nil {
		return lowstock.RuleChange{}, err
	}
	change := lowstock.RuleChange{
		VariantCode: in.code("variant_code"), SupplierCode: in.code("supplier_code"),
		Muted: in.flag("muted"), By: kit.SessionOf(c).By(),
	}
	if n := in.integer("product_no"); n != nil {
		change.ProductNo = *n
		in.positive("product_no", *n, "error.product_no")
	}
	if n := in.integer("category_no"); n != nil {
		change.CategoryNo = kit.Within(*n)
		if !kit.IsCategory(*n) {
			in.fields["category_no"] = "error.category_no"
		}
	}
	if n := in.integer("threshold"); n != nil {
		threshold := kit.Within(*n)
		change.Threshold = &threshold
	}
	if n := in.integer("days"); n != nil {
		days := kit.Within(*n)
		change.Days = &days
	}
	in.kind(&change)
	return change, in.err(change.Check())
}

// kind reads the kind of the rule value. The field is optional, because the number that is given
// shows the kind too. If kind is named, it also decides whether the rule mutes, unless the request
// says that itself.
func (in *input) kind(change *lowstock.RuleChange) {
	kind := lowstock.Measure(in.text("kind"))
	silent := kind == lowstock.MeasureOff
	switch {
	case kind == "":
		return
	case kind == lowstock.MeasureNumber && change.Threshold == nil && change.Days == nil:
		in.missing("threshold", "error.threshold_missing")
	case kind == lowstock.MeasureDays && change.Days == nil && change.Threshold == nil:
		in.missing("days", "error.days_range")
	case kind == lowstock.MeasureNumber && change.Days != nil, kind == lowstock.MeasureDays && change.Threshold != nil:
		in.fields["kind"] = "error.measure_twice"
	case !kit.IsMeasure(kind), change.Muted != nil && *change.Muted != silent:
		in.fields["kind"] = "error.rule_kind"
	}
	if change.Muted == nil {
		change.Muted = &silent
	}
}

// missing notes that a required field is absent, unless another problem is already noted for the
// field.
func (in *input) missing(name, key string) {
	if in.fields[name] == "" {
		in.fields[name] = key
	}
}

// positive refuses a number that cannot name anything. The value 0 would mean "not given" in later
// code.
func (in *input) positive(name string, n int64, key string) {
	if n < 1 {
		in.fields[name] = key
	}
}
