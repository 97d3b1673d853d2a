package postgres

import (
	"context"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
)

// previewed is how far back a preview looks.
const previewed = 30 * 24 * time.Hour

// PreviewRule says what a change would mean, by the functions that decide and
// over the levels that were, and changes nothing. NotFound and Invalid as for
// [Store.SetRule].
func (s *Store) PreviewRule(ctx context.Context, mall lowstock.MallID, change lowstock.RuleChange, now time.Time) (preview lowstock.Preview, err error) {
	if err := change.Check(); err != nil {
		return preview, err
	}
	err = s.inMall(ctx, mall, patience, func(ctx context.Context, tx pgx.Tx) error {
		target, err := findTarget(ctx, tx, mall, change)
		if err != nil {
			return err
		}
		stored, err := loadAllRules(ctx, tx, mall)
		if err != nil {
			return err
		}
		rule, changed := withChange(stored, target)
		p := previewing{tx: tx, mall: mall, rule: rule, today: lowstock.NewRuleSet(stored), then: lowstock.NewRuleSet(changed), since: now.Add(-previewed)}
		err = eachStored(ctx, tx, mall, coveredBy(mall, rule), func(variants []*storedVariant, products map[int64]*storedProduct) error {
			return p.look(ctx, variants, products)
		})
		preview = p.preview
		return err
	})
	return preview, err
}

// withChange is a copy of the rules with the change made, as putRule would.
func withChange(rules []lowstock.Rule, c lowstock.RuleChange) (lowstock.Rule, []lowstock.Rule) {
	rules = slices.Clone(rules)
	at := slices.IndexFunc(rules, func(r lowstock.Rule) bool {
		return r.Scope == c.Scope() && r.ProductNo == c.ProductNo && r.VariantCode == c.VariantCode &&
			r.CategoryNo == c.CategoryNo && r.SupplierCode == c.SupplierCode
	})
	if at < 0 {
		at = len(rules)
		rules = append(rules, lowstock.Rule{
			Scope: c.Scope(), ProductNo: c.ProductNo, VariantCode: c.VariantCode, CategoryNo: c.CategoryNo, SupplierCode: c.SupplierCode,
		})
	}
	if c.Threshold != nil {
		rules[at].Threshold = c.Threshold
	}
	if c.Muted != nil {
		rules[at].Muted = *c.Muted
	}
	return rules[at], rules
}

type previewing struct {
	tx          pgx.Tx
	mall        lowstock.MallID
	rule        lowstock.Rule
	today, then lowstock.RuleSet
	since       time.Time
	preview     lowstock.Preview
}

// subject is a variant that the rule would decide on.
type subject struct {
	code        string
	today, then lowstock.Situation
}

func (p *previewing) look(ctx context.Context, variants []*storedVariant, products map[int64]*storedProduct) error {
	var subjects []subject
	var codes []string
	for _, v := range variants {
		product := products[v.variant.ProductNo]
		if product == nil {
			continue
		}
		today := lowstock.Situation{Product: product.product, Variant: v.variant, ReadAt: v.observed, Source: v.source, Sales: v.sales}
		then := today
		today.Threshold, then.Threshold = resolve(p.today, &product.product, &v.variant, v.sales), resolve(p.then, &product.product, &v.variant, v.sales)
		decides := p.decides(then.Threshold)
		if !decides && today.Threshold == then.Threshold {
			continue
		}
		if decides && lowstock.Evaluate(then).Action == lowstock.ActionOpen {
			p.preview.MatchesNow++
		}
		subjects, codes = append(subjects, subject{v.variant.Code, today, then}), append(codes, v.variant.Code)
	}
	if len(codes) == 0 {
		return nil
	}
	runs, err := loadHistory(ctx, p.tx, p.mall, codes, p.since)
	for _, s := range subjects {
		p.preview.WouldHaveSent30d += lowstock.Replay(runs[s.code], s.then)
		p.preview.CurrentlySent30d += lowstock.Replay(runs[s.code], s.today)
	}
	return err
}

// decides says that a threshold, of a variant the rule covers, came from it.
// Of two categories with the same number it does not matter which one gave it.
func (p *previewing) decides(t lowstock.Threshold) bool {
	return t.Source == p.rule.Scope && p.rule.Threshold != nil && t.Value == *p.rule.Threshold
}
