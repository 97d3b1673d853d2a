package postgres

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
)

// outFirst orders incidents i: sold out before low.
const outFirst = `CASE i.kind WHEN 'out' THEN 0 ELSE 1 END`

// addressKey names the mail address of a recipient r in addresses of pages. It
// is a hash, because addresses of pages are logged by proxies. Another channel
// is named by itself.
const addressKey = `substr(encode(sha256(convert_to(r.email, 'UTF8')), 'hex'), 1, 16)`

// notifiedBy selects incidents i with a delivery to a recipient. A recipient
// that was removed has no key.
const notifiedBy = `EXISTS (SELECT FROM deliveries d WHERE d.mall_id = i.mall_id AND d.incident_id = i.incident_id AND (d.channel <> 'email' AND d.channel = ?
	OR d.channel = 'email' AND d.recipient = (SELECT r.email FROM recipients r WHERE r.mall_id = $1 AND ` + addressKey + ` = ? LIMIT 1)))`

// alertKey is a place in the list of alerts; Sort says in which of its orders.
type alertKey struct {
	Sort listing.AlertSort `json:"s,omitempty"`
	Out  int               `json:"o,omitempty"` // the value of outFirst
	Risk int64             `json:"r,omitempty"` // of the item, in whole won; see [where.atRisk]
	Key  int64             `json:"k"`
}

// facet is one filter of the list of alerts, as a condition of its rows.
type facet struct {
	name      string
	condition string
	args      []any
}

// alertFacets returns the filters of a query, each once. A filter that the
// query does not use has the condition true.
func alertFacets(q listing.Params) ([]facet, error) {
	list := []facet{{name: "state"}, {name: "kind"}, {name: "category"}, {name: "supplier"}, {name: "recipient"}, {name: "since"}}
	set := func(n int, condition string, args ...any) { list[n].condition, list[n].args = condition, args }
	state, err := stateCondition(q.State)
	if err != nil {
		return nil, err
	}
	set(0, state)
	if kind := q.Alerts.Kind; kind != "" {
		set(1, "i.kind = ?", string(kind))
	}
	if q.CategoryNo != 0 {
		set(2, "coalesce(?::int = ANY(p.category_nos), false)", q.CategoryNo)
	}
	if q.SupplierCode != "" {
		set(3, "coalesce(p.supplier_code = ?, false)", storable(q.SupplierCode))
	}
	if q.Alerts.Recipient != "" {
		key := storable(q.Alerts.Recipient)
		set(4, notifiedBy, key, key)
	}
	if !q.Alerts.Since.IsZero() {
		set(5, "i.opened_at >= ?::timestamptz", q.Alerts.Since)
	}
	return list, nil
}

// stateCondition selects incidents i of a state; "" is every state.
func stateCondition(state lowstock.IncidentState) (string, error) {
	switch state {
	case "":
		return "", nil
	case lowstock.IncidentStanding:
		return "i.state <> 'resolved'", nil
	case lowstock.IncidentOpen, lowstock.IncidentAcknowledged, lowstock.IncidentSnoozed, lowstock.IncidentResolved:
		return "i.state = '" + string(state) + "'", nil
	}
	return "", lowstock.InvalidFields(map[string]string{"state": "error.state"})
}

// alertWhere selects what a query finds in the list of alerts.
func alertWhere(mall lowstock.MallID, q listing.Params, found *search) (*where, error) {
	w := newWhere(mall)
	facets, err := alertFacets(q)
	if err != nil {
		return nil, err
	}
	for _, f := range facets {
		if f.condition != "" {
			w.add(f.condition, f.args...)
		}
	}
	w.alertScope(q, found)
	return w, nil
}

// alertScope adds what is no filter with counts of its own.
func (w *where) alertScope(q listing.Params, found *search) {
	if q.ProductNo != 0 {
		w.add("i.product_no = ?", q.ProductNo)
	}
	if q.MessageID != 0 {
		w.add("i.incident_id IN (SELECT d.incident_id FROM deliveries d WHERE d.mall_id = i.mall_id AND d.message_id = ?)", q.MessageID)
	}
	found.variants(w)
}

