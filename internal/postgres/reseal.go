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

// resealBatch is how many values are resealed in one transaction.
const resealBatch = 500

// sealedColumn is a column with sealed values. A column of channels has a
// place for each channel.
type sealedColumn struct {
	table, column string
	place         func(lowstock.Channel) string
}

func sealedColumns() []sealedColumn {
	fixed := func(place string) func(lowstock.Channel) string {
		return func(lowstock.Channel) string { return place }
	}
	return []sealedColumn{
		{"tokens", "access_sealed", fixed(accessPlace)},
		{"tokens", "refresh_sealed", fixed(refreshPlace)},
		{channelTable, "target_sealed", targetPlace},
		{channelTable, "signing_sealed", signingPlace},
		{linkTable, "token_sealed", fixed(linkPlace)},
	}
}

const (
	channelTable = "channels"
	linkTable    = "purchase_links"
)

// of returns the SQL of what distinguishes the rows of one mall: the channel,
// the hash of the link, or nothing.
func (c sealedColumn) of() string {
	switch c.table {
	case channelTable:
		return "t.channel"
	case linkTable:
		return "encode(t.hash, 'hex')"
	}
	return "''"
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

// Reseal seals again, with the newest key, values that an older key has
// sealed. It runs once an hour, in whichever process asks first. A value that
// does not open stays as it is.
func (s *Store) Reseal(ctx context.Context, now time.Time) error {
	if len(s.keys.order) == 1 {
		return nil
	}
	mine, err := s.takeUpkeep(ctx, "seals", now, now.Add(time.Hour))
	if err != nil || !mine {
		return err
	}
	for _, c := range sealedColumns() {
		for after := (sealedRow{}); ; {
			last, err := s.resealSome(ctx, c, after)
			if err != nil {
				return fmt.Errorf("postgres: reseal %s.%s: %w", c.table, c.column, err)
			}
			if last.mall == "" {
				break
			}
			after = last
		}
	}
	return nil
}

// sealedRow is a row with a sealed value.
type sealedRow struct {
	mall    lowstock.MallID
	channel lowstock.Channel // of a channel; of a link its hash; else empty
}

// resealSome reseals a batch of one column and returns the last row of the
// batch, with an empty mall where nothing is left. A row that is being changed
// is left to the next time, as is a row whose settings are being changed: a
// change locks the settings first, and a trigger writes channels into the
// settings until those columns are dropped.
func (s *Store) resealSome(ctx context.Context, c sealedColumn, after sealedRow) (last sealedRow, err error) {
	with := ""
	if c.table == channelTable {
		with = " JOIN settings s USING (mall_id)"
	}
	err = s.inSystem(ctx, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `
			SELECT t.mall_id, `+c.of()+`, t.`+c.column+` FROM `+c.table+` t`+with+`
			 WHERE (t.mall_id, `+c.of()+`) > ($1, $2) AND substr(t.`+c.column+`, 1, 4) <> $3 ORDER BY 1, 2 LIMIT $4 FOR UPDATE SKIP LOCKED`,
			after.mall, after.channel, s.keys.newest[:], resealBatch)
		if err != nil {
			return err
		}
		last = sealedRow{}
		var batch pgx.Batch
		var row sealedRow
		var sealed []byte
		_, err = pgx.ForEachRow(rows, []any{&row.mall, &row.channel, &sealed}, func() error {
			last = row
			place := c.place(row.channel)
			secret, err := s.keys.open(sealed, place, row.mall)
			if err != nil {
				s.log.WarnContext(ctx, "sealed value does not open", "mall", row.mall, "where", place, "key", hex.EncodeToString(sealed[:min(4, len(sealed))]))
				return nil //nolint:nilerr // logged; one value never stops the others
			}
			fresh, err := s.keys.seal(secret, place, row.mall)
			if err != nil {
				return err
			}
			batch.Queue(`UPDATE `+c.table+` t SET `+c.column+` = $3 WHERE t.mall_id = $1 AND `+c.of()+` = $2`, row.mall, row.channel, fresh)
			return nil
		})
		if err != nil || batch.Len() == 0 {
			return err
		}
		return tx.SendBatch(ctx, &batch).Close()
	})
	return last, err
}
