package cafe24sim

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// query reads an API call's parameters and keeps the first complaint.
type query struct {
	values url.Values
	err    error
}

func (q *query) has(name string) bool { return q.values.Get(name) != "" }

func (q *query) get(name, fallback string) string { return orDefault(q.values.Get(name), fallback) }

// list splits a comma-separated parameter; at most 100 values are accepted.
func (q *query) list(name string) []string {
	if !q.has(name) {
		return nil
	}
	parts := strings.Split(q.values.Get(name), ",")
	if len(parts) > 100 {
		q.complain("%s takes at most 100 values.", name)
	}
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	return parts
}

func (q *query) numbers(name string) []int {
	var list []int
	for _, part := range q.list(name) {
		n, err := strconv.Atoi(part)
		if err != nil {
			q.complain("%s must be a number.", name)
		}
		list = append(list, n)
	}
	return list
}

// number reads a number between low and high.
func (q *query) number(name string, fallback, low, high int) int {
	if !q.has(name) {
		return fallback
	}
	n, err := strconv.Atoi(q.values.Get(name))
	if err != nil || n < low || n > high {
		q.complain("%s must be between %d and %d.", name, low, high)
		return fallback
	}
	return n
}

// yes reads a T/F filter; nil if it is absent.
func (q *query) yes(name string) *bool {
	if !q.has(name) {
		return nil
	}
	v := q.values.Get(name)
	if v != "T" && v != "F" {
		q.complain("%s must be T or F.", name)
	}
	yes := v == "T"
	return &yes
}

// day reads a date or a time in KST; a date at the end of a range means its last second.
func (q *query) day(name string, end bool) time.Time {
	v := q.values.Get(name)
	if t, err := time.ParseInLocation(time.DateOnly, v, kst()); err == nil {
		if end {
			t = t.AddDate(0, 0, 1).Add(-time.Nanosecond)
		}
		return t
	}
	for _, layout := range []string{time.DateTime, time.RFC3339} {
		if t, err := time.ParseInLocation(layout, v, kst()); err == nil {
			return t
		}
	}
	if v != "" {
		q.complain("%s is not a date.", name)
	}
	return time.Time{}
}

// span reads a pair of dates; one date without the other is refused.
func (q *query) span(from, to string) (start, end time.Time) {
	if q.has(from) != q.has(to) {
		q.complain("%s and %s are used together.", from, to)
	}
	return q.day(from, false), q.day(to, true)
}

func (q *query) embeds(what string) bool { return slices.Contains(q.list("embed"), what) }

func (q *query) complain(format string, args ...any) {
	if q.err == nil {
		q.err = unprocessable(format, args...)
	}
}

// window returns the part of a list that limit and offset select.
func window[T any](list []T, offset, limit int) []T {
	offset = min(offset, len(list))
	return list[offset:min(offset+limit, len(list))]
}

func is(want *bool, have bool) bool { return want == nil || *want == have }

func among[T comparable](want []T, have T) bool { return len(want) == 0 || slices.Contains(want, have) }
