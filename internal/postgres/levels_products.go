package postgres

import (
	"context"
	"slices"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
)

// effective returns the product as it is after the reading, and whether the
// reading is newer than what is stored.
func (r *reading) effective(read *lowstock.Product) (product *lowstock.Product, newer bool) {
	stored := r.stored[read.No]
	if stored != nil && !r.started.After(stored.observed) {
		return &stored.product, false
	}
	p := *read
	if p.CategoryNos == nil {
		p.CategoryNos = []int{}
		if stored != nil {
			p.CategoryNos = stored.product.CategoryNos
		}
	}
	return &p, true
}

// settleProduct queues what has to be written of the product; retext says that
// the searchable text of its variants has changed.
func (r *reading) settleProduct(read *lowstock.Product) (product *lowstock.Product, retext bool) {
	product, newer := r.effective(read)
	if !newer {
		return product, false
	}
	stored := r.stored[read.No]
	if stored != nil && stored.removedAt.IsZero() && sameProduct(product, &stored.product) {
		r.touch = append(r.touch, read.No)
		return product, false
	}
	r.write = append(r.write, product)
	return product, r.renamed(product)
}

// renamed says whether a product's searchable text differs from what is
// stored.
func (r *reading) renamed(p *lowstock.Product) bool {
	stored := r.stored[p.No]
	return stored != nil && (p.Name != stored.product.Name || p.Code != stored.product.Code)
}

func sameProduct(a, b *lowstock.Product) bool {
	return a.Code == b.Code && a.Name == b.Name && a.SupplierCode == b.SupplierCode && a.Display == b.Display && a.Selling == b.Selling &&
		a.Price == b.Price && a.SupplyPrice == b.SupplyPrice && a.ImageURL == b.ImageURL && slices.Equal(a.CategoryNos, b.CategoryNos)
}

func (r *reading) writeProducts(ctx context.Context, tx pgx.Tx, mall lowstock.MallID) error {
	var batch pgx.Batch
	if len(r.write) > 0 {
		batch.Queue(saveProducts, append(writtenProducts.args(mall, r.write), r.started)...)
	}
	if len(r.touch) > 0 {
		batch.Queue(`UPDATE products SET observed_at = $3 WHERE mall_id = $1 AND product_no = ANY($2)`, mall, r.touch, r.started)
	}
	if len(r.removed) > 0 {
		batch.Queue(`UPDATE products SET observed_at = $3, removed_at = $3 WHERE mall_id = $1 AND product_no = ANY($2)`, mall, r.removed, r.started)
	}
	if batch.Len() == 0 {
		return nil
	}
	return tx.SendBatch(ctx, &batch).Close()
}