// alertOrder adds the condition "behind the cursor" and returns the ORDER BY.
func (w *where) alertOrder(q listing.Params) (string, error) {
	var after alertKey
	if err := readCursor(q.Cursor, &after); err != nil {
		return "", err
	}
	if q.Cursor != "" && after.Sort != q.Alerts.Sort {
		return "", lowstock.Invalid("error.cursor")
	}
	behind := func(condition string, args ...any) {
		if q.Cursor != "" {
			w.add(condition, args...)
		}
	}
	switch q.Alerts.Sort {
	case listing.AlertsNewest:
		behind("i.incident_id < ?", after.Key)
		return " ORDER BY i.incident_id DESC ", nil
	case listing.AlertsOldest:
		behind("i.incident_id > ?", after.Key)
		return " ORDER BY i.incident_id ", nil
	case listing.AlertsRisk:
		behind("(-r.money, -i.incident_id) > (?::bigint, ?::bigint)", -after.Risk, -after.Key)
		return " ORDER BY -r.money, -i.incident_id ", nil
	case listing.AlertsUrgent:
		behind("("+outFirst+", -r.money, -i.incident_id) > (?::int, ?::bigint, ?::bigint)", after.Out, -after.Risk, -after.Key)
		return " ORDER BY " + outFirst + ", -r.money, -i.incident_id ", nil
	}
	return "", lowstock.InvalidFields(map[string]string{"sort": "error.sort"})
}

// listedIncident is an incident with its place in the list.
type listedIncident struct {
	lowstock.Incident

	at alertKey
}

func scanListed(row pgx.CollectableRow) (l listedIncident, err error) {
	err = row.Scan(append(shownFields(&l.Incident), &l.at.Out, &l.at.Risk)...)
	return l, err
}

// Incidents lists incidents with their deliveries, in the order of
// q.Alerts.Sort. It uses q's Q, State, ProductNo, CategoryNo, SupplierCode,
// Alerts, MessageID, Today, Cursor and Limit.
func (s alertStore) Incidents(ctx context.Context, q listing.Params) (list []lowstock.Incident, next string, err error) {
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		found, err := find(ctx, tx, s.id, q.Q)
		if err != nil {
			return err
		}
		where, err := alertWhere(s.id, q, found)
		if err != nil {
			return err
		}
		order, err := where.alertOrder(q)
		if err != nil {
			return err
		}
		money, tables := "0", incidentTables
		if q.Alerts.Sort == listing.AlertsRisk || q.Alerts.Sort == listing.AlertsUrgent {
			money, tables = "r.money", tables+where.atRisk(q.Today)
		}
		rows, err := tx.Query(ctx, `SELECT `+incidentColumns+`, `+outFirst+`, `+money+` FROM `+tables+where.sql("i")+order+where.limit(q.Limit), where.args...)
		if err != nil {
			return err
		}
		listed, err := pgx.CollectRows(rows, scanListed)
		if err != nil {
			return err
		}
		listed, next = page(listed, q.Limit, func(l *listedIncident) any {
			return alertKey{Sort: q.Alerts.Sort, Out: l.at.Out, Risk: l.at.Risk, Key: l.ID}
		})
		list = make([]lowstock.Incident, len(listed))
		for n := range listed {
			list[n] = listed[n].Incident
		}
		return addDeliveries(ctx, tx, s.id, list)
	})
	return list, next, err
}

// AlertCounts counts what a query finds, in all and by the values of each
// filter. The conditions are those of [alertStore.Incidents]. Since are the
// times by which to count.
func (s alertStore) AlertCounts(ctx context.Context, q listing.Params, since []time.Time) (c listing.AlertCounts, err error) {
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		found, err := find(ctx, tx, s.id, q.Q)
		if err != nil {
			return err
		}
		statement, args, err := countStatement(s.id, q, found, since)
		if err != nil {
			return err
		}
		c = listing.AlertCounts{
			States: map[lowstock.IncidentState]int{}, Kinds: map[lowstock.Kind]int{},
			Categories: map[int]int{}, Suppliers: map[string]int{}, Since: make([]int, len(since)),
		}
		rows, err := tx.Query(ctx, statement, args...)
		if err != nil {
			return err
		}
		var facet, value, name string
		var n int64
		_, err = pgx.ForEachRow(rows, []any{&facet, &value, &name, &n}, func() error { return count(&c, facet, value, name, n) })
		return err
	})
	return c, err
}

