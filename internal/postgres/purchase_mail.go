package postgres

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/purchase"
)

// How many mails a mall may send to suppliers. An address has not agreed to
// them, so the app must not become a way to send many.
const (
	purchasesAnHour = 60
	purchasesADay   = 200
	maxSupplierTo   = 5 // addresses of one order
)

// sendingOf is how an order is mailed.
type sendingOf struct {
	remind bool
	now    time.Time
	today  time.Time // calendar day in the mall's zone
}

// mailPurchase writes the mails of a sent order, due now: one for each of its
// addresses. It makes the link of the order's revision and ends older ones. An
// order without addresses gets a link that a person can pass on, and no mail. It
// returns InvalidFields for addresses that cannot be used, and RateLimited
// beyond the mall's limits.
func mailPurchase(ctx context.Context, tx pgx.Tx, keys *Keyring, mall lowstock.MallID, o *purchase.Order, s sendingOf) error {
	if err := linkPurchase(ctx, tx, keys, mall, o, &s); err != nil || len(o.To) == 0 {
		return err
	}
	if err := checkPurchaseMail(ctx, tx, mall, o, s.now); err != nil {
		return err
	}
	costs, locale, err := shownToSupplier(ctx, tx, mall, o.SupplierCode, true) // an order is not complete without what it costs
	if err != nil {
		return err
	}
	mail := outgoing.MailOf(o, s.today, costs, locale)
	mail.Remind = s.remind
	body, err := json.Marshal(mail)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		WITH written AS (
		  INSERT INTO messages (mall_id, channel, recipient, purpose, purchase, purchase_id, next_attempt_at, created_at)
		  SELECT $1, $2, a.address, $3, $4, $5, $6, $6 FROM unnest($7::text[]) WITH ORDINALITY a(address, place) ORDER BY a.place
		  RETURNING message_id
		), replies AS (
		  UPDATE malls SET purchase_reply_to = $8 WHERE mall_id = $1 AND purchase_reply_to <> $8
		)
		UPDATE purchase_orders SET message_id = (SELECT min(message_id) FROM written), bounced = '' WHERE mall_id = $1 AND order_id = $5`,
		mall, outgoing.ChannelSupplier, outgoing.PurposePurchase, body, o.ID, s.now, o.To, o.ReplyTo)
	o.Delivery, o.Bounced = lowstock.DeliveryPending, ""
	return err
}

// checkPurchaseMail cleans the addresses of an order, and checks them and the
// mall's limits.
func checkPurchaseMail(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, o *purchase.Order, now time.Time) error {
	var to []string
	for _, address := range o.To {
		email, err := preference.NormalEmail(address)
		if err != nil {
			return lowstock.InvalidFields(map[string]string{"to": "error.email"})
		}
		if !slices.Contains(to, email) {
			to = append(to, email)
		}
	}
	if len(to) > maxSupplierTo {
		return lowstock.InvalidFields(map[string]string{"to": "error.purchase_addresses"})
	}
	reply, err := preference.NormalEmail(o.ReplyTo)
	if err != nil {
		return lowstock.InvalidFields(map[string]string{"reply_to": "error.purchase_reply"})
	}
	o.To, o.ReplyTo = to, reply
	hour, err := askedFor(ctx, tx, mall, outgoing.PurposePurchase, now)
	if err != nil {
		return err
	}
	var day, stopped int
	err = tx.QueryRow(ctx, `
		SELECT (SELECT count(*) FROM messages WHERE mall_id = $1 AND purpose = $2 AND created_at > $3),
		       (SELECT count(*) FROM supplier_stops WHERE mall_id = $1 AND email = ANY($4))`,
		mall, outgoing.PurposePurchase, now.AddDate(0, 0, -1), to).Scan(&day, &stopped)
	switch {
	case err != nil:
		return err
	case stopped > 0:
		return lowstock.InvalidFields(map[string]string{"to": "error.purchase_stopped"})
	case hour+len(to) > purchasesAnHour || day+len(to) > purchasesADay:
		return lowstock.Fail(lowstock.CodeRateLimited, "error.purchases_many", nil)
	}
	return nil
}

// fillPurchase adds the link to the mail of an order, and says whether it is
// still to be sent: not of an older revision, and not of an order that is over.
func fillPurchase(ctx context.Context, tx pgx.Tx, keys *Keyring, m *outgoing.Message) (send bool, err error) {
	m.Locale = m.Purchase.Locale
	var revision int
	var coming bool
	var sealed []byte
	err = tx.QueryRow(ctx, `
		SELECT o.revision, o.sent_at IS NOT NULL AND o.closed_at IS NULL AND o.cancelled_at IS NULL,
		       (SELECT l.token_sealed FROM purchase_links l WHERE l.mall_id = o.mall_id AND l.order_id = o.order_id AND l.revision = o.revision
		           AND l.retired_at IS NULL AND l.token_sealed IS NOT NULL ORDER BY l.created_at DESC LIMIT 1)
		  FROM purchase_orders o WHERE o.mall_id = $1 AND o.order_id = $2`, m.Mall, m.Purchase.Order).Scan(&revision, &coming, &sealed)
	if err != nil {
		return false, found(err)
	}
	m.Purchase.Token, err = keys.openMaybe(sealed, linkPlace, m.Mall)
	return coming && revision == m.Purchase.Revision, err
}

// refusedPurchase notes on an order that a mail did not reach an address of its
// supplier, and notifies the mall's people. The outcome of a mail of an earlier
// sending changes nothing.
func (s *database) refusedPurchase(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, order, message int64, address string, now time.Time) error {
	news := outgoing.PurchaseNews{Order: order, Kinds: []outgoing.NewsKind{outgoing.NewsRefused}, Address: address}
	rows, err := tx.Query(ctx, `
		UPDATE purchase_orders SET bounced = $4, message_id = $3 WHERE mall_id = $1 AND order_id = $2 AND message_id <= $3
		RETURNING coalesce(number, ''), supplier_name`, mall, order, message, address)
	if err != nil {
		return err
	}
	tag, err := pgx.ForEachRow(rows, []any{&news.Number, &news.Supplier}, func() error { return nil })
	if err != nil || tag.RowsAffected() == 0 {
		return err
	}
	var batch pgx.Batch
	queuePurchaseEvents(&batch, mall, order, []purchase.Event{{Kind: purchase.EventBounced, Text: address}}, "", now)
	if err := s.queueNews(ctx, tx, &batch, mall, news, now); err != nil {
		return err
	}
	return tx.SendBatch(ctx, &batch).Close()
}

// newsTo selects who gets news about the purchase orders of the mall $1: its
// recipients by $6, and its other channels, of those that this program knows
// ($5), by $7.
const newsTo = `
	SELECT $6::text AS channel, email AS recipient FROM recipients
	 WHERE mall_id = $1 AND unsubscribed_at IS NULL AND suspended_at IS NULL AND confirmed_at IS NOT NULL
	UNION ALL
	SELECT $7::text, channel FROM channels WHERE mall_id = $1 AND target_sealed IS NOT NULL AND ($5::text[] IS NULL OR channel = ANY($5))`

// queueNews writes to each of the mall's recipients and other channels what
// happened to an order. Quiet hours delay the messages.
func (s *database) queueNews(ctx context.Context, tx pgx.Tx, batch *pgx.Batch, mall lowstock.MallID, news outgoing.PurchaseNews, now time.Time) error {
	at, err := awake(ctx, tx, mall, now)
	if err != nil {
		return err
	}
	body, err := json.Marshal(news)
	if err != nil {
		return err
	}
	batch.Queue(`
		INSERT INTO messages (mall_id, channel, recipient, purpose, purchase_news, next_attempt_at, created_at)
		SELECT $1, u.channel, u.recipient, $8, $2, $3, $4 FROM (`+newsTo+`) u`,
		mall, body, at, now, s.sendable(), outgoing.ChannelNews, outgoing.ChannelPosts, outgoing.PurposePurchaseNews)
	return nil
}

// TellPurchase notifies the mall's people of a supplier's answer. It writes
// nothing where one of the same kind about the same order has not been sent yet:
// that one is replaced.
func (s messageStore) TellPurchase(ctx context.Context, news outgoing.PurchaseNews, now time.Time) error {
	return s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		var batch pgx.Batch
		batch.Queue(`
			UPDATE messages SET state = 'suppressed', next_attempt_at = NULL
			 WHERE mall_id = $1 AND purpose = $3 AND state = 'pending' AND attempts = 0 AND (purchase_news->>'order')::bigint = $2
			   AND purchase_news->>'address' IS NULL AND next_attempt_at IS NOT NULL`, s.id, news.Order, outgoing.PurposePurchaseNews)
		if err := s.queueNews(ctx, tx, &batch, s.id, news, now); err != nil {
			return err
		}
		return tx.SendBatch(ctx, &batch).Close()
	})
}

// addSilent adds to a digest the mailed orders that no supplier has answered for
// a working day, the oldest first. An order of which something has arrived needs
// no answer.
func addSilent(ctx context.Context, tx pgx.Tx, m *outgoing.Message, now time.Time) error {
	rows, err := tx.Query(ctx, `
		SELECT o.number, o.supplier_name, o.seen_at IS NOT NULL, o.sent_at FROM purchase_orders o
		 WHERE o.mall_id = $1 AND o.origin = 'sheet' AND o.sent_at <= $2 AND o.message_id IS NOT NULL AND o.bounced = ''
		   AND o.confirmed_at IS NULL AND o.closed_at IS NULL AND o.cancelled_at IS NULL
		   AND NOT EXISTS (SELECT FROM purchase_lines l WHERE l.mall_id = o.mall_id AND l.order_id = o.order_id AND l.received > 0)
		 ORDER BY o.order_id LIMIT 200`, m.Mall, now.AddDate(0, 0, -1))
	if err != nil {
		return err
	}
	zone, err := time.LoadLocation(m.Timezone)
	if err != nil {
		return err
	}
	var o outgoing.SilentOrder
	var sentAt time.Time
	_, err = pgx.ForEachRow(rows, []any{&o.Number, &o.Supplier, &o.Seen, &sentAt}, func() error {
		if purchase.Overdue(sentAt, now, zone) {
			m.Silent = append(m.Silent, o)
		}
		return nil
	})
	return err
}

// StopSupplier records that the owner of an address wants no purchase orders of
// the mall. Mails that wait are not sent to it.
func (s messageStore) StopSupplier(ctx context.Context, email string, now time.Time) error {
	return s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO supplier_stops (mall_id, email, stopped_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, s.id, email, now)
		return err
	})
}

// AllowSupplier takes [messageStore.StopSupplier] back. Only the owner of the
// address can do that.
func (s messageStore) AllowSupplier(ctx context.Context, email string) error {
	return s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `DELETE FROM supplier_stops WHERE mall_id = $1 AND email = $2`, s.id, email)
		return err
	})
}

// SupplierStopped says whether the owner of an address wants no purchase orders
// of the mall.
func (s messageStore) SupplierStopped(ctx context.Context, email string) (stopped bool, err error) {
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		return tx.QueryRow(ctx, `SELECT EXISTS (SELECT FROM supplier_stops WHERE mall_id = $1 AND email = $2)`, s.id, email).Scan(&stopped)
	})
	return stopped, err
}
