package postgres

import (
	"fmt"
	"slices"
	"strings"

	"cafe24-inventory-alert/internal/lowstock"
)

// column is a column of rows that are written as a set: its name, its type and
// its value in a row. A statement gets one array for each column and unnests
// them. One document for json_to_recordset takes as long for 100 rows and a
// tenth longer from 1,000 rows on (BenchmarkWriteSet). All lists of columns in
// the statement are made from this one list.
type column[T any] struct {
	name string
	typ  string // of the array's elements
	cast string // cast of an element, where its array cannot have the column's type; "": no cast

	array func(rows []*T) any // nil: another statement writes it
}

// col makes a column; value returns the column's value in a row.
func col[T, V any](name, typ string, value func(*T) V) column[T] {
	return column[T]{name: name, typ: typ, array: func(rows []*T) any {
		values := make([]V, 0, len(rows))
		for _, r := range rows {
			values = append(values, value(r))
		}
		return values
	}}
}

// cast returns the column with its values cast.
func cast[T any](to string, c column[T]) column[T] {
	c.cast = to
	return c
}

// columns are the columns of one statement. Its parameter $1 is the mall; the
// columns' parameters follow it.
type columns[T any] []column[T]

// names returns the columns' names, separated by commas.
func (c columns[T]) names() string {
	return c.join(func(c column[T]) string { return c.name })
}

// of returns the columns, qualified with a table's name.
func (c columns[T]) of(table string) string {
	return c.join(func(c column[T]) string { return table + "." + c.name })
}

// behind is the first parameter after those of the columns.
func (c columns[T]) behind() string { return fmt.Sprintf("$%d", len(c)+2) }

// values returns the columns of u, as they are inserted.
func (c columns[T]) values() string {
	return c.join(func(c column[T]) string { return "u." + c.name + c.cast })
}

// assigned sets each column to that of u.
func (c columns[T]) assigned() string {
	return c.join(func(c column[T]) string { return c.name + " = u." + c.name + c.cast })
}

// excluded sets each column to the value of the row that met a conflict.
func (c columns[T]) excluded() string {
	return c.join(func(c column[T]) string { return c.name + " = excluded." + c.name })
}

// rows returns the rows as a table u.
func (c columns[T]) rows() string {
	n := 1
	return "unnest(" + c.join(func(c column[T]) string {
		n++
		return fmt.Sprintf("$%d::%s[]", n, c.typ)
	}) + ") AS u(" + c.names() + ")"
}

func (c columns[T]) join(text func(column[T]) string) string {
	texts := make([]string, 0, len(c))
	for _, one := range c {
		texts = append(texts, text(one))
	}
	return strings.Join(texts, ", ")
}

// without returns the columns except those with the names.
func (c columns[T]) without(names ...string) columns[T] {
	return slices.DeleteFunc(slices.Clone(c), func(c column[T]) bool { return slices.Contains(names, c.name) })
}

// args returns a statement's parameters.
func (c columns[T]) args(mall lowstock.MallID, rows []*T) []any {
	args := []any{mall}
	for _, one := range c {
		args = append(args, one.array(rows))
	}
	return args
}

// place is the parameter of a statement with a number.
func place(n int) string { return fmt.Sprintf("$%d", n) }
