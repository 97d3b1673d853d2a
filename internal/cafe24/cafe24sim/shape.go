package cafe24sim

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// Shape is a way in which all of a mall's answers of one kind differ from the documented ones. With shapes a test
// checks what an app assumes about Cafe24.
type Shape string

// Shapes returns all shapes, in alphabetical order.
func Shapes() []Shape { return slices.Sorted(maps.Keys(bends())) }

// SetShapes activates exactly the given shapes; without arguments it deactivates all.
func (s *Server) SetShapes(mallID string, shapes ...Shape) error {
	m, err := s.lock(mallID)
	if err != nil {
		return err
	}
	defer m.mu.Unlock()
	for _, shape := range shapes {
		if _, known := bends()[shape]; !known {
			return fmt.Errorf("cafe24sim: no shape %q", shape)
		}
	}
	m.shapes = slices.Clone(shapes)
	return nil
}

// ShapesOf returns the active shapes.
func (s *Server) ShapesOf(mallID string) []Shape {
	m, err := s.lock(mallID)
	if err != nil {
		return nil
	}
	defer m.mu.Unlock()
	return slices.Clone(m.shapes)
}

// shaped applies the active shapes to the calls of one endpoint.
func (s *Server) shaped(endpoint string, serve http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		shapes := s.ShapesOf(r.PathValue("mall"))
		if len(shapes) == 0 {
			serve(w, r)
			return
		}
		c := &bentCall{endpoint: endpoint, r: r, query: r.URL.Query(), header: w.Header(), status: http.StatusOK, mall: s.malls[r.PathValue("mall")]}
		all := bends()
		for _, shape := range shapes {
			if b := all[shape]; b.before != nil {
				b.before(c)
			}
		}
		r.URL.RawQuery = c.query.Encode()
		if c.body.Len() == 0 {
			serve(c, r)
		}
		for _, shape := range shapes {
			if b := all[shape]; b.after != nil {
				b.after(c)
			}
		}
		w.Header().Set("Content-Length", strconv.Itoa(c.body.Len()))
		w.WriteHeader(c.status)
		_, _ = w.Write(c.body.Bytes())
	}
}

// bend changes a request before it is answered, or the answer.
type bend struct{ before, after func(*bentCall) }

// bentCall is a call to which bends are applied. It keeps the answer until all of them are done.
type bentCall struct {
	endpoint string
	r        *http.Request
	query    url.Values
	mall     *mall

	header http.Header
	status int
	body   bytes.Buffer
}

func (c *bentCall) Header() http.Header            { return c.header }
func (c *bentCall) WriteHeader(status int)         { c.status = status }
func (c *bentCall) Write(text []byte) (int, error) { return c.body.Write(text) }

// answer replaces the answer.
func (c *bentCall) answer(status int, text string) {
	c.status = status
	c.body.Reset()
	c.body.WriteString(text)
}

// edit changes the JSON of a successful answer.
func (c *bentCall) edit(change func(top map[string]any)) {
	var top map[string]any
	d := json.NewDecoder(bytes.NewReader(c.body.Bytes()))
	d.UseNumber()
	if c.status != http.StatusOK || d.Decode(&top) != nil {
		return
	}
	change(top)
	text, err := json.Marshal(top)
	if err != nil {
		return
	}
	c.answer(c.status, string(text))
}

// rows changes each row of the list under key, at any depth of the answer.
func (c *bentCall) rows(key string, change func(row map[string]any)) {
	c.edit(func(top map[string]any) { eachRow(top, key, change) })
}

// eachRow finds the list under key in an answer, also within its rows.
func eachRow(from map[string]any, key string, change func(map[string]any)) {
	for name, value := range from {
		list, ok := value.([]any)
		for i := range list {
			row, isRow := list[i].(map[string]any)
			if ok && isRow && name == key {
				change(row)
			} else if isRow {
				eachRow(row, key, change)
			}
		}
		if one, isOne := value.(map[string]any); isOne {
			eachRow(one, key, change)
		}
	}
}

// stockRowOf returns the object that has a variant's stock fields.
func stockRowOf(variant map[string]any) map[string]any {
	if nested, ok := variant["inventories"].(map[string]any); ok {
		return nested
	}
	return variant
}

func rename(row map[string]any, from, to string) {
	if v, ok := row[from]; ok {
		row[to] = v
		delete(row, from)
	}
}

// ignore returns a bend that ignores some parameters.
func ignore(endpoint string, parameters ...string) bend {
	return bend{before: func(c *bentCall) {
		if c.endpoint == endpoint {
			for _, p := range parameters {
				delete(c.query, p)
			}
		}
	}}
}

// change returns a bend of each row of a list.
func change(key string, how func(row map[string]any)) bend {
	return bend{after: func(c *bentCall) { c.rows(key, how) }}
}

// renamed returns a bend that renames a field of a list's rows.
func renamed(key, from, to string) bend {
	return change(key, func(row map[string]any) { rename(row, from, to) })
}

// at returns a bend of one endpoint's answer.
func at(endpoint string, how func(*bentCall)) bend {
	return bend{after: func(c *bentCall) {
		if c.endpoint == endpoint {
			how(c)
		}
	}}
}

// version returns the requested API version; "" if none is.
func (c *bentCall) version() string { return strings.TrimSpace(c.r.Header.Get(headerVersion)) }
