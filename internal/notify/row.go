package notify

import (
	"strings"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/views/mail"
)

// row says of one item what, how many, against which number, why and when.
func (c content) row(i lowstock.Incident) mail.Row {
	r := mail.Row{
		Out: soldOut(i), Badge: c.in.T("letter.badge.low"),
		Name: c.name(i), Options: options(i.Options),
		Quantity: c.in.T("letter.quantity", i.Quantity),
		Limit:    c.in.T("letter.limit", i.Threshold),
		Source:   c.in.T("letter.source." + string(i.ThresholdSource)),
		Why:      c.why(i),
	}
	r.Facts = c.in.T("letter.facts", i.Quantity, i.Threshold, r.Source)
	if r.Out {
		r.Badge = c.in.T("letter.badge.out")
	}
	if at := raisedAt(i); !at.IsZero() {
		key := "letter.when"
		if c.Purpose == lowstock.PurposeDigest {
			key = "letter.since"
		}
		r.When = c.in.T(key, c.when(at))
	}
	return r
}

func (c content) name(i lowstock.Incident) string {
	if name := shown(i.ProductName); name != "" {
		return name
	}
	return c.in.T("letter.unnamed")
}

// options is "색상: 블랙 / 사이즈: L".
func options(all []lowstock.Option) string {
	var parts []string
	for _, o := range all {
		name, value := clean(o.Name), clean(o.Value)
		switch {
		case value == "":
		case name == "":
			parts = append(parts, value)
		default:
			parts = append(parts, name+": "+value)
		}
	}
	return cut(strings.Join(parts, " / "), 2*maxName)
}

func (c content) why(i lowstock.Incident) string {
	switch {
	case i.Quantity < 0:
		return c.in.T("letter.why.negative", -i.Quantity)
	case i.Quantity == 0 && !i.EscalatedAt.IsZero():
		return c.in.T("letter.why.escalated")
	case i.Quantity == 0:
		return c.in.T("letter.why.out")
	case i.Quantity > i.Threshold:
		return c.in.T("letter.why.margin")
	case i.Kind == lowstock.KindOut:
		return c.in.T("letter.why.refilled")
	case i.Quantity == i.Threshold:
		return c.in.T("letter.why.at")
	default:
		return c.in.T("letter.why.below", i.Threshold-i.Quantity)
	}
}

// raisedAt is when the reading was taken that raised what is told.
func raisedAt(i lowstock.Incident) time.Time {
	if i.Kind == lowstock.KindOut && !i.EscalatedAt.IsZero() {
		return i.EscalatedAt
	}
	return i.OpenedAt
}
