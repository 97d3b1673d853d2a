package merchant

import (
	"context"
	"slices"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/rulebook"
)

// categoryTimeout is how long setting a category rule waits for the category's
// products. Products that are not read by then are read in the background.
const categoryTimeout = 5 * time.Second

// SetRule stores a checked change. It then reads a category's members at once,
// if it can: the rule is valid even when Cafe24 does not answer.
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

// LoadCategory reads which products a category holds, as many as it can read
// within a few seconds.
func (s *Service) LoadCategory(ctx context.Context, mall lowstock.MallID, no int) error {
	loading, cancel := context.WithTimeout(ctx, categoryTimeout)
	defer cancel()
	return s.work.LoadCategory(loading, mall, no)
}

// Preview reads a category's members first when no rule has needed them yet.
// Without the members the preview would show that nothing matches.
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

// OwnValues returns the rules of single variants.
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
