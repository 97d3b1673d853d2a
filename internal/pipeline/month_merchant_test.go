package pipeline_test

import (
	"strconv"
	"strings"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
)

// merchant is the person who reads the mails and may act on them.
type merchant struct {
	*shop

	handled map[int64]bool // incidents
	acts    map[string]int // number of actions by kind
}

// plan schedules the events in the shop besides the shoppers. Each event has
// its own part of the month.
func (m *merchant) plan(begin time.Time, days int) {
	at := func(part float64, hour int) time.Time {
		return begin.AddDate(0, 0, int(part*float64(days))).Add(time.Duration(hour) * time.Hour)
	}
	n := min(1000, len(m.items)/10)
	m.events.add(begin.Add(9*time.Hour+30*time.Minute), m.firstRules)
	m.events.add(at(0.27, 11), func() { m.bulk(n, 4, 23*time.Hour) }) // a file with the wrong column, noticed the next morning
	m.events.add(at(0.6, 15), func() { m.bulk(n, 0, 3*time.Hour) })   // everything set to 0, noticed after lunch
	m.events.add(at(0.4, 10), func() { m.rule(lowstock.RuleChange{CategoryNo: 100}, ruleValue{number: 15}) })
	m.events.add(at(0.4, 14), func() { m.rule(lowstock.RuleChange{CategoryNo: 104}, ruleValue{number: 5}) })
	m.events.add(at(0.7, 16), func() { m.rule(lowstock.RuleChange{CategoryNo: 105}, ruleValue{muted: true}) })
	for week := 0; week*7 < days; week++ {
		for range max(1, len(m.shelves)/400) {
			day := time.Duration((float64(week) + m.rng.Float64()) * 7 * 24 * float64(time.Hour))
			p := m.shelves[m.rng.IntN(len(m.shelves))]
			m.events.add(begin.Add(day), func() { m.show(p, !p.shown) })
		}
	}
	promotion := int(0.5 * float64(days))
	for day := range days {
		wanted := func(*item) float64 { return 1 }
		if day == promotion {
			wanted = func(w *item) float64 { return map[bool]float64{true: 8, false: 1}[w.shelf.category%5 == 0] }
		}
		m.events.add(begin.AddDate(0, 0, day), func() { m.shoppersOn(begin.AddDate(0, 0, day), wanted) })
	}
}

// firstRules sets the rules of the first morning.
func (m *merchant) firstRules() {
	m.rule(lowstock.RuleChange{}, ruleValue{number: 5})
	m.rule(lowstock.RuleChange{CategoryNo: 100}, ruleValue{number: 10})
	m.rule(lowstock.RuleChange{CategoryNo: 101}, ruleValue{number: 3})
	m.rule(lowstock.RuleChange{CategoryNo: 102}, ruleValue{days: 7})
	m.rule(lowstock.RuleChange{CategoryNo: 103}, ruleValue{days: 14})
	m.rule(lowstock.RuleChange{CategoryNo: 104}, ruleValue{muted: true})
	for i := range max(1, len(m.shelves)/100) {
		m.rule(lowstock.RuleChange{ProductNo: m.shelves[i*7%len(m.shelves)].no}, ruleValue{number: 12})
	}
}

func (m *merchant) rule(change lowstock.RuleChange, w ruleValue) {
	now := m.d.clock.Now()
	if w.number > 0 {
		change.Threshold = &w.number
	}
	if w.days > 0 {
		change.Days = &w.days
	}
	change.Muted, m.touched = &w.muted, true
	if _, _, err := m.d.store.Mall(mall).SetRule(m.t.Context(), change, now); err != nil {
		m.t.Fatal(err)
	}
	covers := func(*item) bool { return true }
	switch {
	case change.ProductNo != 0:
		m.model.product[change.ProductNo] = w
		covers = func(w *item) bool { return w.shelf.no == change.ProductNo }
	case change.CategoryNo != 0:
		m.model.category[change.CategoryNo] = w
		covers = func(w *item) bool { return w.shelf.category == change.CategoryNo }
	default:
		m.model.mallRule = w.number
	}
	m.model.ruled(m.items, now, covers)
}

// bulk sets n items at once to a quantity up to most, and sets them back after
// a while, as the admin's grid does.
func (m *merchant) bulk(n, most int, noticed time.Duration) {
	was := map[*item]int{}
	var edited []*item
	for _, i := range m.rng.Perm(len(m.items))[:n] {
		w := m.items[i]
		was[w], edited = w.quantity, append(edited, w)
		m.set(w, m.rng.IntN(most+1))
	}
	m.edited(edited)
	m.events.add(m.d.clock.Now().Add(noticed), func() {
		for _, w := range edited {
			m.set(w, max(was[w], w.quantity))
		}
		m.edited(edited)
	})
}

