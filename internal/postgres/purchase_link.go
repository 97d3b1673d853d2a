package postgres

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/purchase"
	"cafe24-inventory-alert/internal/redact"
)

// linkPlace is where the token of a supplier's page is sealed; see [Keyring].
const linkPlace = "purchase_links|token_sealed"

// linkBytes is the length of a token. It is longer than its 384 bits of
// randomness need: a token of 64 characters is removed from a mail server's
// answer that quotes the mail.
const linkBytes = 48

func newLinkToken() redact.Secret {
	b := make([]byte, linkBytes)
	_, _ = rand.Read(b) // never fails; see crypto/rand
	return redact.Secret(base64.RawURLEncoding.EncodeToString(b))
}

func hashOfLink(token redact.Secret) []byte {
	hash := sha256.Sum256([]byte(token.Reveal()))
	return hash[:]
}

// linkPurchase makes the link of an order's revision, and ends older ones. A link
// of the same revision that works stays. The token is sealed: mails that are sent
// later, and a person who copies the link, need it. It is deleted when the link
// ends.
func linkPurchase(ctx context.Context, tx pgx.Tx, keys *Keyring, mall lowstock.MallID, o *purchase.Order, s *sendingOf) error {
	until := purchase.LinkUntil(o, s.now)
	tag, err := tx.Exec(ctx, `
		WITH older AS (
		  UPDATE purchase_links SET retired_at = $4, token_sealed = NULL WHERE mall_id = $1 AND order_id = $2 AND retired_at IS NULL AND (revision <> $3 OR expires_at <= $4)
		)
		UPDATE purchase_links SET expires_at = greatest(expires_at, $5)
		 WHERE mall_id = $1 AND order_id = $2 AND revision = $3 AND retired_at IS NULL AND expires_at > $4 AND token_sealed IS NOT NULL`,
		mall, o.ID, o.Revision, s.now, until)
	if err != nil || tag.RowsAffected() > 0 {
		return err
	}
	token := newLinkToken()
	sealed, err := keys.seal(token, linkPlace, mall)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO purchase_links (mall_id, hash, order_id, revision, expires_at, created_at, token_sealed) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (mall_id, hash) DO UPDATE SET token_sealed = excluded.token_sealed`, mall, hashOfLink(token), o.ID, o.Revision, until, s.now, sealed)
	return err
}

// FindPurchaseLink returns the link with this SHA-256 of its token. It returns
// NotFound for an unknown one and for one of an uninstalled mall. One that has
// ended is returned too.
func (s *Store) FindPurchaseLink(ctx context.Context, hash []byte) (l purchase.Link, err error) {
	// The system role, since only the link's row says which mall it belongs to.
	begin := pgx.TxOptions{BeginQuery: "begin; set local role " + systemRole}
	err = s.again(ctx, begin, shortly, broken, func(ctx context.Context, tx pgx.Tx) error {
		return found(tx.QueryRow(ctx, `
			SELECT l.mall_id, l.order_id, l.revision, l.expires_at, l.retired_at FROM purchase_links l JOIN malls m USING (mall_id)
			 WHERE l.hash = $1 AND m.state <> 'uninstalled'`, hash).Scan(&l.Mall, &l.Order, &l.Revision, &l.ExpiresAt, orZero(&l.RetiredAt)))
	})
	return l, err
}

// PurchaseLink returns the link of an order that works, with its token. It
// returns NotFound where there is none.
func (s messageStore) PurchaseLink(ctx context.Context, order int64, now time.Time) (l purchase.Link, err error) {
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		l = purchase.Link{Mall: s.id, Order: order}
		var sealed []byte
		err := tx.QueryRow(ctx, `
			SELECT l.revision, l.expires_at, l.token_sealed FROM purchase_links l JOIN purchase_orders o USING (mall_id, order_id)
			 WHERE l.mall_id = $1 AND l.order_id = $2 AND l.revision = o.revision AND l.retired_at IS NULL AND l.expires_at > $3 AND l.token_sealed IS NOT NULL
			 ORDER BY l.created_at DESC LIMIT 1`, s.id, order, now).Scan(&l.Revision, &l.ExpiresAt, &sealed)
		if err != nil {
			return found(err)
		}
		l.Token, err = s.keys.open(sealed, linkPlace, s.id)
		return err
	})
	return l, err
}

// EndPurchaseLink ends the link of an order. A second call changes nothing.
func (s messageStore) EndPurchaseLink(ctx context.Context, order int64, now time.Time) error {
	return s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE purchase_links SET retired_at = $3, token_sealed = NULL WHERE mall_id = $1 AND order_id = $2 AND retired_at IS NULL`, s.id, order, now)
		return err
	})
}

// seenEvery is how old the stored time at which a supplier's page was opened may
// become.
const seenEvery = time.Hour

// SawPurchase notes that the page of an order was opened. It is no answer: a mail
// scanner opens pages too. It writes at most once an hour, and changes nothing
// that a person edits.
func (s messageStore) SawPurchase(ctx context.Context, order int64, now time.Time) error {
	return s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `
			WITH first AS (
			  SELECT seen_at FROM purchase_orders WHERE mall_id = $1 AND order_id = $2
			), seen AS (
			  UPDATE purchase_orders SET seen_at = $3 WHERE mall_id = $1 AND order_id = $2 AND coalesce(seen_at <= $4, true)
			)
			INSERT INTO purchase_events (mall_id, order_id, at, kind, source) SELECT $1, $2, $3, $5, $6 FROM first WHERE seen_at IS NULL`,
			s.id, order, now, now.Add(-seenEvery), purchase.EventSeen, purchase.BySupplier)
		return err
	})
}

// SupplierTermsOf returns what the page of an order shows its supplier: unit
// costs, only where an operator has saved that it does, and in which language.
func (s messageStore) SupplierTermsOf(ctx context.Context, supplier string) (costs bool, locale string, err error) {
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		costs, locale, err = shownToSupplier(ctx, tx, s.id, supplier, false)
		return err
	})
	return costs, locale, err
}

// shownToSupplier returns whether a supplier sees unit costs, and in which
// language it reads; unsaved is whether it does while nothing is saved.
func shownToSupplier(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, supplier string, unsaved bool) (costs bool, locale string, err error) {
	costs, locale = unsaved, "ko"
	rows, err := tx.Query(ctx, `SELECT show_costs, locale FROM supplier_terms WHERE mall_id = $1 AND supplier_code = $2`, mall, supplier)
	if err != nil {
		return false, "", err
	}
	_, err = pgx.ForEachRow(rows, []any{&costs, &locale}, func() error { return nil })
	return costs, locale, err
}
