package postgres

import (
	"bytes"
	"context"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
)

// resealBatch is how many values are sealed anew in one transaction.
const resealBatch = 500

// sealedColumn is where sealed values are kept.
type sealedColumn struct{ table, column, place string }

func sealedColumns() []sealedColumn {
	return []sealedColumn{
		{"tokens", "access_sealed", accessPlace},
		{"tokens", "refresh_sealed", refreshPlace},
		{"settings", "slack_sealed", slackPlace},
		{"settings", "webhook_sealed", webhookPlace},
		{"settings", "webhook_secret_sealed", signingPlace},
	}
}

// KeyUse counts the values that are sealed with each key of the keyring, in the
// order in which the keys were given, and those whose key is not among them.
func (s *Store) KeyUse(ctx context.Context) (counts []int, unknown int, err error) {
	parts := make([]string, 0, len(sealedColumns()))
	for _, c := range sealedColumns() {
		parts = append(parts, "SELECT substr("+c.column+", 1, 4) AS key FROM "+c.table+" WHERE "+c.column+" IS NOT NULL")
	}
	err = s.inSystem(ctx, func(ctx context.Context, tx pgx.Tx) error {
		counts, unknown = make([]int, len(s.keys.order)), 0
		rows, err := tx.Query(ctx, `SELECT key, count(*) FROM (`+strings.Join(parts, " UNION ALL ")+`) sealed GROUP BY key`)
		if err != nil {
			return err
		}
		var id []byte
		var n int
		_, err = pgx.ForEachRow(rows, []any{&id, &n}, func() error {
			for i, known := range s.keys.order {
				if bytes.Equal(id, known[:]) {
					counts[i] = n
					return nil
				}
			}
			unknown += n
			return nil
		})
		return err
	})
	return counts, unknown, err
}

// Reseal seals with the newest key what an older one has sealed, once an hour,
// whichever process asks first. What does not open stays as it is.
func (s *Store) Reseal(ctx context.Context, now time.Time) error {
	if len(s.keys.order) == 1 {
		return nil
	}
	mine, err := s.takeUpkeep(ctx, "seals", now, now.Add(time.Hour))
	if err != nil || !mine {
		return err
	}
	for _, c := range sealedColumns() {
		for after := lowstock.MallID(""); ; {
			last, err := s.resealSome(ctx, c, after)
			if err != nil {
				return fmt.Errorf("postgres: reseal %s: %w", c.place, err)
			}
			if last == "" {
				break
			}
			after = last
		}
	}
	return nil
}

// resealSome seals a batch of one column anew and returns the mall it ended with,
// "" where there is nothing left. A row that is being changed is left to the next
// time.
func (s *Store) resealSome(ctx context.Context, c sealedColumn, after lowstock.MallID) (last lowstock.MallID, err error) {
	err = s.inSystem(ctx, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `
			SELECT mall_id, `+c.column+` FROM `+c.table+`
			 WHERE mall_id > $1 AND substr(`+c.column+`, 1, 4) <> $2 ORDER BY mall_id LIMIT $3 FOR UPDATE SKIP LOCKED`,
			after, s.keys.newest[:], resealBatch)
		if err != nil {
			return err
		}
		last = ""
		var batch pgx.Batch
		var mall lowstock.MallID
		var sealed []byte
		_, err = pgx.ForEachRow(rows, []any{&mall, &sealed}, func() error {
			last = mall
			secret, err := s.keys.open(sealed, c.place, mall)
			if err != nil {
				s.log.WarnContext(ctx, "sealed value does not open", "mall", mall, "where", c.place, "key", hex.EncodeToString(sealed[:min(4, len(sealed))]))
				return nil //nolint:nilerr // logged; one value never stops the others
			}
			fresh, err := s.keys.seal(secret, c.place, mall)
			if err != nil {
				return err
			}
			batch.Queue(`UPDATE `+c.table+` SET `+c.column+` = $2 WHERE mall_id = $1`, mall, fresh)
			return nil
		})
		if err != nil || batch.Len() == 0 {
			return err
		}
		return tx.SendBatch(ctx, &batch).Close()
	})
	return last, err
}
