package postgres_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp/cmpopts"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/overview"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/rulebook"
)

// shop returns a mall with products 1 (category 7, supplier S1) and 2, with 4
// in stock of each.
func shop(t *testing.T) *bundle {
	t.Helper()
	b := setup(t)
	b.ok(b.Mall(hansan).SaveCategories(t.Context(), []inbound.Category{
		{No: 7, Depth: 1, Name: "니트", FullName: "니트"}, {No: 8, ParentNo: 7, Depth: 2, Name: "겨울", FullName: "니트 > 겨울"},
	}))
	b.ok(b.Mall(hansan).SaveSuppliers(t.Context(), []inbound.Supplier{{Code: "S2", Name: "보리"}, {Code: "S1", Name: "한산"}}))
	r := read(1, 4, 4)
	r.Product.CategoryNos, r.Product.SupplierCode = []int{7}, "S1"
	b.apply(r, read(2, 4))
	return b
}

func TestRulesOfEveryScopeTakeEffectAtOnce(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change  lowstock.RuleChange
		rule    lowstock.Rule
		covered int
	}{
		"variant":  {lowstock.RuleChange{VariantCode: code(1, 1)}, lowstock.Rule{Scope: lowstock.ScopeVariant, ProductNo: 1, VariantCode: code(1, 1)}, 1},
		"product":  {lowstock.RuleChange{ProductNo: 1}, lowstock.Rule{Scope: lowstock.ScopeProduct, ProductNo: 1}, 2},
		"category": {lowstock.RuleChange{CategoryNo: 7}, lowstock.Rule{Scope: lowstock.ScopeCategory, CategoryNo: 7}, 2},
		"supplier": {lowstock.RuleChange{SupplierCode: "S1"}, lowstock.Rule{Scope: lowstock.ScopeSupplier, SupplierCode: "S1"}, 2},
		"mall":     {lowstock.RuleChange{}, lowstock.Rule{Scope: lowstock.ScopeMall}, 3},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := shop(t)
			c.change.Threshold, c.change.By = new(4), "kim"
			preview, err := b.Mall(hansan).PreviewRules(t.Context(), []lowstock.RuleChange{c.change}, b.now)
			b.ok(err)
			want(t, "preview", preview, rulebook.Preview{MatchesNow: c.covered, Opens: c.covered, WouldHaveSent30d: c.covered, RecordedFrom: noon.Add(time.Second)})
			want(t, "a preview changes nothing", len(b.incidents("")), 0)

			rule, created, err := b.Mall(hansan).SetRule(t.Context(), c.change, b.now)
			b.ok(err)
			c.rule.ID, c.rule.Threshold, c.rule.UpdatedBy, c.rule.UpdatedAt = rule.ID, new(4), "kim", b.now
			want(t, "rule", rule, c.rule)
			want(t, "created", created, true)
			want(t, "standing", len(b.incidents(lowstock.IncidentStanding)), c.covered)
			want(t, "low", len(b.inventory(listing.Params{Status: lowstock.StatusLow})), c.covered)
			stored, err := b.Mall(hansan).RuleByID(t.Context(), rule.ID)
			b.ok(err)
			want(t, "stored", stored, c.rule)

			muted := c.change
			muted.Threshold, muted.Muted = nil, new(true)
			rule, created, err = b.Mall(hansan).SetRule(t.Context(), muted, b.now)
			b.ok(err)
			want(t, "created", created, false)
			want(t, "threshold that was not given stays", rule.Threshold, new(4))
			want(t, "standing when muted", len(b.incidents(lowstock.IncidentStanding)), 0)
			want(t, "silent", b.counts(), listing.Counts{Low: c.covered, OK: 3 - c.covered, Silent: c.covered})

			b.ok(b.Mall(hansan).DeleteRule(t.Context(), rule.ID, "kim", b.now))
			want(t, "low without the rule", b.counts(), listing.Counts{OK: 3})
			wantCode(t, b.Mall(hansan).DeleteRule(t.Context(), rule.ID, "kim", b.now), lowstock.CodeNotFound)
			_, err = b.Mall(hansan).RuleByID(t.Context(), rule.ID)
			wantCode(t, err, lowstock.CodeNotFound)
			b.checkKept(t)
		})
	}
}

