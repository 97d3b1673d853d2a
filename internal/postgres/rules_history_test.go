package postgres_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp/cmpopts"

	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/rulebook"
)

func (b *bundle) setRules(cause rulebook.Cause, changes ...lowstock.RuleChange) rulebook.Change {
	b.t.Helper()
	change, err := b.Mall(b.mall).SetRules(b.t.Context(), changes, cause, "kim", b.now)
	b.ok(err)
	return change
}

func (b *bundle) changes() []rulebook.Change {
	b.t.Helper()
	list, _, err := b.Mall(b.mall).RuleChanges(b.t.Context(), listing.Params{Limit: 100})
	b.ok(err)
	return list
}

func (b *bundle) rules() []lowstock.Rule {
	b.t.Helper()
	list, err := b.Mall(b.mall).AllRules(b.t.Context())
	b.ok(err)
	return list
}

// unsigned ignores in rules and changes the time, the person and the number.
var unsigned = cmpopts.IgnoreFields(lowstock.Rule{}, "ID", "UpdatedBy", "UpdatedAt")

func TestEveryChangeIsKeptAndUndone(t *testing.T) {
	t.Parallel()
	b := shop(t)
	set := b.setRules(rulebook.CauseSet,
		lowstock.RuleChange{ProductNo: 1, Threshold: new(4)}, lowstock.RuleChange{VariantCode: code(2, 0), Muted: new(true)},
		lowstock.RuleChange{ProductNo: 1, Muted: new(true)}, lowstock.RuleChange{Threshold: new(5)}, lowstock.RuleChange{ProductNo: 1, Muted: new(false)})
	want(t, "opened", set.Applied.Opened, 2)
	want(t, "standing", len(b.incidents(lowstock.IncidentStanding)), 2)
	product := lowstock.Rule{Scope: lowstock.ScopeProduct, ProductNo: 1}
	wanted := rulebook.Change{ID: set.ID, Cause: rulebook.CauseSet, By: "kim", At: b.now, Rules: 3, Versions: []rulebook.Version{
		{Of: product, After: &lowstock.RuleValue{Threshold: new(4)}},
		{Of: lowstock.Rule{Scope: lowstock.ScopeVariant, ProductNo: 2, VariantCode: code(2, 0)}, After: &lowstock.RuleValue{Muted: true}},
		{Of: lowstock.Rule{Scope: lowstock.ScopeMall}, After: &lowstock.RuleValue{Threshold: new(5)}},
	}}
	want(t, "history", b.changes(), []rulebook.Change{wanted})
	wanted.Applied = set.Applied
	want(t, "change", set, wanted)
	standing := b.rules()

	want(t, "what changes nothing", b.setRules(rulebook.CauseSet, lowstock.RuleChange{ProductNo: 1, Threshold: new(4)}).ID, 0)
	want(t, "makes no version", len(b.changes()), 1)
	want(t, "nor touches a rule", b.rules(), standing)

	undone, err := b.Mall(hansan).UndoRules(t.Context(), set.ID, "lee", b.now)
	b.ok(err)
	want(t, "rules after the undoing", len(b.rules()), 0)
	want(t, "resolved", undone.Applied.Resolved, 2)
	want(t, "counts", b.counts(), listing.Counts{OK: 3})
	history := b.changes()
	want(t, "newest first", []rulebook.Cause{history[0].Cause, history[1].Cause}, []rulebook.Cause{rulebook.CauseUndo, rulebook.CauseSet})
	want(t, "undone", fmt.Sprint(history[1].UndoneBy, history[1].UndoneAt.Equal(b.now)), "leetrue")
	_, err = b.Mall(hansan).UndoRules(t.Context(), set.ID, "lee", b.now)
	wantCode(t, err, lowstock.CodeConflict)

	_, err = b.Mall(hansan).UndoRules(t.Context(), undone.ID, "kim", b.now)
	b.ok(err)
	want(t, "undoing the undoing", b.rules(), standing, unsigned)
	want(t, "counts", b.counts(), listing.Counts{Low: 3, Silent: 1, Standing: 2, Unanswered: 2})
	_, err = b.Mall(hansan).UndoRules(t.Context(), 999, "kim", b.now)
	wantCode(t, err, lowstock.CodeNotFound)
	b.checkKept(t)
}

func TestWhatWasChangedSinceIsNotUndone(t *testing.T) {
	t.Parallel()
	b := shop(t)
	first := b.setRules(rulebook.CauseSet, lowstock.RuleChange{ProductNo: 1, Threshold: new(4)}, lowstock.RuleChange{ProductNo: 2, Days: new(7)})
	rule := b.setRule(lowstock.RuleChange{ProductNo: 2, Threshold: new(1)})
	standing := b.rules()
	_, err := b.Mall(hansan).UndoRules(t.Context(), first.ID, "kim", b.now)
	wantCode(t, err, lowstock.CodeConflict)
	want(t, "rules", b.rules(), standing)
	want(t, "marked", b.changes()[1].UndoneAt.IsZero(), true)
	b.ok(b.Mall(hansan).DeleteRule(t.Context(), rule.ID, "kim", b.now))
	deleted := b.changes()[0]
	want(t, "deletion", deleted.Versions, []rulebook.Version{
		{Of: lowstock.Rule{Scope: lowstock.ScopeProduct, ProductNo: 2}, Before: &lowstock.RuleValue{Threshold: new(1)}},
	})
	_, err = b.Mall(hansan).UndoRules(t.Context(), first.ID, "kim", b.now)
	wantCode(t, err, lowstock.CodeConflict)
	_, err = b.Mall(hansan).UndoRules(t.Context(), deleted.ID, "kim", b.now)
	b.ok(err)
	want(t, "back again", b.rules(), standing, unsigned)
}

