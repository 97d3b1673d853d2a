package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
)

// tenant is the database, bound to one mall: what every subject is made of.
type tenant struct {
	*database
	id lowstock.MallID
}

func (d *database) of(mall lowstock.MallID) *tenant { return &tenant{d, mall} }

// One struct a subject: its methods stand in the subject's files. One that needs
// another says so, as in settingStore(s).
type (
	// mallStore is the mall itself: its row, its people, how its connection
	// stands, and its leaving.
	mallStore struct{ *tenant }
	// pageStore is what a page reads of several subjects in one round trip.
	pageStore struct{ *tenant }
	// accessStore is who may come in: launches, API tokens, destinations of a
	// sign-in.
	accessStore struct{ *tenant }
	// tokenStore is the pair of tokens for Cafe24, its renewal and refusals, and
	// the turns of calls.
	tokenStore struct{ *tenant }
	// alertStore is the alerts: their list, their timeline, what people and time
	// do to them.
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
	// catalogueStore is categories, suppliers, lists and sets as Cafe24 has them.
	catalogueStore struct{ *tenant }
	// levelStore is what was read of levels, and what is to be read again.
	levelStore struct{ *tenant }
	// syncStore is the full sweeps.
	syncStore struct{ *tenant }
	// demandStore is the sales history and the nightly forecast.
	demandStore struct{ *tenant }
	// supplyStore is how goods come in, what to order, and the days that differ.
	supplyStore struct{ *tenant }
	// healthStore is what is wrong with a mall, and since when.
	healthStore struct{ *tenant }
)

// Mall is one mall's part of the database, subject by subject. What another mall
// has is not found by it. It is a value, safe for concurrent use.
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
}

// Mall is the mall of that id, whether there is one or not.
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
	}
}

// beginMall is the first wall and the second in one round trip: the role that
// row-level security binds, and the mall it is bound to.
func beginMall(mall lowstock.MallID) (pgx.TxOptions, error) {
	// Checked again before it is quoted: a MallID can be made by a conversion.
	id, err := lowstock.ParseMallID(string(mall))
	if err != nil {
		return pgx.TxOptions{}, err
	}
	return pgx.TxOptions{
		BeginQuery: "begin; set local role " + appRole + "; select set_config('app.mall_id', '" + string(id) + "', true)",
	}, nil
}

// inMall runs work in one transaction that sees one mall's rows. Like all of
// these it may run work a second time, so work sets its results anew.
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

// read is inMall for work that only reads: it is done again when the connection
// turns out to be broken, as all of a pool's are after a restart. With others of
// one request it shares a transaction; see [Mall.Snapshot].
func (s *tenant) read(ctx context.Context, work workFunc) error {
	return s.readFor(ctx, shortly, work)
}

// readFor is read for what may take longer.
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