func TestRulesOfWhatIsNotThere(t *testing.T) {
	t.Parallel()
	b := shop(t)
	for name, change := range map[string]lowstock.RuleChange{
		"variant": {VariantCode: "unknown"}, "variant of another product": {ProductNo: 2, VariantCode: code(1, 0)},
		"product": {ProductNo: 99}, "category": {CategoryNo: 99}, "supplier": {SupplierCode: "S9"},
	} {
		change.Threshold = new(1)
		if _, _, err := b.Mall(hansan).SetRule(t.Context(), change, b.now); lowstock.ErrorCode(err) != lowstock.CodeNotFound {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := b.Mall(hansan).PreviewRules(t.Context(), []lowstock.RuleChange{change}, b.now); lowstock.ErrorCode(err) != lowstock.CodeNotFound {
			t.Errorf("preview of %s: %v", name, err)
		}
	}
	_, _, err := b.Mall(hansan).SetRule(t.Context(), lowstock.RuleChange{}, b.now)
	wantCode(t, err, lowstock.CodeInvalid)
}

// A mall that does not allow its lists to be read still has the categories and
// suppliers that its products name.
func TestRulesOfWhatOnlyProductsName(t *testing.T) {
	t.Parallel()
	b := setup(t)
	r := read(1, 3)
	r.Product.CategoryNos, r.Product.SupplierCode = []int{7}, "S1"
	b.apply(r)
	want(t, "rule of a supplier that is not listed", b.setRule(lowstock.RuleChange{SupplierCode: "S1", Threshold: new(4)}).SupplierCode, "S1")
	want(t, "standing by the supplier", len(b.incidents(lowstock.IncidentStanding)), 1)
	want(t, "rule of a category that is not listed", b.setRule(lowstock.RuleChange{CategoryNo: 7, Threshold: new(2)}).CategoryNo, 7)
	_, _, err := b.Mall(hansan).SetRule(t.Context(), lowstock.RuleChange{CategoryNo: 9, Threshold: new(2)}, b.now)
	wantCode(t, err, lowstock.CodeNotFound)
}

func TestRulesAreListedInPages(t *testing.T) {
	t.Parallel()
	b := shop(t)
	b.threshold(3)
	b.setRule(lowstock.RuleChange{ProductNo: 1, Threshold: new(9)})
	b.setRule(lowstock.RuleChange{VariantCode: code(1, 0), Muted: new(true)})
	all, err := b.Mall(hansan).AllRules(t.Context())
	b.ok(err)
	var paged []lowstock.Rule
	q := listing.Params{Limit: 2}
	for {
		page, next, err := b.Mall(hansan).Rules(t.Context(), q)
		b.ok(err)
		paged = append(paged, page...)
		if q.Cursor = next; next == "" {
			break
		}
	}
	want(t, "pages", paged, all)
	want(t, "all", len(all), 3)
	muted, _, err := b.Mall(hansan).Rules(t.Context(), listing.Params{Muted: true})
	b.ok(err)
	want(t, "muted", muted, all[2:])
	ofProduct, _, err := b.Mall(hansan).Rules(t.Context(), listing.Params{ProductNo: 1})
	b.ok(err)
	want(t, "of a product", ofProduct, all[1:])
	_, _, err = b.Mall(hansan).Rules(t.Context(), listing.Params{Cursor: "%%%"})
	wantCode(t, err, lowstock.CodeInvalid)
}

func TestTheHighestOfTwoCategoriesCounts(t *testing.T) {
	t.Parallel()
	b := shop(t)
	b.setRule(lowstock.RuleChange{CategoryNo: 7, Threshold: new(2)})
	b.setRule(lowstock.RuleChange{CategoryNo: 8, Threshold: new(6)})
	nos, err := b.Mall(hansan).RuleCategories(t.Context())
	b.ok(err)
	want(t, "categories with a rule", nos, []int{7, 8})
	want(t, "standing", len(b.incidents(lowstock.IncidentStanding)), 0)
	b.ok(b.Mall(hansan).SaveCategoryMembers(t.Context(), 8, []int64{1, 2, 99}, b.now))
	want(t, "standing after joining", len(b.incidents(lowstock.IncidentStanding)), 3)
	p, err := b.Mall(hansan).Product(t.Context(), 1)
	b.ok(err)
	want(t, "categories", p.CategoryNos, []int{7, 8})
	want(t, "in the category", len(b.inventory(listing.Params{CategoryNo: 8})), 3)
	b.ok(b.Mall(hansan).SaveCategoryMembers(t.Context(), 8, nil, b.now))
	want(t, "standing after leaving", len(b.incidents(lowstock.IncidentStanding)), 0)
	b.checkKept(t)
}

func TestCategoriesAndSuppliersAreReplaced(t *testing.T) {
	t.Parallel()
	b := shop(t)
	suppliers, err := b.Mall(hansan).Suppliers(t.Context())
	b.ok(err)
	want(t, "suppliers", suppliers, []inbound.Supplier{{Code: "S2", Name: "보리"}, {Code: "S1", Name: "한산"}})
	b.ok(b.Mall(hansan).SaveSuppliers(t.Context(), []inbound.Supplier{{Code: "S1", Name: "한산모시"}, {Code: "S1", Name: "again"}}))
	suppliers, err = b.Mall(hansan).Suppliers(t.Context())
	b.ok(err)
	want(t, "suppliers", suppliers, []inbound.Supplier{{Code: "S1", Name: "한산모시"}})

	b.ok(b.Mall(hansan).SaveCategories(t.Context(), []inbound.Category{{No: 9, Depth: 1, Name: "모자", FullName: "모자"}}))
	categories, err := b.Mall(hansan).Categories(t.Context())
	b.ok(err)
	want(t, "categories", categories, []inbound.Category{{No: 9, Depth: 1, Name: "모자", FullName: "모자"}})
	b.ok(b.Mall(hansan).SaveCategories(t.Context(), nil))
	categories, err = b.Mall(hansan).Categories(t.Context())
	b.ok(err)
	want(t, "none", len(categories), 0)
}

func TestAPreviewReplaysTheLastMonth(t *testing.T) {
	t.Parallel()
	b := setup(t)
	at := noon
	level := func(after time.Duration, quantity int) {
		at = at.Add(after)
		b.applyLevels(inbound.Levels{StartedAt: at, Readings: []inbound.ProductReading{read(1, quantity)}})
	}
	const day = 24 * time.Hour
	level(0, 20)
	level(day, 4) // before the window: where the replay starts from
	level(20*day, 20)
	level(day, 8) // falls to 10 once …
	level(day, 20)
	level(day, 0) // … twice, and this one alerts today as well: 3 with the escalation
	level(day, 20)
	b.now = noon.Add(40 * day)
	preview, err := b.Mall(hansan).PreviewRules(t.Context(), []lowstock.RuleChange{{ProductNo: 1, Threshold: new(10)}}, b.now)
	b.ok(err)
	want(t, "preview", preview, rulebook.Preview{WouldHaveSent30d: 2, CurrentlySent30d: 1})
	b.threshold(10)
	preview, err = b.Mall(hansan).PreviewRules(t.Context(), []lowstock.RuleChange{{ProductNo: 1, Muted: new(true)}}, b.now)
	b.ok(err)
	want(t, "muting", preview, rulebook.Preview{CurrentlySent30d: 2})
}

// A preview says what it cannot know: sales that are not known yet, and days
// that are not recorded.
func TestAPreviewNamesWhatIsUnknown(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.apply(read(1, 0, 9, 9), read(2, 9))
	b.admin("update variants set daily_sales = 1 where variant_code = $1", code(1, 1))
	b.setRule(lowstock.RuleChange{VariantCode: code(2, 0), Threshold: new(3)})
	b.wait(29 * 24 * time.Hour)
	look := func(c lowstock.RuleChange) rulebook.Preview {
		preview, err := b.Mall(hansan).PreviewRules(t.Context(), []lowstock.RuleChange{c}, b.now)
		b.ok(err)
		return preview
	}
	want(t, "a mall's days", look(lowstock.RuleChange{Days: new(9)}),
		rulebook.Preview{MatchesNow: 2, Opens: 1, WouldHaveSent30d: 2, CurrentlySent30d: 1, WithoutSales: 2, RecordedFrom: noon.Add(time.Second)})
	want(t, "a product's days", look(lowstock.RuleChange{ProductNo: 1, Days: new(9)}),
		rulebook.Preview{MatchesNow: 1, Opens: 1, WouldHaveSent30d: 2, CurrentlySent30d: 1, WithoutSales: 2, RecordedFrom: noon.Add(time.Second)})
	want(t, "a number", look(lowstock.RuleChange{ProductNo: 1, Threshold: new(1)}),
		rulebook.Preview{MatchesNow: 1, WouldHaveSent30d: 1, CurrentlySent30d: 1, RecordedFrom: noon.Add(time.Second)})
	b.wait(24 * time.Hour)
	want(t, "a whole month on record", look(lowstock.RuleChange{ProductNo: 1, Threshold: new(1)}).RecordedFrom, time.Time{})
}

// A changed default of a large mall takes seconds, also while the planner's
// statistics do not know the mall yet.
func TestAChangedDefaultOfALargeMall(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for _, table := range []string{"products", "variants", "incidents"} {
		b.admin("alter table " + table + " set (autovacuum_enabled = off)")
		b.admin("analyze " + table)
	}
	const perRead, reads = 1000, 12 // a dozen slices of the re-evaluation
	for n := range reads {
		l := inbound.Levels{Source: lowstock.SourceSweep}
		for i := range int64(perRead / 10) {
			l.Readings = append(l.Readings, read(int64(n)*perRead+i+1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10))
		}
		b.applyLevels(l)
	}
	b.threshold(5)
	b.evaluateAll()
	want(t, "counts", b.counts(), listing.Counts{Low: 6000, OK: 6000, Standing: 6000, Unanswered: 6000})
	before := one[string](b, "select max(xmin::text::bigint)::text from variants")
	b.threshold(5)
	want(t, "nothing to decide on", b.evaluation().State, rulebook.EvaluationDone)
	want(t, "newest row after setting the same again", one[string](b, "select max(xmin::text::bigint)::text from variants"), before)
	b.checkKept(t)
}

func TestIncidentsAreListedAndActedOn(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for no := range int64(5) {
		b.apply(read(no+1, 0))
	}
	all := b.incidents("")
	var paged []lowstock.Incident
	q := listing.Params{State: lowstock.IncidentStanding, Limit: 2}
	for {
		page, next, err := b.Mall(hansan).Incidents(t.Context(), q)
		b.ok(err)
		paged = append(paged, page...)
		if q.Cursor = next; next == "" {
			break
		}
	}
	want(t, "pages", paged, all)
	want(t, "newest first", paged[0].ProductNo, 5)
	_, _, err := b.Mall(hansan).Incidents(t.Context(), listing.Params{State: "odd"})
	wantCode(t, err, lowstock.CodeInvalid)

	id := paged[0].ID
	taken, err := b.Mall(hansan).AcknowledgeIncident(t.Context(), id, "kim", b.now)
	b.ok(err)
	want(t, "acknowledged", fmt.Sprint(taken.State, taken.AcknowledgedBy, taken.AcknowledgedAt.Equal(b.now)), "acknowledgedkimtrue")
	again, err := b.Mall(hansan).AcknowledgeIncident(t.Context(), id, "lee", b.now.Add(time.Minute))
	b.ok(err)
	want(t, "twice", again, taken)
	_, err = b.Mall(hansan).SnoozeIncident(t.Context(), id, lowstock.Hold{Until: b.now}, "kim", b.now)
	wantCode(t, err, lowstock.CodeInvalid)
	snoozed, err := b.Mall(hansan).SnoozeIncident(t.Context(), id, lowstock.Hold{Until: b.now.Add(time.Hour)}, "kim", b.now)
	b.ok(err)
	want(t, "snoozed", snoozed.SnoozedUntil, b.now.Add(time.Hour))
	ended, err := b.Mall(hansan).ResolveIncident(t.Context(), id, "kim", b.now)
	b.ok(err)
	want(t, "resolved", ended.ResolvedBy, "kim")
	for _, err := range []error{
		second(b.Mall(hansan).AcknowledgeIncident(t.Context(), id, "kim", b.now)), second(b.Mall(hansan).ResolveIncident(t.Context(), id, "kim", b.now)),
		second(b.Mall(hansan).SnoozeIncident(t.Context(), id, lowstock.Hold{Until: b.now.Add(time.Hour)}, "kim", b.now)),
	} {
		wantCode(t, err, lowstock.CodeConflict)
	}
	b.apply(read(5, 0))
	want(t, "dismissed: no new one", len(b.incidents(lowstock.IncidentStanding)), 4)
	b.apply(read(5, 3))
	b.apply(read(5, 0))
	want(t, "after a recovery", len(b.incidents(lowstock.IncidentStanding)), 5)
	want(t, "of one product", len(b.incidentsOf(5)), 2)
	_, err = b.Mall(hansan).Incident(t.Context(), 999)
	wantCode(t, err, lowstock.CodeNotFound)
}

func (b *bundle) incidentsOf(no int64) []lowstock.Incident {
	b.t.Helper()
	list, _, err := b.Mall(b.mall).Incidents(b.t.Context(), listing.Params{ProductNo: no})
	b.ok(err)
	return list
}

func second[T any](_ T, err error) error { return err }

func TestSettingsAreCheckedKeptAndSealed(t *testing.T) {
	t.Parallel()
	b := setup(t)
	s, err := b.Mall(hansan).Settings(t.Context())
	b.ok(err)
	want(t, "of a new mall", s, preference.Settings{Locale: "ko", Timezone: "Asia/Seoul", CollectSeconds: 60, DailyCap: 3, DigestAt: "09:00"},
		cmpopts.IgnoreFields(preference.Settings{}, "UpdatedAt"))
	s = preference.Settings{
		Locale: "en", Timezone: "Asia/Tokyo", CollectSeconds: 30, QuietFrom: "22:00", QuietTo: "07:00", DigestAt: "08:30",
		Recipients: []preference.Recipient{{Email: "z@x.kr", Immediate: true, Digest: preference.DigestOff}, {Email: "a@x.kr", Digest: preference.DigestWeekly}},
		Targets:    preference.Targets{}.With(lowstock.ChannelSlack, "https://hooks.slack.com/secret").With(lowstock.ChannelWebhook, "https://x.kr/secret"), UpdatedAt: b.now,
	}
	b.ok(b.Mall(hansan).SaveSettings(t.Context(), s, "kim", b.now))
	got, err := b.Mall(hansan).Settings(t.Context())
	b.ok(err)
	want(t, "asked", got.Recipients[0].ConfirmSentAt, b.now)
	want(t, "signing secret", strings.HasPrefix(got.Targets.Of(lowstock.ChannelWebhook).Signing.Reveal(), "whsec_"), true)
	want(t, "saved", got, s, cmpopts.IgnoreFields(preference.Recipient{}, "ConfirmSentAt"), cmpopts.IgnoreFields(preference.Target{}, "Signing"))
	want(t, "in the clear", one[bool](b, "select bool_or(position('secret'::bytea in target_sealed) > 0) from channels"), false)
	s.Timezone = "Nowhere"
	wantCode(t, b.Mall(hansan).SaveSettings(t.Context(), s, "kim", b.now), lowstock.CodeInvalid)
	_, err = b.Mall(bori).Settings(t.Context())
	wantCode(t, err, lowstock.CodeNotFound)
}

func TestConnection(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.notifyByEmail(nil, "kim@hansan.example")
	b.apply(read(1, 0))
	oldest := b.now
	b.apply(read(2, 3))
	b.collect()
	b.hint(products(1), products(2))
	b.hint(inbound.Hint{Kind: inbound.HintIgnored, ReceivedAt: b.now.Add(-25 * time.Hour)})
	c, err := b.Mall(hansan).Connection(t.Context(), b.now)
	b.ok(err)
	want(t, "connection", c, overview.Connection{
		Scopes: []string{"mall.read_product"}, AccessExpiresAt: noon.Add(2 * time.Hour), RefreshExpiresAt: noon.Add(14 * 24 * time.Hour),
		OldestReading: oldest, NewestReading: b.now, Hints24h: 2, DirtyProducts: 2,
		Messages24h: map[lowstock.DeliveryState]int{lowstock.DeliveryPending: 1}, Load: inbound.Load{Products: 2},
	}, cmpopts.IgnoreFields(overview.Connection{}, "Mall", "LatestSync"))
	want(t, "sync", c.LatestSync.State, inbound.SyncDone)
	want(t, "mall", c.Mall.ID, hansan)
	_, err = b.Mall(bori).LaunchMall(t.Context(), "ko")
	b.ok(err)
	c, err = b.Mall(bori).Connection(t.Context(), b.now)
	b.ok(err)
	want(t, "without tokens", c.Scopes, nil)
	want(t, "without a sync", c.LatestSync.State, inbound.SyncNever)
}
