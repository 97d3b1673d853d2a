package contract

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"cafe24-inventory-alert/internal/cafe24"
)

// object is a JSON object whose numbers keep their original text.
type object = map[string]any

// answer is the result of a call, or the reason why it has none.
type answer struct {
	cafe24.RawAnswer

	top object // nil: the body is not a JSON object
	err error
}

func newAnswer(got cafe24.RawAnswer, err error) answer {
	a := answer{RawAnswer: got, err: err}
	if err != nil {
		return a
	}
	d := json.NewDecoder(bytes.NewReader(got.Body))
	d.UseNumber()
	if d.Decode(&a.top) != nil {
		a.top = nil
	}
	return a
}

// good reports whether the call was answered.
func (a answer) good() bool {
	return a.err == nil && a.Status/100 == 2 && a.top != nil && a.top["error"] == nil
}

// trouble returns the finding for a call that was not answered. It is Unknown if the failure says nothing about the
// assumption, such as a missing permission or a reached limit. Otherwise it is Differs.
func (a answer) trouble() finding {
	var limited *cafe24.RateLimitError
	switch {
	case errors.As(a.err, &limited):
		return unknown("the mall's limit is reached")
	case a.err != nil:
		return unknown("no answer")
	case a.Status == http.StatusForbidden && a.documented() && strings.Contains(strings.ToLower(a.message()), "scope"):
		return unknown("the permission is not granted")
	case a.Status == http.StatusForbidden, a.Status == http.StatusTooManyRequests, a.Status >= 500:
		return unknown("status %d", a.Status)
	case a.top == nil:
		return differs("status %d, no JSON object", a.Status)
	}
	return differs("status %d, %s", a.Status, shape(a.top))
}

// documented reports whether an error came in the API's own envelope.
func (a answer) documented() bool {
	envelope, ok := a.top["error"].(object)
	return ok && envelope["code"] != nil && envelope["message"] != nil
}

func (a answer) message() string {
	envelope, _ := a.top["error"].(object)
	text, _ := envelope["message"].(string)
	return text
}

// rows returns the objects of the list under key; ok reports that it is a list of objects.
func (a answer) rows(key string) (rows []object, ok bool) {
	list, ok := a.top[key].([]any)
	for _, item := range list {
		row, isObject := item.(object)
		ok = ok && isObject
		rows = append(rows, row)
	}
	return rows, ok
}

// decoded returns the list under key as the program reads it.
func decoded[T any](a answer, key string) (items []T, failed int) {
	var top map[string]json.RawMessage
	var elements []json.RawMessage
	if json.Unmarshal(a.Body, &top) != nil || json.Unmarshal(top[key], &elements) != nil {
		return nil, 1
	}
	for _, element := range elements {
		var item T
		if json.Unmarshal(element, &item) != nil {
			failed++
			continue
		}
		items = append(items, item)
	}
	return items, failed
}

// text returns a field as text, whether it was sent as text or as a number.
func text(row object, key string) string {
	switch v := row[key].(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	default:
		return ""
	}
}
