package api

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/merchant"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/purchase"
	"cafe24-inventory-alert/internal/web/kit"
)

// version returns the version that the caller has seen; 0 if it is not given.
func (in *input) version() int {
	n := in.integer("version")
	if n == nil {
		return 0
	}
	in.positive("version", *n, "error.purchase_version")
	return kit.Within(*n)
}

// key returns the key of a request that must not be carried out twice: that of
// the header Idempotency-Key, else the field key. "" for none.
func (in *input) key(c echo.Context) string {
	key := c.Request().Header.Get("Idempotency-Key")
	if key == "" {
		key = in.text("key")
	}
	if len(key) > mostKey || strings.TrimSpace(key) != key {
		in.missing("key", "error.purchase_key")
	}
	return key
}

// date returns a calendar day; zero if it is not given.
func (in *input) date(name, key string) time.Time {
	text := in.text(name)
	if text == "" {
		return time.Time{}
	}
	on, err := time.Parse(time.DateOnly, text)
	if err != nil {
		in.missing(name, key)
	}
	return on
}

// email returns an address in its normal form; "" if it is not given.
func (in *input) email(name, text string) string {
	if text == "" {
		return ""
	}
	email, err := preference.NormalEmail(text)
	if err != nil {
		in.missing(name, "error.email")
	}
	return email
}

// emails returns the addresses of a list, each once.
func (in *input) emails(name string) (list []string) {
	var texts []string
	in.value(name, &texts, "error.email")
	seen := map[string]bool{}
	for _, text := range texts {
		if email := in.email(name, kit.CleanerOf("email")(text)); email != "" && !seen[email] {
			seen[email] = true
			list = append(list, email)
		}
	}
	return list
}

// objects reads a list of objects; each notes its mistakes under its place.
func (in *input) objects(name string, read func(place int, one *input)) {
	var raw []json.RawMessage
	if !in.value(name, &raw, "error.purchase_lines") {
		return
	}
	if len(raw) > purchase.MaxLines {
		in.fields[name] = "error.purchase_lines"
		return
	}
	for i := range raw {
		one := &input{fields: map[string]string{}}
		if err := json.Unmarshal(raw[i], &one.raw); err != nil || one.raw == nil {
			in.fields[name] = "error.purchase_lines"
			return
		}
		read(i, one)
		for field, key := range one.fields {
			in.fields[placeOf(i, field)] = key
		}
	}
}

// placeOf names a field of an object of the list of lines.
func placeOf(i int, field string) string { return fmt.Sprintf("lines[%d].%s", i, field) }

// units reads a number of pieces, which must be given.
func (in *input) units(name string) int {
	n := in.integer(name)
	if n == nil || *n < 1 || *n > purchase.MaxUnits {
		in.missing(name, "error.purchase_units")
		return 0
	}
	return int(*n)
}

// cost reads an amount of the order's currency; nil if it is not given.
func (in *input) cost(name string) *purchase.Money {
	var text json.Number
	if !in.value(name, &text, "error.purchase_cost") {
		return nil
	}
	cost, ok := purchase.ReadMoney(text.String())
	if !ok || cost > purchase.MostCost {
		in.fields[name] = "error.purchase_cost"
	}
	return &cost
}

// wanted reads the lines of an order.
func (in *input) wanted() (list []merchant.Wanted) {
	known := map[string]bool{}
	in.objects("lines", func(_ int, one *input) {
		w := merchant.Wanted{VariantCode: one.code("variant_code"), Units: one.units("quantity"), UnitCost: one.cost("unit_cost")}
		if w.VariantCode == "" || known[w.VariantCode] {
			one.missing("variant_code", "error.purchase_variant")
		}
		known[w.VariantCode] = true
		if one.given("pack") && string(one.raw["pack"]) != "null" {
			if n := one.integer("pack"); n == nil || *n < 1 || *n > purchase.MaxUnits {
				one.missing("pack", "error.purchase_pack")
			} else {
				w.Pack = int(*n)
			}
		}
		list = append(list, w)
	})
	if len(list) == 0 {
		in.missing("lines", "error.purchase_lines")
	}
	return list
}

// lines reads the lines of a draft, with what the catalogue and the terms say.
func (h *Handler) lines(ctx context.Context, mall lowstock.MallID, in *input, d *purchase.Draft) error {
	wanted := in.wanted()
	if err := in.err(nil); err != nil {
		return err
	}
	lines, unknown, err := h.Merchant.PurchaseLines(ctx, mall, wanted)
	for _, i := range unknown {
		in.fields[placeOf(i, "variant_code")] = "error.purchase_variant"
	}
	d.Lines = lines
	return in.err(err)
}

// draftFields reads what a request says of a draft. What it does not name stays.
func (in *input) draftFields(d *purchase.Draft) {
	if in.given("note") {
		if d.Note = in.text("note"); len([]rune(d.Note)) > mostNote {
			in.missing("note", "error.purchase_note")
		}
	}
	if in.given("to") {
		d.To = in.emails("to")
	}
	if in.given("reply_to") {
		d.ReplyTo = in.email("reply_to", kit.CleanerOf("email")(in.text("reply_to")))
	}
}
