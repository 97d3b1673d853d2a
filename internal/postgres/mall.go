package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
)

// tenant is the database, bound to one mall. Every subject is made of it.
type tenant struct {
	*database
	id lowstock.MallID
}

func (d *database) of(mall lowstock.MallID) *tenant { return &tenant{d, mall} }

// One struct for each subject: its methods are in the subject's files. A
// method that needs another subject's method converts its receiver, as in
// settingStore(s).
type (
	// mallStore is the mall itself: its row, its people, the state of its
	// connection, and its uninstallation.
	mallStore struct{ *tenant }
	// pageStore reads for a page what belongs to several subjects, in one round
	// trip.
	pageStore struct{ *tenant }
	// accessStore is who may use the app: launches, API tokens, destinations of a
	// sign-in.
	accessStore struct{ *tenant }
	// tokenStore is the pair of tokens for Cafe24, its renewal and refusals, and
	// the turns of calls.
	tokenStore struct{ *tenant }
	// alertStore is the alerts: their list, their timeline, and the steps that
	// people and time cause.
	alertStore struct{ *tenant }
	// messageStore is the messages, from collecting to their outcome.
	messageStore struct{ *tenant }
	// settingStore is how a mall wants to be notified, and its recipients.
	settingStore struct{ *tenant }
	// ruleStore is the rules: lists, changes, previews, and the evaluation of
	// what they cover.
	ruleStore struct{ *tenant }
	// stockStore is the catalogue and its levels as they are read.
	stockStore struct{ *tenant }
	// catalogueStore is categories, suppliers, lists and sets as Cafe24 returns
	// them.
	catalogueStore struct{ *tenant }
	// levelStore is the levels that were read, and what has to be read again.
	levelStore struct{ *tenant }
	// syncStore is the full sweeps.
	syncStore struct{ *tenant }
	// demandStore is the sales history and the nightly forecast.
	demandStore struct{ *tenant }
	// supplyStore is how goods come in, what to order, and the days on which
	// demand differs.
	supplyStore struct{ *tenant }
	// supplierStore is the suppliers of a mall as orders are made: Cafe24's and
	// its own ones, their terms, and what is known of their past orders.
	supplierStore struct{ *tenant }
	// healthStore is what is wrong with a mall, and since when.
	healthStore struct{ *tenant }

	// goodsStore is what arrives of purchase orders, as the quantity shows it, and
	// what is late.
	goodsStore struct{ *tenant }
)

// Mall is one mall's part of the database, subject by subject. It never finds
// another mall's rows. It is a value, safe for concurrent use.
type Mall struct {
	mallStore
	pageStore
	accessStore
	tokenStore
	alertStore
	messageStore
	settingStore
	ruleStore
	stockStore
	catalogueStore
	levelStore
	syncStore
	demandStore
	supplyStore
	healthStore
	morningStore
	supplierStore
	purchaseStore
	goodsStore
}

// Mall returns the part of the mall with that id, whether or not the mall
// exists.
func (s *Store) Mall(id lowstock.MallID) Mall {
	t := s.of(id)
	return Mall{
		mallStore{t},
		pageStore{t},
		accessStore{t},
		tokenStore{t},
		alertStore{t},
		messageStore{t},
		settingStore{t},
		ruleStore{t},
		stockStore{t},
		catalogueStore{t},
		levelStore{t},
		syncStore{t},
		demandStore{t},
		supplyStore{t},
		healthStore{t},
		morningStore{t},
		supplierStore{t},
		purchaseStore{t},
		goodsStore{t},
	}
}

// beginMall sets both protections in one round trip: the role that row-level
// security binds, and the mall it is bound to. It also says that this program
// decides what has come of noted orders; see migration 00070.
func beginMall(mall lowstock.MallID) (pgx.TxOptions, error) {
	// Checked again before it is quoted: a MallID can be made by a conversion.
	id, err := lowstock.ParseMallID(string(mall))
	if err != nil {
		return pgx.TxOptions{}, err
	}
	return pgx.TxOptions{
		BeginQuery: "begin; set local role " + appRole + "; select set_config('app.mall_id', '" + string(id) + "', true), set_config('app.goods', 'decided', true)",
	}, nil
}

// inMall runs work in one transaction that sees one mall's rows. Like all of
// these methods it may run work a second time, so work must set its results
// again each time.
func (s *tenant) inMall(ctx context.Context, limit time.Duration, work workFunc) error {
	if shared := snapshotOf(ctx, s.id); shared != nil && shared.writing && shared.take() {
		defer shared.mu.Unlock()
		return known(work(ctx, shared.tx))
	}
	begin, err := beginMall(s.id)
	if err != nil {
		return err
	}
	return s.again(ctx, begin, limit, deadlocked, work)
}

// read is inMall for work that only reads. The work runs again when the
// connection turns out to be broken, as all connections of a pool are after a
// restart. It shares a transaction with other reads of the same request; see
// mallStore.Snapshot.
func (s *tenant) read(ctx context.Context, work workFunc) error {
	return s.readFor(ctx, shortly, work)
}

// readFor is read for work that may take longer.
func (s *tenant) readFor(ctx context.Context, limit time.Duration, work workFunc) error {
	if shared := snapshotOf(ctx, s.id); shared.take() {
		defer shared.mu.Unlock()
		return shared.read(ctx, limit, work)
	}
	begin, err := beginMall(s.id)
	if err != nil {
		return err
	}
	return s.again(ctx, begin, limit, broken, work)
}
