package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
)

// retime times anew what waits for a message, after quiet hours, the pace or the
// digest time have changed: each announcement is due again as it was when it was
// raised, and what is due then is held back as [lowstock.Settings] say now, by
// the very functions that Collect holds it back with. What no longer has to wait
// goes out together, in one message a recipient.
func retime(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, was, is *lowstock.Settings, now time.Time) error {
	if !was.TimesOtherwise(is) {
		return nil
	}
	_, err := tx.Exec(ctx, `
		UPDATE deliveries d SET collect_at = w.due, held = false
		  FROM (SELECT channel, recipient, summary, reason = 'unanswered' AS unanswered,
		               min(created_at) + CASE WHEN summary THEN '0' ELSE $2::interval END AS due
		          FROM deliveries WHERE mall_id = $1 AND collect_at IS NOT NULL GROUP BY 1, 2, 3, 4) w
		 WHERE d.mall_id = $1 AND d.collect_at IS NOT NULL AND d.channel = w.channel AND d.recipient = w.recipient
		   AND d.summary = w.summary AND (d.reason = 'unanswered') = w.unanswered AND (d.collect_at, d.held) <> (w.due, false)`,
		mall, time.Duration(is.CollectSeconds)*time.Second)
	if err != nil {
		return err
	}
	quiet, err := keepQuiet(ctx, tx, mall, is, now)
	if err == nil && !quiet {
		err = pace(ctx, tx, mall, is, now)
	}
	if err != nil {
		return err
	}
	// Health messages wait for quiet hours only; see awake.
	sendAt := now
	if until := is.QuietUntil(now); !until.IsZero() {
		sendAt = until
	}
	_, err = tx.Exec(ctx, `
		UPDATE messages SET next_attempt_at = $3
		 WHERE mall_id = $1 AND purpose IN ('health', 'all_clear') AND state = 'pending' AND attempts = 0 AND next_attempt_at > $2`, mall, now, sendAt)
	return err
}

// tellSwitched announces to who has changed from a digest to alerts at once what
// would have been new in the digest that does not come any more: in one message,
// like everything that is raised together.
func tellSwitched(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, was, is *lowstock.Settings, now time.Time) error {
	for _, r := range is.Recipients {
		before, known := was.Recipient(r.Email)
		if !known || !before.Reachable() || before.Immediate || before.Digest == lowstock.DigestOff || !r.Immediate || r.Digest != lowstock.DigestOff {
			continue
		}
		t, err := lockMall(ctx, tx, mall)
		if err != nil {
			return err
		}
		if t.firstSync {
			return nil // its summary tells them everything
		}
		t.listeners = []lowstock.Listener{{
			Channel: lowstock.ChannelEmail, Recipient: r.Email, Categories: r.Categories, Suppliers: r.Suppliers, First: true,
		}}
		if err := announceSinceDigest(ctx, tx, mall, r.Email, &t, now); err != nil {
			return err
		}
	}
	return nil
}

// announceSinceDigest announces to the listener of t what stands and began, or
// got worse, since their last digest.
func announceSinceDigest(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, email string, t *telling, now time.Time) error {
	rows, err := tx.Query(ctx, `
		SELECT `+incidentColumns+`, coalesce(p.category_nos, '{}'), coalesce(p.supplier_code, '') FROM `+incidentTables+`
		 WHERE i.mall_id = $1 AND i.state IN ('open', 'acknowledged') AND greatest(i.opened_at, i.escalated_at, i.woken_at) > (
		       SELECT coalesce(max(created_at), '-infinity') FROM messages
		        WHERE mall_id = $1 AND channel = 'email' AND recipient = $2 AND purpose = 'digest' AND state <> 'suppressed')`, mall, email)
	if err != nil {
		return err
	}
	var told deliveryColumns
	var changed []changedIncident
	var i lowstock.Incident
	var p lowstock.Product
	if _, err = pgx.ForEachRow(rows, append(shownFields(&i), &p.CategoryNos, &p.SupplierCode), func() error {
		if told.add(announcement{i.VariantCode, i.Kind, lowstock.ReasonRaised, i.Round}, &p, t) && i.Told != i.Kind {
			i.Told = i.Kind
			changed = append(changed, changedIncident{i, i.AnswerBy(t.answer)})
		}
		return nil
	}); err != nil {
		return err
	}
	var batch pgx.Batch
	queueIncidents(&batch, mall, changed)
	told.queue(&batch, mall, now.Add(t.collect), now)
	if batch.Len() == 0 {
		return nil
	}
	return tx.SendBatch(ctx, &batch).Close()
}
