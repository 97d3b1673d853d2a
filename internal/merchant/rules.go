package merchant

import (
	"context"
	"slices"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/rulebook"
)

// categoryTimeout is how long a new category rule waits for the category's
// products; what is not read by then is read in the background.
const categoryTimeout = 5 * time.Second

// SetRule keeps a checked change. A category's members are read at once, as far
// as that goes: the rule stands whether or not Cafe24 answers.
func (s *Service) SetRule(ctx context.Context, mall lowstock.MallID, change lowstock.RuleChange) (lowstock.Rule, bool, error) {
	rule, created, err := s.store.Mall(mall).SetRule(ctx, change, s.now())
	if err != nil || !created || rule.Scope != lowstock.ScopeCategory {
		return rule, created, err
	}
	if err := s.LoadCategory(ctx, mall, rule.CategoryNo); err != nil {
		s.log.WarnContext(ctx, "category not read yet", "mall", mall, "category", rule.CategoryNo, "error", err)
	}
	return rule, created, nil
}

// LoadCategory reads which products a category holds, as far as that goes in a few seconds.
func (s *Service) LoadCategory(ctx context.Context, mall lowstock.MallID, no int) error {
	loading, cancel := context.WithTimeout(ctx, categoryTimeout)
	defer cancel()
	return s.work.LoadCategory(loading, mall, no)
}

// Preview reads a category's members first where no rule has needed them yet:
// without them it would promise that nothing matches.
func (s *Service) Preview(ctx context.Context, mall lowstock.MallID, change lowstock.RuleChange) (rulebook.Preview, error) {
	changes := []lowstock.RuleChange{change}
	preview, err := s.store.Mall(mall).PreviewRules(ctx, changes, s.now())
	if err != nil || change.Scope() != lowstock.ScopeCategory {
		return preview, err
	}
	rules, err := s.store.Mall(mall).AllRules(ctx)
	if err != nil || slices.ContainsFunc(rules, func(r lowstock.Rule) bool {
		return r.Scope == lowstock.ScopeCategory && r.CategoryNo == change.CategoryNo
	}) {
		return preview, err
	}
	if err := s.LoadCategory(ctx, mall, change.CategoryNo); err != nil {
		return preview, err
	}
	return s.store.Mall(mall).PreviewRules(ctx, changes, s.now())
}

// OwnValues are the rules of single variants.
func (s *Service) OwnValues(ctx context.Context, mall lowstock.MallID) (map[string]*lowstock.RuleValue, error) {
	rules, err := s.store.Mall(mall).AllRules(ctx)
	own := map[string]*lowstock.RuleValue{}
	for _, rule := range rules {
		if rule.Scope == lowstock.ScopeVariant {
			own[rule.VariantCode] = new(rule.Value())
		}
	}
	return own, err
}
