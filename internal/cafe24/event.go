package cafe24

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	maxEventBody = 1 << 20
	maxEventIDs  = 1000 // a bulk edit names some hundreds at most; the sweep finds what is dropped beyond
)

// Only identifiers match: a name, an address or a phone number in one of these fields does not pass.
var (
	codePattern      = regexp.MustCompile(`^[A-Za-z0-9_-]{1,40}$`)
	eventTypePattern = regexp.MustCompile(`^[A-Za-z0-9_./-]{1,100}$`)
	eventIDPattern   = regexp.MustCompile(`^[A-Za-z0-9._:-]{1,128}$`)
)

// Kind says what an event means for stock.
type Kind string

// The kinds of events.
const (
	KindProduct Kind = "product" // read the named products again
	KindOrder   Kind = "order"   // read the ordered products again
	KindLeft    Kind = "left"    // the mall deleted the app, its period ended, or the mall itself is closed
	KindIgnored Kind = "ignored" // nothing to do with stock

	KindOperator  Kind = "operator"  // a sub-operator was changed or deleted
	KindCatalogue Kind = "catalogue" // read the categories, the suppliers and the shop again
)

// Event is the allow-listed part of a webhook. It has no quantity: a body is only a hint, and the number comes from
// the API. It has nothing about buyers.
type Event struct {
	No           int    // Cafe24's event number; 0 in a relayed event
	Type         string // event_type, or the number as text
	Kind         Kind
	MallID       string // empty if it was missing or not a mall id
	ProductNos   []int64
	ProductCodes []string
	VariantCode  string
	OrderIDs     []string
	EventID      string // the relay's id of the delivery

	Operator string    // of KindOperator: the sub-operator; empty if not sent
	LeftAt   time.Time // when the mall removed the app, of KindLeft; zero if not sent
}

// ParseEvent reads both forms of webhook bodies. It fails with [ErrEvent] if the body is not a JSON object that names
// its event. An unusable field in it is omitted.
func ParseEvent(body []byte) (Event, error) {
	if len(body) > maxEventBody {
		return Event{}, fmt.Errorf("%w: %d bytes", ErrEvent, len(body))
	}
	var top fields
	if err := json.Unmarshal(body, &top); err != nil || top == nil {
		return Event{}, fmt.Errorf("%w: no JSON object", ErrEvent)
	}
	if no := parseNumber(top.text("event_no")); no.known && no.value > 0 && no.value < 1e9 {
		event := readEvent(top.resource())
		event.No, event.Type, event.Kind = int(no.value), strconv.FormatInt(no.value, 10), kindOf(int(no.value))
		if event.No == eventReturned && !slices.ContainsFunc(event.OrderIDs, shoppersOrder.MatchString) {
			event.Kind = KindIgnored
		}
		if id := top.resource().text("sub_admin_id"); event.Kind == KindOperator && codePattern.MatchString(id) {
			event.Operator = id
		}
		if event.Kind == KindLeft {
			event.LeftAt = top.resource().time("deleted_date", "expired_date")
		}
		return event, nil
	}
	if kind := top.text("event_type"); eventTypePattern.MatchString(kind) {
		event := readEvent(top)
		event.Type, event.Kind = kind, relayedKind(kind, event)
		return event, nil
	}
	return Event{}, fmt.Errorf("%w: no event_no, no event_type", ErrEvent)
}

// eventReturned is listed in the documentation among the billing events of apps, but its text and its sample describe
// an order whose return is completed. It affects stock only if it has the number of a shopper's order: the number of
// a billing is a different one.
const eventReturned = 90160

var shoppersOrder = regexp.MustCompile(`^[0-9]{8}-[0-9]{7,}$`)

// kindOf classifies Cafe24's event numbers; the list is the published interface of this program's webhook address.
func kindOf(no int) Kind {
	switch {
	case slices.Contains([]int{90001, 90002, 90003, 90022, 90041, 90075, 90150}, no):
		return KindProduct
	case no >= 90023 && no <= 90029, no >= 90070 && no <= 90074, no == 90031, no == eventReturned:
		return KindOrder
	case no >= 90042 && no <= 90046, no >= 90090 && no <= 90093, no >= 90110 && no <= 90112:
		return KindCatalogue
	case no == 90114, no == 90115:
		return KindOperator
	case slices.Contains([]int{90077, 90078, 90166, 90169}, no):
		return KindLeft
	default:
		return KindIgnored
	}
}

// relayedKind depends on what the event names: an unknown type that names a product is still a useful hint.
func relayedKind(kind string, event Event) Kind {
	switch {
	case strings.HasPrefix(kind, "orders/"):
		return KindOrder
	case len(event.ProductNos) > 0 || len(event.ProductCodes) > 0:
		return KindProduct
	default:
		return KindIgnored
	}
}

func readEvent(f fields) Event {
	event := Event{
		ProductNos:   f.numbers("product_no"),
		ProductCodes: f.codes("product_code", "ordering_product_code"),
		OrderIDs:     f.codes("order_id"),
	}
	if id := f.text("mall_id"); ValidMallID(id) {
		event.MallID = id
	}
	if code := f.text("variant_code"); codePattern.MatchString(code) {
		event.VariantCode = code
	}
	if id := f.text("event_id"); eventIDPattern.MatchString(id) {
		event.EventID = id
	}
	return event
}

// fields is a JSON object; only fields that are requested by name are decoded.
type fields map[string]json.RawMessage

// resource returns the event's resource; some events nest it one level deeper, under "sample".
func (f fields) resource() fields {
	var res, sample fields
	if json.Unmarshal(f["resource"], &res) != nil {
		return nil
	}
	if json.Unmarshal(res["sample"], &sample) != nil {
		return res
	}
	for name, value := range sample {
		if _, own := res[name]; !own {
			res[name] = value
		}
	}
	return res
}

// time returns the first of the named times that is readable.
func (f fields) time(names ...string) time.Time {
	for _, name := range names {
		if t, ok := parseTime(f.text(name)); ok {
			return t
		}
	}
	return time.Time{}
}

func (f fields) text(name string) string { return strings.TrimSpace(unquote(f[name])) }

// list reads "a", "a,b", 1 and ["a",1] alike.
func (f fields) list(name string) []string {
	var items []json.RawMessage
	if json.Unmarshal(f[name], &items) != nil {
		items = []json.RawMessage{f[name]}
	}
	var out []string
	for _, item := range items {
		for part := range strings.SplitSeq(unquote(item), ",") {
			if part = strings.TrimSpace(part); part != "" && len(out) < maxEventIDs {
				out = append(out, part)
			}
		}
	}
	return out
}

func (f fields) numbers(name string) []int64 {
	var out []int64
	for _, part := range f.list(name) {
		if n := parseNumber(part); n.known && n.value > 0 && !slices.Contains(out, n.value) {
			out = append(out, n.value)
		}
	}
	return out
}

func (f fields) codes(names ...string) []string {
	var out []string
	for _, name := range names {
		for _, part := range f.list(name) {
			if codePattern.MatchString(part) && !slices.Contains(out, part) {
				out = append(out, part)
			}
		}
	}
	return out
}
