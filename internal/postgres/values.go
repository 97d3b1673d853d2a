package postgres

import (
	"math"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgtype"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/preference"
)

// orZero scans a NULL as the zero time.
func orZero(to *time.Time) *zeroTime { return (*zeroTime)(to) }

type zeroTime time.Time

// ScanTimestamptz implements [pgtype.TimestamptzScanner].
func (t *zeroTime) ScanTimestamptz(v pgtype.Timestamptz) error {
	*t = zeroTime(v.Time) // the zero time where v is not valid
	return nil
}

// ScanDate implements [pgtype.DateScanner].
func (t *zeroTime) ScanDate(v pgtype.Date) error {
	*t = zeroTime(v.Time)
	return nil
}

// orUnknown scans daily_sales: NULL means that the sales are not known.
func orUnknown(to *lowstock.Sales) *knownSales { return (*knownSales)(to) }

type knownSales lowstock.Sales

// ScanFloat64 implements [pgtype.Float64Scanner].
func (s *knownSales) ScanFloat64(v pgtype.Float8) error {
	*s = knownSales{PerDay: v.Float64, Known: v.Valid}
	return nil
}

// orNull returns nil for the zero time, so that it is stored as NULL.
func orNull(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// bytesOrNull returns nil for "", so that it is stored as NULL.
func bytesOrNull(s string) []byte {
	if s == "" {
		return nil
	}
	return []byte(s)
}

// positive returns nil for 0, so that it is stored as NULL.
func positive(n int) *int32 {
	if n == 0 {
		return nil
	}
	return new(bounded(n))
}

// orNone scans a NULL as 0.
func orNone(to *int) *noneInt { return (*noneInt)(to) }

type noneInt int

// ScanInt64 implements [pgtype.Int64Scanner].
func (n *noneInt) ScanInt64(v pgtype.Int8) error {
	*n = noneInt(v.Int64)
	return nil
}

// orNought scans a NULL as 0.
func orNought(to *float64) *noughtFloat { return (*noughtFloat)(to) }

type noughtFloat float64

// ScanFloat64 implements [pgtype.Float64Scanner].
func (n *noughtFloat) ScanFloat64(v pgtype.Float8) error {
	*n = noughtFloat(v.Float64)
	return nil
}

// storable removes characters that PostgreSQL's text cannot hold, so that one
// such name does not fail a batch of a thousand.
func storable(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "")
}

// bounded limits a number to the range of the column's integer, for the same
// reason.
func bounded(n int) int32 {
	return int32(min(max(n, math.MinInt32), math.MaxInt32))
}

func localDay(s *preference.Settings, t time.Time) time.Time {
	zone, err := time.LoadLocation(s.Timezone)
	if err != nil {
		zone = time.UTC
	}
	return t.In(zone)
}
