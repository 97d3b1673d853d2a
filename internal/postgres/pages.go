package postgres

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"cafe24-inventory-alert/internal/lowstock"
)

// int64Key is the cursor of lists ordered by a number alone.
type int64Key struct {
	Key int64 `json:"k"`
}

// writeCursor encodes the place behind a row as an opaque string. It holds no
// secret: it only says where to continue, and what the next page may show is
// checked again.
func writeCursor(key any) string {
	b, err := json.Marshal(key)
	if err != nil {
		return "" // numbers, strings and times always marshal
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

// readCursor decodes a cursor into key; the empty cursor leaves key as it is.
func readCursor(cursor string, key any) error {
	if cursor == "" {
		return nil
	}
	b, err := base64.RawURLEncoding.DecodeString(cursor)
	if err == nil {
		decoder := json.NewDecoder(strings.NewReader(string(b)))
		decoder.DisallowUnknownFields() // a cursor of another list has other fields
		err = decoder.Decode(key)
	}
	if err != nil {
		return &lowstock.Error{Code: lowstock.CodeInvalid, Key: "error.cursor", Err: err}
	}
	return nil
}

// page removes the extra row that was read and returns the place behind the
// last row of the page.
func page[T any](rows []T, limit int, key func(*T) any) ([]T, string) {
	limit = pageSize(limit)
	if len(rows) <= limit {
		return rows, ""
	}
	rows = rows[:limit]
	return rows, writeCursor(key(&rows[limit-1]))
}

// firstOf reads a page of a list in two parts; the first part is empty unless
// hasFirst. Inside says whether the cursor, if there is one, is within the
// first part. The function read reads up to rows rows of a part, behind the
// cursor or from the part's beginning.
func firstOf[T any](hasFirst, cursor, inside bool, limit int, read func(first, behind bool, rows int) ([]T, error)) (list []T, firsts int, err error) {
	rows := pageSize(limit) + 1
	if hasFirst && (!cursor || inside) {
		list, err = read(true, cursor, rows)
	}
	firsts = len(list)
	if err != nil || firsts == rows {
		return list, firsts, err
	}
	rest, err := read(false, cursor && !inside, rows-firsts)
	if firsts == 0 {
		return rest, 0, err
	}
	return append(list, rest...), firsts, err
}

// maxPage limits a page for every caller: the API offers 100, an export reads
// more.
const maxPage = 1000

func pageSize(limit int) int {
	if limit <= 0 {
		return 50
	}
	return min(limit, maxPage)
}

// where builds the conditions of a list. The mall is always $1; each ? takes
// the next number.
type where struct {
	args  []any
	parts []string
}

func newWhere(mall lowstock.MallID) *where { return &where{args: []any{mall}} }

// clone returns a copy, for work that may run again.
func (w *where) clone() *where {
	return &where{args: slices.Clone(w.args), parts: slices.Clone(w.parts)}
}

func (w *where) add(condition string, args ...any) {
	for _, arg := range args {
		w.args = append(w.args, arg)
		condition = strings.Replace(condition, "?", fmt.Sprintf("$%d", len(w.args)), 1)
	}
	w.parts = append(w.parts, condition)
}

// arg adds an argument and returns its place in the statement.
func (w *where) arg(value any) string {
	w.args = append(w.args, value)
	return fmt.Sprintf("$%d", len(w.args))
}

// sql returns the WHERE clause for rows of the table called alias.
func (w *where) sql(alias string) string {
	return " WHERE " + strings.Join(append([]string{alias + ".mall_id = $1"}, w.parts...), " AND ")
}

// limit asks for one row more than the page holds, which shows whether there
// is a next page.
func (w *where) limit(limit int) string { return atMost(pageSize(limit) + 1) }

func atMost(rows int) string { return fmt.Sprintf("LIMIT %d", rows) }
