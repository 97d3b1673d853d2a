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

// writeCursor makes the place behind a row opaque. It holds no secret: it only
// says where to go on, and what it may show is decided anew.
func writeCursor(key any) string {
	b, err := json.Marshal(key)
	if err != nil {
		return "" // numbers, strings and times always marshal
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

// readCursor leaves key as it is for the empty cursor.
func readCursor(cursor string, key any) error {
	if cursor == "" {
		return nil
	}
	b, err := base64.RawURLEncoding.DecodeString(cursor)
	if err == nil {
		decoder := json.NewDecoder(strings.NewReader(string(b)))
		decoder.DisallowUnknownFields() // of another list
		err = decoder.Decode(key)
	}
	if err != nil {
		return &lowstock.Error{Code: lowstock.CodeInvalid, Key: "error.cursor", Err: err}
	}
	return nil
}

// page cuts the one row read too many and names the place behind the last.
func page[T any](rows []T, limit int, key func(*T) any) ([]T, string) {
	limit = pageSize(limit)
	if len(rows) <= limit {
		return rows, ""
	}
	rows = rows[:limit]
	return rows, writeCursor(key(&rows[limit-1]))
}

// firstOf reads a page of a list in two parts, the first of which is empty where
// hasFirst is not. Inside says whether the cursor, where there is one, is within
// the first part; read reads so many rows of a part, behind the cursor or from its
// beginning.
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

// maxPage bounds a page, whoever asks: the API offers 100, an export takes more.
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

// clone is for work that may be run again.
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

// sql is the WHERE clause for rows of the table called alias.
func (w *where) sql(alias string) string {
	return " WHERE " + strings.Join(append([]string{alias + ".mall_id = $1"}, w.parts...), " AND ")
}

// limit asks for one row more than the page holds: is there a next one?
func (w *where) limit(limit int) string { return atMost(pageSize(limit) + 1) }

func atMost(rows int) string { return fmt.Sprintf("LIMIT %d", rows) }
