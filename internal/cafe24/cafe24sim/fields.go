package cafe24sim

import (
	"encoding/json"
	"fmt"
)

// rows returns the content of an answer: whole rows, or only their requested fields.
func rows[T any](c *call, list []T) (any, error) {
	c.rows += len(list)
	wanted := c.wantedFields()
	if c.query.err != nil {
		return nil, c.query.err
	}
	if len(wanted) == 0 {
		if list == nil {
			list = []T{}
		}
		return list, nil
	}
	trimmed := make([]map[string]json.RawMessage, 0, len(list))
	for _, row := range list {
		t, err := trim(row, wanted)
		if err != nil {
			return nil, err
		}
		trimmed = append(trimmed, t)
	}
	return trimmed, nil
}

func trim(row any, wanted []string) (map[string]json.RawMessage, error) {
	text, err := json.Marshal(row)
	if err != nil {
		return nil, fmt.Errorf("trim fields: %w", err)
	}
	var all map[string]json.RawMessage
	if err := json.Unmarshal(text, &all); err != nil {
		return nil, fmt.Errorf("trim fields: %w", err)
	}
	kept := make(map[string]json.RawMessage, len(wanted))
	for _, name := range wanted {
		if v, ok := all[name]; ok {
			kept[name] = v
		}
	}
	return kept, nil
}

// named answers {"name": rows}.
func named[T any](c *call, name string, list []T) (any, error) {
	out, err := rows(c, list)
	if err != nil {
		return nil, err
	}
	return map[string]any{name: out}, nil
}

// one answers {"name": row}.
func one(c *call, name string, row any) (any, error) {
	c.rows++
	if wanted := c.wantedFields(); len(wanted) > 0 {
		t, err := trim(row, wanted)
		if err != nil {
			return nil, err
		}
		row = t
	}
	return map[string]any{name: row}, nil
}

func count(n int) any { return map[string]int{"count": n} }

// wantedFields returns the fields that fields= names, and those that embed= adds to them; empty means all fields.
func (c *call) wantedFields() []string {
	wanted := c.query.list("fields")
	if len(wanted) == 0 {
		return nil
	}
	return append(wanted, c.query.list("embed")...)
}