// A rule without a value inherits again: it stays where it mutes, and is
// deleted where it does not.
func TestInheritingTakesTheMeasureAway(t *testing.T) {
	t.Parallel()
	b := shop(t)
	inherit := lowstock.RuleChange{ProductNo: 1, Inherit: true}
	want(t, "without a rule", b.setRules(rulebook.CauseDelete, inherit).ID, 0)
	b.setRule(lowstock.RuleChange{ProductNo: 1, Days: new(9), Muted: new(true)})
	b.setRules(rulebook.CauseDelete, inherit)
	want(t, "muted", b.rules(), []lowstock.Rule{{Scope: lowstock.ScopeProduct, ProductNo: 1, Muted: true}}, unsigned)
	b.setRule(lowstock.RuleChange{ProductNo: 1, Threshold: new(9), Muted: new(false)})
	want(t, "standing", len(b.incidents(lowstock.IncidentStanding)), 2)
	b.setRules(rulebook.CauseDelete, inherit)
	want(t, "gone", len(b.rules()), 0)
	want(t, "standing", len(b.incidents(lowstock.IncidentStanding)), 0)
}

// When one of many changes names an unknown target, none is made.
func TestManyRulesAreSetTogetherOrNot(t *testing.T) {
	t.Parallel()
	b := shop(t)
	_, err := b.Mall(hansan).SetRules(t.Context(), []lowstock.RuleChange{
		{ProductNo: 1, Threshold: new(4)}, {CategoryNo: 7, Threshold: new(4)}, {SupplierCode: "S1", Threshold: new(3)}, {VariantCode: "nowhere", Threshold: new(4)},
	}, rulebook.CauseSet, "kim", b.now)
	wantCode(t, err, lowstock.CodeNotFound)
	want(t, "rules", len(b.rules()), 0)
	_, err = b.Mall(hansan).SetRules(t.Context(), []lowstock.RuleChange{{ProductNo: 1, Threshold: new(4)}, {}}, rulebook.CauseSet, "kim", b.now)
	wantCode(t, err, lowstock.CodeInvalid)
	want(t, "of none", b.setRules(rulebook.CauseSet).ID, 0)
}

func TestSafetyInventoryIsImported(t *testing.T) {
	t.Parallel()
	b := setup(t)
	first, second := read(1, 4, 4, 4), read(2, 9)
	first.Variants[0].Safety, first.Variants[1].Safety, second.Variants[0].Safety = 5, 3, 2
	b.apply(first, second)
	b.setRule(lowstock.RuleChange{VariantCode: code(1, 1), Threshold: new(1)})
	b.setRule(lowstock.RuleChange{VariantCode: code(2, 0), Threshold: new(2)})
	for replace, wanted := range map[bool][]string{false: {code(1, 0)}, true: {code(1, 0), code(1, 1)}} {
		changes, err := b.Mall(hansan).SafetyChanges(t.Context(), replace)
		b.ok(err)
		var codes []string
		for _, c := range changes {
			codes = append(codes, c.VariantCode)
		}
		want(t, fmt.Sprintf("replace %t", replace), codes, wanted)
	}
	before := b.rules()
	changes, err := b.Mall(hansan).SafetyChanges(t.Context(), true)
	b.ok(err)
	preview, err := b.Mall(hansan).PreviewRules(t.Context(), changes, b.now)
	b.ok(err)
	want(t, "preview", preview, rulebook.Preview{MatchesNow: 1, Opens: 1, WouldHaveSent30d: 1, RecordedFrom: noon.Add(time.Second)})
	change := b.setRules(rulebook.CauseImport, changes...)
	want(t, "imported", fmt.Sprint(change.Rules, change.Applied.Opened, len(b.rules())), "2 1 3")
	_, err = b.Mall(hansan).UndoRules(t.Context(), change.ID, "kim", b.now)
	b.ok(err)
	want(t, "undone", b.rules(), before, unsigned)
	b.apply() // an empty read has no effect
	b.checkKept(t)
}

func TestChangesAreListedInPages(t *testing.T) {
	t.Parallel()
	b := shop(t)
	var many []lowstock.RuleChange
	r := read(3, make([]int, 30)...)
	b.apply(r)
	for _, v := range r.Variants {
		many = append(many, lowstock.RuleChange{VariantCode: v.Code, Threshold: new(2)})
	}
	b.setRules(rulebook.CauseImport, many...)
	for n := range 4 {
		b.threshold(n + 1)
	}
	var paged []rulebook.Change
	q := listing.Params{Limit: 2}
	for {
		page, next, err := b.Mall(hansan).RuleChanges(t.Context(), q)
		b.ok(err)
		paged = append(paged, page...)
		if q.Cursor = next; next == "" {
			break
		}
	}
	want(t, "pages", paged, b.changes())
	want(t, "changes", len(paged), 5)
	want(t, "of many", fmt.Sprint(paged[4].Rules, len(paged[4].Versions)), "30 20")
	_, _, err := b.Mall(hansan).RuleChanges(t.Context(), listing.Params{Cursor: "%"})
	wantCode(t, err, lowstock.CodeInvalid)
}
