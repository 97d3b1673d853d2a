package purchasing

import (
	"strconv"
	"strings"
	"time"

	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/purchase"
	"cafe24-inventory-alert/internal/typed"
	"cafe24-inventory-alert/internal/web/kit"
)

// draftForm is everything of an order that is not sent.
type draftForm struct {
	kit.Form
	act       string // the button that was pressed
	version   int
	find      string
	lines     []typedLine
	to        []string
	replyTo   string
	on, shown time.Time
	note      string
}

// typedLine is a line of the form.
type typedLine struct {
	n       string // of the names of its fields
	variant string
	units   int
	pack    int
	cost    purchase.Money
}

// number is the number of the names of a line's fields.
func (l typedLine) number() int {
	n, _ := strconv.Atoi(l.n) // the form has made it
	return n
}

// Read implements [kit.Fields].
func (f *draftForm) Read() {
	f.act, f.find = f.Text("act"), strings.TrimSpace(kit.Clip(f.Text("find"), kit.MaxSearch))
	f.version = int(f.ID("version"))
	f.readLines()
	f.to = f.addresses("addresses")
	if reply := f.Text("reply"); reply != "" {
		f.replyTo = f.email("reply", reply)
	}
	f.on, f.shown, f.note = f.Day("expected_on"), f.Day("shown_on"), f.Text("note")
	if f.on.IsZero() && f.Typed("expected_on") != "" {
		f.Refuse("expected_on", "error.expected_on")
	}
}

// readLines reads the lines in the order of their numbers. The line whose button was pressed to
// remove it is left out.
func (f *draftForm) readLines() {
	gone, _ := strings.CutPrefix(f.act, "remove-")
	for n := 1; n <= purchase.MaxLines+1 && len(f.lines) <= purchase.MaxLines; n++ {
		no := strconv.Itoa(n)
		if !f.Sent("variant-"+no) || no == gone {
			continue
		}
		line := typedLine{n: no, variant: typed.Code(f.Text("variant-" + no))}
		line.units = f.Number("units-"+no, "error.purchase_units")
		if line.units < 1 || line.units > purchase.MaxUnits {
			f.Refuse("units-"+no, "error.purchase_units")
		}
		line.pack = 1
		if f.Text("pack-"+no) != "" {
			line.pack = f.Number("pack-"+no, "error.purchase_pack")
		}
		if line.pack < 1 || line.pack > purchase.MaxUnits {
			f.Refuse("pack-"+no, "error.purchase_pack")
		}
		line.cost = f.money("cost-" + no)
		f.lines = append(f.lines, line)
	}
}

// money reads an amount of the order's currency; nothing typed is 0.
func (f *draftForm) money(name string) purchase.Money {
	text := typed.Number(f.Text(name))
	if text == "" {
		return 0
	}
	cost, ok := purchase.ReadMoney(text)
	if !ok {
		f.Refuse(name, "error.purchase_cost")
	}
	return cost
}

// addresses reads addresses that are apart by lines, commas or semicolons, each once.
func (f *draftForm) addresses(name string) (list []string) {
	parts := strings.FieldsFunc(f.Text(name), func(c rune) bool { return strings.ContainsRune(",;\n\r \t，；", c) })
	seen := map[string]bool{}
	for _, part := range parts {
		if email := f.email(name, part); email != "" && !seen[email] {
			seen[email] = true
			list = append(list, email)
		}
	}
	return list
}

func (f *draftForm) email(name, text string) string {
	email, err := preference.NormalEmail(text)
	if err != nil {
		f.Refuse(name, "error.purchase_email", kit.Clip(text, 60))
	}
	return email
}

// leadDays returns the lead time that the form stands for: the day counts from today only where a
// person has chosen another one than was shown.
func (f *draftForm) leadDays(before int, today time.Time) int {
	if f.on.IsZero() || f.on.Equal(f.shown) {
		return before
	}
	return max(0, int(f.on.Sub(today)/(24*time.Hour)))
}

// added is the variant whose button was pressed to add it; "" for none.
func (f *draftForm) added() string {
	code, ok := strings.CutPrefix(f.act, "add-")
	if !ok || !kit.CodePattern.MatchString(code) {
		return ""
	}
	return code
}
