package postgres

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"cafe24-inventory-alert/internal/outlook"
)

// learntText is how [outlook.Learnt] is stored; "" for none.
func learntText(l outlook.Learnt) string {
	if !l.Is() {
		return ""
	}
	return fmt.Sprintf("%s %d %s", l.Kind, l.Days, l.Key)
}

// storedLearnt scans the output of learntText. NULL and "" mean that nothing is
// learnt from other items.
type storedLearnt outlook.Learnt

// ScanText implements [pgtype.TextScanner].
func (l *storedLearnt) ScanText(v pgtype.Text) error {
	*l = storedLearnt{}
	if v.String == "" {
		return nil
	}
	parts := strings.SplitN(v.String, " ", 3)
	if len(parts) != 3 {
		return fmt.Errorf("a group of items cannot be read: %q", v.String)
	}
	days, err := strconv.Atoi(parts[1])
	if err != nil {
		return fmt.Errorf("a group of items cannot be read: %q", v.String)
	}
	*l = storedLearnt{Group: outlook.Group{Kind: outlook.GroupKind(parts[0]), Key: parts[2]}, Days: days}
	return nil
}

// Groups returns what the last nightly forecast has learnt from the groups of
// the mall's items; nil if nothing.
func (s demandStore) Groups(ctx context.Context) (groups []byte, err error) {
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		err := tx.QueryRow(ctx, `SELECT groups FROM pools WHERE mall_id = $1`, s.id).Scan(&groups)
		if errors.Is(err, pgx.ErrNoRows) {
			return nil
		}
		return err
	})
	return groups, err
}

// SaveGroups stores what was learnt from the groups of the mall's items; empty:
// there are too few, or suggestions of none would have helped. A mall of which
// no pool was ever learnt gets a row with the zero day, so that the pool is
// still due.
func (s demandStore) SaveGroups(ctx context.Context, groups []byte) error {
	return s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `
			INSERT INTO pools (mall_id, learnt_on, content, groups) SELECT mall_id, $3, '', $2 FROM malls WHERE mall_id = $1 AND state = 'active'
			ON CONFLICT (mall_id) DO UPDATE SET groups = excluded.groups`, s.id, append([]byte{}, groups...), time.Time{})
		return err
	})
}
