package rules

import (
	"strconv"
	"strings"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/rulebook"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
)

// defaultForm presents the form of the mall's own threshold, the root of the tree.
func (r viewer) defaultForm(tree *rulebook.Branch) views.RuleForm {
	f := views.RuleForm{
		ID: formDefault, Title: r.T("rules.default"), Hint: r.T("rules.default_hint"),
		Action: paths.Rules, ReadOnly: r.ReadOnly,
		Reach: r.ruleReach(tree), Mark: r.ruleMark(tree), Overridden: r.overridden(tree.Rules),
	}
	newValue := lowstock.RuleValue{Threshold: new(0)}
	if tree.Threshold != nil || tree.Days != nil || tree.Muted {
		newValue = tree.Value()
	}
	f.Input, f.Text = r.RuleValue(formDefault+"-threshold", newValue, newValue.Muted), r.ValueText(&newValue)
	return f
}

// addForm presents the form that sets a rule for a category or a supplier. The argument of is the
// subject that was chosen.
func (r viewer) addForm(n present.Names, of string) views.RuleForm {
	f := views.RuleForm{
		ID: formAdd, Title: r.T("rules.add"), Hint: r.T("rules.add_hint"), Action: paths.Rules,
		Input: r.RuleValue(formAdd+"-threshold", lowstock.RuleValue{}, true), ReadOnly: r.ReadOnly,
	}
	f.Categories, f.Suppliers = kit.SubjectChoices(r.Viewer, n, of)
	return f
}

func (r viewer) ruleChange(c rulebook.Change, n present.Names) views.RuleChange {
	id := strconv.FormatInt(c.ID, 10)
	v := views.RuleChange{ID: "change-" + id, At: r.Exact(c.At), By: r.Person(c.By), What: r.causeBadge(c.Cause)}
	for _, version := range c.Versions[:min(len(c.Versions), historyLines)] {
		name, note := r.RuleName(version.Of, n)
		if version.Of.Scope == lowstock.ScopeMall {
			name.Text = r.T("scope.mall")
		}
		v.Lines = append(v.Lines, views.RuleLine{Name: name.Text, Note: note, From: r.ValueText(version.Before), To: r.ValueText(version.After)})
	}
	if more := c.Rules - len(v.Lines); more > 0 {
		v.More = r.T("rules.and_more", more)
	}
	switch {
	case !c.UndoneAt.IsZero():
		v.Undone = r.T("rules.undone", r.Person(c.UndoneBy), r.Date(c.UndoneAt))
	case !r.ReadOnly:
		v.UndoURL = present.UndoURL(c.ID)
		v.Label = r.T("rules.undo_of", v.At.Text)
	}
	return v
}

func (r viewer) causeBadge(cause rulebook.Cause) views.Badge {
	b := views.Badge{Tone: "quiet", Icon: "check", Text: r.T("rules.cause_" + string(cause))}
	switch cause {
	case rulebook.CauseDelete:
		b.Icon = "trash"
	case rulebook.CauseImport, rulebook.CauseFile:
		b.Icon = "box"
	case rulebook.CauseUndo:
		b.Icon = "left"
	case rulebook.CauseForecast:
		b.Icon = "pulse"
	case rulebook.CauseSet:
	}
	return b
}

// preview says what a change would mean: now, when it is saved, and over the last month.
func (r viewer) preview(p rulebook.Preview) string {
	shownKey := []string{r.T("rules.preview_match", p.MatchesNow)}
	switch {
	case p.Opens > 0 && p.Resolves > 0:
		shownKey = append(shownKey, r.T("rules.preview_both", p.Opens, p.Resolves))
	case p.Opens > 0:
		shownKey = append(shownKey, r.T("rules.preview_opens", p.Opens))
	case p.Resolves > 0:
		shownKey = append(shownKey, r.T("rules.preview_resolves", p.Resolves))
	case p.Worsens == 0:
		shownKey = append(shownKey, r.T("rules.preview_still"))
	}
	if p.Worsens > 0 {
		shownKey = append(shownKey, r.T("rules.preview_worsens", p.Worsens))
	}
	if p.WithoutSales > 0 {
		shownKey = append(shownKey, r.T("rules.preview_unsold", p.WithoutSales))
	}
	shownKey = append(shownKey, r.replayed(p))
	if p.Estimated {
		shownKey = append(shownKey, r.T("rules.preview_estimated"))
	}
	return strings.Join(shownKey, " ")
}

// replayed says what a change would have meant on the days that are on record.
func (r viewer) replayed(p rulebook.Preview) string {
	would, does, same := p.WouldHaveSent30d, p.CurrentlySent30d, p.WouldHaveSent30d == p.CurrentlySent30d
	switch {
	case !p.RecordedFrom.IsZero() && r.Now.Sub(p.RecordedFrom) < 24*time.Hour:
		return r.T("rules.preview_young")
	case !p.RecordedFrom.IsZero() && same:
		return r.T("rules.preview_same_since", does, r.Day(p.RecordedFrom))
	case !p.RecordedFrom.IsZero():
		return r.T("rules.preview_month_since", would, does, r.Day(p.RecordedFrom))
	case same:
		return r.T("rules.preview_same", does)
	default:
		return r.T("rules.preview_month", would, does)
	}
}