// edited sends the webhooks of an edit of many items.
func (m *merchant) edited(items []*item) {
	var numbers []string
	seen := map[int64]bool{}
	for _, w := range items {
		if no := w.shelf.no; !seen[no] {
			seen[no], numbers = true, append(numbers, strconv.FormatInt(no, 10))
		}
	}
	for len(numbers) > 0 {
		n := min(100, len(numbers))
		m.send(90041, map[string]any{"product_no": strings.Join(numbers[:n], ","), "action": "batch"})
		numbers = numbers[n:]
	}
}

func (m *merchant) show(p *shelf, shown bool) {
	p.shown = shown
	m.send(90002, map[string]any{"product_no": p.no})
}

// opens reads a mail that has arrived: soon in working hours, otherwise the
// next morning.
func (m *merchant) opens(mail outgoing.Message) {
	for _, i := range mail.Items {
		if m.handled[i.ID] {
			continue
		}
		m.handled[i.ID] = true
		at := m.d.clock.Now().Add(time.Duration(m.rng.ExpFloat64() * float64(2*time.Hour)))
		if local := at.In(seoul); local.Hour() < 9 {
			at = time.Date(local.Year(), local.Month(), local.Day(), 9, m.rng.IntN(60), 0, 0, seoul)
		} else if local.Hour() >= 19 {
			at = time.Date(local.Year(), local.Month(), local.Day()+1, 9, m.rng.IntN(60), 0, 0, seoul)
		}
		m.events.add(at, func() { m.reacts(i.ID, m.byCode[i.VariantCode]) })
	}
}

func (m *merchant) reacts(id int64, w *item) {
	if w.dropped || m.rng.Float64() < 0.08 {
		w.dropped = true
		if m.rng.Float64() < 0.4 {
			m.acts["taken off sale"]++
			m.show(w.shelf, false)
			return
		}
		m.acts["left as it is"]++
		return
	}
	now := m.d.clock.Now()
	lead := time.Duration((2 + 5*m.rng.Float64()) * 24 * float64(time.Hour))
	switch dice := m.rng.Float64(); {
	case dice < 0.25:
		m.act(id, "acknowledged", func() error {
			_, err := m.d.store.Mall(mall).AcknowledgeIncident(m.t.Context(), id, "owner", now)
			return err
		})
	case dice < 0.45: // sometimes the goods arrive later than expected
		due := now.Add(lead - time.Duration(m.rng.IntN(3)*24)*time.Hour)
		m.snooze(id, "ordered", lowstock.Hold{Until: due, Order: lowstock.Order{Quantity: w.lot, ExpectedOn: due.In(seoul).Format(time.DateOnly)}})
	case dice < 0.55:
		m.snooze(id, "snoozed for days", lowstock.Hold{Until: now.Add(72 * time.Hour)})
	case dice < 0.6:
		m.snooze(id, "snoozed until goods come", lowstock.Hold{Restock: true})
	case dice < 0.63:
		m.act(id, "ended by hand", func() error {
			_, err := m.d.store.Mall(mall).ResolveIncident(m.t.Context(), id, "owner", now)
			if err == nil {
				m.model.byHand(w)
			}
			return err
		})
	default:
		m.acts["no word to the app"]++
	}
	m.orders(w, lead)
}

func (m *merchant) orders(w *item, lead time.Duration) {
	if w.coming {
		return
	}
	w.coming = true
	part := 0
	if m.rng.Float64() < 0.1 { // a part of the delivery first
		part = 1 + m.rng.IntN(4)
		m.events.add(m.d.clock.Now().Add(lead), func() { m.set(w, w.quantity+part) })
		lead += 72 * time.Hour
	}
	m.events.add(m.d.clock.Now().Add(lead), func() {
		w.coming = false
		m.set(w, max(w.quantity, w.lot))
	})
}

func (m *merchant) snooze(id int64, what string, hold lowstock.Hold) {
	m.act(id, what, func() error {
		if !hold.Restock && !hold.Until.After(m.d.clock.Now()) {
			return lowstock.Fail(lowstock.CodeConflict, "error.until", nil)
		}
		_, err := m.d.store.Mall(mall).SnoozeIncident(m.t.Context(), id, hold, "owner", m.d.clock.Now())
		return err
	})
}

// act does an action on an incident, which may be closed by now.
func (m *merchant) act(_ int64, what string, do func() error) {
	m.touched = true
	switch err := do(); {
	case err == nil:
		m.acts[what]++
	case lowstock.ErrorCode(err) == lowstock.CodeConflict:
		m.acts["over before anything was done"]++
	default:
		m.t.Error(err)
	}
}