// count takes one row of the statement of countStatement.
func count(c *listing.AlertCounts, facet, value, name string, n int64) error {
	switch facet {
	case "found":
		c.Found = int(n)
	case "newest":
		c.Newest = n
	case "state":
		c.States[lowstock.IncidentState(value)] = int(n)
	case "kind":
		c.Kinds[lowstock.Kind(value)] = int(n)
	case "supplier":
		c.Suppliers[value] = int(n)
	case "recipient":
		r := listing.AlertRecipient{Key: value, Channel: lowstock.ChannelEmail, Name: name, Alerts: int(n)}
		if name == "" {
			r.Channel = lowstock.Channel(value)
		}
		c.Recipients = append(c.Recipients, r)
	case "category", "since":
		at, err := strconv.Atoi(value)
		if err != nil {
			return fmt.Errorf("a count by %s: %w", facet, err)
		}
		if facet == "category" {
			c.Categories[at] = int(n)
		} else {
			c.Since[at] = int(n)
		}
	}
	return nil
}

// countStatement reads the rows in the scope of a query once, with a column for
// each filter that says whether the row passes it, and counts them by each
// filter's values.
func countStatement(mall lowstock.MallID, q listing.Params, found *search, since []time.Time) (string, []any, error) {
	w := newWhere(mall)
	resolved := q.State == lowstock.IncidentResolved
	if resolved {
		w.add("i.state = 'resolved'")
	} else if q.State != "" {
		w.add("i.state <> 'resolved'")
	}
	w.alertScope(q, found)
	scope := w.sql("i")
	facets, err := alertFacets(q)
	if err != nil {
		return "", nil, err
	}
	selected := []string{`i.mall_id, i.incident_id, i.state, i.kind, i.opened_at, p.category_nos, coalesce(p.supplier_code, '') AS supplier_code`}
	passes := func(but string) string { // the condition of every filter but one
		var list []string
		for _, f := range facets {
			if f.condition != "" && f.name != but {
				list = append(list, "in_"+f.name)
			}
		}
		return strings.Join(append(list, "true"), " AND ")
	}
	for _, f := range facets {
		if f.condition != "" {
			w.add(f.condition, f.args...)
			selected = append(selected, w.parts[len(w.parts)-1]+" AS in_"+f.name)
		}
	}
	statement := `WITH listed AS MATERIALIZED (SELECT ` + strings.Join(selected, ", ") + ` FROM ` + incidentTables + scope + `)
		SELECT 'found', '', '', count(*) FROM listed WHERE ` + passes("") + `
		UNION ALL SELECT 'newest', '', '', coalesce(max(incident_id), 0) FROM listed WHERE ` + passes("") + `
		UNION ALL SELECT 'state', state, '', count(*) FROM listed WHERE ` + passes("state") + ` GROUP BY 2`
	if resolved {
		return statement, w.args, nil
	}
	statement += `
		UNION ALL SELECT 'kind', kind, '', count(*) FROM listed WHERE ` + passes("kind") + ` GROUP BY 2
		UNION ALL SELECT 'supplier', supplier_code, '', count(*) FROM listed WHERE ` + passes("supplier") + ` GROUP BY 2
		UNION ALL SELECT 'category', no::text, '', count(*) FROM listed, unnest(category_nos) no WHERE ` + passes("category") + ` GROUP BY 2
		UNION ALL (SELECT 'recipient', coalesce(` + addressKey + `, g.channel), coalesce(r.email, ''), g.n
		             FROM (SELECT d.channel, CASE d.channel WHEN 'email' THEN d.recipient ELSE '' END AS recipient, count(DISTINCT d.incident_id) AS n
		                     FROM listed JOIN deliveries d USING (mall_id, incident_id) WHERE ` + passes("recipient") + ` GROUP BY 1, 2) g
		             LEFT JOIN recipients r ON r.mall_id = $1 AND g.channel = 'email' AND r.email = g.recipient
		            WHERE g.channel <> 'email' OR r.email IS NOT NULL ORDER BY 3, 2)`
	parts := []string{statement}
	for n, at := range since {
		w.args = append(w.args, at)
		parts = append(parts, fmt.Sprintf(`SELECT 'since', '%d', '', count(*) FROM listed WHERE opened_at >= $%d AND %s`, n, len(w.args), passes("since")))
	}
	return strings.Join(parts, "\n\t\tUNION ALL "), w.args, nil
}
