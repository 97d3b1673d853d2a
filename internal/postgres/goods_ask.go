package postgres

import (
	"context"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/purchase"
)

const proposalsShown = 100

// Proposals returns the questions about rises that nobody has answered, the
// newest first.
func (s goodsStore) Proposals(ctx context.Context) (list []purchase.Proposal, err error) {
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		list, err = loadProposals(ctx, tx, s.id, `p.answer IS NULL`, 0)
		return err
	})
	return list, err
}

// loadProposals returns the proposals that a condition on $2 selects.
func loadProposals(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, condition string, id int64) (list []purchase.Proposal, err error) {
	rows, err := tx.Query(ctx, `
		SELECT p.proposal_id, p.variant_code, coalesce(v.product_no, 0), coalesce(d.product_name, ''), coalesce(v.options, '[]'), p.verdict, p.units, p.extra, p.fills, p.evidence, p.asked_at
		  FROM purchase_proposals p
		  LEFT JOIN variants v USING (mall_id, variant_code)
		  LEFT JOIN products d ON d.mall_id = p.mall_id AND d.product_no = v.product_no
		 WHERE p.mall_id = $1 AND $2::bigint IS NOT NULL AND `+condition+` ORDER BY p.proposal_id DESC LIMIT $3`, mall, id, proposalsShown)
	if err != nil {
		return nil, err
	}
	list, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (p purchase.Proposal, err error) {
		err = row.Scan(&p.ID, &p.VariantCode, &p.ProductNo, &p.ProductName, &p.Options, (*string)(&p.Verdict), &p.Units, &p.Extra, &p.Fills, &p.Evidence, &p.AskedAt)
		return p, err
	})
	if err != nil || len(list) == 0 {
		return list, err
	}
	var codes []string
	var orders []int64
	for i := range list {
		codes = append(codes, list[i].VariantCode)
		for _, f := range list[i].Fills {
			orders = append(orders, f.Order)
		}
	}
	rows, err = tx.Query(ctx, `
		SELECT l.variant_code, l.order_id, l.line_no, coalesce(o.number, ''), l.rest, l.expected_on
		  FROM purchase_lines l JOIN purchase_orders o USING (mall_id, order_id)
		 WHERE l.mall_id = $1 AND l.variant_code = ANY($2) AND (l.coming AND l.rest > 0 OR l.order_id = ANY($3)) AND l.expected_on IS NOT NULL
		 ORDER BY l.expected_on, l.order_id, l.line_no`, mall, codes, orders)
	if err != nil {
		return nil, err
	}
	var code string
	var l purchase.ProposalLine
	_, err = pgx.ForEachRow(rows, []any{&code, &l.Order, &l.Line, &l.Number, &l.Rest, &l.ExpectedOn}, func() error {
		for i := range list {
			if p := &list[i]; p.VariantCode == code && (l.Rest > 0 || p.Gives(l.Order, l.Line)) {
				p.Lines = append(p.Lines, l)
			}
		}
		return nil
	})
	return list, err
}

// AnswerProposal carries out what a person said about a rise. It returns
// NotFound for an unknown question, and Conflict for one that is answered.
func (s goodsStore) AnswerProposal(ctx context.Context, r purchase.Reply) error {
	return mallStore(s).Together(ctx, func(ctx context.Context) error {
		var p purchase.Proposal
		var fills []purchase.ProposalFill
		err := s.inMall(ctx, patience, func(ctx context.Context, tx pgx.Tx) error {
			if _, err := lockMall(ctx, tx, s.id); err != nil {
				return err
			}
			list, err := loadProposals(ctx, tx, s.id, `p.proposal_id = $2`, r.Proposal)
			if err != nil {
				return err
			}
			if len(list) == 0 {
				return lowstock.NotFound()
			}
			p = list[0]
			if fills, err = p.After(&r); err != nil {
				return err
			}
			tag, err := tx.Exec(ctx, `
				UPDATE purchase_proposals SET answer = $3, answered_at = $4, answered_by = $5 WHERE mall_id = $1 AND proposal_id = $2 AND answer IS NULL`,
				s.id, p.ID, r.Answer, r.Now, storable(r.By))
			if err == nil && tag.RowsAffected() == 0 {
				err = purchase.Changed()
			}
			return err
		})
		if err != nil {
			return err
		}
		return s.carryOut(ctx, &p, fills, &r)
	})
}

// carryOut books, moves or takes back what a question was about.
func (s goodsStore) carryOut(ctx context.Context, p *purchase.Proposal, fills []purchase.ProposalFill, r *purchase.Reply) error {
	orders := purchaseStore(s)
	for _, f := range p.Fills {
		kept := slices.ContainsFunc(fills, func(k purchase.ProposalFill) bool { return k.Receipt == f.Receipt })
		if f.Receipt == 0 || kept {
			continue
		}
		if _, err := orders.UndoReceipt(ctx, f.Order, f.Receipt, r.By, r.Now); err != nil {
			return err
		}
	}
	for n, f := range fills {
		if f.Receipt != 0 {
			continue
		}
		_, err := orders.ReceivePurchase(ctx, purchase.Arrival{
			Order: f.Order, Key: fmt.Sprintf("goods-answer/%d/%d", p.ID, n), Lines: []purchase.ArrivalLine{{Line: f.Line, Units: f.Units}},
			Source: purchase.ByDetected, Evidence: p.Evidence, By: r.By, Now: r.Now,
		})
		if err != nil {
			return err
		}
	}
	return nil
}
