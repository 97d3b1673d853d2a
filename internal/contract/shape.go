package contract

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// fieldsShown is the maximum number of fields of an object that are shown.
const fieldsShown = 30

// shape describes a value without showing it: kinds instead of texts and numbers. Only T and F are shown as they are.
func shape(v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case bool:
		return "boolean"
	case json.Number:
		if strings.ContainsAny(v.String(), ".eE") {
			return "decimal"
		}
		return "number"
	case string:
		return kindOf(v)
	case []any:
		return shapeOfList(v)
	case object:
		return shapeOf(v, slices.Sorted(maps.Keys(v))...)
	}
	return "unknown"
}

func shapeOfList(list []any) string {
	if len(list) == 0 {
		return "[]"
	}
	return fmt.Sprintf("[%d of %s]", len(list), shape(list[0]))
}

// shapeOf shows the named fields of an object, including absent ones, and the number of the other fields.
func shapeOf(row object, fields ...string) string {
	var parts []string
	others := len(row)
	for _, field := range fields {
		v, sent := row[field]
		switch {
		case !sent:
			parts = append(parts, field+":absent")
		case len(parts) < fieldsShown:
			parts, others = append(parts, field+":"+shape(v)), others-1
		}
	}
	if others > 0 {
		parts = append(parts, fmt.Sprintf("%d more", others))
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

// textKind is the name for a text that matches a pattern.
type textKind struct {
	name    string
	pattern *regexp.Regexp
}

// textKinds are tried in this order.
var textKinds = [...]textKind{ //nolint:gochecknoglobals // compiled once
	{"text of a number", regexp.MustCompile(`^-?\d+$`)},
	{"text of a decimal", regexp.MustCompile(`^-?\d+\.\d+$`)},
	{"time with offset", regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)$`)},
	{"time without zone", regexp.MustCompile(`^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?$`)},
	{"date", regexp.MustCompile(`^\d{4}-\d\d-\d\d$`)},
	{"address", regexp.MustCompile(`^(https?:)?//`)},
}

func kindOf(s string) string {
	switch s {
	case "":
		return "empty text"
	case "T", "F":
		return s
	}
	if strings.ContainsAny(s[:1], "{[") && json.Valid([]byte(s)) {
		return "text of JSON"
	}
	for _, k := range textKinds {
		if k.pattern.MatchString(s) {
			return k.name
		}
	}
	return "text"
}
