package purchase

import (
	"time"

	"cafe24-inventory-alert/internal/lowstock"
)

// Proposal is a rise of the quantity about which a person is asked.
type Proposal struct {
	ID          int64
	VariantCode string
	ProductNo   int64
	ProductName string
	Options     []lowstock.Option
	Verdict     Verdict // VerdictPropose, VerdictFill or VerdictWhich
	Units       int     // of the rise
	Extra       int     // units of the rise that belong to no order
	Fills       []ProposalFill
	Lines       []ProposalLine // open lines of the variant, and those of Fills, by date
	Evidence    Evidence
	AskedAt     time.Time
}

// ProposalFill is what a proposal gives to a line.
type ProposalFill struct {
	Order   int64 `json:"order"`
	Line    int   `json:"line"`
	Units   int   `json:"units"`
	Receipt int64 `json:"receipt,omitempty"` // what is booked already; 0: nothing is
}

// ProposalLine is a line that a rise may belong to.
type ProposalLine struct {
	Order      int64
	Line       int
	Number     string // "": a noted order
	Rest       int
	ExpectedOn time.Time
}

// ProposalAnswer is what a person said about a proposal.
type ProposalAnswer string

// The answers.
const (
	ProposalYes   ProposalAnswer = "yes"   // as proposed; of VerdictFill: what is booked, and no more
	ProposalNo    ProposalAnswer = "no"    // these were no ordered goods
	ProposalOther ProposalAnswer = "other" // they belong to another line
)

// Replaced returns the detected receipts that an entry of a person is the second
// witness of, the newest first; none: the entry adds. Within three days after a
// receipt was detected on the line, an entry of more units than are expected, or
// of as many as were detected, is about the same goods. It is about earlier ones
// too as long as all of them together are not more than was entered: goods that
// the quantity showed in two steps are often entered as one. If it is not, the
// quantity shows the others, and they are detected then.
func (o *Order) Replaced(in ArrivalLine, now time.Time) (list []*Receipt) {
	l, newest := o.Line(in.Line), o.Detected(in.Line, now)
	if l == nil || newest == nil || in.Units <= l.Rest() && in.Units != newest.Units {
		return nil
	}
	list, units := append(list, newest), newest.Units
	for i := range o.Receipts {
		if r := &o.Receipts[i]; r != newest && r.detected(in.Line, now) && units+r.Units <= in.Units {
			list, units = append(list, r), units+r.Units
		}
	}
	return list
}

// Detected returns the newest receipt of a line that was detected in the last
// three days and not taken back; nil: none was.
func (o *Order) Detected(line int, now time.Time) *Receipt {
	for i := range o.Receipts { // the newest first
		if r := &o.Receipts[i]; r.detected(line, now) {
			return r
		}
	}
	return nil
}

func (r *Receipt) detected(line int, now time.Time) bool {
	return r.Line == line && r.Source == ByDetected && !r.Undone && r.Corrects == 0 && now.Sub(r.At) < creditSpan
}

// Seen is what a look at quantities has found.
type Seen struct {
	Booked, Units int // receipts
	Asked         int // questions
	Confirmed     int // receipts that persons entered
	Reversed      int
	Noted         int // rises that are too small or too early
}

// Add adds the findings of another look.
func (s *Seen) Add(more Seen) {
	s.Booked, s.Units, s.Asked = s.Booked+more.Booked, s.Units+more.Units, s.Asked+more.Asked
	s.Confirmed, s.Reversed, s.Noted = s.Confirmed+more.Confirmed, s.Reversed+more.Reversed, s.Noted+more.Noted
}

// Reply is a person's answer to a proposal.
type Reply struct {
	Proposal int64
	Answer   ProposalAnswer
	Order    int64 // of ProposalOther: the line of the goods
	Line     int
	By       string
	Now      time.Time
}

// Gives says whether the proposal gives units to a line.
func (p *Proposal) Gives(order int64, line int) bool {
	for _, f := range p.Fills {
		if f.Order == order && f.Line == line {
			return true
		}
	}
	return false
}

// After returns what belongs to which line after an answer. What has a receipt
// is booked already. After returns Conflict for an unknown answer, and for a line
// that the goods cannot belong to.
func (p *Proposal) After(r *Reply) ([]ProposalFill, error) {
	switch r.Answer {
	case ProposalYes:
		return p.Fills, nil
	case ProposalNo:
		return nil, nil
	case ProposalOther:
		known := false
		for _, l := range p.Lines {
			known = known || l.Order == r.Order && l.Line == r.Line
		}
		if !known {
			return nil, lowstock.Fail(lowstock.CodeConflict, "error.purchase_line", nil)
		}
		if p.Verdict == VerdictFill { // the units beyond the order are of that line
			return append(append([]ProposalFill(nil), p.Fills...), ProposalFill{Order: r.Order, Line: r.Line, Units: p.Extra}), nil
		}
		if p.Gives(r.Order, r.Line) && len(p.Fills) == 1 {
			return p.Fills, nil
		}
		units := 0
		for _, f := range p.Fills {
			units += f.Units
		}
		return []ProposalFill{{Order: r.Order, Line: r.Line, Units: units}}, nil
	}
	return nil, lowstock.Fail(lowstock.CodeConflict, "error.purchase_answer", nil)
}

// Concerns says whether an order has a line that the rise may belong to.
func (p *Proposal) Concerns(order int64) bool {
	for _, l := range p.Lines {
		if l.Order == order {
			return true
		}
	}
	return false
}
